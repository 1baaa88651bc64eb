package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// TestCodeEcho: who dials 9999 hears itself, after being told so.
func TestCodeEcho(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).apply()
	echo := c.desk(1, voiceB).dial("9999").up()
	echo.hearsThat("other")
	echo.hears(voiceB)
	echo.hangUp()
	echo.over()
	c.server.agentState(t, c.extension(1), "available")
}

// TestCodeWhoAmI: 9998 says the phone's extension, and 990 that no campaign
// waits for anybody; both then hang up.
func TestCodeWhoAmI(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).agent(2, nil).apply()
	one, two := c.desk(1, voiceB), c.desk(2, voiceC)
	said := [2][]int16{}
	for i, p := range []*desk{one, two} {
		call := p.dial("9998").up()
		call.hearsThat("other")
		call.over()
		said[i] = call.line.all(time.Time{})
		if len(said[i]) < 2*pcm.Rate {
			t.Errorf("%s was told who it is in %d samples, want some seconds", p.User, len(said[i]))
		}
	}
	if same(said[0], said[1]) {
		t.Error("both phones were told the same")
	}
}

// TestCodeCampaigns: 990 says that no campaign runs, and hangs up.
func TestCodeCampaigns(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).apply()
	call := c.desk(1, voiceB).dial("990").up()
	call.hearsThat("other")
	call.over()
	c.server.agentState(t, c.extension(1), "available")
}

// same says whether two phones heard the same, but for where it begins.
func same(a, b []int16) bool {
	trim := func(s []int16) []int16 {
		for len(s) > frame && pcm.Energy(s[:frame]) < quiet {
			s = s[frame:]
		}
		for len(s) > frame && pcm.Energy(s[len(s)-frame:]) < quiet {
			s = s[:len(s)-frame]
		}
		return s
	}
	a, b = trim(a), trim(b)
	n := min(len(a), len(b))
	if max(len(a), len(b))-n > 2*frame {
		return false
	}
	differ := 0
	for i := range n {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ < n/20
}

// audioRow is one of GET /audios.
type audioRow struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Milliseconds int    `json:"milliseconds"`
}

// TestCodeRecord: what a supervisor says after 9997 becomes an audio file of
// the site; an agent may not.
func TestCodeRecord(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).supervisor(2).apply()
	c.desk(1, voiceC).dial("9997").refused(403)
	call := c.desk(2, voiceB).dial("9997").up()
	call.hearsThat("other")
	call.hearsThat("quiet") // it records
	pass(5 * time.Second)   // what is said
	call.press("#")
	call.over()
	var row audioRow
	eventually(t, patience, "the recorded file in the list", func() (string, bool) {
		var list struct {
			Items []audioRow `json:"items"`
		}
		if err := c.server.api(t).call("GET", "/api/v1/audios?q="+c.extension(2), nil, &list); err != nil {
			return err.Error(), false
		}
		for _, a := range list.Items {
			if strings.HasPrefix(a.Name, c.extension(2)+" ") {
				row = a
			}
		}
		return "", row.ID != ""
	})
	if row.Milliseconds < 2500 || row.Milliseconds > 40_000 {
		t.Errorf("the file lasts %d ms, want what was said", row.Milliseconds)
	}
	raw, _, err := c.server.api(t).raw("GET", "/api/v1/audios/"+row.ID+"/sound", nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		t.Fatal(err)
	}
	mustHear(t, "the file", heard(w.Samples, w.Rate, voices()...), voiceB, 2, voiceA, voiceC)
	// It is played where the site uses it.
	c.number(1, object{"audio": row.Name}, nil).apply()
	caller := c.outside(1, voiceA).dial(c.did(1)).up()
	caller.hears(voiceB)
	caller.over()
}

