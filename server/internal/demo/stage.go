package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// askAgain is how long a lamp that went out of itself is left alone.
const askAgain = time.Second

// slotNames are the park slots whose lamps the demo watches. Scenes park one
// caller at a time; visitors may have parked some more.
func slotNames() []string { return []string{"9001", "9002", "9003", "9004", "9005"} }

const (
	// lasts is how long a call of a scene may last whatever happens.
	lasts = 170 * time.Second
	// soon is how long a scene waits for what should happen at once.
	soon = 20 * time.Second
	// answerIn is how long a scene waits for an agent to answer.
	answerIn = 75 * time.Second
)

var (
	errClosing = errors.New("the demo ends")
	errNobody  = errors.New("no phone is free")
	errLate    = errors.New("it did not happen in time")
)

// stage is where one scene after the other is played: what agents do with
// their phones' keys.
type stage struct {
	d      *Demo
	ctx    context.Context
	leave  context.CancelFunc
	played sync.WaitGroup
	watch  []*sipua.Watch

	mu   sync.Mutex
	list []act           // scenes in the order in which they are played
	lit  map[string]bool // park slots with somebody in them
	// turned is closed, and made anew, when a lamp is turned on or off.
	turned chan struct{}
}

func newStage(d *Demo) *stage {
	s := &stage{d: d, list: scenes(), lit: map[string]bool{}, turned: make(chan struct{})}
	s.ctx, s.leave = context.WithCancel(context.Background())
	return s
}

// begin watches the park slots and plays the scenes.
func (s *stage) begin() error {
	for _, slot := range slotNames() {
		if err := s.watchSlot(slot); err != nil {
			return err
		}
	}
	for range s.d.cfg.Scenes {
		s.played.Go(s.play)
	}
	return nil
}

// watchSlot asks for the lamp of a park slot, and again when that ends without
// our wish: a server that has just begun may refuse, or lose, the first one.
func (s *stage) watchSlot(slot string) error {
	p := s.d.phones[0]
	w, err := p.ua.Watch(sipua.WatchConfig{
		Target: sipua.Target{URI: p.at(slot), Next: p.server, Sticky: true}, From: p.aor(), ContactUser: p.agent.user(),
		Event: "dialog", Accept: "application/dialog-info+xml", Expires: 10 * time.Minute, Credentials: p.credentials(),
		Notice: func(n sipua.Notice) {
			s.lamp(slot, bytes.Contains(n.Body, []byte("<state>confirmed")))
			if n.State == "terminated" && s.ctx.Err() == nil {
				s.d.cast.log.Debug("demo: a slot's lamp is asked for again", "slot", slot, "status", n.Status, "reason", n.Reason)
				time.AfterFunc(askAgain, func() { s.rewatch(slot) })
			}
		},
	})
	if err != nil {
		return fmt.Errorf("demo: watch the park slots: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = append(s.watch, w)
	return nil
}

func (s *stage) rewatch(slot string) {
	if s.ctx.Err() != nil {
		return
	}
	if err := s.watchSlot(slot); err != nil {
		s.d.cast.log.Warn("demo: a slot's lamp cannot be seen", "slot", slot, "err", err)
	}
}

// longest is lasts, which the pace does not make shorter: it is for the server.
func (s *stage) longest() time.Duration {
	return time.Duration(float64(lasts) / min(1, s.d.cfg.Pace))
}

func (s *stage) lamp(slot string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lit[slot] != on {
		s.lit[slot] = on
		close(s.turned)
		s.turned = make(chan struct{})
	}
}

// slots gives the slots with somebody in them, and what is closed at the next
// change.
func (s *stage) slots() (map[string]bool, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]bool{}
	for slot, on := range s.lit {
		if on {
			out[slot] = true
		}
	}
	return out, s.turned
}

// close ends the scene that is played.
func (s *stage) close() {
	s.leave()
	s.played.Wait()
	s.mu.Lock()
	watch := slices.Clone(s.watch)
	s.mu.Unlock()
	for _, w := range watch {
		w.Stop()
	}
}

// play plays one scene after the other.
func (s *stage) play() {
	if s.rest(14, 18) != nil {
		return
	}
	for {
		a := s.next()
		if err := s.perform(a); err != nil {
			s.retry(a)
		}
		if s.rest(5, 10) != nil {
			return
		}
	}
}

// next is the scene that comes: first in the order of the list, then every
// scene once, in any order, and again.
func (s *stage) next() act {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		s.list = scenes()
		for i := range s.list {
			j := i + s.d.cast.dice.below(len(s.list)-i)
			s.list[i], s.list[j] = s.list[j], s.list[i]
		}
	}
	a := s.list[0]
	s.list = s.list[1:]
	return a
}

// retry has a scene that found a phone busy played once more before long.
func (s *stage) retry(a act) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.again {
		a.again = true
		s.list = slices.Insert(s.list, min(1, len(s.list)), a)
	}
}

func (s *stage) perform(a act) (err error) {
	defer caught(s.d.cast.log, "scene "+a.name)
	sc := &scene{stage: s}
	defer sc.strike()
	if err = a.play(sc); err != nil && !errors.Is(err, errClosing) {
		s.d.cast.log.Debug("demo: a scene was not played to its end", "scene", a.name, "err", err)
	}
	return err
}

