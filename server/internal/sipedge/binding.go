package sipedge

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// binding is one contact of a device: where one phone can be reached
// (RFC 3261 section 10).
type binding struct {
	key     string // what makes a contact the same one: its instance, else its URI
	uri     sipua.URI
	flow    sipua.Flow     // how it registered; zero after a restart
	remote  netip.AddrPort // where it registered from
	via     sipua.Transport
	callID  string
	cseq    uint32
	expires time.Time
	agent   string
	path    []string

	up     bool
	misses int
	asked  time.Time // when the last OPTIONS went out
	asking uint64    // number of the OPTIONS under way; 0: none
	missed bool      // the one under way was counted as a miss
	rtt    time.Duration
}

// target is how to reach the contact: over the flow it registered on, which
// is the only way through its NAT.
func (b *binding) target() sipua.Target {
	t := sipua.Target{URI: b.uri, Flow: b.flow, Sticky: true}
	if b.flow.IsZero() {
		t.Next, t.Transport = b.remote, b.via
	}
	for _, p := range b.path {
		if u, err := sipua.ParseURI(strings.Trim(p, "<> ")); err == nil {
			t.Route = append(t.Route, u)
		}
	}
	return t
}

func (b *binding) address() string { return string(b.via) + ":" + b.remote.String() }

// wish is one Contact of a REGISTER.
type wish struct {
	key     string
	uri     sipua.URI
	expires time.Duration // 0: remove
}

// contacts is a device's set of bindings, oldest first. It is pure: the
// caller brings the time.
type contacts struct {
	device   id.Device
	user     string
	seal     string // of the account when they registered
	bindings []*binding
	told     DeviceState // last state that was reported
	cause    string      // why the last change happened, for a device that is down
}

// Causes of the end of all contacts of a device at once.
const (
	removed = "removed"
	renewed = "renewed"
)

// refusalOf is why a REGISTER is not carried out.
type refusalOf int

const (
	accepted   refusalOf = iota
	tooMany              // no place for one more contact
	secondOne            // the account allows one phone, and it is there
	outOfOrder           // a REGISTER older than the last one
)

// change carries out all wishes of one REGISTER or none (RFC 3261 section
// 10.3 step 7). gone are the bindings whose flow it ended.
func (c *contacts) change(now time.Time, acct *DeviceAccount, wishes []wish, made binding) (gone []*binding, no refusalOf) {
	for _, w := range wishes {
		if b := c.find(w.key); b != nil && b.callID == made.callID && made.cseq < b.cseq {
			return nil, outOfOrder
		}
	}
	after := slices.Clone(c.bindings)
	for _, w := range wishes {
		at := slices.IndexFunc(after, func(b *binding) bool { return b.key == w.key })
		if w.expires == 0 {
			if at >= 0 {
				gone = append(gone, after[at])
				after = slices.Delete(after, at, at+1)
				c.cause = "unregistered"
			}
			continue
		}
		b := made
		b.key, b.uri, b.expires, b.up = w.key, w.uri, now.Add(w.expires), true
		if at >= 0 {
			old := after[at]
			b.asked, b.rtt = old.asked, old.rtt
			if old.remote != b.remote {
				gone = append(gone, old) // the phone's NAT gave it another flow
			}
			after[at] = &b
			continue
		}
		var evicted []*binding
		after, evicted, no = makeRoom(after, acct, made.callID, wishes)
		if no != accepted {
			return nil, no
		}
		gone = append(gone, evicted...)
		b.asked = now // the first OPTIONS is due one interval from now
		after = append(after, &b)
	}
	c.bindings = after
	return gone, accepted
}

// makeRoom applies the second-login rule for one new contact.
func makeRoom(have []*binding, acct *DeviceAccount, callID string, wishes []wish) (kept, evicted []*binding, no refusalOf) {
	limit, refusedAs := acct.MaxContacts, tooMany
	switch acct.SecondLogin {
	case NewestWins:
		// A phone may bring several contacts in one REGISTER; they are one login.
		for _, b := range have {
			if slices.ContainsFunc(wishes, func(w wish) bool { return w.key == b.key }) {
				kept = append(kept, b)
			} else {
				evicted = append(evicted, b)
			}
		}
		return kept, evicted, accepted
	case RefuseLater:
		limit, refusedAs = 1, secondOne
	case RingAll, "":
	}
	kept = slices.Clone(have)
	for len(kept) >= limit {
		// A phone that does not answer any more, or the same phone (it kept its
		// Call-ID) after it changed its address, makes room.
		i := slices.IndexFunc(kept, func(b *binding) bool { return !b.up })
		if i < 0 {
			i = slices.IndexFunc(kept, func(b *binding) bool {
				return b.callID == callID && !slices.ContainsFunc(wishes, func(w wish) bool { return w.key == b.key })
			})
		}
		if i < 0 {
			return nil, nil, refusedAs
		}
		evicted = append(evicted, kept[i])
		kept = slices.Delete(kept, i, i+1)
	}
	return kept, evicted, accepted
}

func (c *contacts) find(key string) *binding {
	for _, b := range c.bindings {
		if b.key == key {
			return b
		}
	}
	return nil
}

// expire drops what ran out.
func (c *contacts) expire(now time.Time) (gone []*binding) {
	c.bindings = slices.DeleteFunc(c.bindings, func(b *binding) bool {
		if now.Before(b.expires) {
			return false
		}
		gone = append(gone, b)
		return true
	})
	if len(gone) > 0 {
		c.cause = "expired"
	}
	return gone
}

// state is what is told of the device now.
func (c *contacts) state() DeviceState {
	s := DeviceState{Device: c.device, Contacts: len(c.bindings)}
	for _, b := range c.bindings { // the newest comes last and wins
		s.Up = s.Up || b.up
		s.UserAgent, s.Address, s.Expires = b.agent, b.address(), b.expires
	}
	if !s.Up {
		s.Cause = c.cause
		if len(c.bindings) > 0 {
			s.Cause = "unreachable"
		}
	}
	return s
}

// news says whether the state differs in what others care for; a mere
// refresh is none.
func news(a, b DeviceState) bool {
	a.Expires, b.Expires = time.Time{}, time.Time{}
	return a != b
}

// keyOf names a contact: phones with an instance (RFC 5626) keep it when
// their address changes, all others are their URI.
func keyOf(a sipua.Address) string {
	if inst, ok := a.Param("+sip.instance"); ok && inst != "" && len(inst) <= maxText {
		reg, _ := a.Param("reg-id")
		return strings.ToLower(strings.Trim(inst, `"`)) + "#" + clean(reg, 8)
	}
	u := a.URI
	transport := ""
	for _, p := range u.UriParams {
		if strings.EqualFold(p.K, "transport") {
			transport = strings.ToLower(p.V)
		}
	}
	port := u.Port
	if port == 0 {
		port = 5060
	}
	return clean(u.User, maxText) + "@" + strings.ToLower(u.Host) + ":" + itoa(port) + "/" + transport
}