// TestCodeEmergency: 110 goes out whatever stands before it and whatever the
// agent may, with the real number, and everybody in charge is told.
func TestCodeEmergency(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, object{"no_outside": true, "caller_id": c.did(1)}).number(1, object{"hangup": "busy"}, nil)
	c.number(2, object{"hangup": "busy"}, object{"prefix": "7" + twoDigits(c.n)})
	c.site.Trunks[0]["profile"] = "generic-e164-pai"
	c.apply()
	one, outside := c.desk(1, voiceB), c.outside(1, voiceA)
	for i, dialed := range []string{"110", "184119", "7" + twoDigits(c.n) + "118"} {
		call := one.dial(dialed)
		police := outside.incoming()
		invite := outside.came("INVITE ")[i]
		police.answer()
		call.up().hears(voiceA)
		police.hears(voiceB)
		if want := "INVITE sip:" + dialed[len(dialed)-3:] + "@"; !strings.HasPrefix(invite, want) {
			t.Errorf("dialed %s: %.50q, want %s", dialed, invite, want)
		}
		expect(t, invite, "P-Asserted-Identity", "<sip:+81"+c.did(1)[1:]+"@")
		expect(t, invite, "From", "<sip:+81"+c.did(1)[1:]+"@")
		lacks(t, invite, "Privacy")
		call.hangUp()
		police.over()
	}
	one.dial(c.caller(1)).refused(403)
	status, err := c.server.command(t, "status")
	if err != nil || !strings.Contains(status, "emergency") || !strings.Contains(status, "extension "+c.extension(1)+" calls ") {
		t.Errorf("status tells nobody of the emergency: %v\n%s", err, status)
	}
}

// TestEmergencyNotByTransfer: nobody is handed on to an emergency number.
func TestEmergencyNotByTransfer(t *testing.T) {
	t.Parallel()
	c, outside, one, _ := parkScene(t, byEvent)
	caller, callee := c.lead(outside, one)
	callee.press("#8110#")
	callee.hearsThat("other")
	callee.hears(voiceA)
	outside.idle()
	err := c.logIn(1).call("POST", "/api/v1/calls/"+c.callOf(c.caller(1))+"/transfer", object{"to": "110"}, nil)
	if got := statusOf(err); got != http.StatusForbidden {
		t.Errorf("a transfer to 110 was answered %d (%v), want 403", got, err)
	}
	caller.hangUp()
	callee.over()
}

// hotDesk adds a phone that belongs to nobody.
func (c *scene) hotDesk(i int) *scene {
	c.site.Devices = append(c.site.Devices, object{"name": c.user(i) + "-hot", "user": c.user(i), "password": c.password(i), "desk": true})
	return c
}

// TestCodeSeat: 998 and the PIN makes a phone the agent's, also after a
// restart, until 997; five wrong PINs, counted over restarts, lock it until a
// supervisor unlocks it.
func TestCodeSeat(t *testing.T) {
	t.Parallel()
	s := startServer(t, serverSpec{})
	c := newScene(t, s)
	c.agent(1, object{"pin": "4711"}).agent(2, nil).supervisor(3).hotDesk(7).hotDesk(8).apply()
	seven, eight, two := c.arrive(7, voiceB, byEvent), c.arrive(8, voiceD, byInfo), c.desk(2, voiceC)
	seven.dial(c.extension(2)).refused(403)
	sit := func(p *desk, tries ...string) {
		t.Helper()
		call := p.dial("998" + c.extension(1)).up()
		for _, keys := range tries {
			call.hearsThat("other")
			call.press(keys)
			pass(time.Second) // nothing of what was said before is in the ear
		}
		if n := len(tries); n == 2 { // the third try is not used
			call.hearsThat("other")
			call.hangUp()
		}
		call.over()
	}
	sit(seven, "4711#")
	s.agentState(t, c.extension(1), "available")
	ring := two.dial(c.extension(1))
	at := seven.incoming().answer()
	ring.up().hears(voiceB)
	ring.hangUp()
	at.over()
	sit(eight, "0000#", "4712#", "47110#")

	for _, p := range []*desk{seven, eight, two} {
		p.leave()
	}
	s.end()
	s = s.again(t)
	c.server = s
	seven, eight = c.arrive(7, voiceB, byTone), c.arrive(8, voiceD, byEvent)
	s.agentState(t, c.extension(1), "available")
	seven.dial("997").up().over()
	s.agentState(t, c.extension(1), "offline")
	seven.dial(c.extension(2)).refused(403)

	sit(seven, "0000#", "1111#")
	sit(eight, "4711#") // right, but locked
	s.agentState(t, c.extension(1), "offline")
	unlock := func(by int) int {
		return statusOf(c.logIn(by).call("POST", "/api/v1/agents/"+c.agentID(1)+"/unlock-pin", nil, nil))
	}
	if got := unlock(2); got != http.StatusForbidden {
		t.Errorf("an agent who unlocks PINs is answered %d, want 403", got)
	}
	if got := unlock(3); got != http.StatusOK {
		t.Fatalf("a supervisor who unlocks a PIN is answered %d", got)
	}
	sit(eight, "4711#")
	s.agentState(t, c.extension(1), "available")
}
