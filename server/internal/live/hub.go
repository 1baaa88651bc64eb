package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const (
	burst        = 100 * time.Millisecond // changes within it are told together
	swift        = 40 * time.Millisecond  // and to who sees the whole floor, as long as telling them is little work
	swiftShare   = 10                     // so little: a tenth of the time
	pingEvery    = 30 * time.Second
	resyncEvery  = time.Second // oftener is not a client of ours
	maxInputs    = 1 << 17     // events that may wait for the hub
	maxReaders   = 20000
	maxOfSession = 32
	closeSession = 4401 // close code of a session that has ended
	closeRights  = 4403 // and of one that may something else now: it comes again
)

// socket is one open connection. Send must not wait: it buffers, or fails.
type socket interface {
	Send(message []byte) error
	Close(code int, reason string)
}

// Options of New.
type Options struct {
	Zone *time.Location // of the site; its midnight begins the day's figures
	// ServiceLevel is the time within which an answer counts. It holds from
	// the start, and from the next SetDay.
	ServiceLevel time.Duration
	Now          func() time.Time // time.Now
	Logger       *slog.Logger
}

// Hub owns the model and the sockets. Make it with New and let Run run.
type Hub struct {
	now     func() time.Time
	log     *slog.Logger
	box     *mailbox.Box[input]
	dropped atomic.Uint64
	readers atomic.Int64
	done    chan struct{}

	// Below: owned by Run.
	paces   [paces]paceState
	model   *model
	tables  map[wire.Collection]*table
	open    map[socket]*reader
	perSess map[id.Session]int
	parts   parts
	letters []letter // of the round before, to be used again
	// tellers is how many tell so many sockets at once.
	tellers func(sockets int) int
	// newcomers wait for their first snapshot, or for another, until the others
	// of their pace have been told what it will hold.
	newcomers []joining
}

// reader is an open socket with what it has been told.
type reader struct {
	viewer Viewer
	seq    uint64
	key    string
	view   view
	synced time.Time
}

// input is what the hub is told: exactly one field is set.
type input struct {
	event  *journal.Event
	plan   *Plan
	day    *stats.Day
	join   *joining
	leave  socket
	resync socket
	drop   id.Session
	renew  id.Session
	ask    *asking
	// Of the five-minute figures.
	bars    *stats.Bars
	askBars *barsAsking
	chat    *Delivery
	changes []wire.Changed
}

type joining struct {
	socket socket
	viewer Viewer
	asked  bool // for it once more
}

type asking struct {
	viewer Viewer
	answer chan<- []byte
}

// New makes a hub.
func New(o Options) *Hub {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	h := &Hub{
		now: o.Now, log: o.Logger, box: mailbox.New[input](maxInputs), done: make(chan struct{}),
		model: newModel(o.Now(), o.Zone, o.ServiceLevel), tables: map[wire.Collection]*table{}, open: map[socket]*reader{}, perSess: map[id.Session]int{}, parts: newParts(), tellers: tellers,
	}
	for _, c := range wire.Collections() {
		h.tables[c] = newTable()
	}
	return h
}

// Feed tells the hub of an event. It never waits; should the hub be more than
// a hundred thousand events behind, the event is dropped and counted.
func (h *Hub) Feed(e journal.Event) {
	if !h.box.Put(input{event: &e}) {
		h.dropped.Add(1)
	}
}

// SetPlan shows the site as configured from now on.
func (h *Hub) SetPlan(p Plan) { h.box.Put(input{plan: &p}) }

// SetDay takes the day's figures so far, as they were counted again from the
// stored events. Give it at the start, before the first event is fed.
func (h *Hub) SetDay(d stats.Day) { h.box.Put(input{day: &d}) }

// Drop closes the sockets of a session that has ended.
func (h *Hub) Drop(s id.Session) { h.box.Put(input{drop: s}) }

// Renew closes the sockets of a session that may something else than before:
// they come again, and see what it may.
func (h *Hub) Renew(s id.Session) { h.box.Put(input{renew: s}) }

// Readers is how many sockets are open.
func (h *Hub) Readers() int { return int(h.readers.Load()) }

