package browser

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"github.com/yobirin/yobirin/shared/live"
	media "github.com/yobirin/yobirin/shared/sdp"
)

// The two ways an offer fails.
var (
	errMalformed    = errors.New("not a session description")
	errUnacceptable = errors.New("session description not acceptable")
)

const (
	maxLines = 8   // attributes of one name that are kept
	maxLine  = 512 // bytes of an attribute that is kept
)

// offer is a browser's offer understood, and rewritten so that the WebRTC
// library sees nothing but what we speak.
type offer struct {
	text    string // the rewritten description
	law     string // "PCMU" or "PCMA"
	lawPT   uint8
	eventPT int // payload type of telephone-event/8000; -1 none
	// certificate is the fingerprint of the offerer's certificate.
	certificate string
	way         media.Way // what the offerer wants of the stream
}

// speaks says whether another offer of the same browser needs no other bridge.
func (o offer) speaks(other offer) bool {
	return o.law == other.law && o.lawPT == other.lawPT && o.eventPT == other.eventPT
}

// kept are the attributes that the rewritten description has. Candidates are
// not among them: we are ICE-lite and learn where the browser is from its own
// checks, so an offer cannot make us send anything to anybody else.
var kept = []string{
	"ice-ufrag", "ice-pwd", "fingerprint", "setup", "mid", "msid", "ssrc", "rtcp-mux",
}

// readOffer reads a browser's offer, which has a microphone.
func readOffer(text string) (offer, error) {
	o, err := readPhoneOffer(text)
	switch {
	case err != nil:
	case !strings.Contains(text, "a=mid:"):
		return offer{}, fmt.Errorf("%w: no a=mid", errUnacceptable)
	case o.way == media.Neither:
		return offer{}, fmt.Errorf("%w: the stream is inactive", errUnacceptable)
	}
	return o, err
}

// wayOf is what an offer wants of its stream; both directions go without saying.
func wayOf(d *sdp.SessionDescription, m *sdp.MediaDescription) media.Way {
	for _, has := range []func(string) (string, bool){m.Attribute, d.Attribute} {
		for _, way := range []media.Way{media.SendReceive, media.SendOnly, media.ReceiveOnly, media.Neither} {
			if _, is := has(wayWord(way)); is {
				return way
			}
		}
	}
	return media.SendReceive
}

// wayWord is how a description says it.
func wayWord(w media.Way) string {
	switch w {
	case media.SendOnly:
		return "sendonly"
	case media.ReceiveOnly:
		return "recvonly"
	case media.Neither:
		return "inactive"
	case media.SendReceive:
	}
	return "sendrecv"
}

// mirrored is what answers a way.
func mirrored(w media.Way) media.Way {
	switch w {
	case media.SendOnly:
		return media.ReceiveOnly
	case media.ReceiveOnly:
		return media.SendOnly
	case media.SendReceive, media.Neither:
	}
	return w
}

// readPhoneOffer reads an offer: one audio stream over DTLS-SRTP with G.711.
// The error wraps errMalformed or errUnacceptable.
func readPhoneOffer(text string) (offer, error) {
	d, err := parse(text)
	if err != nil {
		return offer{}, err
	}
	if len(d.MediaDescriptions) != 1 || d.MediaDescriptions[0].MediaName.Media != "audio" {
		return offer{}, fmt.Errorf("%w: expected one audio stream and nothing else", errUnacceptable)
	}
	m := d.MediaDescriptions[0]
	switch protocol := strings.Join(m.MediaName.Protos, "/"); {
	case protocol != "UDP/TLS/RTP/SAVPF":
		return offer{}, fmt.Errorf("%w: protocol %.30q, expected UDP/TLS/RTP/SAVPF", errUnacceptable, protocol)
	case m.MediaName.Port.Value == 0:
		return offer{}, fmt.Errorf("%w: the stream is off (port 0)", errUnacceptable)
	}
	for _, a := range []string{"ice-ufrag", "ice-pwd", "fingerprint"} {
		_, there := m.Attribute(a)
		if _, above := d.Attribute(a); !there && !above {
			return offer{}, fmt.Errorf("%w: no a=%s", errUnacceptable, a)
		}
	}
	if _, lite := d.Attribute("ice-lite"); lite {
		return offer{}, fmt.Errorf("%w: both sides are ICE-lite", errUnacceptable)
	}
	if _, mux := m.Attribute("rtcp-mux"); !mux {
		return offer{}, fmt.Errorf("%w: no a=rtcp-mux", errUnacceptable)
	}
	o := offer{eventPT: -1, way: wayOf(d, m)}
	for _, from := range [][]sdp.Attribute{d.Attributes, m.Attributes} { // the stream's own counts
		for _, a := range from {
			if a.Key == "fingerprint" {
				o.certificate = strings.ToLower(a.Value)
			}
		}
	}
	if err := o.choose(m); err != nil {
		return offer{}, err
	}
	o.text, err = o.rewrite(d, m)
	return o, err
}

func parse(text string) (d *sdp.SessionDescription, err error) {
	if text == "" || len(text) > live.MaxSDP {
		return nil, fmt.Errorf("%w: %d bytes, expected 1 to %d", errMalformed, len(text), live.MaxSDP)
	}
	defer func() {
		if p := recover(); p != nil {
			d, err = nil, fmt.Errorf("%w: the parser gave up", errMalformed)
		}
	}()
	d = &sdp.SessionDescription{}
	if err := d.UnmarshalString(text); err != nil {
		return nil, fmt.Errorf("%w: it cannot be read", errMalformed)
	}
	return d, nil
}

