package sdp

import (
	"bytes"
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
	maxMedia   = 16 // m= lines looked at
	maxFormats = 64 // payload types of one line looked at
)

// stream is one m= line understood.
type stream struct {
	index    int
	protocol string // "RTP/AVP" …
	addr     netip.Addr
	port     uint16
	rtcp     netip.AddrPort
	formats  []format
	ptime    int
	dir      direction
	mux      bool
	cryptos  []Crypto
	fault    string // why the stream cannot be used; empty when it can
}

// format is one payload type of a line.
type format struct {
	pt   uint8
	name string // upper case: PCMU, PCMA, OPUS, TELEPHONE-EVENT
}

// direction of a stream as its describer sees it.
type direction uint8

const (
	dirNone direction = 0
	dirSend direction = 1
	dirRecv direction = 2
	dirBoth           = dirSend | dirRecv
)

func (d direction) String() string {
	switch d {
	case dirNone:
		return "inactive"
	case dirSend:
		return "sendonly"
	case dirRecv:
		return "recvonly"
	case dirBoth:
		return "sendrecv"
	}
	return "sendrecv"
}

// mirror is the same stream's direction as the other side sees it.
func (d direction) mirror() direction { return d>>1&1 | d<<1&2 }

func parse(text []byte) (d *psdp.SessionDescription, err error) {
	if len(text) > MaxSize {
		return nil, fmt.Errorf("%w: %d bytes, expected at most %d", ErrMalformed, len(text), MaxSize)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrMalformed)
	}
	defer func() {
		if r := recover(); r != nil {
			d, err = nil, fmt.Errorf("%w: the parser gave up", ErrMalformed)
		}
	}()
	d = &psdp.SessionDescription{}
	plain, streams, err := tidy(text)
	if err != nil {
		return nil, err
	}
	if err := d.Unmarshal(plain); err != nil {
		return nil, fmt.Errorf("%w: %.200s", ErrMalformed, err.Error())
	}
	for i, m := range d.MediaDescriptions {
		if f, ok := streams[i]; ok {
			m.MediaName.Media, m.MediaName.Protos, m.MediaName.Formats = f[0], strings.Split(f[2], "/"), f[3:]
		}
	}
	if len(d.MediaDescriptions) == 0 {
		return nil, fmt.Errorf("%w: no m= line, expected one of audio", ErrUnacceptable)
	}
	if len(d.MediaDescriptions) > maxMedia {
		return nil, fmt.Errorf("%w: %d m= lines, expected at most %d", ErrUnacceptable, len(d.MediaDescriptions), maxMedia)
	}
	return d, nil
}

// tidy keeps of a description what is read of it, c=, m= and a= lines, in the
// order that pion insists on: it refuses a whole description for a line that it
// does not know, one that is missing or out of place, an o= line with letters or
// an m= line of T.38, and phones write all of these (RFC 8866 section 5 has what
// is not known ignored). The fields of the m= lines are given by index: pion
// gets a kind that it knows.
func tidy(text []byte) ([]byte, map[int][]string, error) {
	streams := map[int][]string{}
	head, body := "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\n", []string{"t=0 0\r\n"} // by section: the session's, then the streams'
	began, connected := false, false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case len(line) < 2 || line[1] != '=', !began && line != "v=0":
			return nil, nil, fmt.Errorf("%w: %.40q is no line of one", ErrMalformed, line)
		}
		began = true
		n := len(body) - 1
		switch line[0] {
		case 'c':
			switch {
			case connected: // one for each section
			case n == 0:
				head += connection(line)
			default: // right behind its m= line
				m, rest, _ := strings.Cut(body[n], "\r\n")
				body[n] = m + "\r\n" + connection(line) + rest
			}
			connected = true
		case 'a':
			body[n] += line + "\r\n"
		case 'm':
			if f := strings.Fields(line[2:]); len(f) >= 4 {
				streams[n] = f
				line = "m=application " + f[1] + " RTP/AVP 0"
			}
			body, connected = append(body, line+"\r\n"), false
		}
	}
	return []byte(head + strings.Join(body, "")), streams, nil
}

