package sipedge

import (
	"net/netip"
	"sync"
	"time"
)

// guesses decides whose password is looked at, so that none can be found by
// trying, and so that a phone with an old password harms nobody but itself.
// Five bounds, from the narrowest; every number is a field of GuardLimits:
//
//   - One phone: three wrong passwords of one address, account and Call-ID (a
//     phone keeps it over its tries, RFC 3261 section 10.2), then its
//     credentials are refused unread for five minutes and count for nothing. A
//     phone with an old password costs six guesses in ten minutes at most,
//     however often it tries, which is less than the pair and the account
//     below get back.
//   - One pair of address and account: ten wrong passwords, and one more each
//     minute (1,450 on the first day, then 1,440 a day).
//   - One account from everywhere: 30 wrong passwords, and one more each minute
//     (1,470 on the first day, then 1,440 a day), from however many addresses.
//     Those from which the account's password was right within 30 days have no
//     part in this: strangers cannot shut its owner out.
//   - One address: 60 wrong passwords, or 15 account names, within ten minutes
//     make it suspect for ten minutes; what the two bounds above left unread
//     counts as wrong here, so that guessing ends in silence. Pairs that were right before count for
//     nothing here, and are heard all the same; of the others none is read.
//   - One address that is suspect and of which no password was right within 30
//     days is banned: its packets are dropped, its connections refused. An
//     office with one working phone is never banned.
//
// A phone that is registered has a pair of its own, by its port, for its own
// account: neither neighbours nor strangers that use its name keep it from
// registering anew. Unknown accounts are bounded as known ones are, so the
// bounds do not tell which exist. A random password of 12 lower-case letters
// takes 10^11 years at 1,440 a day.
//
// What is remembered is bounded too; an attacker who wants a pair forgotten
// needs 65,536 others, of which one address gets 15 in ten minutes. It is not
// kept over a restart, but for what registrations prove.
type guesses struct {
	limits GuardLimits

	mu       sync.Mutex
	phones   *lru[phoneKey, *strikes]
	pairs    *lru[pairKey, *bucket]
	accounts *lru[string, *bucket]
	sources  *lru[netip.Addr, *suspicion]
	right    *lru[pairKey, time.Time]    // until when the pair is believed
	offices  *lru[netip.Addr, time.Time] // until when an address has a pair that is
}

// claim is somebody saying to be an account.
type claim struct {
	from    netip.AddrPort
	account string
	callID  string
	own     bool // from the flow that this very account registered
}

// pairKey is an address and an account; the port is that of a registered
// phone, for its own account, else 0.
type pairKey struct {
	at      netip.AddrPort
	account string
}

type phoneKey struct {
	pairKey
	callID string
}

// strikes counts a phone's wrong passwords.
type strikes struct {
	n     int
	first time.Time
	until time.Time // refused unread
}

// bucket holds the guesses that are left.
type bucket struct {
	left   float64
	filled time.Time
}

func (b *bucket) fill(now time.Time, most int, every time.Duration) {
	b.left = min(float64(most), b.left+float64(now.Sub(b.filled))/float64(every))
	b.filled = now
}

// suspicion counts what came from one address.
type suspicion struct {
	wrong int
	names map[string]struct{}
	first time.Time
	until time.Time
}

// longest account name and Call-ID that are told apart; hostile text.
const maxClaim = 64

func newGuesses(l GuardLimits) *guesses {
	return &guesses{
		limits: l, phones: newLRU[phoneKey, *strikes](l.Sources), pairs: newLRU[pairKey, *bucket](l.Sources),
		accounts: newLRU[string, *bucket](l.Sources), sources: newLRU[netip.Addr, *suspicion](l.Sources),
		right: newLRU[pairKey, time.Time](l.Sources), offices: newLRU[netip.Addr, time.Time](l.Sources),
	}
}

func (c claim) keys() (netip.Addr, pairKey, phoneKey) {
	at, port := network(c.from.Addr()), uint16(0)
	if c.own {
		port = c.from.Port()
	}
	pair := pairKey{netip.AddrPortFrom(at, port), c.account[:min(len(c.account), maxClaim)]}
	return at, pair, phoneKey{pair, c.callID[:min(len(c.callID), maxClaim)]}
}

