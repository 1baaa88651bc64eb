package sdp

import (
	"bytes"
	"errors"
	"net/netip"
	"strings"
	"testing"

	psdp "github.com/pion/sdp/v3"

	"github.com/yobirin/yobirin/shared/pcm"
)

func local() Local {
	return Local{Address: netip.MustParseAddr("192.0.2.1"), Port: 20000, RTCPPort: 20001, SessionID: 1, Version: 1, Events: true, Mux: true}
}

func keyed(p Policy) Local {
	l := local()
	l.Policy = p
	l.Keys = []Crypto{{1, GCM128, bytes.Repeat([]byte{1}, 28)}, {2, CM128, bytes.Repeat([]byte{2}, 30)}}
	return l
}

func text(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }

// phone is a description as desk phones write it, with more lines.
func phone(m string, more ...string) []byte {
	return text(append([]string{"v=0", "o=- 5 5 IN IP4 198.51.100.7", "s=-", "c=IN IP4 198.51.100.7", "t=0 0", m}, more...)...)
}

const crypto30 = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"

func TestOfferAndAnswerMeet(t *testing.T) {
	a, b := local(), local()
	b.Address, b.Port, b.RTCPPort = netip.MustParseAddr("192.0.2.2"), 30000, 30001
	b.Laws = []pcm.Law{pcm.A, pcm.Mu}
	offer, err := Offer(a)
	if err != nil {
		t.Fatal(err)
	}
	answer, atB, err := Answer(b, offer)
	if err != nil {
		t.Fatal(err)
	}
	atA, err := Accept(a, answer)
	if err != nil {
		t.Fatal(err)
	}
	if atA.Law != pcm.A || atB.Law != pcm.A || atA.PT != 8 || atB.RecvPT != 8 {
		t.Errorf("laws: %+v %+v", atA, atB)
	}
	if atA.Remote.String() != "192.0.2.2:30000" || atB.Remote.String() != "192.0.2.1:20000" {
		t.Errorf("addresses: %s %s", atA.Remote, atB.Remote)
	}
	if atA.EventPT != 101 || atB.EventPT != 101 || atA.EventRecv != 101 || !atA.Send || !atA.Receive || atA.Held || !atA.Mux || !atB.Mux {
		t.Errorf("%+v %+v", atA, atB)
	}
	if atA.RemoteRTCP != atA.Remote || atA.AlsoPT != 0 || atA.Also != pcm.Mu || atB.AlsoPT != -1 {
		t.Errorf("%+v", atA)
	}
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		name  string
		offer []byte
		check func(a Agreed) bool
		want  []string // in the answer
	}{
		{"plain", phone("m=audio 4000 RTP/AVP 0 8 18 101", "a=rtpmap:101 telephone-event/8000", "a=ptime:20"),
			func(a Agreed) bool {
				return a.Law == pcm.Mu && a.EventPT == 101 && a.PTime == 20 && a.RemoteRTCP.Port() == 4001 && !a.Mux
			}, []string{"m=audio 20000 RTP/AVP 0 101", "a=sendrecv", "a=fmtp:101 0-15"}},
		{"baresip 1.0.0", text("v=0", "o=- 1251004337 1902326198 IN IP4 198.51.100.7", "s=-", "c=IN IP4 198.51.100.7", "t=0 0", "a=tool:baresip 1.0.0",
			"m=audio 3188 RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15",
			"a=sendrecv", "a=label:1", "a=rtcp-rsize", "a=ssrc:811851986 cname:sip:alice@127.0.0.1:5998", "a=minptime:20", "a=ptime:20"),
			func(a Agreed) bool { return a.Law == pcm.Mu && a.EventPT == 101 && a.Remote.Port() == 3188 && !a.Held }, nil},
		{"other numbers", phone("m=audio 4000 RTP/AVP 96 97", "a=rtpmap:96 PCMA/8000/1", "a=rtpmap:97 telephone-event/8000"),
			func(a Agreed) bool { return a.Law == pcm.A && a.PT == 96 && a.EventPT == 97 && a.EventRecv == 97 },
			[]string{"m=audio 20000 RTP/AVP 96 97", "a=rtpmap:96 PCMA/8000"}},
		{"hold by sendonly", phone("m=audio 4000 RTP/AVP 0", "a=sendonly"),
			func(a Agreed) bool { return a.Held && !a.Send && a.Receive }, []string{"a=recvonly"}},
		{"hold by inactive", phone("m=audio 4000 RTP/AVP 0", "a=inactive"),
			func(a Agreed) bool { return a.Held && !a.Send && !a.Receive }, []string{"a=inactive"}},
		{"listens only", phone("m=audio 4000 RTP/AVP 0", "a=recvonly"),
			func(a Agreed) bool { return !a.Held && a.Send && !a.Receive }, []string{"a=sendonly"}},
		{"hold by address", phone("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0"),
			func(a Agreed) bool { return a.Held && !a.Remote.IsValid() }, nil},
		{"the session's direction", text("v=0", "o=- 5 5 IN IP4 198.51.100.7", "s=-", "c=IN IP4 198.51.100.7", "t=0 0", "a=sendonly", "m=audio 4000 RTP/AVP 0"),
			func(a Agreed) bool { return a.Held }, []string{"a=recvonly"}},
		{"video is refused in its place", phone("m=video 5000 RTP/AVP 96 97", "a=rtpmap:96 H264/90000", "m=audio 4000 RTP/AVP 0"),
			func(a Agreed) bool { return a.Remote.Port() == 4000 }, []string{"m=video 0 RTP/AVP 96\r\n"}},
		{"fax is refused in its place", phone("m=audio 4000 RTP/AVP 0", "m=image 4002 udptl t38", "a=T38FaxVersion:0"),
			func(a Agreed) bool { return a.Remote.Port() == 4000 }, []string{"m=image 0 udptl t38\r\n"}},
		{"no end of the last line", bytes.TrimSuffix(phone("m=audio 4000 RTP/AVP 8"), []byte("\r\n")), func(a Agreed) bool { return a.Law == pcm.A }, nil},
		{"rtcp elsewhere, ptime 30", phone("m=audio 4000 RTP/AVP 0", "a=rtcp:4777 IN IP4 203.0.113.9", "a=ptime:30"),
			func(a Agreed) bool { return a.RemoteRTCP.String() == "198.51.100.7:4777" && a.PTime == 30 }, nil},
		{"mux", phone("m=audio 4000 RTP/AVP 0", "a=rtcp-mux"), func(a Agreed) bool { return a.Mux && a.RemoteRTCP == a.Remote }, []string{"a=rtcp-mux"}},
		{"keys unasked for", phone("m=audio 4000 RTP/AVP 0", "a=crypto:1 "+string(CM128)+" inline:"+crypto30),
			func(a Agreed) bool { return a.In == nil && a.Out == nil }, nil},
		{"LF only", bytes.ReplaceAll(phone("m=audio 4000 RTP/AVP 8"), []byte("\r"), nil), func(a Agreed) bool { return a.Law == pcm.A }, nil},
	}
	for _, tt := range tests {
		answer, a, err := Answer(local(), tt.offer)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if !tt.check(a) {
			t.Errorf("%s: %+v", tt.name, a)
		}
		for _, w := range tt.want {
			if !strings.Contains(string(answer), w) {
				t.Errorf("%s: no %q in\n%s", tt.name, w, answer)
			}
		}
		if again, err := parse(answer); err != nil || len(again.MediaDescriptions) < 1 {
			t.Errorf("%s: our answer cannot be read: %v", tt.name, err)
		}
	}
}

