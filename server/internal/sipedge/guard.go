package sipedge

import (
	"container/list"
	"net/netip"
	"sync"
	"time"
)

// GuardLimits bound what one source may do. Zero values are the defaults.
type GuardLimits struct {
	Rate     float64 // messages per second from one stranger's address; 0 is 50
	Burst    float64 // 0 is 200
	Known    float64 // messages per second from one registered phone; 0 is 200, its burst four times that
	Sources  int     // strangers, pairs and accounts remembered, of each; 0 is 65,536
	Streams  int     // TCP connections from one stranger's address; 0 is 500
	Datagram int     // greatest datagram read, bytes; 0 is 16 KiB

	// How many passwords may be tried; what they mean together is told at guesses.
	Strikes     int           // wrong ones of one phone before it rests; 0 is 3
	Rest        time.Duration // 0 is five minutes
	Guesses     int           // wrong ones of one address for one account; 0 is 10
	Guess       time.Duration // until they have one more; 0 is one minute
	Spread      int           // wrong ones for one account, from wherever it never was right; 0 is 30
	SpreadGuess time.Duration // until there is one more; 0 is one minute
	Failures    int           // wrong ones of one address within Window before it is suspect; 0 is 60
	Names       int           // accounts tried from one address within Window before it is suspect; 0 is 15
	Window      time.Duration // 0 is ten minutes
	Ban         time.Duration // how long an address is suspect; 0 is ten minutes
	Belief      time.Duration // how long an address is believed for an account that was right; 0 is 30 days
}

// officeShare is how much more than one stranger's address one may send and
// connect from which a phone has proved its password: others sit behind it.
const officeShare = 8

func (l *GuardLimits) complete() {
	orDefault(&l.Rate, 50)
	orDefault(&l.Burst, 200)
	orDefault(&l.Known, 200)
	orDefault(&l.Sources, 65_536)
	orDefault(&l.Streams, 500)
	orDefault(&l.Datagram, 16<<10)
	orDefault(&l.Strikes, 3)
	orDefault(&l.Rest, 5*time.Minute)
	orDefault(&l.Guesses, 10)
	orDefault(&l.Guess, time.Minute)
	orDefault(&l.Spread, 30)
	orDefault(&l.SpreadGuess, time.Minute)
	orDefault(&l.Failures, 60)
	orDefault(&l.Names, 15)
	orDefault(&l.Window, 10*time.Minute)
	orDefault(&l.Ban, 10*time.Minute)
	orDefault(&l.Belief, 30*24*time.Hour)
}

// guard remembers sources. It knows three kinds: trunks, whose networks the
// owner entered (never limited: a spoofed packet must not silence a carrier);
// flows, single ip:port of phones that proved their password (their own
// bucket, not banned when a neighbour behind the same NAT fails); and
// strangers, limited by address (an office's more loosely than others'), and
// never sent more bytes over UDP than they sent. Who may try passwords is
// told at guesses.
type guard struct {
	limits  GuardLimits
	guesses *guesses

	mu        sync.Mutex
	strangers *lru[netip.Addr, *source]
	flows     map[netip.AddrPort]*flowSource
	trusted   func(netip.AddrPort) bool // is it a trunk? never nil
}

type source struct {
	tokens  float64
	filled  time.Time
	credit  int // bytes they sent that we have not answered with bytes
	streams int
}

type flowSource struct {
	source
	account string // whose password was proved
	until   time.Time
}

func newGuard(l GuardLimits) *guard {
	return &guard{
		limits: l, guesses: newGuesses(l), strangers: newLRU[netip.Addr, *source](l.Sources),
		flows: map[netip.AddrPort]*flowSource{}, trusted: func(netip.AddrPort) bool { return false },
	}
}

// network gives the address that limits are counted by: one IPv4 address, or
// the /64 that one IPv6 subscriber has.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		return netip.PrefixFrom(a, 64).Masked().Addr()
	}
	return a
}

// setTrusted replaces the rule that knows trunks.
func (g *guard) setTrusted(f func(netip.AddrPort) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.trusted = f
}

// trust makes a flow known until a time: its phone proved the password of an
// account.
func (g *guard) trust(a netip.AddrPort, account string, until time.Time) {
	g.guesses.proved(time.Now(), claim{from: a, account: account})
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.flows[a]
	if f == nil {
		f = &flowSource{source: source{tokens: 4 * g.limits.Known, filled: time.Now()}}
		g.flows[a] = f
	}
	f.account = account
	if until.After(f.until) {
		f.until = until
	}
}

// distrust forgets a flow.
func (g *guard) distrust(a netip.AddrPort) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.flows, a)
}

// knows says whether a source is a trunk or a flow.
func (g *guard) knows(a netip.AddrPort) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known(a, time.Now())
}