// may says whether the password of a claim may be looked at.
func (g *guesses) may(now time.Time, c claim) bool {
	at, pair, phone := c.keys()
	g.mu.Lock()
	defer g.mu.Unlock()
	if s, ok := g.phones.get(phone); ok && now.Before(s.until) {
		return false
	}
	if b, ok := g.pairs.get(pair); ok {
		if b.fill(now, g.limits.Guesses, g.limits.Guess); b.left < 1 {
			return false
		}
	}
	if c.own || g.believed(now, pair) {
		return true
	}
	if b, ok := g.accounts.get(pair.account); ok {
		if b.fill(now, g.limits.Spread, g.limits.SpreadGuess); b.left < 1 {
			return false
		}
	}
	s, ok := g.sources.get(at)
	return !ok || !now.Before(s.until)
}

// wrong counts a wrong password, which may had let through, and says whether
// its address became suspect by it. exists: there is such an account.
func (g *guesses) wrong(now time.Time, c claim, exists bool) bool {
	at, pair, phone := c.keys()
	g.mu.Lock()
	defer g.mu.Unlock()
	s, ok := g.phones.get(phone)
	if !ok || now.Sub(s.first) > g.limits.Rest {
		s = &strikes{first: now}
		g.phones.put(phone, s)
	}
	if s.n++; s.n >= g.limits.Strikes {
		s.n, s.until = 0, now.Add(g.limits.Rest)
	}
	take(g.pairs, pair, now, g.limits.Guesses, g.limits.Guess)
	if c.own || g.believed(now, pair) {
		return false
	}
	if exists {
		take(g.accounts, pair.account, now, g.limits.Spread, g.limits.SpreadGuess)
	}
	return g.suspect(now, at, pair.account)
}

// turnedAway counts a claim that may did not let through, unless the phone
// rests or the pair was right before, and says whether its address became
// suspect by it.
func (g *guesses) turnedAway(now time.Time, c claim) bool {
	at, pair, phone := c.keys()
	g.mu.Lock()
	defer g.mu.Unlock()
	if s, ok := g.phones.get(phone); ok && now.Before(s.until) || c.own || g.believed(now, pair) {
		return false
	}
	if s, ok := g.sources.get(at); ok && now.Before(s.until) {
		return false
	}
	return g.suspect(now, at, pair.account)
}

func (g *guesses) suspect(now time.Time, at netip.Addr, account string) bool {
	s, ok := g.sources.get(at)
	if !ok || now.Sub(s.first) > g.limits.Window {
		s = &suspicion{first: now, names: map[string]struct{}{}}
		g.sources.put(at, s)
	}
	s.wrong++
	s.names[account] = struct{}{}
	if s.wrong < g.limits.Failures && len(s.names) < g.limits.Names {
		return false
	}
	s.wrong, s.first, s.until = 0, now, now.Add(g.limits.Ban)
	clear(s.names)
	return true
}

func take[K comparable](of *lru[K, *bucket], k K, now time.Time, most int, every time.Duration) {
	b, ok := of.get(k)
	if !ok {
		b = &bucket{left: float64(most), filled: now}
		of.put(k, b)
	}
	b.fill(now, most, every)
	b.left = max(0, b.left-1)
}

// proved notes that an account's password was right from an address, now or
// at the time of a registration that is restored.
func (g *guesses) proved(now time.Time, c claim) {
	at, pair, phone := c.keys()
	pair.at = netip.AddrPortFrom(at, 0)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.phones.drop(phone)
	g.right.put(pair, now.Add(g.limits.Belief))
	g.offices.put(at, now.Add(g.limits.Belief))
}

func (g *guesses) believed(now time.Time, pair pairKey) bool {
	pair.at = netip.AddrPortFrom(pair.at.Addr(), 0)
	until, ok := g.right.get(pair)
	return ok && now.Before(until)
}

// office says whether some password was right from an address (as network
// gives it); such an address is never banned.
func (g *guesses) office(now time.Time, at netip.Addr) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.isOffice(now, at)
}

func (g *guesses) isOffice(now time.Time, at netip.Addr) bool {
	until, ok := g.offices.get(at)
	return ok && now.Before(until)
}

// banned says whether nothing of an address is to be read.
func (g *guesses) banned(now time.Time, at netip.Addr) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	s, ok := g.sources.get(at)
	return ok && now.Before(s.until) && !g.isOffice(now, at)
}

// suspects counts the addresses that are suspect now, for a metric.
func (g *guesses) suspects(now time.Time) (n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for e := g.sources.order.Front(); e != nil; e = e.Next() {
		if now.Before(e.Value.(*lruEntry[netip.Addr, *suspicion]).value.until) {
			n++
		}
	}
	return n
}