// connection writes a c= line as the grammar has it; a time to live is no part
// of one host's address.
func connection(line string) string {
	f := strings.Fields(line[2:])
	if len(f) != 3 {
		return line + "\r\n"
	}
	addr, _, _ := strings.Cut(f[2], "/")
	return "c=" + strings.ToUpper(f[0]) + " " + strings.ToUpper(f[1]) + " " + addr + "\r\n"
}

// read understands the m= line with the given index.
func read(d *psdp.SessionDescription, index int) stream {
	m := d.MediaDescriptions[index]
	s := stream{index: index, protocol: strings.ToUpper(strings.Join(m.MediaName.Protos, "/")), dir: dirBoth}
	if m.MediaName.Media != "audio" {
		s.fault = fmt.Sprintf("m=%.20s, expected audio", m.MediaName.Media)
		return s
	}
	if p := m.MediaName.Port.Value; p < 0 || p > 65535 {
		s.fault = fmt.Sprintf("port %d, expected 0 to 65535", p)
		return s
	}
	s.port = uint16(m.MediaName.Port.Value)
	conn := m.ConnectionInformation
	if conn == nil {
		conn = d.ConnectionInformation
	}
	if conn == nil || conn.Address == nil {
		s.fault = "no c= line"
		return s
	}
	addr, err := netip.ParseAddr(conn.Address.Address)
	if err != nil || addr.Zone() != "" {
		s.fault = fmt.Sprintf("c=%.60q, expected an IP address", conn.Address.Address)
		return s
	}
	s.addr = addr.Unmap()
	if s.addr.IsMulticast() || s.addr == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		s.fault = fmt.Sprintf("c=%s, expected the address of one host", s.addr)
		return s
	}
	s.formats = formats(m)
	s.rtcp = netip.AddrPortFrom(s.addr, s.port+1)
	// Attributes of the session hold for every stream that does not say otherwise.
	for _, a := range d.Attributes {
		s.direction(a.Key)
	}
	for _, a := range m.Attributes {
		s.attribute(a)
	}
	return s
}

func (s *stream) direction(key string) {
	switch key {
	case "sendrecv":
		s.dir = dirBoth
	case "sendonly":
		s.dir = dirSend
	case "recvonly":
		s.dir = dirRecv
	case "inactive":
		s.dir = dirNone
	}
}

func (s *stream) attribute(a psdp.Attribute) {
	s.direction(a.Key)
	switch a.Key {
	case "ptime":
		// Some phones write "20.0"; a wrong ptime is a wish we do not know.
		whole, _, _ := strings.Cut(strings.TrimSpace(a.Value), ".")
		if v, err := strconv.Atoi(whole); err == nil && v > 0 {
			s.ptime = v
		}
	case "rtcp-mux":
		s.mux = true
	case "rtcp":
		s.rtcpAddress(strings.Fields(a.Value))
	case "crypto":
		if c, ok := parseCrypto(a.Value); ok && len(s.cryptos) < 16 {
			s.cryptos = append(s.cryptos, c)
		}
	}
}

// rtcpAddress reads "port [IN IP4 address]" of RFC 3605. Another host than the
// stream's own is not believed: it would make us a sender to third parties.
func (s *stream) rtcpAddress(f []string) {
	if len(f) == 0 {
		return
	}
	if p, err := strconv.ParseUint(f[0], 10, 16); err == nil && p > 0 {
		s.rtcp = netip.AddrPortFrom(s.addr, uint16(p))
	}
}

