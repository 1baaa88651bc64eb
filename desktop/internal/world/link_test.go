package world

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
)

// link is the app's link and the server behind it, as far as they say things
// to the seat.
type link struct {
	o     *office
	tell  func(seat.Input)
	log   func(format string, args ...any)
	soft  live.Softphone // as all agents have it
	codes live.PhoneCodes

	mu     sync.Mutex
	dice   *rand.Rand
	who    *agent // nil: nobody is logged in
	up     bool
	goes   bool // EndSession is under way
	ended  int
	unsaid bool // a login or another profile while the server was away
}

const address = "https://call.example.jp"

// signIn logs somebody in, or says his profile anew.
func (l *link) signIn(a *agent) {
	l.mu.Lock()
	l.who, l.goes = a, false
	up := l.up
	l.mu.Unlock()
	l.o.mu.Lock()
	soft := l.soft
	soft.User, soft.Password, soft.Device = a.user, a.password, "device-"+a.id
	notify := a.notify
	l.o.mu.Unlock()
	if !up { // it is said when the server is back
		l.mu.Lock()
		l.unsaid = true
		l.mu.Unlock()
		return
	}
	l.tell(seat.SignedIn{
		Profile: live.Profile{
			Agent:    live.ProfileAgent{ID: a.id, Login: "login-" + a.name, Name: a.name, Nickname: "nick-" + a.name, Extension: a.ext, Role: "agent", Language: "en"},
			Numbers:  []live.CallerID{{ID: "number-" + a.id, Number: "0312345678", Name: "of " + a.name}},
			Settings: live.PersonalSettings{NotifyExternal: notify, NotifyInternal: true, PopupTarget: "browser"},
			Codes:    l.codes,
		},
		Softphone: soft,
	})
	l.tell(seat.Directory{Names: map[string]seat.Person{"201": {Name: "Aoki", Agent: "agent-a"}, "202": {Name: "Baba", Agent: "agent-b"}}})
	l.news()
}

// signOut ends the session from the server's side.
func (l *link) signOut(t *seat.Trouble) {
	l.mu.Lock()
	was := l.who
	l.who, l.goes = nil, false
	l.mu.Unlock()
	if was != nil {
		l.tell(seat.SignedOut{Trouble: t})
	}
}

func (l *link) agent() *agent {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.who
}

// connect tells of the server, or that it is gone.
func (l *link) connect(up bool) {
	l.mu.Lock()
	l.up = up
	who, say := l.who, up && l.unsaid && l.who != nil
	l.unsaid = l.unsaid && !up
	l.mu.Unlock()
	phase := seat.Offline
	if up {
		phase = seat.Online
	}
	l.tell(seat.Linked{URL: address, Managed: true, Phase: phase})
	switch {
	case say:
		l.signIn(who)
	case up:
		l.news()
	}
}

// news tells of the agent's calls, a little later.
func (l *link) news() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.up || l.who == nil {
		return
	}
	time.AfterFunc(time.Duration(l.dice.IntN(150))*time.Millisecond, func() {
		l.mu.Lock()
		who, up := l.who, l.up
		l.mu.Unlock()
		if up && who != nil {
			l.tell(seat.Mine{Calls: l.o.mine(who)})
		}
	})
}

// Do takes the effects that are the link's.
func (l *link) Do(e seat.Effect) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wait := time.Duration(l.dice.IntN(300)) * time.Millisecond
	switch e := e.(type) {
	case seat.EndSession:
		l.ended++
		l.goes = true
		if l.dice.IntN(6) == 0 {
			wait = 6 * time.Second // slow, or out of reach
		}
		time.AfterFunc(wait, func() {
			l.mu.Lock()
			goes := l.goes
			l.mu.Unlock()
			if goes {
				l.signOut(nil)
			}
		})
	case seat.Post:
		if l.dice.IntN(15) == 0 {
			return // never answered
		}
		fate := l.dice.IntN(5)
		time.AfterFunc(wait, func() { l.posted(e, fate) })
	default:
	}
}

func (l *link) posted(e seat.Post, fate int) {
	l.mu.Lock()
	up := l.up
	l.mu.Unlock()
	switch {
	case !up:
		l.tell(seat.Posted{Ref: e.Ref, Trouble: &seat.Trouble{Code: "server_unreachable"}})
		return
	case fate == 0:
		l.tell(seat.Posted{Ref: e.Ref, Trouble: &seat.Trouble{Code: "call_state"}})
		return
	}
	done := l.o.order(e)
	if done == nil {
		l.tell(seat.Posted{Ref: e.Ref, Trouble: &seat.Trouble{Code: "call_over"}})
		return
	}
	if fate == 1 { // what follows from it comes before the answer
		done()
		time.AfterFunc(20*time.Millisecond, func() { l.tell(seat.Posted{Ref: e.Ref}) })
		return
	}
	l.tell(seat.Posted{Ref: e.Ref})
	done()
}