// choose finds the payload types we speak: PCMU before PCMA, whatever the
// browser prefers, so that most calls need no conversion between the laws.
func (o *offer) choose(m *sdp.MediaDescription) error {
	names := map[string]int{}
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		pt, codec, ok := strings.Cut(a.Value, " ")
		codec, _, _ = strings.Cut(strings.ToUpper(strings.TrimSpace(codec)), "/1") // one channel goes without saying
		n, err := strconv.ParseUint(pt, 10, 7)
		if _, again := names[codec]; !ok || err != nil || again || !slices.Contains(m.MediaName.Formats, pt) {
			continue
		}
		names[codec] = int(n)
	}
	for _, static := range []struct {
		codec string
		pt    int
	}{{"PCMU/8000", 0}, {"PCMA/8000", 8}} {
		if _, mapped := names[static.codec]; !mapped && slices.Contains(m.MediaName.Formats, strconv.Itoa(static.pt)) {
			names[static.codec] = static.pt
		}
	}
	if pt, ok := names["TELEPHONE-EVENT/8000"]; ok {
		o.eventPT = pt
	}
	for _, law := range []string{"PCMU", "PCMA"} {
		if pt, ok := names[law+"/8000"]; ok && pt != o.eventPT {
			o.law, o.lawPT = law, uint8(pt)
			return nil
		}
	}
	return fmt.Errorf("%w: no common codec, expected PCMU or PCMA", errUnacceptable)
}

// rewrite writes the description anew with only what we speak.
func (o *offer) rewrite(d *sdp.SessionDescription, m *sdp.MediaDescription) (string, error) {
	mid, named := m.Attribute("mid")
	if !named { // a phone that knows nothing of bundles
		mid = "0"
		m.Attributes = append(m.Attributes, sdp.NewAttribute("mid", mid))
	}
	out := sdp.SessionDescription{
		Origin:           sdp.Origin{Username: "-", SessionID: 1, SessionVersion: 1, NetworkType: "IN", AddressType: "IP4", UnicastAddress: "127.0.0.1"},
		SessionName:      "-",
		TimeDescriptions: []sdp.TimeDescription{{}},
		Attributes:       append(keep(d.Attributes), sdp.NewAttribute("group", "BUNDLE "+mid)),
	}
	audio := &sdp.MediaDescription{
		MediaName: sdp.MediaName{
			Media: "audio", Port: sdp.RangedPort{Value: 9}, Protos: []string{"UDP", "TLS", "RTP", "SAVPF"}, Formats: []string{strconv.Itoa(int(o.lawPT))},
		},
		ConnectionInformation: &sdp.ConnectionInformation{NetworkType: "IN", AddressType: "IP4", Address: &sdp.Address{Address: "0.0.0.0"}},
		Attributes:            append(keep(m.Attributes), sdp.NewPropertyAttribute(wayWord(o.way)), sdp.NewAttribute("rtpmap", fmt.Sprintf("%d %s/8000", o.lawPT, o.law))),
	}
	if o.eventPT >= 0 {
		audio.MediaName.Formats = append(audio.MediaName.Formats, strconv.Itoa(o.eventPT))
		audio.Attributes = append(audio.Attributes, sdp.NewAttribute("rtpmap", fmt.Sprintf("%d telephone-event/8000", o.eventPT)))
	}
	out.MediaDescriptions = []*sdp.MediaDescription{audio}
	text, err := out.Marshal()
	if err != nil {
		return "", fmt.Errorf("%w: %w", errMalformed, err)
	}
	return string(text), nil
}

func keep(all []sdp.Attribute) []sdp.Attribute {
	var out []sdp.Attribute
	count := map[string]int{}
	for _, a := range all {
		if count[a.Key]++; slices.Contains(kept, a.Key) && count[a.Key] <= maxLines && len(a.Value) <= maxLine {
			out = append(out, a)
		}
	}
	return out
}

// withCandidate gives the library's answer with our one candidate in place of
// the library's own, which only knows what the socket claims, and with the
// direction that answers the offer's: the library keeps its first one.
func withCandidate(answer, address string, port uint16, way media.Way) (string, error) {
	d, err := parse(answer)
	if err != nil {
		return "", err
	}
	mine := []sdp.Attribute{
		sdp.NewAttribute("candidate", fmt.Sprintf("1 1 udp 2130706431 %s %d typ host", address, port)),
		sdp.NewPropertyAttribute("end-of-candidates"),
	}
	for _, m := range d.MediaDescriptions {
		m.Attributes = slices.DeleteFunc(m.Attributes, func(a sdp.Attribute) bool {
			return slices.Contains([]string{"candidate", "end-of-candidates", "sendrecv", "sendonly", "recvonly", "inactive"}, a.Key)
		})
		// The candidate is also the default destination, without which SIP phones
		// take us for one that knows nothing of ICE (RFC 8839 section 4.2.1.2).
		family := "IP4"
		if strings.Contains(address, ":") {
			family = "IP6"
		}
		m.MediaName.Port.Value = int(port)
		m.ConnectionInformation = &sdp.ConnectionInformation{NetworkType: "IN", AddressType: family, Address: &sdp.Address{Address: address}}
		m.Attributes = append(append(m.Attributes, sdp.NewPropertyAttribute(wayWord(mirrored(way)))), mine...)
	}
	text, err := d.Marshal()
	return string(text), err
}
