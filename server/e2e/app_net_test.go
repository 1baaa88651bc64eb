package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// wiredScene is an agent's app on a network of its own, called from outside.
type wiredScene struct {
	appScene
	wire   *wire
	url    string
	sipTLS int
}

// backIn is the longest that audio may be away. C-PHONE-8 asks for 3 s, which
// the phone's tests hold in virtual time; here a loaded machine has its say,
// and the time it took is in the log.
const backIn = 40 * time.Second

// TestAppOnANetwork: the app on a network that changes, is away, loses
// packets, and lets pass less than it should.
func TestAppOnANetwork(t *testing.T) {
	t.Parallel()
	st := newStage(t)
	x := &wiredScene{wire: newWire(t)}
	st.through = x.wire.through()
	var s *server
	s, x.url, x.sipTLS = wiredServer(t, x.wire)
	s.http = x.url
	x.appScene = newAppScene(t, s, st)
	x.saysOf("the phone is registered", "transport=tls")

	t.Run("another address", x.changeAddress)
	t.Run("away for five seconds", x.unplug)
	t.Run("loss and jitter", x.suffer)
	t.Run("no way for plain audio", x.block)
	t.Run("no way for TLS", x.startWithoutTLS)
}

// changeAddress: the computer gets another address in a call.
func (x *wiredScene) changeAddress(t *testing.T) {
	caller := x.talking()
	x.wire.inside("ip", "addr", "del", x.wire.host(2)+"/24", "dev", wireDevice)
	x.wire.inside("ip", "addr", "add", x.wire.host(3)+"/24", "dev", wireDevice)
	x.backWithin(t, caller, backIn)
	x.sameCall(t, caller)
}

// unplug: the cable is out for five seconds.
func (x *wiredScene) unplug(t *testing.T) {
	caller := x.talking()
	down := time.Now()
	x.wire.inside("ip", "link", "set", wireDevice, "down")
	x.stage.tray.says("通話中", "接続できません")
	pass(5*time.Second - time.Since(down))
	x.stage.shoot("net-1-away")
	x.wire.inside("ip", "link", "set", wireDevice, "up")
	x.backWithin(t, caller, backIn)
	x.sameCall(t, caller)
}

// backWithin fails unless both hear each other after at most a time, and from
// then on for seconds.
func (x *wiredScene) backWithin(t *testing.T, caller *talk, atMost time.Duration) {
	t.Helper()
	began := time.Now()
	var near, far hearing
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !near.steady || !far.steady {
		<-tick.C
		at := time.Since(began)
		if at > atMost+steadyFor {
			t.Errorf("audio is not back after %s: steady at the agent %v, at the caller %v", atMost, near.steady, far.steady)
			return
		}
		near.look(at, contains(x.ear.newest(), itoa(voiceA)))
		far.look(at, contains(caller.line.newest(), itoa(voiceB)))
	}
	t.Logf("the agent hears again after %d ms, the caller after %d ms", near.since.Milliseconds(), far.since.Milliseconds())
}

// steadyFor is how long somebody must have heard before audio is back. What a
// busy machine swallows of it, a fifth at most, does not count.
const steadyFor = 3 * time.Second

// hearing finds since when somebody has heard.
type hearing struct {
	steady bool
	since  time.Duration
	looks  []look // from since on
}

type look struct {
	at    time.Duration
	heard bool
}

func (h *hearing) look(at time.Duration, heard bool) {
	if h.steady {
		return
	}
	h.looks = append(h.looks, look{at, heard})
	for len(h.looks) > 0 && (!h.looks[0].heard || !h.mostly()) {
		h.looks = h.looks[1:] // since then it was not
	}
	if len(h.looks) > 0 {
		h.since = h.looks[0].at
		h.steady = at-h.since >= steadyFor
	}
}

// mostly says whether enough was heard to become steady since the first look.
func (h *hearing) mostly() bool {
	deaf := 0
	for _, l := range h.looks {
		if !l.heard {
			deaf++
		}
	}
	return time.Duration(deaf)*20*time.Millisecond <= steadyFor/5
}

// newest names what the last moments hold.
func (e *ear) newest() string {
	const window = 2000 // samples: a quarter of a second
	e.mu.Lock()
	all := append([]int16(nil), e.all[max(0, len(e.all)-window):]...)
	e.mu.Unlock()
	return namesOf(all)
}

// newest names what came in the last moments.
func (l *deskLine) newest() string {
	return namesOf(l.all(time.Now().Add(-260 * time.Millisecond)))
}

// sameCall hangs up and fails unless it was one call all the time.
func (x *wiredScene) sameCall(t *testing.T, caller *talk) (report legReport) {
	t.Helper()
	caller.going()
	x.server.agentState(t, x.extension(1), "talking")
	before := len(x.server.calls(t, "number", x.did(1)))
	x.key("ctrl+alt+h")
	caller.over()
	x.server.agentState(t, x.extension(1), "available")
	rows := x.server.calls(t, "number", x.did(1))
	if len(rows) != before {
		t.Errorf("the history has %d calls, had %d", len(rows), before)
	}
	return x.reports(t, rows[0].ID, 1)[0]
}

