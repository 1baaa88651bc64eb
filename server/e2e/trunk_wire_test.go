package e2e

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// testRegistration: the whims of an IP telephone provider, and a call out that
// shows the account.
func testRegistration(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "050-register", object{
		"register": object{"user": "05055550000", "auth_user": "customer", "password": "providers-secret", "expires": 120},
	}, nil)
	registrar := l.calledAs("trunk_registrar", object{"User": "05055550000", "Auth": "customer"}, nil)
	c.apply()
	registrar.wait()
	c.trunkIs(l, "registered")
	expires := []string{}
	for _, r := range registrar.from("REGISTER ") {
		expires = append(expires, headerOf(r, "Expires"))
	}
	if got := strings.Join(expires, " "); got != "120 900 900 900 900 900" {
		t.Errorf("lifetimes asked for: %s", got)
	}
	agent := c.phone(1, toneB, false)
	p := l.takes(nil)
	agent.dial(l.dial(c.caller(1)))
	agent.await("CALL_ESTABLISHED")
	agent.hangUp()
	p.wait()
	invite := p.only("INVITE")
	expect(t, invite, "From", "<sip:05055550000@")
	expect(t, invite, "Contact", "<sip:05055550000@")
	if strings.Contains(invite, c.did(1)) {
		t.Errorf("the number has no place at this provider:\n%s", invite)
	}
}

func (c *scene) trunkIs(l line, state string) {
	c.t.Helper()
	shape := regexp.MustCompile(fmt.Sprintf(`line%d-%d +%s`, c.n, l.i, state))
	eventually(c.t, patience, "the trunk to be "+state, func() (string, bool) {
		said, err := c.server.command(c.t, "status")
		return said, err == nil && shape.MatchString(said)
	})
}

// testRegistrationMoves: to the second address while the first one refuses,
// and back when that one answers again.
func testRegistrationMoves(t *testing.T, c *scene) {
	second := freePort(t, phoneHost)
	l := c.line(1, "050-register", object{"switches": object{"qualify": true}, "register": object{"user": "05055550001", "password": "providers-secret"}, "backup": []string{"127.0.0.1:" + itoa(second)}}, nil)
	other := l
	other.port = second
	many := func(s *sippSpec) { s.Calls, s.Args, s.AtMost = 1000, []string{"-aa"}, 5*patience }
	down := l.calledAs("trunk_registrar_plain", object{"Status": "503 Service Unavailable"}, func(s *sippSpec) { s.Calls = 1000 })
	backup := other.calledAs("trunk_registrar_plain", object{"Status": "200 OK"}, many)
	c.apply()
	c.trunkIs(l, "registered")
	if len(down.from("REGISTER ")) == 0 || len(backup.from("REGISTER ")) == 0 {
		t.Fatal("the registration did not go by the first address to the second")
	}
	down.stop()
	up := l.calledAs("trunk_registrar_plain", object{"Status": "200 OK"}, many)
	eventually(t, patience, "the registration to come back", func() (string, bool) {
		return "", len(up.from("REGISTER ")) > 0
	})
	eventually(t, patience, "the second address to be left", func() (string, bool) {
		all := backup.from("REGISTER ")
		return headerOf(all[len(all)-1], "Expires"), headerOf(all[len(all)-1], "Expires") == "0"
	})
	c.trunkIs(l, "registered")
}

// testTones: without telephone-event, keys reach the carrier as tones.
func testTones(t *testing.T, c *scene) {
	l := c.agent(1, nil).line(1, "ngn-direct", nil, nil)
	c.apply()
	agent := c.phone(1, toneB, false)
	carrier := startPhone(t, phoneSpec{Name: c.caller(1), Port: l.port, Tone: toneA, AutoAnswer: true})
	agent.dial(l.dial(c.caller(1)))
	agent.await("CALL_ESTABLISHED")
	carrier.hears("660", 2, toneA, toneB)
	// baresip would show an event as a key; a tone it records.
	for range 6 {
		agent.digits("5")
	}
	eventually(t, patience, "the carrier to hear the tone of 5", func() (string, bool) {
		files := carrier.received()
		if len(files) == 0 {
			return "no recording", false
		}
		n := fives(readWAV(t, files[len(files)-1]).Samples, readWAV(t, files[len(files)-1]).Rate)
		return itoa(n) + " heard", n >= 4
	})
	carrier.never("CALL_DTMF_START")
	agent.hangUp()
	carrier.await("CALL_CLOSED")
}

// testKeys: tones from a carrier are keys to us, where events are not spoken
// and where the carrier did not take our offer of them.
func testKeys(t *testing.T, c *scene) {
	menu := object{"enabled": true, "audio": c.tone(toneA, 20000), "keys": object{"5": object{"audio": c.tone(toneC, 20000)}}}
	to := object{"ivr": "番号" + itoa(c.n)}
	lines := []line{c.line(1, "ngn-direct", nil, to), c.line(2, "", nil, to)}
	c.site.IVRs = []object{{"name": "番号" + itoa(c.n), "extension": "4" + itoa(200+c.n), "default": object{"hangup": "busy"}, "buttons": menu}}
	c.apply()
	for _, l := range lines {
		p := l.calls(object{"File": keyFile(t, '5'), "Talk": 4000})
		p.wait()
		row := c.server.ended(t, 1, "number", c.caller(l.i))[0]
		pressed := ""
		for _, e := range c.server.timeline(t, row.ID).Events {
			if e.Kind == "digit" {
				pressed += string(e.Data)
			}
		}
		if !contains(pressed, `"5"`) {
			t.Errorf("line %d: no key was heard: %s; %v", l.i, pressed, c.server.timeline(t, row.ID).kinds())
		}
	}
}

