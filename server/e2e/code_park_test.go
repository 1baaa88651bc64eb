package e2e

import (
	"testing"
	"time"
)

// parkScene is a caller, one agent who answers and another.
func parkScene(t *testing.T, keys keyWay) (c *scene, outside, one, two *desk) {
	t.Helper()
	c = officeScene(t)
	c.agent(1, object{"caller_id": c.did(1)}).agent(2, nil).group(1, nil, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
	return c, c.outside(1, voiceA), c.deskWith(1, voiceB, keys), c.desk(2, voiceC)
}

// TestCodePark: #7 parks, in every way to press keys; the slot is spoken, the
// caller hears music and none of the keys, and another phone picks up.
func TestCodePark(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c, outside, one, two := parkScene(t, keys)
			caller, callee := c.lead(outside, one)
			code := map[keyWay]string{byEvent: "#7", byInfo: "#72", byTone: "#7"}[keys]
			callee.press(code)
			callee.hearsThat("other") // the slot, digit by digit
			caller.hearsThat("other") // music
			slot := c.slotOf(c.caller(1))
			if slot.Slot < 9001 || slot.Slot > 9099 || slot.By != c.agentID(1) {
				t.Errorf("parked: %+v, want a slot from 9001 to 9099, parked by %s", slot, c.agentID(1))
			}
			callee.over()
			c.server.agentState(t, c.extension(1), "available")
			got := two.dial(itoa(slot.Slot)).up()
			got.hears(voiceA)
			caller.hears(voiceC)
			caller.keys("")
			caller.hangUp()
			got.over()
			for _, p := range c.parked() {
				if p.Number == c.caller(1) {
					t.Errorf("the slot is still taken: %+v", p)
				}
			}
			one.idle()
			c.history(c.caller(1)).has(t, "connected", "parked", "unparked", "connected", "ended")
		})
	}
}

// TestCodeParkOutside: a caller from outside who presses #7 changes nothing,
// and the agent gets the keys.
func TestCodeParkOutside(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c := officeScene(t)
			c.simple(nil).apply()
			outside := startDesk(t, deskSpec{User: c.caller(1), Port: c.port, Server: c.server.sipAddr(), Tone: voiceA, Keys: keys})
			one := c.desk(1, voiceB)
			caller, callee := c.lead(outside, one)
			caller.press("#72#9")
			eventually(t, patience, "the keys at the agent", func() (string, bool) {
				got := callee.line.keysHeard()
				return got, got == "#72#9"
			})
			caller.hears(voiceB)
			callee.hears(voiceA)
			caller.hangUp()
			callee.over()
			callee.keys("#72#9")
		})
	}
}

// TestCodeParkTimeout: who parked is rung back after the time, and talks on.
func TestCodeParkTimeout(t *testing.T) {
	t.Parallel()
	c, outside, one, _ := parkScene(t, byEvent)
	caller, callee := c.lead(outside, one)
	began := time.Now()
	callee.press("#7")
	callee.over()
	back := one.incomingFor(officeParkTime + patience)
	if took := time.Since(began); took < officeParkTime {
		t.Errorf("the parker was rung after %s, want %s after parking", took, officeParkTime)
	}
	if back.from() != c.caller(1) {
		t.Errorf("the phone shows %s, want the parked caller %s", back.from(), c.caller(1))
	}
	caller.hearsThat("other")
	back.answer()
	back.hears(voiceA)
	caller.hears(voiceB)
	back.hangUp()
	caller.over()
	c.history(c.caller(1)).has(t, "parked", "connected", "ended")
}

// TestCodeParkUnclaimed: when the parker does not want the caller back, its
// group gets it.
func TestCodeParkUnclaimed(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).agent(2, nil).group(1, nil, 1, 2).number(1, object{"group": c.groupName(1)}, nil).apply()
	outside, one := c.outside(1, voiceA), c.desk(1, voiceB)
	caller, callee := c.lead(outside, one)
	two := c.desk(2, voiceC)
	callee.press("#7")
	callee.over()
	one.incomingFor(officeParkTime + patience).reject(486)
	two.incoming().answer().hears(voiceA)
	caller.hears(voiceC)
	caller.hangUp()
	c.history(c.caller(1)).has(t, "parked", "unparked", "queued", "connected", "ended")
}

// TestCodeParkOutbound: who made the call may park it as well, from baresip's
// keys too.
func TestCodeParkOutbound(t *testing.T) {
	t.Parallel()
	need(t, "baresip")
	c := officeScene(t)
	c.agent(1, object{"caller_id": c.did(1)}).agent(2, nil).number(1, object{"hangup": "busy"}, nil).apply()
	outside, one, two := c.outside(1, voiceA), c.phone(1, voiceB, false), c.desk(2, voiceC)
	one.dial(c.uri(c.caller(1)))
	callee := outside.incoming().answer()
	callee.hears(voiceB)
	one.digits("#")
	one.digits("7")
	one.await("CALL_CLOSED")
	got := two.dial(itoa(c.slotOf(c.caller(1)).Slot)).up()
	got.hears(voiceA)
	callee.hears(voiceC)
	callee.keys("")
	got.hangUp()
	callee.over()
}

// TestCodeSlot: a slot that holds nobody says so; an agent may take what a
// colleague parked, only once.
func TestCodeSlot(t *testing.T) {
	t.Parallel()
	c, outside, one, two := parkScene(t, byEvent)
	empty := two.dial("9099")
	empty.over()
	if heard := len(empty.line.all(time.Time{})); heard < 4000 {
		t.Errorf("of an empty slot the phone heard %d samples, want to be told", heard)
	}
	caller, callee := c.lead(outside, one)
	callee.press("#7")
	slot := itoa(c.slotOf(c.caller(1)).Slot)
	callee.over()
	got := two.dial(slot).up()
	got.hears(voiceA)
	again := one.dial(slot)
	again.over()
	got.hears(voiceA)
	caller.hears(voiceC)
	got.hangUp()
	caller.over()
}

// TestCodePickUp: 9300 and the group's extension takes a call that rings
// there.
func TestCodePickUp(t *testing.T) {
	t.Parallel()
	c, outside, one, two := parkScene(t, byEvent)
	caller := outside.dial(c.did(1))
	ringing := one.incoming()
	got := two.dial("9300" + "3" + c.extension(1)[1:]).up()
	if e := ringing.over(); e.Status != 487 && e.Request == nil {
		t.Errorf("the phone that rang: %+v, want to be cancelled", e)
	}
	got.hears(voiceA)
	caller.hears(voiceC)
	caller.hangUp()
	got.over()
	none := two.dial("9300" + "3" + c.extension(1)[1:])
	none.over()
	c.server.agentState(t, c.extension(1), "available")
	c.counts(1, 1, 0, 0, 0)

	caller = outside.dial(c.did(1)) // and from the screen
	ringing = one.incoming()
	group := c.server.floor(t).group(c.groupName(1)).ID
	if err := c.logIn(2).call("POST", "/api/v1/groups/"+group+"/pick-up", object{}, nil); err != nil {
		t.Fatal(err)
	}
	got = two.incoming().answer()
	ringing.over()
	got.hears(voiceA)
	caller.hangUp()
	got.over()
}
