package sipedge

import (
	"context"
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// lookUpEvery is how often a trunk's name is resolved again.
const lookUpEvery = 5 * time.Minute

// lookUpPatience bounds one resolution.
const lookUpPatience = 5 * time.Second

// trunkKeeper holds the connections to the carriers: who is registered, who
// answers, at which address.
type trunkKeeper struct {
	edge *Edge
	work sync.WaitGroup

	mu   sync.Mutex
	run  context.Context // nil until start
	keep map[id.Trunk]*trunkWatch
}

// backAgain is how long a registration stays at a further address after the
// first one, which answered OPTIONS, failed to register us.
const backAgain = 5 * time.Minute

func newTrunkKeeper(e *Edge) *trunkKeeper {
	return &trunkKeeper{edge: e, keep: map[id.Trunk]*trunkWatch{}}
}

// start begins to watch the trunks of the plan.
func (k *trunkKeeper) start(ctx context.Context) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.run = ctx
	for _, w := range k.keep {
		k.begin(w)
	}
}

// apply makes the watched trunks be those of the plan. A trunk whose settings
// did not change is left alone.
func (k *trunkKeeper) apply(x *index) {
	k.mu.Lock()
	defer k.mu.Unlock()
	ended := map[id.Trunk]chan struct{}{}
	for tid, w := range k.keep {
		if t := x.trunks[tid]; t == nil || !reflect.DeepEqual(*t, w.trunk) {
			done := make(chan struct{})
			w.end(sync.OnceFunc(func() { close(done) }))
			ended[tid] = done
			delete(k.keep, tid)
		}
	}
	for _, t := range x.order {
		if k.keep[t.ID] != nil {
			continue
		}
		w := &trunkWatch{edge: k.edge, trunk: *t, state: TrunkState{ID: t.ID, State: TrunkUnknown, Since: time.Now()}, moved: make(chan struct{}, 1), home: make(chan struct{}, 1), after: ended[t.ID]}
		k.keep[t.ID] = w
		if k.run != nil {
			k.begin(w)
		}
	}
}

func (k *trunkKeeper) begin(w *trunkWatch) {
	ctx, cancel := context.WithCancel(k.run)
	w.mu.Lock()
	w.cancel = cancel
	w.mu.Unlock()
	k.work.Go(func() {
		defer k.edge.caught("watching a trunk")
		w.watch(ctx)
	})
}

// close unregisters everywhere and waits until the carriers answered or ctx
// is over.
func (k *trunkKeeper) close(ctx context.Context) {
	k.mu.Lock()
	var waits []chan struct{}
	for tid, w := range k.keep {
		done := make(chan struct{})
		w.end(sync.OnceFunc(func() { close(done) }))
		waits = append(waits, done)
		delete(k.keep, tid)
	}
	k.mu.Unlock()
	for _, done := range waits {
		select {
		case <-done:
		case <-ctx.Done():
			return
		}
	}
	k.work.Wait()
}

func (k *trunkKeeper) watched(t id.Trunk) *trunkWatch {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keep[t]
}

// several says whether there is more than one trunk that is in use.
func (k *trunkKeeper) several() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := 0
	for _, w := range k.keep {
		if !w.trunk.Disabled {
			n++
		}
	}
	return n > 1
}

// learned gives the trunk whose name was resolved to an address, for trunks
// that register or name no networks of their own.
func (k *trunkKeeper) learned(a netip.Addr) id.Trunk {
	k.mu.Lock()
	defer k.mu.Unlock()
	for tid, w := range k.keep {
		if (w.trunk.Register != nil || len(w.trunk.InboundFrom) == 0) && w.has(a) {
			return tid
		}
	}
	return id.Trunk{}
}

// covers says whether calls of a trunk may come from an address.
func (k *trunkKeeper) covers(t *Trunk, a netip.Addr) bool {
	if slices.ContainsFunc(t.InboundFrom, func(p netip.Prefix) bool { return p.Contains(a) }) {
		return true
	}
	w := k.watched(t.ID)
	return w != nil && w.has(a)
}

// Trunks lists how every trunk of the plan stands, in no particular order.
func (e *Edge) Trunks() []TrunkState {
	e.trunks.mu.Lock()
	defer e.trunks.mu.Unlock()
	var out []TrunkState
	for _, w := range e.trunks.keep {
		w.mu.Lock()
		out = append(out, w.state)
		w.mu.Unlock()
	}
	return out
}

// trunkWatch keeps one trunk.
type trunkWatch struct {
	edge  *Edge
	trunk Trunk
	moved chan struct{} // the registration should try another address
	home  chan struct{} // the first address is there again
	after chan struct{} // closed when the watch before this one has unregistered; nil: there was none

	mu       sync.Mutex
	cancel   context.CancelFunc
	over     bool
	state    TrunkState
	hops     []*hop
	fault    string // why there is no address
	lookedUp time.Time
	reg      *sipua.Registration
	regHop   int
	regAt    netip.AddrPort // the address that reg registers at
	joining  bool           // a registration is being begun, which reg does not name yet
	left     func()         // end's done, which waits for that one to be undone; may be nil
	stay     time.Time      // until then the registration does not go back to the first address
	regState sipua.RegistrationState
	regFault string
}