// What phones and exchanges write that the grammar would have otherwise.
func TestDescriptionsThatAreNotByTheBook(t *testing.T) {
	const v, o, s, c, when, m = "v=0", "o=- 5 5 IN IP4 198.51.100.7", "s=-", "c=IN IP4 198.51.100.7", "t=0 0", "m=audio 4000 RTP/AVP 8 0"
	for name, offer := range map[string][]byte{
		"nothing but what is needed":     text(v, c, m),
		"a session without a name":       text(v, o, c, when, m),
		"a name of nothing":              text(v, o, "s=", c, when, m),
		"no time":                        text(v, o, s, c, m),
		"time before the connection":     text(v, o, s, when, c, m),
		"bandwidth before it":            text(v, o, s, "b=AS:84", c, when, m),
		"attributes before the time":     text(v, o, s, c, "a=sendrecv", when, m),
		"attributes before a stream's c": text(v, o, s, "c=IN IP4 192.0.2.99", when, m, "a=sendrecv", c),
		"an unknown bandwidth":           text(v, o, s, c, "b=FOO:64", when, m, "b=BAR:1"), // RFC 8866 section 5.8: ignored
		"a bandwidth without a number":   text(v, o, s, c, "b=AS:x", "b=64", when, m),
		"lines of no known type":         text(v, o, s, c, "y=0100000001", when, m, "f=v/1/2a/1"),
		"an origin with letters":         text(v, "o=my phone a0 -1 in IP4 host", s, c, when, m),
		"a page that is none":            text(v, o, s, "u=%%%", "e=a@b", "k=prompt", c, when, m),
		"small letters":                  text(v, o, s, "c=in ip4 198.51.100.7", when, "m=audio 4000 rtp/avp 8 0"),
		"a time to live":                 text(v, o, s, "c=IN IP4 198.51.100.7/127", when, m),
		"empty lines":                    []byte("\r\n" + string(text(v, o, s, c, when, "", m, "a=sendrecv", "", ""))),
		"blanks at the end":              text(v+" ", o+" ", s, c+" ", when, m+" ", "a=sendrecv "),
		"another stream of no protocol":  text(v, o, s, c, when, m, "m=audio 0 RTP/FOO 0", "m=message 0 TCP/MSRP *"),
	} {
		answer, a, err := Answer(local(), offer)
		if err != nil || a.Remote.String() != "198.51.100.7:4000" || a.Law != pcm.Mu || a.Held {
			t.Errorf("%s: %+v, %v", name, a, err)
			continue
		}
		if err := new(psdp.SessionDescription).Unmarshal(answer); err != nil && !bytes.Contains(offer, []byte("FOO 0")) {
			t.Errorf("%s: our answer is not by the book: %v\n%s", name, err, answer)
		}
	}
}

