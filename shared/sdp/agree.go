package sdp

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	psdp "github.com/pion/sdp/v3"

	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	defaultEventPT = 101
	defaultOpusPT  = 111
)

// Offer writes our offer.
func Offer(l Local) ([]byte, error) {
	protocol := "RTP/AVP"
	if l.Policy == Require {
		protocol = "RTP/SAVP"
	}
	m, err := l.media(protocol)
	if err != nil {
		return nil, err
	}
	if l.Opus {
		addOpus(m, l.opusPT())
	}
	for _, law := range l.laws() {
		addFormat(m, staticPT(law), law.String())
	}
	if l.Events {
		addEvents(m, l.eventPT())
	}
	if l.Policy != Off {
		if len(l.Keys) == 0 {
			return nil, fmt.Errorf("sdp: policy %s without a key", l.Policy)
		}
		for i, k := range l.Keys {
			addCrypto(m, i+1, k)
		}
	}
	if l.Mux {
		m.WithPropertyAttribute("rtcp-mux")
	}
	l.finish(m, l.Way.direction())
	return l.session([]*psdp.MediaDescription{m})
}

// Answer reads an offer and writes our answer to it. Streams that are not the
// one agreed on are refused with port 0, in their places (RFC 3264 section 6).
func Answer(l Local, offer []byte) ([]byte, Agreed, error) {
	d, err := parse(offer)
	if err != nil {
		return nil, Agreed{}, err
	}
	s, in, err := l.choose(d)
	if err != nil {
		return nil, Agreed{}, err
	}
	a, law, err := l.agree(s)
	if err != nil {
		return nil, Agreed{}, err
	}
	dir := s.dir.mirror() & l.Way.direction()
	a.Send, a.Receive = dir&dirSend != 0, dir&dirRecv != 0
	m, err := l.media(s.protocol)
	if err != nil {
		return nil, Agreed{}, err
	}
	if a.OpusPT >= 0 {
		a.Opus, a.OpusRecv = true, a.OpusPT
		addOpus(m, uint8(a.OpusPT))
	}
	if !a.OnlyOpus {
		addFormat(m, a.PT, law.String())
	}
	if a.EventPT >= 0 {
		addEvents(m, uint8(a.EventPT))
		a.EventRecv = a.EventPT
	}
	if in != nil {
		out := l.key(in.Suite)
		a.In, a.Out = in, out
		addCrypto(m, in.Tag, *out)
	}
	a.Mux = l.Mux && s.mux
	if a.Mux {
		m.WithPropertyAttribute("rtcp-mux")
		a.RemoteRTCP = a.Remote
	}
	l.finish(m, dir)
	lines := make([]*psdp.MediaDescription, len(d.MediaDescriptions))
	for i, offered := range d.MediaDescriptions {
		if lines[i] = m; i != s.index {
			lines[i] = refuse(offered)
		}
	}
	text, err := l.session(lines)
	return text, a, err
}

// Accept reads the answer to the offer that l wrote.
func Accept(l Local, answer []byte) (Agreed, error) {
	d, err := parse(answer)
	if err != nil {
		return Agreed{}, err
	}
	s := read(d, 0)
	if s.fault != "" {
		return Agreed{}, fmt.Errorf("%w: %s", ErrUnacceptable, s.fault)
	}
	if s.port == 0 {
		return Agreed{}, fmt.Errorf("%w: the audio stream was refused (port 0)", ErrUnacceptable)
	}
	if want := "RTP/SAVP"; l.Policy == Require && !s.secure() || l.Policy != Require && !s.plain() {
		if l.Policy != Require {
			want = "RTP/AVP"
		}
		return Agreed{}, fmt.Errorf("%w: protocol %.20q, expected %s as offered", ErrUnacceptable, s.protocol, want)
	}
	a, _, err := l.agree(s)
	if err != nil {
		return Agreed{}, err
	}
	// The answer speaks of the payload types we offered.
	a.RecvPT = staticPT(a.Law)
	if a.EventPT >= 0 {
		a.EventRecv = int16(l.eventPT())
	}
	if a.OpusPT >= 0 {
		a.Opus, a.OpusRecv = a.OnlyOpus || s.prefersOpus(), int16(l.opusPT())
	}
	if also := 1 - a.Law; slices.Contains(l.laws(), also) {
		a.Also, a.AlsoPT = also, int16(staticPT(also))
	}
	wanted := l.Way.direction()
	dir := s.dir.mirror() & wanted
	a.Send, a.Receive = dir&dirSend != 0, dir&dirRecv != 0
	if wanted&dirSend == 0 { // it is we who hold
		a.Held = s.addr.IsUnspecified()
	}
	a.Mux = l.Mux && s.mux
	if a.Mux {
		a.RemoteRTCP = a.Remote
	}
	switch {
	case len(s.cryptos) > 0 && l.Policy != Off:
		c := s.cryptos[0]
		if c.Tag < 1 || c.Tag > len(l.Keys) || l.Keys[c.Tag-1].Suite != c.Suite {
			return Agreed{}, fmt.Errorf("%w: crypto tag %d with suite %s was not offered", ErrUnacceptable, c.Tag, c.Suite)
		}
		a.In, a.Out = &c, &l.Keys[c.Tag-1]
	case l.Policy == Require:
		return Agreed{}, fmt.Errorf("%w: no usable a=crypto in the answer, encryption is required", ErrUnacceptable)
	}
	return a, nil
}

