package e2e

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/sipua"
)

// watchScene is a caller who talks to agent 1, agent 2 and supervisor 3.
func watchScene(t *testing.T) (c *scene, outside, one, two, boss *desk) {
	t.Helper()
	c = officeScene(t)
	c.agent(1, nil).agent(2, nil).supervisor(3).group(1, nil, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
	return c, c.outside(1, voiceA), c.desk(1, voiceB), c.desk(2, voiceC), c.desk(3, voiceD)
}

// TestCodeMonitor: 995 and an extension hears both sides and is heard by
// nobody; an agent may not.
func TestCodeMonitor(t *testing.T) {
	t.Parallel()
	c, outside, one, two, boss := watchScene(t)
	two.dial("995" + c.extension(1)).refused(403)
	caller, callee := c.lead(outside, one)
	watch := boss.dial("995" + c.extension(1)).up()
	watch.hears(voiceA, voiceB)
	caller.hears(voiceB)
	callee.hears(voiceA)
	callee.hold()
	caller.hearsThat("other")
	callee.resume()
	watch.hears(voiceA, voiceB)
	watch.hangUp()
	caller.hears(voiceB)
	callee.hears(voiceA)
	caller.hangUp()
	callee.over()
	c.history(c.caller(1)).has(t, "connected", "supervisorJoined", "supervisorLeft", "ended")
}

// TestCodeWhisper: 994 and an extension is heard by the agent alone; keys
// change between listening, whispering and barging in.
func TestCodeWhisper(t *testing.T) {
	t.Parallel()
	c, outside, one, two, boss := watchScene(t)
	two.dial("994" + c.extension(1)).refused(403)
	caller, callee := c.lead(outside, one)
	watch := boss.dial("994" + c.extension(1)).up()
	watch.hears(voiceA, voiceB)
	callee.hears(voiceA, voiceD)
	caller.hears(voiceB)
	watch.press("1")
	callee.hears(voiceA)
	watch.press("3")
	callee.hears(voiceA, voiceD)
	caller.hears(voiceB, voiceD)
	watch.press("2")
	caller.hears(voiceB)
	callee.hears(voiceA, voiceD)
	callee.keys("")
	caller.keys("")
	watch.hangUp()
	callee.hears(voiceA)
	caller.hangUp()
	callee.over()
}

// TestCodeBarge: 996 and an extension is heard by both.
func TestCodeBarge(t *testing.T) {
	t.Parallel()
	c, outside, one, two, boss := watchScene(t)
	two.dial("996" + c.extension(1)).refused(403)
	caller, callee := c.lead(outside, one)
	watch := boss.dial("996" + c.extension(1)).up()
	watch.hears(voiceA, voiceB)
	callee.hears(voiceA, voiceD)
	caller.hears(voiceB, voiceD)
	caller.hangUp()
	callee.over()
	watch.going() // it waits for the agent's next call
	again := outside.dial(c.did(1))
	next := one.incoming().answer()
	again.up()
	watch.hears(voiceA, voiceB)
	again.hears(voiceB, voiceD)
	watch.hangUp()
	again.hears(voiceB)
	again.hangUp()
	next.over()
}

// TestCodeMonitorFollows: who listens follows the agent, not the caller.
func TestCodeMonitorFollows(t *testing.T) {
	t.Parallel()
	c, outside, one, two, boss := watchScene(t)
	watch := boss.dial("995" + c.extension(1)).up()
	caller, callee := c.lead(outside, one)
	watch.hears(voiceA, voiceB)
	callee.press("#8" + c.extension(2) + "#")
	callee.over()
	got := two.incoming().answer()
	got.hears(voiceA)
	caller.hears(voiceC)
	watch.line.until("the supervisor not to hear the caller", func(before, now string) bool {
		return (before == "quiet" || before == "other") && (now == "quiet" || now == "other")
	})
	caller.hangUp()
	got.over()
	watch.hangUp()
}

// TestCodeRoom: in a room everybody hears the others, and nobody of another
// room; who comes from outside by a number is one of them.
func TestCodeRoom(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	room, other := 2*c.n-1, 2*c.n
	c.agent(1, nil).agent(2, nil).agent(3, nil).agent(4, nil).number(1, object{"conference": room}, nil).apply()
	code := "92" + twoDigits(room)
	one, two, three, four := c.desk(1, voiceB), c.desk(2, voiceC), c.desk(3, voiceD), c.desk(4, voiceE)
	a := one.dial(code).up()
	a.hearsThat("other") // that nobody is there, then music
	apart := four.dial("92" + twoDigits(other)).up()
	b := two.dial(code).up()
	a.hears(voiceC)
	b.hears(voiceB)
	d := three.dial(code).up()
	a.hears(voiceC, voiceD)
	b.hears(voiceB, voiceD)
	d.hears(voiceB, voiceC)
	outside := c.outside(1, voiceA).dial(c.did(1)).up()
	outside.hears(voiceB, voiceC, voiceD)
	a.hears(voiceA, voiceC, voiceD)
	apart.hearsThat("other")
	a.hangUp()
	b.hears(voiceA, voiceD)
	d.hears(voiceA, voiceC)
	for _, each := range []*talk{b, outside, d, apart} {
		each.hangUp()
		each.over()
	}
	one.dial("9200").refused(404)
}

func twoDigits(n int) string { return itoa(n/10) + itoa(n%10) }

// TestLampPickUp: a lamp shows that an extension rings, and names the call so
// that another phone can take it (INVITE with Replaces).
func TestLampPickUp(t *testing.T) {
	t.Parallel()
	c, outside, one, two, _ := watchScene(t)
	lamp := two.watch(c.extension(1), "dialog")
	lamp.shows("active", "<state>terminated</state>")
	caller := outside.dial(c.did(1))
	ringing := one.incoming()
	info := lamp.shows("<state>early</state>", "call-id=", `direction="recipient"`, c.caller(1))
	named := sipua.Replaces{CallID: attribute(info, "call-id"), ToTag: attribute(info, "local-tag"), FromTag: attribute(info, "remote-tag"), EarlyOnly: true}
	got := two.dial(c.extension(1), sipua.Header{Name: "Require", Value: "replaces"}, sipua.Header{Name: "Replaces", Value: named.String()}).up()
	ringing.over()
	lamp.shows("<state>terminated</state>")
	got.hears(voiceA)
	caller.hears(voiceC)
	again := two.dial(c.extension(1), sipua.Header{Name: "Require", Value: "replaces"}, sipua.Header{Name: "Replaces", Value: named.String()})
	again.refused(481)
	caller.hangUp()
	got.over()
	two.dial("x", sipua.Header{Name: "Require", Value: "replaces"}, sipua.Header{Name: "Replaces", Value: "nobody;to-tag=1;from-tag=2"}).refused(481)
}

// TestLampStates: the lamps of an extension and of a slot go on and off.
func TestLampStates(t *testing.T) {
	t.Parallel()
	c, outside, one, two, _ := watchScene(t)
	lamp := two.watch(c.extension(1), "dialog")
	lamp.shows("<state>terminated</state>")
	caller, callee := c.lead(outside, one)
	lamp.shows("<state>confirmed</state>")
	callee.press("#7")
	lamp.shows("<state>terminated</state>")
	slot := itoa(c.slotOf(c.caller(1)).Slot)
	place := two.watch(slot, "dialog")
	place.shows("<state>confirmed</state>")
	caller.hangUp()
	place.shows("<state>terminated</state>")
	nowhere := two.watch("2999", "dialog")
	nowhere.shows("terminated 404")
}

// attribute is the value of the first attribute of the name in XML.
func attribute(text, name string) string {
	_, rest, _ := strings.Cut(text, " "+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
