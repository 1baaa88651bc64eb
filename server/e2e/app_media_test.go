package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// pair are two agents, each at an app of their own, and a caller outside.
type pair struct {
	appScene // the first agent's; says voice B
	two      *app
	twoEar   *ear // the second agent says voice C
}

// TestAppToApp: two apps call each other, consult, and record.
func TestAppToApp(t *testing.T) {
	t.Parallel()
	first, second := newStage(t), newStage(t)
	x := &pair{appScene: newAppScene(t, secureServer(t), first)}
	x.twoEar = second.listen(headset)
	second.speak(voiceC)
	x.two = second.launch(x.server.http)
	x.two.logIn(x.server, x.login(2), "Passw0rd1", x.extension(2))

	t.Run("Opus from one to the other", x.callColleague)
	t.Run("consult and complete", x.consultAndComplete)
	t.Run("consult and cancel", x.consultAndCancel)
	t.Run("consult and merge", x.consultAndMerge)
	t.Run("record on demand", x.recordOnDemand)
	t.Run("answered at another phone", x.answeredElsewhere)
	t.Run("a call that knocks", x.knock)
	t.Run("two that ring at once", x.ringTogether)
}

// dialColleague has the first agent call the second by the page's field, and
// the second answer.
func (x *pair) dialColleague() {
	x.two.stage.notes.forget()
	x.focus()
	x.key("alt+d")
	x.key("ctrl+a")
	x.write(x.extension(2))
	x.key("Return")
	x.two.stage.notes.shows("担当")
	x.two.key("ctrl+alt+a")
	x.ear.hears(voiceC)
	x.twoEar.hears(voiceB)
}

// free waits until nobody talks any more.
func (x *pair) free() {
	x.server.agentState(x.app.t, x.extension(1), "available")
	x.server.agentState(x.app.t, x.extension(2), "available")
}

// callColleague calls until a call was good, because a machine that does much
// else at a moment loses audio then; one that is bad each time is a fault.
func (x *pair) callColleague(t *testing.T) {
	const calls = 12
	for n := 1; ; n++ {
		x.dialColleague()
		x.stage.shoot("pair-1-first")
		x.two.stage.shoot("pair-2-second")
		x.two.key("ctrl+alt+h")
		x.free()
		rows := x.server.ended(t, n, "number", x.extension(2))
		bad := false
		for _, r := range x.reports(t, rows[0].ID, 2) {
			if r.Codec != "opus" {
				t.Errorf("an app used %q, expected Opus", r.Codec)
			}
			if q := r.Quality; q.LossPercent > 1 || q.MOS != 0 && q.MOS < 3.5 { // 0: it was too short to know
				t.Logf("call %d: on one machine the quality is %+v", n, q)
				bad = true
			}
		}
		if !bad {
			return
		}
		if n == calls {
			t.Fatal("no call was good")
		}
	}
}

// consult has the first agent, talking with a caller, ask the second.
func (x *pair) consult() (caller *talk) {
	caller = x.talking()
	x.two.stage.notes.forget()
	x.focus()
	x.key("F7")
	x.write(x.extension(2))
	x.key("Return")
	x.two.stage.notes.shows("担当")
	x.two.key("ctrl+alt+a")
	x.ear.hears(voiceC)
	x.twoEar.hears(voiceB)
	caller.hearsThat("other") // music
	return caller
}

func (x *pair) consultAndComplete(t *testing.T) {
	caller := x.consult()
	x.stage.shoot("pair-3-consults")
	x.key("shift+F4")
	caller.hears(voiceC)
	x.twoEar.hears(voiceA)
	x.server.agentState(t, x.extension(1), "available")
	x.ear.hearsThat("quiet")
	x.two.key("ctrl+alt+h")
	caller.over()
	x.free()
}

func (x *pair) consultAndCancel(t *testing.T) {
	caller := x.consult()
	x.key("shift+F3") // swap: the colleague waits
	x.hearEachOther(caller)
	x.twoEar.hearsThat("other")
	x.key("shift+F3")
	caller.hearsThat("other")
	x.ear.hears(voiceC)
	x.key("shift+F9")
	x.hearEachOther(caller)
	x.server.agentState(t, x.extension(2), "available")
	x.key("F9")
	caller.over()
	x.free()
}

func (x *pair) consultAndMerge(*testing.T) {
	caller := x.consult()
	x.key("shift+F10")
	caller.hears(voiceB, voiceC)
	x.ear.hears(voiceA, voiceC)
	x.twoEar.hears(voiceA, voiceB)
	x.stage.shoot("pair-4-three")
	x.two.key("ctrl+alt+h")
	x.hearEachOther(caller)
	x.key("F9")
	caller.over()
	x.free()
}

