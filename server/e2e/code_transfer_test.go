package e2e

import (
	"testing"
	"time"
)

// TestCodeTransfer: #8 and an extension hands the caller on, in every way to
// press keys, of which the caller hears none.
func TestCodeTransfer(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c, outside, one, two := parkScene(t, keys)
			caller, callee := c.lead(outside, one)
			callee.press("#8" + c.extension(2) + "#")
			callee.over()
			got := two.incoming()
			if got.from() != c.caller(1) {
				t.Errorf("the target's phone shows %s, want the caller %s", got.from(), c.caller(1))
			}
			got.answer()
			got.hears(voiceA)
			caller.hears(voiceC)
			caller.keys("")
			caller.hangUp()
			got.over()
			one.idle()
			c.history(c.caller(1)).has(t, "connected", "transferred", "offered", "transferred", "connected", "ended")
		})
	}
}

// TestCodeTransferReturns: a target that does not answer, is busy or unknown
// gives the caller back to who handed it on.
func TestCodeTransferReturns(t *testing.T) {
	t.Parallel()
	t.Run("no answer", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		began := time.Now()
		callee.press("#8" + c.extension(2) + "#")
		callee.over()
		target := two.incoming()
		target.over()
		back := one.incoming()
		if took := time.Since(began); took < 5*time.Second || took > 40*time.Second {
			t.Errorf("the caller was back after %s, want the site's 5 s", took)
		}
		if back.from() != c.caller(1) {
			t.Errorf("the phone shows %s, want the caller %s", back.from(), c.caller(1))
		}
		back.answer()
		back.hears(voiceA)
		caller.hears(voiceB)
		caller.hangUp()
		back.over()
	})
	t.Run("busy", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.press("#8" + c.extension(2) + "#")
		callee.over()
		two.incoming().reject(486)
		back := one.incoming().answer()
		back.hears(voiceA)
		caller.hangUp()
		back.over()
	})
	t.Run("unknown", func(t *testing.T) {
		t.Parallel()
		c, outside, one, _ := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.press("#82999#")
		callee.hearsThat("other") // why not
		callee.hears(voiceA)
		caller.hears(voiceB)
		caller.keys("")
		callee.hangUp()
		caller.over()
	})
}

// TestCodeTransferOutside: #8 and a number outside.
func TestCodeTransferOutside(t *testing.T) {
	t.Parallel()
	c, outside, one, _ := parkScene(t, byEvent)
	caller, callee := c.lead(outside, one)
	outside.speakAs(voiceD) // who is called there
	callee.press("#8" + c.caller(2) + "#")
	callee.over()
	got := outside.incoming().answer()
	got.hears(voiceA)
	caller.hears(voiceD)
	got.hangUp()
	caller.over()
}

// TestCodeConsult: #9 consults while the caller hears music; hanging up
// completes.
func TestCodeConsult(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c, outside, one, two := parkScene(t, keys)
			caller, callee := c.lead(outside, one)
			callee.press("#9" + c.extension(2) + "#")
			target := two.incoming()
			if target.from() != c.extension(1) {
				t.Errorf("the target's phone shows %s, want who consults, %s", target.from(), c.extension(1))
			}
			target.answer()
			target.hears(voiceB)
			callee.hears(voiceC)
			caller.hearsThat("other") // music
			callee.hangUp()
			target.hears(voiceA)
			caller.hears(voiceC)
			caller.keys("")
			target.keys("")
			caller.hangUp()
			target.over()
			c.history(c.caller(1)).has(t, "connected", "transferred", "transferred", "ended")
		})
	}
}