// Dropped is how many events were lost because the hub was too far behind.
func (h *Hub) Dropped() uint64 { return h.dropped.Load() }

// Floor gives what a viewer sees now, as the JSON of a snapshot's state with
// lists instead of maps.
func (h *Hub) Floor(ctx context.Context, v Viewer) ([]byte, error) {
	answer := make(chan []byte, 1)
	if !h.box.Put(input{ask: &asking{v, answer}}) {
		return nil, fault.New(fault.Unavailable, "busy", "the floor cannot be shown now; try again")
	}
	select {
	case out := <-answer:
		return out, nil
	case <-h.done:
		return nil, fault.New(fault.Unavailable, "stopping", "the server is stopping")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Run owns the model until ctx ends, then closes every socket.
func (h *Hub) Run(ctx context.Context) error {
	defer close(h.done)
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	flush := time.NewTimer(0)
	defer flush.Stop()
	<-flush.C
	turn := time.NewTimer(h.model.turns().Sub(h.now())) // nothing happens at midnight, and yet a day begins
	defer turn.Stop()
	var batch []input
	for {
		var pinged bool
		select {
		case <-ctx.Done():
			h.stop()
			return nil
		case <-h.box.Wake():
		case <-flush.C:
		case <-turn.C:
		case <-ping.C:
			pinged = true
		}
		batch = h.box.Take(batch)
		h.step(batch, pinged)
		turn.Reset(h.model.turns().Sub(h.now()))
		if wait := h.tellDue(); wait > 0 {
			flush.Reset(wait)
		}
	}
}

// stop closes every socket.
func (h *Hub) stop() {
	h.box.Close()
	for _, j := range slices.Clone(h.newcomers) {
		h.leave(j.socket, 1001, "the server is stopping")
	}
	for s := range h.open {
		h.leave(s, 1001, "the server is stopping")
	}
}

// step takes a batch in. A panic costs the message that caused it.
func (h *Hub) step(batch []input, pinged bool) {
	h.model.roll(h.now()) // before the first event of a new day is counted
	for _, in := range batch {
		if err := h.take(in); err != nil {
			h.log.Error("the live floor could not take a message", "err", err)
		}
	}
	if pinged {
		h.say([]byte(`{"type":"ping"}`), func(*reader) bool { return true })
		if n := h.dropped.Swap(0); n > 0 {
			h.log.Error("the live floor was too slow and lost events; rows may be wrong until they change again", "events", n)
		}
	}
}

func (h *Hub) take(in input) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("live: panic: %v\n%s", p, debug.Stack())
		}
	}()
	switch {
	case in.event != nil:
		h.model.add(*in.event)
	case in.plan != nil:
		if len(h.newcomers) > 0 {
			h.flush()
			h.admit() // who came before it is judged by it, too
		}
		h.model.setPlan(*in.plan)
		for s, r := range h.open {
			a, there := h.model.agents[r.viewer.Agent]
			switch {
			case r.viewer.Agent.IsZero():
			case there:
				r.viewer.All = a.All && (r.viewer.All || !r.viewer.Bounded) // a role may have been given or taken; flush sends the other view
			default:
				h.leave(s, closeSession, "the agent is not there any more")
			}
		}
	case in.day != nil:
		h.model.within = in.day.Within
		h.model.setDay(*in.day)
	case in.join != nil:
		h.newcomers = append(h.newcomers, *in.join)
	case in.leave != nil:
		h.forget(in.leave)
	case in.resync != nil:
		h.resync(in.resync)
	case !in.drop.IsZero():
		h.end(in.drop, closeSession, "the session has ended")
	case !in.renew.IsZero():
		h.end(in.renew, closeRights, "the session may something else now")
	case in.chat != nil:
		h.deliver(*in.chat)
	case in.changes != nil:
		return h.tellChanged(in.changes)
	case in.bars != nil:
		h.model.setBars(in.bars)
	case in.askBars != nil:
		in.askBars.answer <- h.bars(*in.askBars)
	case in.ask != nil:
		h.tellMine(h.takeUp())
		in.ask.answer <- h.floor(in.ask.viewer)
	default:
		return errors.New("live: an empty message")
	}
	return nil
}

