package phonetest

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/sipua"
)

// eventType is the payload type of telephone-event in SDP.
const eventType = 101

// PressRTP presses keys in the audio stream (RFC 4733): for each key five
// packets of 20 ms and three with the end bit. It needs OpenMedia, and a far
// side whose session description is known. Packets go out at once: their
// timestamps, not their arrival, say how long a key was held.
func (c *Call) PressRTP(keys string) {
	c.t.Helper()
	p := c.phone
	p.mu.Lock()
	rtp := p.rtp
	p.mu.Unlock()
	to, ok := mediaAddress(c.FarSDP())
	if rtp == nil || !ok {
		c.t.Fatal("PressRTP needs OpenMedia and a far side with media")
	}
	ssrc, seq, at := rand.Uint32(), uint16(rand.Uint32()), rand.Uint32()
	for _, k := range keys {
		event := strings.IndexRune("0123456789*#ABCD", k)
		if event < 0 {
			c.t.Fatalf("%q is no key", k)
		}
		for i := range 8 {
			end, length := byte(0), min(i+1, 5)*160
			if i >= 5 {
				end = 0x80
			}
			b := make([]byte, 16)
			b[0], b[1] = 0x80, eventType
			if i == 0 {
				b[1] |= 0x80 // marker: a new event
			}
			binary.BigEndian.PutUint16(b[2:], seq)
			binary.BigEndian.PutUint32(b[4:], at)
			binary.BigEndian.PutUint32(b[8:], ssrc)
			b[12], b[13] = byte(event), end|10
			binary.BigEndian.PutUint16(b[14:], uint16(length))
			seq++
			if _, err := rtp.WriteToUDPAddrPort(b, to); err != nil {
				c.t.Error(err)
			}
		}
		at += 1600
	}
}

// FarSDP is the far side's newest session description, "" when there is none.
func (c *Call) FarSDP() string {
	var sdp []byte
	if r := c.Dialog.Request(); r != nil {
		sdp = r.SDP()
	}
	for _, e := range c.Events() {
		var s []byte
		switch e := e.(type) {
		case sipua.Progress:
			s = e.SDP
		case sipua.Answered:
			s = e.SDP
		case sipua.Confirmed:
			s = e.SDP
		case sipua.Offered:
			s = e.SDP
		case sipua.Changed:
			s = e.SDP
		}
		if s != nil {
			sdp = s
		}
	}
	return string(sdp)
}

// mediaAddress reads where a session description wants its audio.
func mediaAddress(sdp string) (netip.AddrPort, bool) {
	var host, port string
	for l := range strings.SplitSeq(sdp, "\n") {
		f := strings.Fields(l)
		switch {
		case len(f) == 3 && strings.HasPrefix(l, "c=IN"):
			host = f[2]
		case len(f) > 2 && f[0] == "m=audio":
			port = f[1]
		}
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.AddrPort{}, false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return netip.AddrPortFrom(a, uint16(n)), err == nil && n != 0
}