func formats(m *psdp.MediaDescription) []format {
	names := map[uint8]string{0: "PCMU", 8: "PCMA"}
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		num, enc, ok := strings.Cut(a.Value, " ")
		pt, err := strconv.ParseUint(num, 10, 7)
		if !ok || err != nil {
			continue
		}
		parts := strings.Split(strings.ToUpper(strings.TrimSpace(enc)), "/")
		if len(parts) == 3 && parts[0] == "OPUS" && parts[1] == "48000" && parts[2] == "2" { // always so, RFC 7587 section 7
			names[uint8(pt)] = parts[0]
			continue
		}
		if len(parts) < 2 || parts[1] != "8000" || len(parts) > 2 && parts[2] != "1" {
			names[uint8(pt)] = ""
			continue
		}
		names[uint8(pt)] = parts[0]
	}
	var out []format
	for _, f := range m.MediaName.Formats {
		pt, err := strconv.ParseUint(f, 10, 7)
		if err != nil || len(out) == maxFormats {
			continue
		}
		switch n := names[uint8(pt)]; n {
		case "PCMU", "PCMA", "OPUS", "TELEPHONE-EVENT":
			out = append(out, format{uint8(pt), n})
		}
	}
	return out
}

// parseCrypto reads the value of an a=crypto line (RFC 4568 section 9.1). Lines
// with a key index, several keys, session parameters other than harmless ones,
// or a suite we do not speak give false.
func parseCrypto(v string) (Crypto, bool) {
	f := strings.Fields(v)
	if len(f) < 3 {
		return Crypto{}, false
	}
	tag, err := strconv.ParseUint(f[0], 10, 16)
	suite := Suite(strings.ToUpper(f[1]))
	if err != nil || suite.KeyLength() == 0 || len(f[1]) > 40 {
		return Crypto{}, false
	}
	for _, param := range f[3:] {
		// KDR, FEC, WSH do not change what we do; switching parts of the
		// protection off does, and is refused.
		if strings.HasPrefix(param, "UNENCRYPTED") || strings.HasPrefix(param, "UNAUTHENTICATED") || strings.HasPrefix(param, "KDR=") && param != "KDR=0" {
			return Crypto{}, false
		}
	}
	inline, ok := strings.CutPrefix(f[2], "inline:")
	if !ok || strings.Contains(inline, ";") {
		return Crypto{}, false
	}
	parts := strings.Split(inline, "|")
	for _, p := range parts[1:] {
		if strings.Contains(p, ":") { // an MKI in every packet, which we do not speak
			return Crypto{}, false
		}
	}
	key, err := base64.StdEncoding.DecodeString(parts[0])
	if err != nil {
		// Some phones leave the padding out.
		key, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(parts[0], "="))
	}
	if err != nil || len(key) != suite.KeyLength() {
		return Crypto{}, false
	}
	return Crypto{Tag: int(tag), Suite: suite, Key: key}, true
}

func (f format) law() (pcm.Law, bool) {
	switch f.name {
	case "PCMU":
		return pcm.Mu, true
	case "PCMA":
		return pcm.A, true
	}
	return 0, false
}

// audio gives the payload type of a law in the stream's list.
func (s *stream) audio(l pcm.Law) (uint8, bool) {
	i := slices.IndexFunc(s.formats, func(f format) bool { return f.name == l.String() })
	if i < 0 {
		return 0, false
	}
	return s.formats[i].pt, true
}

func (s *stream) events() (uint8, bool) { return s.named("TELEPHONE-EVENT") }

func (s *stream) opus() (uint8, bool) { return s.named("OPUS") }

func (s *stream) named(name string) (uint8, bool) {
	i := slices.IndexFunc(s.formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return 0, false
	}
	return s.formats[i].pt, true
}

// prefersOpus says whether Opus is what the stream names first of all audio.
func (s *stream) prefersOpus() bool {
	i := slices.IndexFunc(s.formats, func(f format) bool { return f.name != "TELEPHONE-EVENT" })
	return i >= 0 && s.formats[i].name == "OPUS"
}

func (s *stream) secure() bool { return s.protocol == "RTP/SAVP" || s.protocol == "RTP/SAVPF" }

func (s *stream) plain() bool { return s.protocol == "RTP/AVP" || s.protocol == "RTP/AVPF" }