// choose finds the first audio stream we can take, and the key of what comes.
func (l Local) choose(d *psdp.SessionDescription) (stream, *Crypto, error) {
	reason := "no audio"
	best := -1
	var streams []stream
	for i := range d.MediaDescriptions {
		s := read(d, i)
		var why string
		switch {
		case s.fault != "":
			why = s.fault
		case s.port == 0:
			why = "the audio stream is off (port 0)"
		case !s.plain() && !s.secure():
			why = fmt.Sprintf("protocol %.30q, expected RTP/AVP or RTP/SAVP", s.protocol)
		case s.secure() && l.Policy == Off:
			why = "the stream is encrypted (RTP/SAVP), which is switched off here"
		case s.secure() && l.crypto(s) == nil:
			why = "no usable a=crypto on the encrypted stream, expected " + l.suites()
		case l.Policy == Require && l.crypto(s) == nil:
			why = "the stream is not encrypted, expected a=crypto with " + l.suites()
		case !slices.ContainsFunc(s.formats, l.speaks):
			why = "no common codec, expected " + l.codecs()
		}
		streams = append(streams, s)
		if why != "" {
			if reason == "no audio" || s.fault == "" {
				reason = why
			}
			continue
		}
		// Of several, an encrypted one is taken where we prefer that.
		if best < 0 || l.Policy != Off && l.crypto(s) != nil && l.crypto(streams[best]) == nil {
			best = i
		}
	}
	if best < 0 {
		return stream{}, nil, fmt.Errorf("%w: %s", ErrUnacceptable, reason)
	}
	s := streams[best]
	if l.Policy == Off {
		return s, nil, nil
	}
	return s, l.crypto(s), nil
}

// crypto picks the first of the far side's keys whose suite we have a key for.
func (l Local) crypto(s stream) *Crypto {
	for i := range s.cryptos {
		if l.key(s.cryptos[i].Suite) != nil {
			return &s.cryptos[i]
		}
	}
	return nil
}

func (l Local) key(suite Suite) *Crypto {
	for i := range l.Keys {
		if l.Keys[i].Suite == suite {
			return &l.Keys[i]
		}
	}
	return nil
}

func (l Local) suites() string {
	var out []string
	for _, k := range l.Keys {
		out = append(out, string(k.Suite))
	}
	return strings.Join(out, " or ")
}

// agree fixes what does not depend on who offered. The far side's order of
// codecs decides among those that l allows, except that l's first choice wins
// when it is there: so that both legs of a call speak the same.
func (l Local) agree(s stream) (Agreed, pcm.Law, error) {
	a := Agreed{EventPT: -1, EventRecv: -1, AlsoPT: -1, OpusPT: -1, OpusRecv: -1, PTime: ptime(s.ptime)}
	if s.addr.Is4() != l.Address.Unmap().Is4() {
		return a, 0, fmt.Errorf("%w: the far side's address is of another family (%s) than ours", ErrUnacceptable, family(s.addr))
	}
	found := false
	for _, law := range l.laws() {
		if pt, ok := s.audio(law); ok {
			a.Law, a.PT, a.RecvPT, found = law, pt, pt, true
			break
		}
	}
	if pt, ok := s.opus(); ok && l.Opus {
		a.OpusPT, a.OnlyOpus = int16(pt), !found
	} else if !found {
		return a, 0, fmt.Errorf("%w: no common codec, expected %s", ErrUnacceptable, l.codecs())
	}
	if pt, ok := s.events(); ok && l.Events {
		a.EventPT = int16(pt)
	}
	if !s.addr.IsUnspecified() {
		a.Remote = netip.AddrPortFrom(s.addr, s.port)
		a.RemoteRTCP = s.rtcp
	}
	a.Held = s.dir&dirRecv == 0 || s.addr.IsUnspecified()
	return a, a.Law, nil
}

