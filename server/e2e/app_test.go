package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// appScene is a group with one agent at the app, another at a desk phone, and
// a caller outside.
type appScene struct {
	*scene
	*app
	ear, ringer *ear
	mouth       *speaker
	outside     *desk
}

// newAppScene logs the first agent in at the app.
func newAppScene(t testing.TB, s *server, st *stage) appScene {
	t.Helper()
	c := newScene(t, s).agent(1, nil).agent(2, nil)
	c.site.Agents[0]["caller_id"] = c.did(1)
	c.group(1, object{"color": "#1971c2"}, 1).number(1, object{"group": c.groupName(1)}, object{"display_inbound": "通販窓口"}).apply()
	x := appScene{scene: c, ear: st.listen(headset), ringer: st.listen(desktop), mouth: st.speak(voiceB), outside: c.outside(1, voiceA)}
	x.app = st.launch(s.http)
	x.app.logIn(s, c.login(1), "Passw0rd1", c.extension(1))
	return x
}

// call rings the app from outside.
func (x appScene) call() *talk {
	x.notes.forget()
	return x.outside.dial(x.did(1))
}

// talking has the app answer by its hot key, and listens to both.
func (x appScene) talking() *talk {
	caller := x.call()
	x.notes.shows("090-1234")
	x.key("ctrl+alt+a")
	x.hearEachOther(caller)
	return caller
}

func (x appScene) hearEachOther(caller *talk) {
	x.ear.hears(voiceA)
	caller.hears(voiceB)
}

// TestAppDay is an agent's day at the app as it is installed.
func TestAppDay(t *testing.T) {
	t.Parallel()
	st := newStage(t)
	x := newAppScene(t, secureServer(t), st)
	st.tray.says("待機")
	st.shoot("day-1-ready")

	t.Run("answer, hold, hand on", x.answerAndHandOn)
	t.Run("park and pick up", x.parkAndPickUp)
	t.Run("a transfer that comes back", x.transferComesBack)
	t.Run("a break by the tray", x.pauseByTray)
	t.Run("the notification's buttons", x.pressNotifications)
	t.Run("a call that nobody took", x.missACall)
	t.Run("a call outside, and a link", x.callOutside)
	t.Run("out by the tray", x.leaveByTray)
}

// answerAndHandOn answers by the hot key, holds, and hands the caller on to a desk phone.
func (x appScene) answerAndHandOn(t *testing.T) {
	caller := x.call()
	n := x.stage.notes.shows("090-1234", "通販窓口")
	x.stage.tray.says("呼出中")
	x.stage.shoot("day-2-rings")
	x.key("ctrl+alt+a") // nobody has touched the window
	x.hearEachOther(caller)
	x.stage.notes.goes(n.id)
	x.stage.tray.says("通話中")
	x.focus()
	x.key("F3")
	caller.hearsThat("other") // music
	x.ear.hearsThat("quiet")
	x.stage.shoot("day-3-holds")
	x.key("F3")
	x.hearEachOther(caller)
	two := x.desk(2, voiceC)
	x.key("F4")
	x.write(x.extension(2))
	x.key("Return")
	callee := two.incoming().answer()
	caller.hears(voiceC)
	callee.hears(voiceA)
	x.server.agentState(t, x.extension(1), "available")
	x.ear.hearsThat("quiet")
	caller.hangUp()
	callee.over()
	two.leave()
}

// parkAndPickUp parks the caller and takes it back.
func (x appScene) parkAndPickUp(t *testing.T) {
	caller := x.talking()
	x.focus()
	x.key("F5")
	caller.hearsThat("other")
	slot := x.slotOf(x.scene.caller(1))
	x.server.agentState(t, x.extension(1), "available")
	x.stage.shoot("day-4-parked")
	x.dialByHand(itoa(slot.Slot))
	x.hearEachOther(caller)
	x.key("F9")
	caller.over()
}

// transferComesBack hands the caller to somebody who refuses, and sees by the
// ringing call that it is the same one, and why.
func (x appScene) transferComesBack(t *testing.T) {
	caller := x.talking()
	two := x.desk(2, voiceC)
	x.notes.forget()
	x.focus()
	x.key("F4")
	x.write(x.extension(2))
	x.key("Return")
	two.incoming().reject(603)
	n := x.stage.notes.shows("090-1234", "転送の戻り", "拒否")
	x.stage.shoot("day-7-came-back")
	x.key("ctrl+alt+a")
	x.hearEachOther(caller)
	x.stage.notes.goes(n.id)
	caller.hangUp()
	x.server.agentState(t, x.extension(1), "available")
	two.leave()
}

