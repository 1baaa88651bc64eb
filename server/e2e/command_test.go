package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// do orders something of a call over REST and gives the HTTP status.
func (c *client) do(call, command string, body object) int {
	if body == nil {
		body = object{}
	}
	return statusOf(c.call("POST", "/api/v1/calls/"+call+"/"+command, body, nil))
}

// must fails unless a command is carried out.
func (c *client) must(t *testing.T, call, command string, body object) {
	t.Helper()
	if got := c.do(call, command, body); got != http.StatusOK {
		t.Errorf("%s %v was answered %d", command, body, got)
	}
}

// TestOrderCall: POST /calls rings the agent's own phone first, then dials.
func TestOrderCall(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, object{"caller_id": c.did(1)}).agent(2, nil).number(1, object{"hangup": "busy"}, nil).apply()
	one, two, outside := c.desk(1, voiceB), c.desk(2, voiceC), c.outside(1, voiceA)
	me := c.logIn(1)
	order := func(to string) (status int) {
		t.Helper()
		return statusOf(me.call("POST", "/api/v1/calls", object{"to": to}, nil))
	}
	if got := order(c.caller(1)); got != http.StatusOK {
		t.Fatalf("an order was answered %d", got)
	}
	own := one.incoming()
	outside.idle()
	own.answer()
	far := outside.incoming()
	if far.from() != c.did(1) {
		t.Errorf("outside sees %s, want %s", far.from(), c.did(1))
	}
	own.hearsThat("other") // ringback
	far.answer()
	far.hears(voiceB)
	own.hears(voiceA)
	far.hangUp()
	own.over()
	if got := order(c.extension(2)); got != http.StatusOK {
		t.Fatalf("an order was answered %d", got)
	}
	own = one.incoming().answer()
	in := two.incoming()
	if in.from() != c.extension(1) {
		t.Errorf("the colleague sees %s, want %s", in.from(), c.extension(1))
	}
	in.answer().hears(voiceB)
	own.hangUp()
	in.over()
	if got := order("2999"); got != http.StatusUnprocessableEntity {
		t.Errorf("an order to nowhere was answered %d, want 422", got)
	}
	if err := c.server.api(t).call("POST", "/api/v1/calls", object{"to": c.extension(1)}, nil); statusOf(err) != http.StatusConflict {
		t.Errorf("an order of who has no phone: %v, want 409", err)
	}
}

// TestPrefix: a number's prefix presents it, with 184 on either side too.
func TestPrefix(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	prefix := "6" + twoDigits(c.n)
	c.agent(1, object{"caller_id": c.did(1)}).number(1, object{"hangup": "busy"}, nil).number(2, object{"hangup": "busy"}, object{"prefix": prefix}).apply()
	one, outside := c.desk(1, voiceB), c.outside(1, voiceA)
	for i, x := range []struct{ code, from string }{
		{"", c.did(1)}, {prefix, c.did(2)}, {"184" + prefix, ""}, {prefix + "184", ""}, {prefix + "186", c.did(2)},
	} {
		call := one.dial(x.code + c.caller(2))
		far := outside.incoming()
		invite := outside.came("INVITE ")[i]
		if !strings.HasPrefix(invite, "INVITE sip:"+c.caller(2)+"@") {
			t.Errorf("%q: the carrier is asked for %.60q, want %s", x.code, invite, c.caller(2))
		}
		switch withheld := headerOf(invite, "Privacy") != ""; {
		case withheld != (x.from == ""):
			t.Errorf("%q: withheld: %v", x.code, withheld)
		case withheld && !strings.Contains(headerOf(invite, "P-Asserted-Identity"), c.did(2)):
			t.Errorf("%q: the carrier is told %q, want %s", x.code, headerOf(invite, "P-Asserted-Identity"), c.did(2))
		case !withheld && far.from() != x.from:
			t.Errorf("%q: presented is %s, want %s", x.code, far.from(), x.from)
		}
		far.answer()
		call.up().hangUp()
		far.over()
	}
}

// TestCommands: what an agent does from the screen, on its own call.
func TestCommands(t *testing.T) {
	t.Parallel()
	c, outside, one, two := parkScene(t, byEvent)
	me := c.logIn(1)
	caller := outside.dial(c.did(1))
	callee := one.incoming()
	id := c.callOf(c.caller(1))
	me.must(t, id, "answer", nil)
	caller.up().hears(voiceB)
	callee.hears(voiceA)
	me.must(t, id, "hold", nil)
	caller.hearsThat("other")
	callee.hearsThat("quiet")
	c.server.agentState(t, c.extension(1), "holding")
	me.must(t, id, "resume", nil)
	caller.hears(voiceB)
	me.must(t, id, "mute", nil)
	caller.hearsThat("quiet")
	callee.hears(voiceA)
	me.must(t, id, "mute", object{"on": false})
	caller.hears(voiceB)
	me.must(t, id, "press", object{"digits": "12#"})
	eventually(t, patience, "the keys at the caller", func() (string, bool) {
		got := caller.line.keysHeard()
		return got, got == "12#"
	})
	me.must(t, id, "consult", object{"to": c.extension(2)})
	target := two.incoming().answer()
	target.hears(voiceB)
	caller.hearsThat("other")
	me.must(t, id, "swap", nil)
	caller.hears(voiceB)
	target.hearsThat("other")
	callee.hears(voiceA)
	me.must(t, id, "merge", nil)
	caller.hears(voiceB, voiceC)
	target.hears(voiceA, voiceB)
	target.hangUp()
	caller.hears(voiceB)
	me.must(t, id, "park", nil)
	callee.over()
	slot := c.slotOf(c.caller(1)).Slot
	if err := me.call("POST", "/api/v1/parked/"+itoa(slot)+"/pick-up", object{}, nil); err != nil {
		t.Fatal(err)
	}
	callee = one.incoming().answer()
	callee.hears(voiceA)
	me.must(t, id, "transfer", object{"to": c.extension(2)})
	callee.over()
	target = two.incoming().answer()
	caller.hears(voiceC)
	c.logIn(2).must(t, id, "hang-up", nil)
	target.over()
	caller.over()
}

