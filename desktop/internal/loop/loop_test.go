package loop

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
)

// stage keeps what edge and screen were given.
type stage struct {
	mu      sync.Mutex
	effects []seat.Effect
	shown   []seat.State
	panics  bool
}

func (s *stage) Do(e seat.Effect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.effects = append(s.effects, e)
	if _, dials := e.(seat.DialLine); dials && s.panics {
		panic("an edge with a mistake")
	}
}

func (s *stage) Show(v seat.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, v)
}

func last[E seat.Effect](s *stage) (found E, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.effects {
		if wanted, is := e.(E); is {
			found, ok = wanted, true
		}
	}
	return found, ok
}

// play runs a loop with a phone that is registered.
func play(t *testing.T, test func(t *testing.T, l *Loop, s *stage)) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		l := New(Options{Screen: s, Log: slog.New(slog.DiscardHandler)})
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() {
			defer close(over)
			l.Run(ctx, s)
		}()
		l.Tell(seat.Loaded{PhoneOn: true, Language: "en", Settings: seat.Settings{Popup: true, SpeakerGain: 1, MicGain: 1}})
		l.Tell(seat.SignedIn{Profile: live.Profile{Agent: live.ProfileAgent{ID: "a", Name: "Sato"}}, Softphone: live.Softphone{Device: "d", User: "u"}})
		l.Tell(seat.Registration{State: seat.PhoneRegistered, Transport: "tls"})
		synctest.Wait()
		test(t, l, s)
		stop()
		<-over
	})
}

func TestCommandsAreAnswered(t *testing.T) {
	play(t, func(t *testing.T, l *Loop, s *stage) {
		if got := l.Command(t.Context(), seat.Dial{To: "nobody at all"}); got == nil {
			t.Error("a number that is none was dialed")
		}
		if got := l.Command(t.Context(), seat.Dial{To: "03-1234-5678"}); got != nil {
			t.Errorf("refused: %+v", got)
		}
		if dialed, ok := last[seat.DialLine](s); !ok || dialed.Digits != "0312345678" {
			t.Errorf("dialed %+v", dialed)
		}
	})
}

func TestTheScreenIsShownWhatChanged(t *testing.T) {
	play(t, func(t *testing.T, l *Loop, s *stage) {
		before := len(s.shown)
		if before == 0 || l.State().Session == nil || l.State().Session.Name != "Sato" {
			t.Fatalf("shown %d times, session %+v", before, l.State().Session)
		}
		l.Tell(seat.Fired{Timer: "nobody's", Gen: 1})
		synctest.Wait()
		if len(s.shown) != before {
			t.Error("shown again, although nothing has changed")
		}
	})
}

func TestTimersComeBackAsInputs(t *testing.T) {
	play(t, func(t *testing.T, l *Loop, s *stage) {
		l.Command(t.Context(), seat.Dial{To: "2002"})
		dialed, _ := last[seat.DialLine](s)
		l.Tell(seat.LineEnded{Line: dialed.Line, By: seat.EndedFailed, Status: 486})
		synctest.Wait()
		if calls := l.State().Calls; len(calls) != 1 || calls[0].Phase != seat.Ended {
			t.Fatalf("calls %+v", calls)
		}
		<-time.After(time.Minute) // of the bubble's clock
		synctest.Wait()
		if calls := l.State().Calls; len(calls) != 0 {
			t.Errorf("a call that has ended stays: %+v", calls)
		}
	})
}

func TestAMistakeEndsNothing(t *testing.T) {
	play(t, func(t *testing.T, l *Loop, s *stage) {
		s.panics = true
		if got := l.Command(t.Context(), seat.Dial{To: "2002"}); got == nil || got.Code != "app_error" {
			t.Errorf("answered %+v", got)
		}
		s.panics = false
		if got := l.Command(t.Context(), seat.ChooseCallerID{}); got != nil {
			t.Errorf("afterwards nothing works: %+v", got)
		}
	})
}

func TestAfterTheEndCommandsAreRefused(t *testing.T) {
	l := New(Options{Screen: &stage{}, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	l.Run(ctx)
	if got := l.Command(t.Context(), seat.Redial{}); got == nil || got.Code != "app_ending" {
		t.Errorf("answered %+v", got)
	}
}
