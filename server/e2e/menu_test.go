package e2e

import (
	"testing"
	"time"
)

// menuScene is an IVR whose keys lead to agents 1 and 2 and to a file, and
// that by default leads to the group of agent 3.
func menuScene(t *testing.T) (c *scene, prompt int) {
	t.Helper()
	c = officeScene(t)
	c.agent(1, nil).agent(2, nil).agent(3, nil).group(1, nil, 3).number(1, object{"ivr": "案内" + itoa(c.n)}, nil)
	c.site.IVRs = []object{{
		"name": "案内" + itoa(c.n), "extension": itoa(4100 + c.n), "default": object{"group": c.groupName(1)},
		"buttons": object{"audio": c.tone(voiceE, 3000), "wait": 2, "tries": 2, "direct": true, "keys": object{
			"1": object{"agent": c.login(1)}, "0": object{"audio": c.tone(780, 2000)},
		}},
	}}
	return c.apply(), voiceE
}

// TestMenuKeys: keys pressed in any way, also into the announcement, and the
// extension dialed directly, lead where the IVR says.
func TestMenuKeys(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c, prompt := menuScene(t)
			outside := startDesk(t, deskSpec{User: c.caller(1), Port: c.port, Server: c.server.sipAddr(), Tone: voiceA, Keys: keys})
			one, two := c.desk(1, voiceB), c.desk(2, voiceC)
			caller := outside.dial(c.did(1)).up()
			caller.hears(prompt)
			caller.press("1")
			callee := one.incoming().answer()
			caller.hears(voiceB)
			callee.keys("")
			caller.hangUp()
			callee.over()

			caller = outside.dial(c.did(1)).up()
			caller.hears(prompt)
			caller.press(c.extension(2))
			callee = two.incoming().answer()
			caller.hears(voiceC)
			callee.hangUp()
			caller.over()
			one.idle()
		})
	}
}

// TestMenuWithoutKey: who presses nothing hears the announcement again, as
// often as the IVR says, and then comes to the default; a wrong key counts as
// one time.
func TestMenuWithoutKey(t *testing.T) {
	t.Parallel()
	c, prompt := menuScene(t)
	outside, three := c.outside(1, voiceA), c.desk(3, voiceD)
	began := time.Now()
	caller := outside.dial(c.did(1)).up()
	caller.hears(prompt)
	callee := three.incoming()
	if took := time.Since(began); took < 9*time.Second || took > 40*time.Second {
		t.Errorf("the default was reached after %s, want two times the 3 s of the announcement and 2 s for a key", took)
	}
	callee.answer()
	caller.hears(voiceD)
	caller.hangUp()
	callee.over()
	caller = outside.dial(c.did(1)).up()
	caller.hears(prompt)
	caller.press("7")
	caller.hears(prompt)
	caller.press("8")
	three.incoming().answer().hears(voiceA)
	caller.hangUp()
}