// isFlow says whether a phone is registered from exactly this address and port.
func (g *guard) isFlow(a netip.AddrPort) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	f, ok := g.flows[a]
	return ok && time.Now().Before(f.until)
}

func (g *guard) known(a netip.AddrPort, now time.Time) bool {
	if f, ok := g.flows[a]; ok {
		if now.Before(f.until) {
			return true
		}
		delete(g.flows, a)
	}
	return g.trusted(a)
}

// admit says whether a message of n bytes may be read.
func (g *guard) admit(a netip.AddrPort, n int) verdict {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if f, ok := g.flows[a]; ok && now.Before(f.until) {
		return f.take(now, g.limits.Known, 4*g.limits.Known)
	}
	if g.known(a, now) {
		return passed
	}
	key := network(a.Addr())
	if g.guesses.banned(now, key) {
		return droppedBanned
	}
	s, share := g.stranger(key, now), g.share(now, key)
	v := s.take(now, share*g.limits.Rate, share*g.limits.Burst)
	if v == passed {
		s.credit = min(s.credit+n, 64<<10)
	}
	return v
}

// spend says whether a response of n bytes may go to a.
func (g *guard) spend(a netip.AddrPort, n int) bool {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known(a, now) {
		return true
	}
	s := g.stranger(network(a.Addr()), now)
	if s.credit < n {
		return false
	}
	s.credit -= n
	return true
}

// claim makes a claim of what a request says; it knows whether it comes from
// the flow that the same account registered.
func (g *guard) claim(from netip.AddrPort, account, callID string) claim {
	g.mu.Lock()
	defer g.mu.Unlock()
	f, ok := g.flows[from]
	return claim{from, account, callID, ok && f.account == account && time.Now().Before(f.until)}
}

// share is how many times a stranger's limits an address has.
func (g *guard) share(now time.Time, key netip.Addr) float64 {
	if g.guesses.office(now, key) {
		return officeShare
	}
	return 1
}

// connect says whether one more TCP connection may come from a.
func (g *guard) connect(a netip.Addr) bool {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.trusted(netip.AddrPortFrom(a, 0)) {
		return true
	}
	key := network(a)
	if g.guesses.banned(now, key) {
		return false
	}
	s := g.stranger(key, now)
	if s.streams >= int(g.share(now, key))*g.limits.Streams {
		return false
	}
	s.streams++
	return true
}

// disconnect takes a connection back.
func (g *guard) disconnect(a netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if s, ok := g.strangers.get(network(a)); ok && s.streams > 0 {
		s.streams--
	}
}

// counts gives the strangers and flows remembered, and the addresses that are
// suspect now, for metrics.
func (g *guard) counts() (strangers, suspects, flows int) {
	suspects = g.guesses.suspects(time.Now())
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.strangers.len(), suspects, len(g.flows)
}

// sweep forgets flows that ran out.
func (g *guard) sweep(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for a, f := range g.flows {
		if !now.Before(f.until) {
			delete(g.flows, a)
		}
	}
}

func (g *guard) stranger(key netip.Addr, now time.Time) *source {
	if s, ok := g.strangers.get(key); ok {
		return s
	}
	s := &source{tokens: g.limits.Burst, filled: now}
	g.strangers.put(key, s)
	return s
}

func (s *source) take(now time.Time, rate, burst float64) verdict {
	s.tokens = min(burst, s.tokens+now.Sub(s.filled).Seconds()*rate)
	s.filled = now
	if s.tokens < 1 {
		return droppedRate
	}
	s.tokens--
	return passed
}

// lru is a map that forgets what was used longest ago beyond its limit.
type lru[K comparable, V any] struct {
	limit int
	order *list.List // of *lruEntry, newest first
	items map[K]*list.Element
}

type lruEntry[K comparable, V any] struct {
	key   K
	value V
}

func newLRU[K comparable, V any](limit int) *lru[K, V] {
	return &lru[K, V]{limit: limit, order: list.New(), items: map[K]*list.Element{}}
}

func (l *lru[K, V]) len() int { return len(l.items) }

func (l *lru[K, V]) get(k K) (v V, ok bool) {
	e, ok := l.items[k]
	if !ok {
		return v, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*lruEntry[K, V]).value, true
}

func (l *lru[K, V]) put(k K, v V) {
	if e, ok := l.items[k]; ok {
		e.Value.(*lruEntry[K, V]).value = v
		l.order.MoveToFront(e)
		return
	}
	l.items[k] = l.order.PushFront(&lruEntry[K, V]{k, v})
	if len(l.items) > l.limit {
		last := l.order.Back()
		l.order.Remove(last)
		delete(l.items, last.Value.(*lruEntry[K, V]).key)
	}
}

func (l *lru[K, V]) drop(k K) {
	if e, ok := l.items[k]; ok {
		l.order.Remove(e)
		delete(l.items, k)
	}
}