func TestIPv6(t *testing.T) {
	l := local()
	l.Address = netip.MustParseAddr("2001:db8::1")
	offer := text("v=0", "o=- 5 5 IN IP6 2001:db8::2", "s=-", "c=IN IP6 2001:db8::2", "t=0 0", "m=audio 4000 RTP/AVP 0")
	answer, a, err := Answer(l, offer)
	if err != nil || a.Remote.String() != "[2001:db8::2]:4000" || !strings.Contains(string(answer), "c=IN IP6 2001:db8::1") {
		t.Fatalf("%+v %v\n%s", a, err, answer)
	}
	if _, _, err := Answer(local(), offer); !errors.Is(err, ErrUnacceptable) {
		t.Fatalf("an IPv6 offer to an IPv4 port: %v", err)
	}
}

func TestEncryption(t *testing.T) {
	for _, p := range []Policy{Prefer, Require} {
		offer, err := Offer(keyed(p))
		if err != nil {
			t.Fatal(err)
		}
		b := keyed(Require)
		b.Keys = b.Keys[1:] // speaks only one suite
		b.Keys[0].Key = bytes.Repeat([]byte{9}, 30)
		answer, atB, err := Answer(b, offer)
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		atA, err := Accept(keyed(p), answer)
		if err != nil {
			t.Fatalf("%s: %v\n%s", p, err, answer)
		}
		if atA.In == nil || !bytes.Equal(atA.In.Key, atB.Out.Key) || !bytes.Equal(atA.Out.Key, atB.In.Key) || atA.In.Suite != CM128 {
			t.Errorf("%s: the keys do not cross: %+v %+v", p, atA, atB)
		}
	}
	// Preferred encryption falls back, required does not.
	plain := phone("m=audio 4000 RTP/AVP 0")
	if a, err := Accept(keyed(Prefer), plain); err != nil || a.In != nil {
		t.Errorf("fall back: %+v %v", a, err)
	}
	two := phone("m=audio 4000 RTP/AVP 0", "m=audio 4002 RTP/SAVP 0", "a=crypto:3 "+string(CM128)+" inline:"+crypto30+"|2^20")
	if answer, a, err := Answer(keyed(Prefer), two); err != nil || a.Remote.Port() != 4002 || a.In == nil || !strings.Contains(string(answer), "m=audio 0 RTP/AVP 0") || !strings.Contains(string(answer), "a=crypto:3 ") {
		t.Errorf("of two streams: %+v %v\n%s", a, err, answer)
	}
}