// admit gives those who wait for it their snapshot: they do until the others
// of their pace are owed nothing, so that a thousand who come at once, as after
// a restart, cost the others no message more, and none comes twice.
func (h *Hub) admit() {
	if h.changed() {
		return
	}
	all := h.newcomers
	h.newcomers = nil
	for _, j := range all {
		_, v := h.model.viewOf(j.viewer)
		switch r := h.open[j.socket]; {
		case h.paces[v.pace()].owes:
			h.newcomers = append(h.newcomers, j)
		case r == nil:
			h.join(j)
		default:
			h.tell(j.socket, r)
		}
	}
}

func (h *Hub) join(j joining) {
	if len(h.open) >= maxReaders || h.perSess[j.viewer.Session] >= maxOfSession {
		j.socket.Close(1013, "too many connections")
		return
	}
	r := &reader{viewer: j.viewer, synced: h.now()}
	r.key, r.view = h.model.viewOf(j.viewer)
	h.open[j.socket] = r
	h.perSess[j.viewer.Session]++
	h.readers.Store(int64(len(h.open)))
	h.parts.enter(j.socket, r.viewer.Agent)
	h.tell(j.socket, r)
}

// resync has a socket get another snapshot, which is the one that it waits for
// where it does already.
func (h *Hub) resync(s socket) {
	if i := slices.IndexFunc(h.newcomers, func(j joining) bool { return j.socket == s }); i >= 0 {
		if h.newcomers[i].asked {
			h.leave(s, 1008, "too many resyncs")
			return
		}
		h.newcomers[i].asked = true
		return
	}
	r := h.open[s]
	if r == nil {
		return
	}
	now := h.now()
	if now.Sub(r.synced) < resyncEvery && r.seq > 1 {
		h.leave(s, 1008, "too many resyncs")
		return
	}
	r.synced = now
	h.newcomers = append(h.newcomers, joining{s, r.viewer, true})
}

// tell sends a snapshot.
func (h *Hub) tell(s socket, r *reader) {
	r.seq++
	h.send(s, r.view.snapshot(h.tables, h.now().UnixMilli(), r.viewer.Rights).with(wire.TypeSnapshot, r.seq))
	h.tellNewcomer(s, r.viewer.Agent)
}

func (h *Hub) send(s socket, message []byte) {
	if err := s.Send(message); err != nil {
		h.leave(s, 1008, "too slow")
	}
}

// end closes the sockets of a session.
func (h *Hub) end(which id.Session, code int, reason string) {
	h.newcomers = slices.DeleteFunc(h.newcomers, func(j joining) bool {
		ends := j.viewer.Session == which
		if ends && h.open[j.socket] == nil {
			j.socket.Close(code, reason)
		}
		return ends
	})
	for s, r := range h.open {
		if r.viewer.Session == which {
			h.leave(s, code, reason)
		}
	}
}

func (h *Hub) leave(s socket, code int, reason string) {
	s.Close(code, reason)
	h.forget(s)
}

func (h *Hub) forget(s socket) {
	h.newcomers = slices.DeleteFunc(h.newcomers, func(j joining) bool { return j.socket == s })
	r := h.open[s]
	if r == nil {
		return
	}
	delete(h.open, s)
	h.parts.leave(s, r.viewer.Agent)
	if h.perSess[r.viewer.Session]--; h.perSess[r.viewer.Session] <= 0 {
		delete(h.perSess, r.viewer.Session)
	}
	h.readers.Store(int64(len(h.open)))
}

// floor writes what a viewer sees, as lists.
func (h *Hub) floor(v Viewer) []byte {
	_, w := h.model.viewOf(v)
	out := map[string]any{"serverTime": h.now().UnixMilli()}
	for _, c := range wire.Collections() {
		list := []json.RawMessage{}
		rows := h.tables[c].rows
		for _, key := range slices.SortedFunc(maps.Keys(rows), func(a, b [16]byte) int { return bytes.Compare(a[:], b[:]) }) {
			if w.sees(c, key) {
				list = append(list, rows[key])
			}
		}
		out[string(c)] = list
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return []byte("{}") // cannot happen: the rows are JSON
	}
	return raw
}