func (l Local) laws() []pcm.Law {
	if len(l.Laws) == 0 {
		return []pcm.Law{pcm.Mu, pcm.A}
	}
	return l.Laws
}

// speaks says whether a format is audio that l allows.
func (l Local) speaks(f format) bool {
	law, ok := f.law()
	return ok && slices.Contains(l.laws(), law) || l.Opus && f.name == "OPUS"
}

func (l Local) codecs() string {
	if l.Opus {
		return "Opus, PCMU or PCMA"
	}
	return "PCMU or PCMA"
}

func (l Local) opusPT() uint8 {
	if l.OpusPT == 0 {
		return defaultOpusPT
	}
	return l.OpusPT
}

func (l Local) eventPT() uint8 {
	if l.EventPT == 0 {
		return defaultEventPT
	}
	return l.EventPT
}

// media begins our m= line.
func (l Local) media(protocol string) (*psdp.MediaDescription, error) {
	if !l.Address.IsValid() || l.Port == 0 {
		return nil, fmt.Errorf("sdp: local address %s port %d, expected both set", l.Address, l.Port)
	}
	return &psdp.MediaDescription{MediaName: psdp.MediaName{
		Media: "audio", Port: psdp.RangedPort{Value: int(l.Port)}, Protos: strings.Split(protocol, "/"),
	}}, nil
}

func (l Local) finish(m *psdp.MediaDescription, dir direction) {
	p := l.PTime
	if p == 0 {
		p = 20
	}
	m.WithValueAttribute("ptime", strconv.Itoa(p))
	if l.RTCPPort != 0 && l.RTCPPort != l.Port+1 {
		m.WithValueAttribute("rtcp", strconv.Itoa(int(l.RTCPPort)))
	}
	m.WithPropertyAttribute(dir.String())
}

func (l Local) session(lines []*psdp.MediaDescription) ([]byte, error) {
	addr := l.Address.Unmap()
	d := psdp.SessionDescription{
		Origin: psdp.Origin{
			Username: "-", SessionID: l.SessionID, SessionVersion: l.Version,
			NetworkType: "IN", AddressType: family(addr), UnicastAddress: addr.String(),
		},
		SessionName: "-",
		ConnectionInformation: &psdp.ConnectionInformation{
			NetworkType: "IN", AddressType: family(addr), Address: &psdp.Address{Address: addr.String()},
		},
		TimeDescriptions:  []psdp.TimeDescription{{}},
		MediaDescriptions: lines,
	}
	return d.Marshal()
}

func family(a netip.Addr) string {
	if a.Is4() {
		return "IP4"
	}
	return "IP6"
}

func refuse(offered *psdp.MediaDescription) *psdp.MediaDescription {
	n := offered.MediaName
	n.Port = psdp.RangedPort{}
	n.Formats = n.Formats[:min(1, len(n.Formats))]
	return &psdp.MediaDescription{MediaName: n}
}

func addFormat(m *psdp.MediaDescription, pt uint8, name string) {
	m.MediaName.Formats = append(m.MediaName.Formats, strconv.Itoa(int(pt)))
	m.WithValueAttribute("rtpmap", fmt.Sprintf("%d %s/8000", pt, name))
}

// addOpus adds Opus as speech: two channels are in its name only (RFC 7587
// section 7), mono is what is wanted.
func addOpus(m *psdp.MediaDescription, pt uint8) {
	m.MediaName.Formats = append(m.MediaName.Formats, strconv.Itoa(int(pt)))
	m.WithValueAttribute("rtpmap", fmt.Sprintf("%d opus/48000/2", pt))
	m.WithValueAttribute("fmtp", fmt.Sprintf("%d stereo=0;sprop-stereo=0;useinbandfec=1", pt))
}

func addEvents(m *psdp.MediaDescription, pt uint8) {
	addFormat(m, pt, "telephone-event")
	m.WithValueAttribute("fmtp", fmt.Sprintf("%d 0-15", pt))
}

func addCrypto(m *psdp.MediaDescription, tag int, c Crypto) {
	m.WithValueAttribute("crypto", fmt.Sprintf("%d %s inline:%s", tag, c.Suite, base64.StdEncoding.EncodeToString(c.Key)))
}

func staticPT(l pcm.Law) uint8 {
	if l == pcm.A {
		return 8
	}
	return 0
}

// ptime is the far side's wish made usable: 10 to 60 ms in steps of 10.
func ptime(ms int) int {
	if ms == 0 {
		return 20
	}
	return min(60, max(10, ms/10*10))
}