// rest waits, in seconds of the demo's time.
func (s *stage) rest(from, to float64) error { return s.await(nil, s.d.cast.dice.between(from, to)) }

// really waits for what the server takes its time for, whatever the pace.
func (s *stage) really(from, to float64) error {
	return s.until(nil, s.d.cast.dice.between(from, to))
}

// await waits for what happens, in the demo's time but no shorter than a server
// may take; a nil channel only lets the time pass.
func (s *stage) await(what <-chan struct{}, limit time.Duration) error {
	scaled := time.Duration(float64(limit) * s.d.cfg.Pace)
	if what != nil {
		scaled = max(scaled, min(limit, soon))
	}
	return s.until(what, scaled)
}

func (s *stage) until(what <-chan struct{}, limit time.Duration) error {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-what:
		return nil
	case <-s.ctx.Done():
		return errClosing
	case <-t.C:
		if what == nil {
			return nil
		}
		return errLate
	}
}

// scene is one of them while it is played.
type scene struct {
	*stage
	mu    sync.Mutex
	talks []*talk
	cued  []string
	kept  []*phone
}

// strike ends what the scene leaves behind.
func (s *scene) strike() {
	s.mu.Lock()
	talks, cued, kept := s.talks, s.cued, s.kept
	s.mu.Unlock()
	for _, p := range kept {
		p.keep(-1)
	}
	for _, c := range cued {
		s.d.cast.cues.drop(c)
	}
	for _, t := range talks {
		if !t.ended() {
			t.hangUp()
		}
	}
}

func (s *scene) has(t *talk) {
	s.mu.Lock()
	s.talks = append(s.talks, t)
	s.mu.Unlock()
}

// expect has calls with this name left to the scene.
func (s *scene) expect(name string, deaf bool) <-chan meeting {
	met := make(chan meeting, 32)
	s.d.cast.cues.put(name, &cue{deaf: deaf, met: func(m meeting) {
		s.has(m.talk)
		m.talk.after(s.longest(), m.talk.hangUp)
		select {
		case met <- m:
		default:
		}
	}})
	s.mu.Lock()
	s.cued = append(s.cued, name)
	s.mu.Unlock()
	return met
}

// meet waits for a call that is still there.
func (s *scene) meet(met <-chan meeting, limit time.Duration) (meeting, error) {
	t := time.NewTimer(limit)
	defer t.Stop()
	for {
		select {
		case m := <-met:
			if !m.talk.ended() {
				return m, nil
			}
		case <-s.ctx.Done():
			return meeting{}, errClosing
		case <-t.C:
			return meeting{}, errLate
		}
	}
}

// visit has somebody call the site.
func (s *scene) visit(to string, m manner) (number string, caller *talk, err error) {
	number = s.d.carrier.someone()
	return number, s.visitAs(number, to, m), nil
}

func (s *scene) visitAs(number, to string, m manner) *talk {
	m.wait = s.longest()
	t := s.d.carrier.visit(number, to, false, m)
	if t != nil {
		s.has(t)
	}
	return t
}

// served has somebody call the site, and waits for an agent to answer.
func (s *scene) served(to string, m manner) (number string, caller *talk, agent meeting, err error) {
	number = s.d.carrier.someone()
	met := s.expect(number, false)
	if caller = s.visitAs(number, to, m); caller == nil {
		return number, nil, meeting{}, errNobody
	}
	agent, err = s.meet(met, answerIn)
	return number, caller, agent, err
}

// free gives a phone without a call that is none of these, and keeps it from
// being chosen by chance while the scene lasts.
func (s *scene) free(not ...*phone) (*phone, error) {
	first := s.d.cast.dice.below(len(s.d.phones))
	for i := range s.d.phones {
		p := s.d.phones[(first+i)%len(s.d.phones)]
		if !slices.Contains(not, p) && p.idle() {
			p.keep(1)
			s.mu.Lock()
			s.kept = append(s.kept, p)
			s.mu.Unlock()
			return p, nil
		}
	}
	return nil, errNobody
}

// dials has a phone call, and waits for the answer.
func (s *scene) dials(p *phone, number string) (*talk, error) {
	t, _ := p.dial(number, manner{wait: s.longest()})
	if t == nil {
		return nil, errNobody
	}
	s.has(t)
	if err := s.await(t.up, soon); err != nil {
		return t, err
	}
	return t, nil
}

// over waits for the end of calls.
func (s *scene) over(talks ...*talk) error {
	for _, t := range talks {
		if err := s.await(t.gone, soon); err != nil {
			return err
		}
	}
	return nil
}

// say tells what happened, in the language of who watches. The arguments are
// of both texts.
func (s *stage) say(ja, en string, args ...any) {
	if s.d.cfg.Tell == nil {
		return
	}
	text := en
	if s.d.cfg.Language == "ja" {
		text = ja
	}
	s.d.cfg.Tell(fmt.Sprintf(text, args...))
}

// who is an agent as the terminal names it: by the family name.
func (p *phone) who() string {
	family, _, _ := strings.Cut(p.agent.name, " ")
	return family
}

// short is a caller's number as the terminal shows it.
func short(number string) string { return number[:3] + "…" + number[len(number)-4:] }