// keyFile is a G.711 file with the tone of a key in the middle of silence.
func keyFile(t *testing.T, key byte) string {
	t.Helper()
	tone, ok := pcm.DTMFTone(key)
	if !ok {
		t.Fatalf("%q is no key", key)
	}
	samples := append(append(make([]int16, 12000), tone.Samples(2400, 8000)...), make([]int16, 8000)...)
	raw := make([]byte, len(samples))
	for i, v := range samples {
		raw[i] = pcm.Mu.Code(v)
	}
	path := filepath.Join(t.TempDir(), "key.ulaw")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// testTrafficClass: packets carry the carrier's mark, or the usual one.
func testTrafficClass(t *testing.T, c *scene) {
	marked := c.line(1, "", object{"switches": object{"dscp": 32, "qualify": true}}, c.waits())
	plain := c.line(2, "", object{"switches": object{"qualify": true}}, c.waits())
	sip := [2]*net.UDPConn{listenClass(t, marked.port), listenClass(t, plain.port)}
	c.apply()
	for i, l := range []line{marked, plain} {
		rtp := listenClass(t, 0)
		wantSIP, wantRTP := []int{32, 24}[i], []int{32, 46}[i]
		if got, text := readClass(t, sip[i]); got != wantSIP || !strings.HasPrefix(text, "OPTIONS ") {
			t.Errorf("line %d: %.20q with DSCP %d, want OPTIONS with %d", i+1, text, got, wantSIP)
		}
		at, audio := sip[i].LocalAddr().String(), rtp.LocalAddr().(*net.UDPAddr).Port
		body := fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %d RTP/AVP 0\r\n", audio)
		send := func(text string) {
			to, err := net.ResolveUDPAddr("udp", c.server.sipAddr())
			if err == nil {
				_, err = sip[i].WriteToUDP([]byte(text), to)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		head := func(method string, seq int, tag string) string {
			return fmt.Sprintf("%[1]s sip:%[2]s@%[3]s SIP/2.0\r\nVia: SIP/2.0/UDP %[4]s;branch=z9hG4bKq%[5]d%[1]s\r\nFrom: <sip:%[6]s@x>;tag=q\r\nTo: <sip:%[2]s@x>%[7]s\r\n"+
				"Call-ID: class-%[4]s\r\nCSeq: %[5]d %[1]s\r\nContact: <sip:%[4]s>\r\n", method, c.did(l.i), c.server.sipAddr(), at, seq, c.caller(l.i), tag)
		}
		send(head("INVITE", 1, "") + fmt.Sprintf("Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
		ok := ""
		for !strings.HasPrefix(ok, "SIP/2.0 200") || headerOf(ok, "CSeq") != "1 INVITE" {
			var class int
			if class, ok = readClass(t, sip[i]); class != wantSIP {
				t.Errorf("line %d: %.20q has DSCP %d, want %d", i+1, ok, class, wantSIP)
			}
		}
		_, tag, _ := strings.Cut(headerOf(ok, "To"), ";")
		send(head("ACK", 1, ";"+tag) + "Content-Length: 0\r\n\r\n")
		if got, _ := readClass(t, rtp); got != wantRTP {
			t.Errorf("line %d: audio has DSCP %d, want %d", i+1, got, wantRTP)
		}
		send(head("BYE", 2, ";"+tag) + "Content-Length: 0\r\n\r\n")
	}
}

// listenClass opens a socket that tells the traffic class of what comes.
func listenClass(t *testing.T, port int) *net.UDPConn {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	raw, err := c.SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_RECVTOS, 1) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// readClass gives the DSCP and the text of the next datagram.
func readClass(t *testing.T, c *net.UDPConn) (int, string) {
	t.Helper()
	b, oob := make([]byte, 4096), make([]byte, 128)
	_ = c.SetReadDeadline(time.Now().Add(patience))
	n, m, _, _, err := c.ReadMsgUDP(b, oob)
	if err != nil {
		t.Fatalf("nothing came: %v", err)
	}
	list, err := syscall.ParseSocketControlMessage(oob[:m])
	if err != nil || len(list) == 0 {
		t.Fatalf("no traffic class: %v", err)
	}
	data := list[0].Data
	if len(data) >= 4 {
		return int(binary.NativeEndian.Uint32(data)) >> 2, string(b[:n])
	}
	return int(data[0]) >> 2, string(b[:n])
}

// fives counts the tones of the key 5 in audio.
func fives(samples []int16, rate int) int {
	step := max(1, rate/8000)
	thin := make([]int16, 0, len(samples)/step)
	for i := 0; i < len(samples); i += step {
		thin = append(thin, samples[i])
	}
	return strings.Count(string(pcm.NewDTMFDetector().Feed(nil, thin)), "5")
}
