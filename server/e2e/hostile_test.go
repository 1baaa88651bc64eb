package e2e

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// TestCancelCrosses: the CANCEL crosses the 200 OK on the wire, a little
// earlier or later each time. Whoever wins, both sides end with one opinion.
func TestCancelCrosses(t *testing.T) {
	t.Parallel()
	const calls = 30
	c := newScene(t, sharedServer(t))
	c.group(1, object{"record": false}).number(1, object{"group": c.groupName(1)}, nil).apply() // answers at once
	p := newRawPeer(t, c.host, c.server.sipAddr())
	p.number = c.caller(1)
	finals := map[string]int{}
	for i := range calls {
		call, branch := fmt.Sprintf("cross-%d-%d", c.n, i), fmt.Sprintf("x%dx%d", c.n, i)
		p.send(p.request("INVITE", c.did(1), call, 1, branch, "", p.offer()))
		if i%3 > 0 {
			p.receive(time.Duration(i%5) * time.Millisecond) // the 100, if it comes so soon
		}
		p.send(p.request("CANCEL", c.did(1), call, 1, branch, "", ""))
		final := p.answer("INVITE", patience)
		finals[status(final)]++
		tag := strings.TrimPrefix(headerOf(final, "To")[strings.LastIndex(headerOf(final, "To"), ";")+1:], "tag=")
		switch status(final) {
		case "200":
			p.send(p.request("ACK", c.did(1), call, 1, branch+"a", tag, ""))
			p.send(p.request("BYE", c.did(1), call, 2, branch+"b", tag, ""))
			if bye := p.answer("BYE", patience); status(bye) != "200" {
				t.Fatalf("call %d: BYE was answered %q, want 200", i, status(bye))
			}
		case "487":
			p.send(p.request("ACK", c.did(1), call, 1, branch, tag, ""))
		default:
			t.Fatalf("call %d: INVITE was answered %q, want 200 or 487", i, final)
		}
	}
	t.Logf("final answers: %v", finals)
	for _, r := range c.server.ended(t, calls, "number", c.caller(1)) {
		if r.Cause != "caller-gone" {
			t.Errorf("history: %+v, want caller-gone", r)
		}
	}
	c.counts(1, 0, calls, 0, 0)
}

// TestMalformed: garbage does no harm, and a phone call goes on meanwhile.
func TestMalformed(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.simple(nil).apply()
	p := newRawPeer(t, "127.66.1.1", s.sipAddr())
	invite := p.request("INVITE", c.did(1), "mal", 1, "m", "", p.offer())
	bad := []string{
		"", "\r\n\r\n", "\x00\x00\x00\x00", "GET / HTTP/1.1\r\n\r\n", strings.Repeat("A", 60000), "INVITE", "INVITE sip:x SIP/2.0\r\n\r\n",
		"INVITE sip:x@y SIP/9.9\r\nVia: x\r\n\r\n", strings.Replace(invite, "CSeq: 1", "CSeq: -1", 1), strings.Replace(invite, "CSeq: 1", "CSeq: 99999999999", 1),
		strings.Replace(invite, "Content-Length: ", "Content-Length: 99999", 1), strings.Replace(invite, "Content-Length: ", "Content-Length: -", 1),
		strings.Replace(invite, "Call-ID: mal\r\n", "", 1), strings.Replace(invite, "Max-Forwards: 70", "Max-Forwards: 0", 1),
		strings.Replace(invite, "CSeq: 1 INVITE", "CSeq: 1 BYE", 1), strings.Replace(invite, "From: <", "From: \"", 1),
		strings.Replace(invite, "c=IN IP4", "c=IN IP9", 1), strings.Replace(invite, "m=audio 9000", "m=audio 999999", 1),
		strings.Replace(invite, "Via: SIP/2.0/UDP", strings.Repeat("Via: SIP/2.0/UDP 1.1.1.1;branch=z9\r\n", 200)+"Via: SIP/2.0/UDP", 1),
		"SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 999 \r\nVia: SIP/2.0/UDP 127.0.0.1\r\nCSeq: 1 INVITE\r\n\r\n",
	}
	files, _ := filepath.Glob("../../../shared/testdata/torture*/*")
	if len(files) == 0 {
		t.Log("the RFC 4475 and 5118 messages are not here: only those of this test are sent")
	}
	for _, f := range files {
		if raw, err := os.ReadFile(f); err == nil && len(raw) < 65000 {
			bad = append(bad, string(raw))
		}
	}
	for _, from := range []*rawPeer{p, newRawPeer(t, c.host, s.sipAddr())} { // a stranger's and the carrier's
		for _, m := range bad {
			from.send(m)
		}
	}
	conn, err := net.Dial("tcp", s.sipAddr())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range bad {
		if _, err := conn.Write([]byte(m)); err != nil {
			break // the server may hang up on such a one
		}
	}
	conn.Close()
	newRawPeer(t, "127.66.1.2", s.sipAddr()).alive()
	agent := c.phone(1, toneB, true)
	c.crowd("caller", object{"Talk": 500, "From": c.caller(3)}, nil).wait()
	agent.await("CALL_CLOSED")
	if got := s.calls(t, "number", c.caller(3)); len(got) != 1 {
		t.Errorf("%d calls in the history, want the good one", len(got))
	}
}

