package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// TestTrunks is what carriers do and want, each case with a carrier of its
// own on one server.
func TestTrunks(t *testing.T) {
	t.Parallel()
	need(t, "baresip")
	need(t, "sipp")
	s := startServer(t, serverSpec{Ports: 600})
	var count atomic.Int32
	for _, part := range []struct {
		name string
		test func(*testing.T, *scene)
	}{
		{"we refresh", testWeRefresh}, // the longest ones first
		{"registration moves and comes back", testRegistrationMoves},
		{"identities", testIdentities},
		{"called number", testCalledNumber},
		{"compact headers", testCompact},
		{"carrier refreshes", testCarrierRefreshes},
		{"sessions too short", testTooShort},
		{"answers without a session", testNoSession},
		{"reliable ringing inbound", testReliableInbound},
		{"progress without audio", testProgress},
		{"streams", testStreams},
		{"withheld call cancelled", testWithheldCancelled},
		{"offers", testOffers},
		{"keys as tones", testTones},
		{"tones as keys", testKeys},
		{"traffic class", testTrafficClass},
		{"registration", testRegistration},
		{"next address", testNextAddress},
		{"causes", testCauses},
		{"redirects", testRedirects},
		{"emergency", testEmergency},
		{"diverted call", testDiverted},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.test(t, sceneOf(t, s, int(count.Add(1))))
		})
	}
}

// line is a trunk of a scene with the scene's number of the same count: calls
// for the number come in through it, calls that present it go out through it.
type line struct {
	*scene
	i    int
	port int
}

// line adds a trunk; i counts from 1 to 9.
func (c *scene) line(i int, profile string, more object, to object) line {
	c.t.Helper()
	l := line{c, i, freePort(c.t, phoneHost)}
	o := object{
		"name": fmt.Sprintf("line%d-%d", c.n, i), "host": fmt.Sprintf("127.0.0.1:%d", l.port),
		"inbound_from": []string{fmt.Sprintf("127.3.%d.%d/32", c.n, i)}, "profile": profile,
	}
	if profile == "" {
		delete(o, "profile")
	}
	maps.Copy(o, more)
	switches := object{"qualify": false} // sipp would take an OPTIONS for a call
	if given, ok := o["switches"].(object); ok {
		maps.Copy(switches, given)
	}
	o["switches"] = switches
	if i == 1 {
		c.site.Trunks = nil // the scene's usual one is in nobody's way, but in none's use
	}
	c.site.Trunks = append(c.site.Trunks, o)
	if to == nil {
		to = object{"hangup": "busy"}
	}
	c.number(i, to, object{"trunk": o["name"], "prefix": prefixOf(c.n, i)})
	return l
}

// dial is what an agent dials to call a number through the line.
func (l line) dial(number string) string { return l.uri(prefixOf(l.n, l.i) + number) }

func prefixOf(scene, line int) string { return fmt.Sprintf("7%02d%d", scene, line) }

// calledAs starts a sipp in the line's carrier's place that is called.
func (l line) calledAs(scenario string, values object, more func(*sippSpec)) *sipp {
	l.t.Helper()
	v := object{
		"Refuse": []string(nil), "Early": []object(nil), "Wait": 100, "Answer": "X-None: 1", "Refresh": "", "Formats": "0", "File": "", "Talk": 0, "Bye": "",
	}
	maps.Copy(v, values)
	spec := sippSpec{Scenario: scenario, Values: v, Host: phoneHost, Port: l.port, AtMost: 3 * patience}
	if more != nil {
		more(&spec)
	}
	return startSIPp(l.t, spec).listening()
}

// takes is a carrier that takes one call.
func (l line) takes(values object) *sipp {
	l.t.Helper()
	return l.calledAs("trunk_callee", values, nil)
}

// calls is a carrier that calls the line's number.
func (l line) calls(values object) *sipp {
	l.t.Helper()
	v := object{
		"URI": l.did(l.i), "From": "<sip:" + l.caller(l.i) + "@carrier.example>", "To": "<sip:" + l.did(l.i) + "@carrier.example>", "Headers": "X-None: 1",
		"Media": "", "Formats": "0", "File": "", "Again": "", "Seq": 1, "Prack": "", "Status": "200", "Steps": []string(nil), "Talk": 200,
		"Refresh": "", "NoUpdate": false,
	}
	maps.Copy(v, values)
	return startSIPp(l.t, sippSpec{Scenario: "trunk_caller", Values: v, Host: phoneHost, Port: l.port, Target: l.server.sipAddr(), AtMost: 3 * patience})
}

// message is one SIP message in a sipp's log.
type message struct {
	ours bool // the server sent it
	text string
}

var messageHead = regexp.MustCompile(`(?m)^(?:UDP|TCP) message (sent|received) [^\n]*\n`)

// sipMessages are a sipp's messages in their order.
func (p *sipp) sipMessages() []message {
	var out []message
	for _, part := range messageStart.Split(p.messages(), -1) {
		m := messageHead.FindStringSubmatchIndex(part)
		if m == nil {
			continue
		}
		out = append(out, message{part[m[2]:m[3]] == "received", strings.TrimLeft(part[m[1]:], "\r\n")})
	}
	return out
}

// from gives the server's messages that begin so.
func (p *sipp) from(begin string) []string {
	var out []string
	for _, m := range p.sipMessages() {
		if m.ours && strings.HasPrefix(m.text, begin) {
			out = append(out, m.text)
		}
	}
	return out
}

// answerTo gives the server's first answer with the status to a method, or
// fails.
func (p *sipp) answerTo(status, method string) string {
	p.t.Helper()
	for _, m := range p.from("SIP/2.0 " + status) {
		if strings.HasSuffix(headerOf(m, "CSeq"), " "+method) {
			return m
		}
	}
	p.t.Errorf("the server did not answer %s with %s", method, status)
	return ""
}

// only gives the server's one request of a method, or fails.
func (p *sipp) only(method string) string {
	p.t.Helper()
	all := p.from(method + " ")
	if len(all) != 1 {
		p.t.Errorf("the server sent %d %s, want one", len(all), method)
		return ""
	}
	return all[0]
}

// expect fails unless a message's header has the text in it.
func expect(t testing.TB, text, header string, parts ...string) {
	t.Helper()
	v := headerOf(text, header)
	for _, part := range parts {
		if !contains(v, part) {
			t.Errorf("%s is %q, want %q in it:\n%s", header, v, part, last(text, 1500))
		}
	}
}

// lacks fails when a message has a header.
func lacks(t testing.TB, text string, headers ...string) {
	t.Helper()
	for _, h := range headers {
		if v := headerOf(text, h); v != "" {
			t.Errorf("%s is %q, want none", h, v)
		}
	}
}

// began is what the first event of a call tells.
type began struct {
	From struct {
		Number, Name, Reason string
		Withheld             bool
	} `json:"from"`
	Dialed  string                                          `json:"dialed"`
	Headers struct{ CallID, Diversion, HistoryInfo string } `json:"headers"`
}

func (s *server) began(t testing.TB, call string) began {
	t.Helper()
	var b began
	for _, e := range s.timeline(t, call).Events {
		if e.Kind == "started" {
			if err := json.Unmarshal(e.Data, &b); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b
}