// pauseByTray takes a break in the tray's menu, and comes back from it there.
func (x appScene) pauseByTray(t *testing.T) {
	x.stage.tray.choose(x.status)
	x.server.agentState(t, x.extension(1), "paused")
	x.stage.tray.says("停止（" + x.status + "）")
	x.stage.tray.choose("待機")
	x.server.agentState(t, x.extension(1), "available")
	x.stage.tray.says("待機")
}

// pressNotifications answers and refuses in the notification.
func (x appScene) pressNotifications(t *testing.T) {
	caller := x.call()
	x.stage.notes.press(x.stage.notes.shows("090-1234"), "応答")
	x.hearEachOther(caller)
	x.key("ctrl+alt+h")
	caller.over()
	x.server.agentState(t, x.extension(1), "available")
	caller = x.call()
	x.stage.notes.press(x.stage.notes.shows("090-1234"), "拒否")
	x.server.agentState(t, x.extension(1), "available")
	caller.hangUp()
}

// missACall leaves a word about a caller who gave up.
func (x appScene) missACall(t *testing.T) {
	x.server.agentState(t, x.extension(1), "available")
	caller := x.call()
	n := x.stage.notes.shows("090-1234", "通販窓口")
	caller.hangUp()
	x.stage.notes.goes(n.id)
	x.stage.notes.shows("不在着信")
}

// callOutside calls what a link has named, and shows the agent's number.
func (x appScene) callOutside(t *testing.T) {
	x.second("tel:+81-90-5555-6666")
	x.stage.shoot("day-5-link")
	x.focus()
	x.key("Return")
	far := x.outside.incoming()
	if got := far.from(); got != x.did(1) {
		t.Errorf("the carrier sees %s, expected the agent's number %s", got, x.did(1))
	}
	far.answer()
	x.hearEachOther(far)
	far.hangUp()
	x.server.agentState(t, x.extension(1), "available")
}

// leaveByTray logs out and ends the app in the tray's menu.
func (x appScene) leaveByTray(t *testing.T) {
	x.stage.tray.choose("ログアウト")
	x.server.agentState(t, x.extension(1), "offline")
	x.stage.shoot("day-6-out")
	x.stage.tray.choose("終了")
	select {
	case <-x.app.done:
	case <-time.After(patience):
		t.Error("the app does not end")
	}
}

// dialByHand writes a number into the phone's field and dials it.
func (x appScene) dialByHand(number string) {
	x.focus()
	x.click(1080, 447)
	x.key("ctrl+a")
	x.write(number)
	x.key("Return")
}

// second starts the app a second time: it hands over what it was started with.
func (x appScene) second(args ...string) {
	x.app.t.Helper()
	program, err := yobirin()
	if err != nil {
		x.app.t.Fatal(err)
	}
	out, err := x.tool("env", append([]string{"YOBIRIN_APP_DIR=" + x.app.dir, program}, args...)...)
	if err != nil {
		x.app.t.Fatalf("the second start: %v %s", err, out)
	}
}

// TestAppLosesItsHeadset: the call goes on at the default device.
func TestAppLosesItsHeadset(t *testing.T) {
	t.Parallel()
	st := newStage(t)
	x := newAppScene(t, secureServer(t), st)
	caller := x.talking()
	out, err := st.tool("pactl", "list", "short", "modules")
	if err != nil {
		t.Fatal(out)
	}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); strings.Contains(line, "sink_name="+headset) {
			if out, err := st.tool("pactl", "unload-module", fields[0]); err != nil {
				t.Fatal(out)
			}
		}
	}
	x.ringer.hears(voiceA) // the desk's loudspeaker is the default now
	caller.hears(voiceB)
	caller.going()
	x.key("ctrl+alt+h")
	caller.over()
}

// TestAppAndARestart: the server is killed in a call; the app says so, and is
// there again by itself.
func TestAppAndARestart(t *testing.T) {
	t.Parallel()
	st := newStage(t)
	s := secureServer(t, fmt.Sprintf("YOBIRIN_HTTP_LISTEN=127.0.0.1:%d", freePort(t, "127.0.0.1")))
	x := newAppScene(t, s, st)
	x.talking()
	s.kill()
	st.tray.says("接続できません")
	st.shoot("restart-1-gone")
	x.scene.server = s.again(t)
	x.scene.server.agentState(t, x.extension(1), "available")
	st.tray.says("待機")
	x.outside.server = startDesk(t, deskSpec{User: x.scene.caller(2), Server: x.scene.server.sipAddr()}).server
	caller := x.talking()
	st.shoot("restart-2-back")
	x.key("ctrl+alt+h")
	caller.over()
}