// TestCodeConsultBack: #9 again, the target's hanging up and one who does not
// answer give the caller back; hanging up while the target rings completes.
func TestCodeConsultBack(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run("again "+string(keys), func(t *testing.T) {
			t.Parallel()
			c, outside, one, two := parkScene(t, keys)
			caller, callee := c.lead(outside, one)
			callee.press("#9" + c.extension(2) + "#")
			target := two.incoming().answer()
			target.hears(voiceB)
			callee.press("#9")
			target.over()
			callee.hears(voiceA)
			caller.hears(voiceB)
			caller.keys("")
			target.keys("")
			caller.hangUp()
			callee.over()
		})
	}
	t.Run("target hangs up", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.press("#9" + c.extension(2) + "#")
		target := two.incoming().answer()
		target.hears(voiceB)
		target.hangUp()
		callee.hears(voiceA)
		caller.hears(voiceB)
		callee.hangUp()
		caller.over()
	})
	t.Run("hang-up while ringing", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.press("#9" + c.extension(2) + "#")
		target := two.incoming()
		callee.hearsThat("other") // ringback
		callee.hangUp()
		callee.over()
		target.answer()
		target.hears(voiceA)
		caller.hears(voiceC)
		target.hangUp()
		caller.over()
		one.idle()
	})
}

// TestCodeJoin: while consulting * lets all three talk together; otherwise it
// is an ordinary key.
func TestCodeJoin(t *testing.T) {
	t.Parallel()
	for _, keys := range keyWays() {
		t.Run(string(keys), func(t *testing.T) {
			t.Parallel()
			c, outside, one, two := parkScene(t, keys)
			caller, callee := c.lead(outside, one)
			callee.press("*")
			eventually(t, patience, "the * at the caller", func() (string, bool) {
				got := caller.line.keysHeard()
				return got, got == "*"
			})
			callee.press("#9" + c.extension(2) + "#")
			target := two.incoming().answer()
			callee.hears(voiceC)
			callee.press("*")
			caller.hears(voiceB, voiceC)
			callee.hears(voiceA, voiceC)
			target.hears(voiceA, voiceB)
			caller.keys("*")
			target.keys("")
			callee.hangUp()
			caller.hears(voiceC)
			target.hears(voiceA)
			target.hangUp()
			caller.over()
		})
	}
}

// TestRefer: a phone transfers by itself, blindly (REFER) and by the name of
// its other call (REFER with Replaces).
func TestRefer(t *testing.T) {
	t.Parallel()
	t.Run("blind", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.refer(c.extension(2), nil)
		got := two.incoming().answer()
		got.hears(voiceA)
		caller.hears(voiceC)
		if asked, at := callee.told(); asked != 202 || at != 200 {
			t.Errorf("the phone was told %d and %d, want 202 and 200", asked, at)
		}
		callee.over()
		caller.hangUp()
		got.over()
	})
	t.Run("blind in vain", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.refer(c.extension(2), nil)
		two.incoming().reject(486)
		if asked, at := callee.told(); asked != 202 || at != 486 {
			t.Errorf("the phone was told %d and %d, want 202 and 486", asked, at)
		}
		callee.hears(voiceA)
		caller.hears(voiceB)
		callee.hangUp()
		caller.over()
	})
	t.Run("replaces", func(t *testing.T) {
		t.Parallel()
		c, outside, one, two := parkScene(t, byEvent)
		caller, callee := c.lead(outside, one)
		callee.hold()
		caller.hearsThat("other")
		other := one.dial(c.extension(2))
		target := two.incoming().answer()
		other.up().hears(voiceC)
		callee.refer(c.extension(2), other)
		caller.hears(voiceC)
		target.hears(voiceA)
		if asked, at := callee.told(); asked != 202 || at != 200 {
			t.Errorf("the phone was told %d and %d, want 202 and 200", asked, at)
		}
		callee.over()
		other.over()
		caller.hangUp()
		target.over()
	})
	t.Run("baresip", func(t *testing.T) {
		t.Parallel()
		need(t, "baresip")
		c := officeScene(t)
		c.agent(1, nil).agent(2, nil).group(1, nil, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
		outside, one, two := c.outside(1, voiceA), c.phone(1, voiceB, true), c.desk(2, voiceC)
		caller := outside.dial(c.did(1)).up()
		caller.hears(voiceB)
		one.do("transfer", c.uri(c.extension(2)))
		got := two.incoming().answer()
		got.hears(voiceA)
		caller.hears(voiceC)
		one.await("CALL_CLOSED")
		caller.hangUp()
		got.over()
	})
}