// TestStrangers: whoever is neither a carrier nor a phone with the right
// password is asked for one, is told nothing else, and cannot go on guessing.
func TestStrangers(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.simple(nil).apply()
	stranger := func(last int) string { return fmt.Sprintf("127.67.%d.%d", c.n, last) }
	// The INVITE: the same for a number that exists and one that does not.
	var answers []string
	for i, number := range []string{c.did(1), "0399999999", c.extension(1)} {
		p := newRawPeer(t, stranger(1), s.sipAddr())
		p.send(p.request("INVITE", number, fmt.Sprintf("stranger%d", i), 1, fmt.Sprintf("s%d", i), "", p.offer()))
		got := p.answer("INVITE", patience)
		if status(got) != "401" && status(got) != "403" {
			t.Errorf("a stranger's INVITE to %s was answered %q, want 401 or 403", number, status(got))
		}
		if v := headerOf(got, "Server") + headerOf(got, "User-Agent"); v != "" {
			t.Errorf("a stranger is told %q", v)
		}
		answers = append(answers, status(got))
	}
	if answers[0] != answers[1] || answers[1] != answers[2] {
		t.Errorf("strangers are told which numbers exist: %v", answers)
	}
	// The password: the same answer for a user that exists and one that does not.
	for i, user := range []string{c.user(1), "nobody"} {
		if got := newRawPeer(t, stranger(2+i), s.sipAddr()).register(user, "wrong", "127.0.0.1:9"); got != "403" {
			t.Errorf("a wrong password for %s was answered %q, want 403", user, got)
		}
	}
	// Guessing ends in silence.
	guesser, refused := newRawPeer(t, stranger(9), s.sipAddr()), 0
	const most = 100
	for refused < most {
		got := guesser.register(c.user(1), "wrong", "127.0.0.1:9")
		if got == "" {
			break
		}
		refused++
	}
	if refused == 0 || refused == most {
		t.Errorf("%d wrong passwords were answered, want some and then silence", refused)
	}
	if got := newRawPeer(t, stranger(8), s.sipAddr()).register(c.user(1), c.password(1), "127.0.0.1:9"); got != "200" {
		t.Errorf("the right password from elsewhere was answered %q, want 200", got)
	}
	if rows := s.calls(t, "number", c.did(1)); len(rows) != 0 {
		t.Errorf("strangers made calls: %+v", rows)
	}
}

// TestLoop: a carrier that leads back to ourselves ends the call, not us.
func TestLoop(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.site.Trunks[0]["host"] = s.sipAddr()
	c.agent(1, object{"caller_id": c.did(1)}).number(1, object{"hangup": "busy"}, nil).apply()
	phone := c.phone(1, toneB, false)
	phone.dial(c.uri(c.caller(1)))
	phone.await("CALL_CLOSED")
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if row.Cause != "loop" || row.Result != "missed" {
		t.Errorf("history: %+v, want a call ended by the loop", row)
	}
}

var mediaLine = regexp.MustCompile(`(?m)^m=audio (\d+) `)

// TestStrangersRTP: audio from elsewhere is neither heard nor does it turn the
// stream to where it came from.
func TestStrangersRTP(t *testing.T) {
	t.Parallel()
	s := sharedServer(t)
	c := newScene(t, s)
	c.simple(nil).apply()
	agent := c.phone(1, toneB, true)
	caller := c.crowd("caller", object{"Talk": 15000, "File": toneFile(t, toneA, 2)}, nil)
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 1, toneA, toneB, toneC)
	var m []string
	eventually(t, patience, "the media port in the answer", func() (string, bool) {
		ok := firstMessage(caller.messages(), "SIP/2.0 200 OK")
		m = mediaLine.FindStringSubmatch(ok)
		return ok, m != nil
	})
	port, _ := strconv.Atoi(m[1])
	strangers := []*rawPeer{}
	for _, host := range []string{"127.68.1.1", c.host, phoneHost} { // even from the right address, but another port
		strangers = append(strangers, newRawPeer(t, host, fmt.Sprintf("127.0.0.1:%d", port)))
	}
	speak(strangers, toneC, 2*time.Second)
	agent.hears("440", 8, toneA, toneB, toneC)
	for _, p := range strangers {
		if got := p.receive(time.Millisecond); got != "" {
			t.Errorf("the stream was turned to the stranger at %s", p.host())
		}
	}
	caller.wait()
	agent.await("CALL_CLOSED")
	agent.stop()
	mustHear(t, "the agent", wavHeard(t, agent.received()[0], 0, toneA, toneB, toneC), toneA, 8, toneC)
	row := s.ended(t, 1, "number", c.caller(1))[0]
	if raw := s.timeline(t, row.ID); !contains(fmt.Sprint(strangersCounted(raw)), "true") {
		t.Error("the timeline does not tell of the strangers' packets")
	}
}