// hop is one address of a trunk.
type hop struct {
	at     netip.AddrPort
	rests  time.Time // 503 with Retry-After: until then it is tried last
	asking bool
	alive  bool // answered the last OPTIONS
	misses int
}

func (w *trunkWatch) watch(ctx context.Context) {
	if w.trunk.Disabled {
		w.mu.Lock()
		w.judge()
		w.mu.Unlock()
		return
	}
	if w.after != nil {
		// The old REGISTER with Expires: 0 must not come behind the new one.
		patience := time.NewTimer(lookUpPatience)
		select {
		case <-w.after:
		case <-patience.C:
		case <-ctx.Done():
		}
		patience.Stop()
	}
	w.lookUp(ctx)
	w.register(0)
	w.ask()
	tick := time.NewTicker(w.edge.cfg.Qualify)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.moved:
			w.register(1)
		case <-w.home:
			w.goHome(time.Now())
		case now := <-tick.C:
			w.mu.Lock()
			stale := now.Sub(w.lookedUp) >= lookUpEvery || !slices.ContainsFunc(w.hops, func(h *hop) bool { return h.misses < missesAllowed })
			w.mu.Unlock()
			if stale {
				w.lookUp(ctx)
				w.register(0)
			}
			w.ask()
		}
	}
}

// lookUp resolves the next hop's name; what is known of addresses that stay
// is kept.
func (w *trunkWatch) lookUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookUpPatience)
	defer cancel()
	found, err := w.resolve(ctx)
	defer w.edge.trunks.remark()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookedUp = time.Now()
	if err != nil {
		w.fault = clean(err.Error(), maxText)
		w.judge()
		return // old addresses are better than none
	}
	w.fault = ""
	var hops []*hop
	for _, at := range found {
		i := slices.IndexFunc(w.hops, func(h *hop) bool { return h.at == at })
		if i >= 0 {
			hops = append(hops, w.hops[i])
		} else {
			hops = append(hops, &hop{at: at})
		}
	}
	w.hops = hops
	w.judge()
}

// resolve gives the addresses of the trunk's next hop, then of its backups. A
// name without an address is passed over while others have one.
func (w *trunkWatch) resolve(ctx context.Context) ([]netip.AddrPort, error) {
	var out []netip.AddrPort
	var errs []error
	for _, name := range append([]string{w.trunk.nextHop()}, w.trunk.Backup...) {
		host, port := splitHost(name)
		found, err := w.edge.cfg.Resolve(ctx, host, port, w.trunk.Transport)
		if err == nil && len(found) == 0 {
			err = errors.New("the name " + host + " has no address")
		}
		errs = append(errs, err)
		for _, at := range found {
			at = netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
			if !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

func (t *Trunk) nextHop() string {
	if t.Proxy != "" {
		return t.Proxy
	}
	return t.Host
}

// uri makes a URI at the trunk; user "" is the registrar itself.
func (t *Trunk) uri(user string) sipua.URI {
	host, port := splitHost(t.Host)
	u := sipua.URI{Scheme: "sip", User: escapeUser(user), Host: host, Port: int(port)}
	if t.Transport == TCP || t.Transport == TLS {
		u.UriParams = append(u.UriParams, sipua.Param{K: "transport", V: string(t.Transport)})
	}
	return u
}

// ours makes a URI of ours as the trunk wants to see it in From.
func (t *Trunk) ours(user string) sipua.URI {
	domain := t.Profile.FromDomain
	if domain == "" {
		domain = t.Host
	}
	host, port := splitHost(domain)
	return sipua.URI{Scheme: "sip", User: escapeUser(user), Host: host, Port: int(port)}
}

func (t *Trunk) credentials() *sipua.Credentials {
	r := t.Register
	if r == nil || r.Password == "" {
		return nil
	}
	user := r.AuthUser
	if user == "" {
		user = r.User
	}
	return &sipua.Credentials{User: user, Password: r.Password}
}

// addresses gives where to send a call: first where we are registered, then
// the addresses that answer, in their order, last those that do not or that
// asked for a rest.
func (w *trunkWatch) addresses(now time.Time) []netip.AddrPort {
	w.mu.Lock()
	defer w.mu.Unlock()
	var first, good, rest []netip.AddrPort
	for _, h := range w.hops {
		switch {
		case now.Before(h.rests) || h.misses >= missesAllowed:
			rest = append(rest, h.at)
		case w.regState == sipua.Registered && h.at == w.regAt:
			first = append(first, h.at)
		default:
			good = append(good, h.at)
		}
	}
	return append(append(first, good...), rest...)
}

// rest puts an address last for a while.
func (w *trunkWatch) rest(at netip.AddrPort, pause time.Duration, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.hops {
		if h.at == at && pause > 0 {
			h.rests = now.Add(pause)
		}
	}
}

func (w *trunkWatch) has(a netip.Addr) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.hops, func(h *hop) bool { return h.at.Addr() == a })
}
