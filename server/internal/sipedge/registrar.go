package sipedge

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Limits of one REGISTER.
const (
	maxRegisterContacts = 10
	maxContactURI       = 512
	maxPath             = 4
)

// registrar owns the contacts of all devices.
type registrar struct {
	limits  RegisterLimits
	told    func(DeviceState)
	guard   *guard
	moved   func(dev id.Device, from, to sipua.Flow) // a phone registered anew from elsewhere; may be nil
	current func(id.Device) *DeviceAccount           // the account in the plan of now; nil: as it was authenticated

	mu      sync.Mutex
	devices map[id.Device]*contacts
	pings   uint64
	dirty   bool // since the last snapshot
}

func newRegistrar(l RegisterLimits, told func(DeviceState), g *guard) *registrar {
	return &registrar{limits: l, told: told, guard: g, devices: map[id.Device]*contacts{}}
}

// Registration is one contact, for status and console.
type Registration struct {
	Device    id.Device
	Contact   string // the contact's URI
	Address   string // where it registered from
	UserAgent string
	Up        bool
	RTT       time.Duration // of the last OPTIONS; 0 when none was answered
	Expires   time.Time
}

// Registrations lists every contact, by device and age.
func (e *Edge) Registrations() []Registration { return e.phones.list() }

func (r *registrar) list() []Registration {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []Registration
	for dev, c := range r.devices {
		for _, b := range c.bindings {
			out = append(out, Registration{
				Device: dev, Contact: b.uri.String(), Address: b.address(), UserAgent: b.agent, Up: b.up, RTT: b.rtt, Expires: b.expires,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Registration) int { return strings.Compare(a.Device.String(), b.Device.String()) })
	return out
}

// reply is what a REGISTER is answered.
type reply struct {
	status  int
	phrase  string
	headers []sipua.Header
	fresh   bool // a contact came that was not there
}

// registerRequest is what the registrar reads of a REGISTER.
type registerRequest interface {
	message
	Contacts() []sipua.Address
	CallID() string
	Flow() sipua.Flow
}

// register carries out an authenticated REGISTER (RFC 3261 section 10.3).
func (r *registrar) register(now time.Time, acct *DeviceAccount, req registerRequest) reply {
	made, bad := bindingOf(req)
	if bad != "" {
		return reply{status: 400, phrase: bad}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.overtaken(acct) {
		return reply{status: 403}
	}
	c := r.devices[acct.ID]
	if c != nil && c.seal != acct.seal {
		r.end(c, renewed) // prune has not come to it yet
		c = nil
	}
	if c == nil {
		c = &contacts{device: acct.ID, user: acct.User, seal: acct.seal}
		r.devices[acct.ID] = c
	}
	defer r.tell(c)
	wishes, no := r.wishes(c, req)
	if no != nil {
		return *no
	}
	r.soonAgain(wishes, made)
	before := slices.Clone(c.bindings)
	gone, refused := c.change(now, acct, wishes, made)
	switch refused {
	case tooMany:
		return reply{status: 403, phrase: "Too Many Contacts"}
	case secondOne:
		return reply{status: 403, phrase: "Already Registered Elsewhere"}
	case outOfOrder:
		return reply{status: 500, phrase: "Out Of Order"}
	case accepted:
	}
	r.dirty = r.dirty || len(wishes) > 0
	r.leave(gone)
	r.follow(c, before)
	ok := reply{status: 200}
	for _, b := range c.bindings {
		left := int(b.expires.Sub(now).Round(time.Second) / time.Second)
		ok.headers = append(ok.headers, sipua.Header{Name: "Contact", Value: "<" + b.uri.String() + ">;expires=" + strconv.Itoa(left)})
		ok.fresh = ok.fresh || !slices.ContainsFunc(before, func(o *binding) bool { return o.key == b.key })
		if len(wishes) > 0 && b.remote == made.remote {
			r.guard.trust(b.remote, acct.User, b.expires)
		}
	}
	for _, p := range made.path {
		ok.headers = append(ok.headers, sipua.Header{Name: "Path", Value: p})
	}
	return ok
}

// overtaken says whether the account that a REGISTER proved to be from was
// removed, or got another password, before it came to be carried out. The
// plan is swapped before prune takes the lock, so no registration escapes both.
func (r *registrar) overtaken(acct *DeviceAccount) bool {
	if r.current == nil {
		return false
	}
	now := r.current(acct.ID)
	return now == nil || now.seal != acct.seal
}

// follow tells of phones whose flow is another one now: the same contact, or
// the same phone (it kept its Call-ID) with another contact.
func (r *registrar) follow(c *contacts, before []*binding) {
	if r.moved == nil {
		return
	}
	for _, b := range c.bindings {
		for _, old := range before {
			if (old.key == b.key || old.callID == b.callID) && !old.flow.IsZero() && old.flow != b.flow {
				r.moved(c.device, old.flow, b.flow)
			}
		}
	}
}

// bindingOf reads what all contacts of a REGISTER have in common.
func bindingOf(req registerRequest) (binding, string) {
	b := binding{
		flow: req.Flow(), remote: req.Flow().Remote, via: req.Flow().Transport, callID: clean(req.CallID(), maxText),
		agent: clean(req.Header("User-Agent"), maxText),
	}
	n, _, _ := strings.Cut(strings.TrimSpace(req.Header("CSeq")), " ")
	cseq, err := strconv.ParseUint(n, 10, 32)
	if err != nil {
		return b, "Bad CSeq"
	}
	b.cseq = uint32(cseq)
	for _, line := range req.Headers("Path") {
		for p := range strings.SplitSeq(line, ",") {
			if b.path = append(b.path, strings.TrimSpace(p)); len(b.path) > maxPath || len(p) > maxContactURI {
				return b, "Bad Path"
			}
		}
	}
	return b, ""
}

// soonAgain has phones behind a router register again soon. A proxy that stands
// before the phone is no router.
func (r *registrar) soonAgain(wishes []wish, made binding) {
	if made.via != sipua.UDP || len(made.path) > 0 || r.limits.BehindNAT <= 0 {
		return
	}
	for i := range wishes {
		w := &wishes[i]
		named, err := netip.ParseAddr(strings.Trim(w.uri.Host, "[]"))
		if err == nil && named.Unmap() != made.remote.Addr().Unmap() {
			w.expires = min(w.expires, r.limits.BehindNAT)
		}
	}
}

// wishes reads the Contacts of a REGISTER. None is a query.
func (r *registrar) wishes(c *contacts, req registerRequest) ([]wish, *reply) {
	list := req.Contacts()
	all, stated := -1, strings.TrimSpace(req.Header("Expires"))
	if stated != "" {
		n, err := strconv.ParseUint(stated, 10, 32)
		if err != nil {
			return nil, &reply{status: 400, phrase: "Bad Expires"}
		}
		all = int(min(n, 1<<31-1))
	}
	if len(list) > maxRegisterContacts {
		return nil, &reply{status: 400, phrase: "Too Many Contacts"}
	}
	var out []wish
	for _, a := range list {
		if a.URI.Wildcard {
			if len(list) != 1 || all != 0 {
				return nil, &reply{status: 400, phrase: "Bad Contact"}
			}
			for _, b := range c.bindings {
				out = append(out, wish{key: b.key, uri: b.uri})
			}
			return out, nil
		}
		w, no := r.wishOf(a, all)
		if no != nil {
			return nil, no
		}
		out = append(out, w)
	}
	return out, nil
}

func (r *registrar) wishOf(a sipua.Address, all int) (wish, *reply) {
	uri := a.URI
	if s := strings.ToLower(uri.Scheme); s != "sip" && s != "sips" && s != "" || uri.Host == "" || len(uri.String()) > maxContactURI {
		return wish{}, &reply{status: 400, phrase: "Bad Contact"}
	}
	expires := r.limits.Default
	if all >= 0 {
		expires = time.Duration(all) * time.Second
	}
	if p, ok := a.Param("expires"); ok {
		if n, err := strconv.ParseUint(p, 10, 32); err == nil { // a malformed one is 3600 (RFC 3261 section 10.2.1.1), our default
			expires = time.Duration(n) * time.Second
		}
	}
	if expires != 0 && expires < r.limits.Min {
		return wish{}, &reply{status: 423, headers: []sipua.Header{{Name: "Min-Expires", Value: strconv.Itoa(int(r.limits.Min / time.Second))}}}
	}
	return wish{key: keyOf(a), uri: uri, expires: min(expires, r.limits.Max)}, nil
}

// tell reports a device whose state is news. The registrar's lock is held, so
// reports of one device never overtake each other.
func (r *registrar) tell(c *contacts) {
	s := c.state()
	if len(c.bindings) == 0 {
		delete(r.devices, c.device)
	}
	if c.told.Device.IsZero() {
		c.told = DeviceState{Device: c.device}
		if !s.Up && s.Contacts == 0 {
			return // was never there: no news
		}
	}
	if news(c.told, s) {
		c.told = s
		r.told(s)
	}
}

// leave takes the trust from flows of ended bindings that no other has.
func (r *registrar) leave(gone []*binding) {
	for _, g := range gone {
		shared := false
		for _, c := range r.devices {
			shared = shared || slices.ContainsFunc(c.bindings, func(b *binding) bool { return b.remote == g.remote })
		}
		if !shared {
			r.guard.distrust(g.remote)
		}
	}
}

// prune ends the registrations of devices that are not in the plan, and those
// that were made with another password than the plan has.
func (r *registrar) prune(x *index) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for dev, c := range r.devices {
		switch acct := x.devices[dev]; {
		case acct == nil || acct.User != c.user:
			r.end(c, removed)
		case acct.seal != c.seal:
			r.end(c, renewed)
		}
	}
}

// end takes all contacts from a device. Its calls are not touched.
func (r *registrar) end(c *contacts, cause string) {
	gone := c.bindings
	c.bindings, c.cause, r.dirty = nil, cause, true
	r.leave(gone)
	r.tell(c)
}

// expire ends what ran out.
func (r *registrar) expire(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.devices {
		if gone := c.expire(now); len(gone) > 0 {
			r.dirty = true
			r.leave(gone)
			r.tell(c)
		}
	}
}

// reach gives a device's reachable contacts, and how many it has in all.
func (r *registrar) reach(dev id.Device, now time.Time) (up []binding, all int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.devices[dev]
	if c == nil {
		return nil, 0
	}
	for _, b := range c.bindings {
		if now.Before(b.expires) {
			all++
			if b.up {
				up = append(up, *b)
			}
		}
	}
	return up, all
}

// count gives the number of contacts and of reachable ones.
func (r *registrar) count() (all, up int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.devices {
		for _, b := range c.bindings {
			all++
			if b.up {
				up++
			}
		}
	}
	return all, up
}

func itoa(n int) string { return strconv.Itoa(n) }