// legReport is what a phone told of a call.
type legReport struct {
	Leg, Media, Codec string
	Quality           struct{ LossPercent, FarLoss, JitterMs, RoundTripMs, BufferMs, MOS float64 }
}

// reports waits for what so many phones told of a call.
func (x appScene) reports(t *testing.T, call string, n int) []legReport {
	t.Helper()
	var record struct{ Reports []legReport }
	eventually(t, patience, "the apps' reports on the call", func() (string, bool) {
		err := x.server.api(t).call("GET", "/api/v1/calls/"+call, nil, &record)
		return fmt.Sprint(err, record), err == nil && len(record.Reports) >= n
	})
	for _, r := range record.Reports {
		t.Logf("an app reports %s by %s: %+v", r.Codec, r.Media, r.Quality)
	}
	return record.Reports
}

// suffer: a network that loses every twentieth packet and is 0 to 80 ms late,
// in any order.
func (x *wiredScene) suffer(t *testing.T) {
	caller := x.talking()
	x.wire.be(0.05, 80*time.Millisecond, nil)
	defer x.wire.be(0, 0, nil)
	const looks = 100
	near, far := 0, 0
	pass(3 * time.Second) // the jitter buffer grows
	for range looks {
		pass(80 * time.Millisecond)
		if contains(x.ear.newest(), itoa(voiceA)) {
			near++
		}
		if contains(caller.line.newest(), itoa(voiceB)) {
			far++
		}
	}
	t.Logf("of %d looks the agent heard in %d, the caller in %d", looks, near, far)
	if near < looks*9/10 || far < looks*6/10 { // the caller's phone has no jitter buffer
		t.Errorf("of %d looks the agent heard the caller in %d and the caller the agent in %d", looks, near, far)
	}
	r := x.sameCall(t, caller)
	if q := r.Quality; q.LossPercent < 1 || q.LossPercent > 15 || q.JitterMs < 10 || q.JitterMs > 60 || q.MOS < 1 || q.MOS > 4.2 || q.BufferMs < 40 || q.BufferMs > 300 {
		t.Errorf("the app says of a network with 5 %% loss and up to 80 ms: %+v", q)
	}
}

// noRTP refuses the server's ordinary media ports.
func (x *wiredScene) noRTP(protocol byte, src, dst int) bool {
	first, after := x.server.spec.RTP, x.server.spec.RTP+x.server.spec.Ports
	return protocol == 17 && (src >= first && src < after || dst >= first && dst < after)
}

// block: only the port of WebRTC lets audio through.
func (x *wiredScene) block(t *testing.T) {
	x.wire.be(0, 0, x.noRTP)
	defer x.wire.be(0, 0, nil)
	began := time.Now()
	caller := x.talking()
	t.Logf("both heard each other %d ms after the call was made", time.Since(began).Milliseconds())
	x.stage.shoot("net-2-ice")
	if r := x.sameCall(t, caller); r.Media != "ice" {
		t.Errorf("the audio went by %q, expected ice", r.Media)
	}
	x.saysOf("plain audio does not pass")

	// The app has learned it: the next call begins so.
	log := len(x.app.log())
	caller = x.talking()
	if strings.Contains(x.app.log()[log:], "plain audio does not pass") {
		t.Error("the second call began with plain audio")
	}
	if r := x.sameCall(t, caller); r.Media != "ice" {
		t.Errorf("the second call's audio went by %q, expected ice", r.Media)
	}
}

// startWithoutTLS: the app starts again, and the server's port for TLS is shut.
func (x *wiredScene) startWithoutTLS(t *testing.T) {
	endProcess(x.app.cmd, x.app.done, 10*time.Second)
	x.server.agentState(t, x.extension(1), "offline")
	x.wire.be(0, 0, func(protocol byte, src, dst int) bool { return protocol == 6 && (src == x.sipTLS || dst == x.sipTLS) })
	defer x.wire.be(0, 0, nil)
	x.app = x.stage.launch(x.url)
	x.saysOf("the phone is registered", "transport=udp")
	x.server.agentState(t, x.extension(1), "available")
	caller := x.talking()
	x.sameCall(t, caller)
}

// saysOf waits until the app has written down that something was so.
func (x *wiredScene) saysOf(words ...string) {
	x.wire.t.Helper()
	eventually(x.wire.t, patience, fmt.Sprintf("the app's log to have %q", words), func() (string, bool) {
		log := x.app.log()
		for line := range strings.Lines(log) {
			if hasAll(line, words) {
				return "", true
			}
		}
		return last(log, 2000), false
	})
}
