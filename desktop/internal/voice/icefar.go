package voice

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/pion/logging"
	psdp "github.com/pion/sdp/v3"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// dtlsProtocol is what an m= line of DTLS-SRTP names.
const dtlsProtocol = "UDP/TLS/RTP/SAVPF"

// far is a far side's description with ICE understood.
type far struct {
	text        string // as the library shall see it: both ways
	credentials string // which connection it is about
	setup       string
	way         string // the direction as it was
	formats     []farFormat
}

type farFormat struct {
	pt   uint8
	name string // "PCMU/8000" …
}

// offersICE says whether an offer wants DTLS-SRTP.
func offersICE(offer []byte) bool {
	for line := range bytes.Lines(offer) {
		if bytes.HasPrefix(line, []byte("m=audio ")) && bytes.Contains(line, []byte(" "+dtlsProtocol+" ")) {
			return true
		}
	}
	return false
}

// readFar reads a description with exactly one audio stream over DTLS-SRTP.
func readFar(text []byte) (f far, err error) {
	if len(text) > sdp.MaxSize {
		return far{}, fmt.Errorf("%w: %d bytes, expected at most %d", sdp.ErrMalformed, len(text), sdp.MaxSize)
	}
	defer func() {
		if recover() != nil {
			f, err = far{}, fmt.Errorf("%w: the parser gave up", sdp.ErrMalformed)
		}
	}()
	d := psdp.SessionDescription{}
	if err := d.Unmarshal(text); err != nil {
		return far{}, fmt.Errorf("%w: %.200s", sdp.ErrMalformed, err.Error())
	}
	if len(d.MediaDescriptions) != 1 || d.MediaDescriptions[0].MediaName.Media != "audio" {
		return far{}, fmt.Errorf("%w: expected one audio stream and nothing else", sdp.ErrUnacceptable)
	}
	m := d.MediaDescriptions[0]
	protocol := strings.Join(m.MediaName.Protos, "/")
	switch {
	case m.MediaName.Port.Value == 0:
		return far{}, fmt.Errorf("%w: the audio stream was refused (port 0)", sdp.ErrUnacceptable)
	case protocol != dtlsProtocol:
		return far{}, fmt.Errorf("%w: protocol %.30q, expected %s", sdp.ErrUnacceptable, protocol, dtlsProtocol)
	}
	attribute := func(key string) string {
		if v, ok := m.Attribute(key); ok {
			return v
		}
		v, _ := d.Attribute(key)
		return v
	}
	for _, key := range []string{"ice-ufrag", "ice-pwd", "fingerprint"} {
		v := attribute(key)
		if v == "" {
			return far{}, fmt.Errorf("%w: no a=%s", sdp.ErrUnacceptable, key)
		}
		f.credentials += v + "\n"
	}
	f.setup, f.way = attribute("setup"), "sendrecv"
	both := func(all []psdp.Attribute) {
		for i := range all {
			if isDirection(all[i].Key) {
				f.way, all[i].Key = all[i].Key, "sendrecv"
			}
		}
	}
	both(d.Attributes)
	both(m.Attributes)
	f.formats = farFormats(m)
	out, err := d.Marshal()
	if err != nil {
		return far{}, fmt.Errorf("%w: %w", sdp.ErrMalformed, err)
	}
	f.text = string(out)
	return f, nil
}

func farFormats(m *psdp.MediaDescription) []farFormat {
	names := map[string]string{"0": "PCMU/8000", "8": "PCMA/8000"}
	for _, a := range m.Attributes {
		if pt, name, ok := strings.Cut(a.Value, " "); a.Key == "rtpmap" && ok {
			name = strings.ToUpper(strings.TrimSpace(name))
			names[pt] = strings.TrimSuffix(name, "/1")
		}
	}
	var out []farFormat
	for _, f := range m.MediaName.Formats {
		if pt, err := strconv.ParseUint(f, 10, 7); err == nil && names[f] != "" && len(out) < 64 {
			out = append(out, farFormat{uint8(pt), names[f]})
		}
	}
	return out
}

// agree fixes what is sent and taken. Of an answer the first codec counts, of
// an offer the one that we like best.
func (f far) agree(l sdp.Local, answer bool) (sdp.Agreed, error) {
	a := sdp.Agreed{EventPT: -1, EventRecv: -1, AlsoPT: -1, OpusPT: -1, OpusRecv: -1, PTime: 20, Mux: true}
	found, first := false, ""
	for _, x := range f.formats {
		pt := int16(x.pt)
		var law pcm.Law
		switch x.name {
		case "OPUS/48000/2":
			if !l.Opus || a.OpusPT >= 0 {
				continue
			}
			a.OpusPT, a.OpusRecv = pt, pt
		case "TELEPHONE-EVENT/8000":
			if a.EventPT < 0 {
				a.EventPT, a.EventRecv = pt, pt
			}
			continue
		case "PCMU/8000", "PCMA/8000":
			if x.name == "PCMA/8000" {
				law = pcm.A
			}
			switch {
			case !found:
				a.Law, a.PT, a.RecvPT, found = law, x.pt, x.pt, true
			case law != a.Law && a.AlsoPT < 0:
				a.Also, a.AlsoPT = law, pt
			}
		default:
			continue
		}
		if first == "" {
			first = x.name
		}
	}
	if !found && a.OpusPT < 0 {
		return a, fmt.Errorf("%w: no common codec, expected PCMU or PCMA", sdp.ErrUnacceptable)
	}
	a.OnlyOpus = !found
	a.Opus = a.OpusPT >= 0 && (!answer || first == "OPUS/48000/2")
	sends, takes := f.way == "sendrecv" || f.way == "sendonly", f.way == "sendrecv" || f.way == "recvonly"
	weSend := l.Way == sdp.SendReceive || l.Way == sdp.SendOnly
	weTake := l.Way == sdp.SendReceive || l.Way == sdp.ReceiveOnly
	a.Send, a.Receive = takes && weSend, sends && weTake
	a.Held = !takes && (weSend || !answer)
	return a, nil
}

// hush swallows the library's logs: what it warns of is what bad networks do
// to it, and the addresses in it are people's.
type hush struct{}

// NewLogger gives the log of one part of the library.
func (q hush) NewLogger(string) logging.LeveledLogger { return q }

func (hush) Trace(string)          {}
func (hush) Tracef(string, ...any) {}
func (hush) Debug(string)          {}
func (hush) Debugf(string, ...any) {}
func (hush) Info(string)           {}
func (hush) Infof(string, ...any)  {}
func (hush) Warn(string)           {}
func (hush) Warnf(string, ...any)  {}
func (hush) Error(string)          {}
func (hush) Errorf(string, ...any) {}