// queueScene is a group whose music is a tone of its own, and an agent who is
// not there yet.
func queueScene(t *testing.T, more object) *scene {
	t.Helper()
	c := officeScene(t)
	group := object{"music": c.tone(voiceE, 1000)}
	for k, v := range more {
		group[k] = v
	}
	return c.agent(1, object{"caller_id": c.did(1)}).group(1, group, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
}

// TestQueuePosition: after 15 seconds who waits is told the place, and then
// hears the music again.
func TestQueuePosition(t *testing.T) {
	t.Parallel()
	c := queueScene(t, object{"say_position": true})
	outside, began := c.outside(1, voiceA), time.Now()
	caller := outside.dial(c.did(1)).up()
	caller.hears(voiceE)
	caller.hearsThat("other")
	if took := time.Since(began); took < 15*time.Second || took > 40*time.Second {
		t.Errorf("the place was said after %s, want 15 s", took)
	}
	caller.hears(voiceE)
	callee := c.arrive(1, voiceB, byEvent).incoming().answer()
	caller.hears(voiceB)
	callee.hangUp()
	caller.over()
	c.counts(1, 1, 0, 0, 0)
}

// TestQueueCallback: who waits presses 1, hangs up and is called back when an
// agent is there.
func TestQueueCallback(t *testing.T) {
	t.Parallel()
	c := queueScene(t, object{"callback": true})
	outside := c.outside(1, voiceA)
	caller := outside.dial(c.did(1)).up()
	caller.hears(voiceE)
	caller.press("1")
	caller.hearsThat("other") // it will be called
	caller.over()
	one := c.arrive(1, voiceB, byEvent)
	callee := one.incoming()
	if callee.from() != c.caller(1) {
		t.Errorf("the agent's phone shows %s, want %s", callee.from(), c.caller(1))
	}
	outside.idle()
	callee.answer()
	again := outside.incoming()
	if again.from() != c.did(1) {
		t.Errorf("the caller is called back by %s, want the number it called, %s", again.from(), c.did(1))
	}
	again.answer()
	again.hears(voiceB)
	callee.hears(voiceA)
	again.hangUp()
	callee.over()
	c.server.agentState(t, c.extension(1), "available")
}

// TestBarredNumber: a number on the list is called by nobody, and said why.
func TestBarredNumber(t *testing.T) {
	t.Parallel()
	c, outside, one, _ := parkScene(t, byEvent)
	c.site.Barred = []object{{"number": "0990" + twoDigits(c.n) + "*"}}
	c.apply()
	barred := "0990" + twoDigits(c.n) + "1234"
	refused := one.dial(barred)
	if e := refused.over(); e.Status != 403 {
		t.Errorf("a barred number: %s %d, want 403", e.Why, e.Status)
	}
	if n := len(refused.line.all(time.Time{})); n < 4000 {
		t.Errorf("the agent heard %d samples, want to be told why", n)
	}
	caller, callee := c.lead(outside, one)
	callee.press("#8" + barred + "#")
	callee.hearsThat("other")
	callee.hears(voiceA)
	outside.idle()
	id := c.callOf(c.caller(1))
	if got := c.logIn(1).do(id, "transfer", object{"to": barred}); got != 403 {
		t.Errorf("a transfer to a barred number was answered %d, want 403", got)
	}
	caller.hangUp()
	callee.over()
}

// TestChannelLimits: the trunk's channels and a number's own: one more is busy
// and counts for no group.
func TestChannelLimits(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, object{"caller_id": c.did(2)}).agent(2, object{"caller_id": c.did(2)}).group(1, nil, 1, 2)
	c.number(1, object{"group": c.groupName(1)}, object{"max_channels": 1}).number(2, object{"group": c.groupName(1)}, nil)
	c.site.Trunks[0]["channels"] = 2
	c.apply()
	outside, one, two := c.outside(1, voiceA), c.desk(1, voiceB), c.desk(2, voiceC)
	first := outside.dial(c.did(1))
	var talking *talk
	select {
	case talking = <-one.calls:
	case talking = <-two.calls:
	case <-time.After(patience):
		t.Fatal("nobody was called")
	}
	talking.answer()
	first.up()
	if e := outside.dial(c.did(1)).over(); e.Status != 486 {
		t.Errorf("one more than the number takes: %d, want 486", e.Status)
	}
	second := outside.dial(c.did(2)).up() // in the queue, or at the other agent
	third := outside.dial(c.did(2))
	if e := third.over(); e.Status != 486 {
		t.Errorf("one more than the trunk takes: %d, want 486", e.Status)
	}
	second.hangUp()
	second.over()
	free := two
	if talking.p == two {
		free = one
	}
	eventually(t, patience, "the second call to be over at the phone", func() (string, bool) {
		select {
		case c := <-free.calls:
			c.over()
		default:
		}
		return "", true
	})
	out := free.dial(c.caller(5))
	outside.incoming().answer()
	out.up()
	more := free.dial(c.caller(6))
	if e := more.over(); e.Status != 503 {
		t.Errorf("one call out more than the trunk takes: %s %d, want 503", e.Why, e.Status)
	}
	out.hangUp()
	first.hangUp()
	talking.over()
}

// TestSecondLogin: what a second phone with the same account does is the
// device's setting: all ring, the newest wins, or the newest is refused.
func TestSecondLogin(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string][2]bool{"ring-all": {true, true}, "newest": {false, true}, "refuse": {true, false}} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			c := officeScene(t)
			c.simple(nil)
			c.site.Devices[0]["second_login"] = rule
			c.apply()
			outside, first := c.outside(1, voiceA), c.desk(1, voiceB)
			second := startDesk(t, deskSpec{User: c.user(1), Server: c.server.sipAddr(), Tone: voiceC})
			second.Password = c.password(1)
			if status := second.register(); (status == 200) != want[1] {
				t.Fatalf("the second login was answered %d", status)
			}
			caller := outside.dial(c.did(1))
			var answers *talk
			for i, p := range []*desk{first, second} {
				if want[i] {
					answers = p.incoming()
				}
			}
			answers.answer().hears(voiceA)
			for i, p := range []*desk{first, second} {
				if !want[i] {
					p.idle()
				}
			}
			caller.hangUp()
			answers.over()
		})
	}
}