// TestCommandsAttended: a consultation that is completed, one that is given
// up, and a third party that is added.
func TestCommandsAttended(t *testing.T) {
	t.Parallel()
	c, outside, one, two := parkScene(t, byEvent)
	me := c.logIn(1)
	caller, callee := c.lead(outside, one)
	id := c.callOf(c.caller(1))
	me.must(t, id, "consult", object{"to": c.extension(2)})
	two.incoming().answer().hears(voiceB)
	me.must(t, id, "cancel", nil)
	caller.hears(voiceB)
	me.must(t, id, "add", object{"to": c.extension(2)})
	added := two.incoming()
	caller.hears(voiceB) // meanwhile they talk on
	added.answer()
	added.hears(voiceA, voiceB)
	caller.hears(voiceB, voiceC)
	added.hangUp()
	caller.hears(voiceB)
	me.must(t, id, "consult", object{"to": c.extension(2)})
	target := two.incoming().answer()
	target.hears(voiceB)
	me.must(t, id, "complete", nil)
	callee.over()
	caller.hears(voiceC)
	target.hears(voiceA)
	caller.hangUp()
	target.over()
}

// TestCommandsRefused: every command says why it is not carried out.
func TestCommandsRefused(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).agent(2, nil).supervisor(3).group(1, object{"record": false}, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
	outside, one := c.outside(1, voiceA), c.desk(1, voiceB)
	caller, callee := c.lead(outside, one)
	id := c.callOf(c.caller(1))
	me, other, boss := c.logIn(1), c.logIn(2), c.logIn(3)
	mine := object{"of": c.agentID(1)}
	for _, x := range []struct {
		who     *client
		call    string
		command string
		body    object
		want    int
	}{
		{other, id, "hold", nil, 404},
		{other, id, "hold", mine, 403},
		{other, id, "end", nil, 403},
		{me, id, "end", nil, 403},
		{me, id, "swap", nil, 409},
		{me, id, "complete", nil, 409},
		{me, id, "merge", nil, 409},
		{me, id, "cancel", nil, 409},
		{me, id, "answer", nil, 404},
		{me, id, "pause", nil, 409},
		{me, id, "transfer", nil, 422},
		{me, id, "transfer", object{"to": "2999"}, 422},
		{me, id, "transfer", object{"to": c.extension(1)}, 422},
		{me, id, "press", object{"digits": "x"}, 422},
		{me, id, "mode", object{"mode": "barge"}, 403},
		{boss, id, "mode", object{"mode": "barge"}, 404},
		{boss, id, "mode", object{"mode": "shout"}, 422},
		{me, id, "dance", nil, 422},
		{me, "01a2052d-ab7f-70b9-a48a-7cdc3c290000", "hold", nil, 404},
		{newClient(c.server.http), id, "hold", nil, 401},
	} {
		if got := x.who.do(x.call, x.command, x.body); got != x.want {
			t.Errorf("%s %v was answered %d, want %d", x.command, x.body, got, x.want)
		}
	}
	if got := statusOf(me.call("POST", "/api/v1/agents/"+c.agentID(2)+"/watch", object{"mode": "monitor"}, nil)); got != 403 {
		t.Errorf("an agent who wants to listen is answered %d, want 403", got)
	}
	caller.hears(voiceB)
	callee.hears(voiceA) // nothing of it changed the call
	boss.must(t, id, "hold", mine)
	caller.hearsThat("other")
	boss.must(t, id, "resume", mine)
	boss.must(t, id, "end", nil)
	caller.over()
	callee.over()
}

// TestWatchOrdered: a supervisor listens from the screen; the own phone rings
// first, and the mode is changed there too.
func TestWatchOrdered(t *testing.T) {
	t.Parallel()
	c, outside, one, _, boss := watchScene(t)
	caller, callee := c.lead(outside, one)
	id := c.callOf(c.caller(1))
	chief := c.logIn(3)
	if err := chief.call("POST", "/api/v1/agents/"+c.agentID(1)+"/watch", object{"mode": "monitor"}, nil); err != nil {
		t.Fatal(err)
	}
	watch := boss.incoming().answer()
	watch.hears(voiceA, voiceB)
	callee.hears(voiceA)
	chief.must(t, id, "mode", object{"mode": "whisper"})
	callee.hears(voiceA, voiceD)
	caller.hears(voiceB)
	chief.must(t, id, "mode", object{"mode": "barge"})
	caller.hears(voiceB, voiceD)
	watch.hangUp()
	caller.hears(voiceB)
	caller.hangUp()
	callee.over()
}