// strangersCounted says whether a leg's figures tell of strangers' packets.
func strangersCounted(l timeline) bool {
	for _, e := range l.Events {
		if m := regexp.MustCompile(`"strangers":(\d+)`).FindSubmatch(e.Data); m != nil && string(m[1]) != "0" {
			return true
		}
	}
	return false
}

// speak sends a tone as RTP from every peer, twenty milliseconds at a time.
func speak(from []*rawPeer, freq int, d time.Duration) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	samples := pcm.Pure(float64(freq), 0.9).Samples(160, 8000)
	packet := make([]byte, 12, 172)
	for _, v := range samples {
		packet = append(packet, pcm.Mu.Code(v))
	}
	packet[0] = 0x80
	for i := range int(d / (20 * time.Millisecond)) {
		binary.BigEndian.PutUint16(packet[2:], uint16(i))
		binary.BigEndian.PutUint32(packet[4:], uint32(i*160))
		binary.BigEndian.PutUint32(packet[8:], 0xBAD)
		for _, p := range from {
			p.send(string(packet))
		}
		<-tick.C
	}
}

// TestNoACK: the ACK never comes. A BYE ends the call all the same, and
// without one we hang up when nobody can be there any more (RFC 3261 section
// 13.3.1.4: 64 times T1).
func TestNoACK(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.group(1, object{"record": false}).number(1, object{"group": c.groupName(1)}, nil).apply()
	call := func(i int) (p *rawPeer, name, tag string) {
		p, name = newRawPeer(t, c.host, c.server.sipAddr()), fmt.Sprintf("noack-%d-%d", c.n, i)
		p.number = c.caller(i)
		p.send(p.request("INVITE", c.did(1), name, 1, name, "", p.offer()))
		final := p.answer("INVITE", patience)
		if status(final) != "200" {
			t.Fatalf("INVITE was answered %q, want 200", final)
		}
		to := headerOf(final, "To")
		return p, name, strings.TrimPrefix(to[strings.LastIndex(to, ";")+1:], "tag=")
	}
	mute, _, _ := call(1)
	p, name, tag := call(2)
	p.send(p.request("BYE", c.did(1), name, 2, name+"b", tag, ""))
	if bye := p.answer("BYE", patience); status(bye) != "200" {
		t.Errorf("BYE was answered %q, want 200", status(bye))
	}
	c.server.ended(t, 1, "number", c.caller(2))
	late, answers := time.Now().Add(32*time.Second+patience), 0
	for {
		m := mute.receive(time.Until(late))
		if strings.HasPrefix(m, "SIP/2.0 200") {
			answers++
			continue
		}
		if !strings.HasPrefix(m, "BYE ") {
			t.Fatalf("after %d answers without ACK came %.40q, want a BYE", answers, m)
		}
		break
	}
	if answers < 5 {
		t.Errorf("the 200 was repeated %d times only", answers)
	}
	c.counts(1, 0, 2, 0, 0)
}

// TestFlood: strangers send requests as fast as they can. A talk goes on
// without a gap, and the next call comes through.
func TestFlood(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{}) // the others must not suffer for this
	c := newScene(t, s)
	c.simple(nil).apply()
	agent, caller := c.phone(1, toneB, true), c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hears("440", 2, toneA, toneB)
	flood := newRawPeer(t, "127.69.1.1", s.sipAddr())
	for i := range 20000 {
		name := fmt.Sprintf("flood%d", i)
		flood.send(flood.request("INVITE", c.did(1), name, 1, name, "", flood.offer()))
	}
	agent.hears("440", 6, toneA, toneB)
	windows := wavHeard(t, agent.received()[0], 0, toneA, toneB)
	for i, w := range windows[slices.Index(windows, "440"):] {
		if w != "440" {
			t.Errorf("half second %d of the talk is %s: %v", i, w, windows)
		}
	}
	caller.hangUp()
	agent.await("CALL_CLOSED")
	caller.dial(c.uri(c.did(1)))
	agent.await("CALL_ESTABLISHED")
	caller.hangUp()
	for _, r := range s.ended(t, 2, "number", c.caller(1)) {
		if r.Result != "answered" || r.Cause != "normal" {
			t.Errorf("history: %+v, want an answered call that ended normally", r)
		}
	}
	if rows := s.calls(t, "number", flood.number); len(rows) > 0 {
		t.Errorf("the flood made %d calls", len(rows))
	}
}