// recordOnDemand records a part of a call, which is Opus all the time.
func (x *pair) recordOnDemand(t *testing.T) {
	x.dialColleague()
	recording := func(want bool) {
		t.Helper()
		eventually(t, patience, "the floor to say whether the call is recorded", func() (string, bool) {
			calls := x.server.floor(t).Calls
			return "", len(calls) == 1 && calls[0].Recording == want
		})
	}
	x.focus()
	x.key("F8")
	recording(true)
	x.ear.hears(voiceC)
	x.twoEar.hears(voiceB)
	pass(5 * time.Second) // enough for whole windows of it, whatever else the machine does
	x.key("shift+F8")
	x.stage.shoot("pair-5-paused")
	pass(time.Second)
	x.key("shift+F8")
	pass(time.Second)
	x.key("F9")
	x.free()
	rows := x.server.calls(t, "number", x.extension(2))
	raw := x.server.recording(t, rows[0].ID)
	w, err := pcm.ParseWAV(raw)
	if err != nil || w.Channels != 2 {
		t.Fatalf("the recording: %d lanes, %v", w.Channels, err)
	}
	var lanes []string
	for i := range 2 {
		lanes = append(lanes, strings.Join(heard(w.Lane(i), w.Rate, voiceB, voiceC), " "))
	}
	t.Logf("the recording has %q", lanes)
	for i, voice := range []int{voiceB, voiceC} {
		mustHear(t, fmt.Sprintf("lane %d of the recording", i), strings.Fields(lanes[i]), voice, 2, voiceB+voiceC-voice)
	}
}

// answeredElsewhere: the agent's desk phone rings too; when it is answered, the
// app's popup goes.
func (x *pair) answeredElsewhere(t *testing.T) {
	other := x.arrive(1, voiceD, byEvent)
	defer other.leave()
	caller := x.call()
	n := x.stage.notes.shows("090-1234")
	callee := other.incoming()
	began := time.Now()
	callee.answer()
	x.stage.notes.goes(n.id)
	t.Logf("the popup was gone %d ms after the other phone answered", time.Since(began).Milliseconds())
	caller.hears(voiceD)
	x.ear.hearsThat("quiet")
	caller.hangUp()
	callee.over()
	x.free()
}

// knock: a colleague calls an agent who talks.
func (x *pair) knock(t *testing.T) {
	x.site.Agents[0]["call_waiting"] = true
	x.apply()
	caller := x.talking()
	caller.line.speakAs(0) // the knock is soft
	x.ear.hearsThat("quiet")
	x.stage.notes.forget()
	x.two.focus()
	x.two.key("alt+d")
	x.two.key("ctrl+a")
	x.two.write(x.extension(1))
	x.two.key("Return")
	n := x.stage.notes.shows("担当")
	x.stage.shoot("pair-6-knocks")
	x.ear.until("a knock in the headset", func(before, now string) bool { return before == "quiet" && now != "quiet" })
	caller.line.speakAs(voiceA)
	caller.hears(voiceB) // who hears nothing of it
	x.key("ctrl+alt+a")
	x.stage.notes.goes(n.id)
	caller.hearsThat("other")
	x.ear.hears(voiceC)
	x.twoEar.hears(voiceB)
	x.two.key("ctrl+alt+h")
	x.server.agentState(t, x.extension(2), "available")
	x.focus()
	x.key("F3")
	x.hearEachOther(caller)
	x.key("F9")
	caller.over()
	x.free()
}

// ringTogether: a colleague calls while a caller of the group rings. Both are
// listed, and whom one does not choose is not lost.
func (x *pair) ringTogether(t *testing.T) {
	x.site.Agents[0]["call_waiting"] = true
	x.apply()
	caller := x.call()
	x.stage.notes.shows("090-1234")
	x.two.focus()
	x.two.key("alt+d")
	x.two.key("ctrl+a")
	x.two.write(x.extension(1))
	x.two.key("Return")
	n := x.stage.notes.shows("担当")
	x.stage.shoot("pair-7-two-ring")
	x.stage.notes.forget()
	x.stage.notes.press(n, "応答")
	x.ear.hears(voiceC)
	x.twoEar.hears(voiceB)
	x.two.key("ctrl+alt+h")
	x.stage.notes.shows("090-1234") // the group's comes again when nobody is talked to
	x.key("ctrl+alt+a")
	x.hearEachOther(caller)
	x.key("ctrl+alt+h")
	caller.over()
	x.free()
}

// speakAs changes what the line says.
func (l *deskLine) speakAs(tone int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tone = tone
}