func TestWhatCannotBeAgreed(t *testing.T) {
	crypto := func(v string) string { return "a=crypto:" + v }
	tests := []struct {
		name   string
		local  Local
		offer  []byte
		is     error
		saying string
	}{
		{"no text", local(), nil, ErrMalformed, ""},
		{"too long", local(), bytes.Repeat([]byte("v=0\r\n"), 5000), ErrMalformed, "25000 bytes"},
		{"garbage", local(), []byte("hello"), ErrMalformed, ""},
		{"no stream", local(), text("v=0", "o=- 5 5 IN IP4 198.51.100.7", "s=-", "t=0 0"), ErrUnacceptable, "m="},
		{"G.729 only", local(), phone("m=audio 4000 RTP/AVP 18"), ErrUnacceptable, "codec"},
		{"fax only", local(), phone("m=image 4002 udptl t38"), ErrUnacceptable, "m=image"},
		{"wideband under the same name", local(), phone("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 PCMU/16000"), ErrUnacceptable, "codec"},
		{"a law not allowed", func() Local { l := local(); l.Laws = []pcm.Law{pcm.Mu}; return l }(), phone("m=audio 4000 RTP/AVP 8"), ErrUnacceptable, "codec"},
		{"off", local(), phone("m=audio 0 RTP/AVP 0"), ErrUnacceptable, "port 0"},
		{"multicast", local(), phone("m=audio 4000 RTP/AVP 0", "c=IN IP4 224.2.1.1/127"), ErrUnacceptable, "c="},
		{"a name", local(), phone("m=audio 4000 RTP/AVP 0", "c=IN IP4 evil.example.com"), ErrUnacceptable, "IP address"},
		{"no address", local(), text("v=0", "o=- 5 5 IN IP4 198.51.100.7", "s=-", "t=0 0", "m=audio 4000 RTP/AVP 0"), ErrUnacceptable, "c="},
		{"DTLS", local(), phone("m=audio 4000 UDP/TLS/RTP/SAVPF 0"), ErrUnacceptable, "protocol"},
		{"encrypted, off here", local(), phone("m=audio 4000 RTP/SAVP 0", crypto("1 "+string(CM128)+" inline:"+crypto30)), ErrUnacceptable, "switched off"},
		{"plain, required here", keyed(Require), phone("m=audio 4000 RTP/AVP 0"), ErrUnacceptable, "not encrypted"},
		{"key too short", keyed(Require), phone("m=audio 4000 RTP/SAVP 0", crypto("1 "+string(CM128)+" inline:AgIC")), ErrUnacceptable, "crypto"},
		{"MKI", keyed(Require), phone("m=audio 4000 RTP/SAVP 0", crypto("1 "+string(CM128)+" inline:"+crypto30+"|2^20|1:4")), ErrUnacceptable, "crypto"},
		{"unauthenticated", keyed(Require), phone("m=audio 4000 RTP/SAVP 0", crypto("1 "+string(CM128)+" inline:"+crypto30+" UNAUTHENTICATED_SRTP")), ErrUnacceptable, "crypto"},
	}
	for _, tt := range tests {
		_, _, err := Answer(tt.local, tt.offer)
		if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.saying) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for name, answer := range map[string][]byte{
		"refused": phone("m=audio 0 RTP/AVP 0"), "encrypted though plain was offered": phone("m=audio 4000 RTP/SAVP 0"),
		"no codec": phone("m=audio 4000 RTP/AVP 3"), "video": phone("m=video 4000 RTP/AVP 0"),
	} {
		if _, err := Accept(local(), answer); !errors.Is(err, ErrUnacceptable) {
			t.Errorf("answer %s: %v", name, err)
		}
	}
	if _, err := Accept(keyed(Require), phone("m=audio 4000 RTP/SAVP 0", crypto("7 "+string(CM128)+" inline:"+crypto30))); !errors.Is(err, ErrUnacceptable) {
		t.Errorf("a tag that was not offered: %v", err)
	}
	if _, err := Offer(Local{}); err == nil {
		t.Error("an offer without an address was written")
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add(phone("m=audio 4000 RTP/AVP 0 8 101", "a=rtpmap:101 telephone-event/8000"))
	f.Add(phone("m=audio 4000 RTP/SAVP 0", "a=crypto:1 "+string(CM128)+" inline:"+crypto30))
	f.Add(phone("m=video 4000 RTP/AVP 0", "m=audio 65535/9 RTP/AVP 0", "a=ptime:99999999999", "a=rtcp:99999"))
	f.Fuzz(func(t *testing.T, offer []byte) {
		for _, l := range []Local{local(), keyed(Prefer), keyed(Require)} {
			answer, a, err := Answer(l, offer)
			if err != nil {
				if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrUnacceptable) {
					t.Fatalf("an error of another kind: %v", err)
				}
				continue
			}
			if a.PTime < 10 || a.PTime > 60 || a.PT > 127 || l.Policy == Require && (a.In == nil || a.Out == nil) {
				t.Fatalf("%+v", a)
			}
			if _, err := parse(answer); err != nil {
				t.Fatalf("our answer cannot be read: %v\n%s", err, answer)
			}
		}
		_, _ = Accept(keyed(Prefer), offer)
	})
}
