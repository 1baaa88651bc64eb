package phonetest

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// Registrar answers REGISTER with digest, for tests of clients.
type Registrar struct {
	Guard *digest.Guard

	mu       sync.Mutex
	secrets  map[string]digest.Secrets
	contacts map[string]string // user → Contact
	flows    map[string]sipua.Flow
	asked    int
	first    []sipua.Answer // given before anything else
	expires  int
}

// Realm is the realm of test registrars.
const Realm = "test"

// NewRegistrar makes a registrar that grants at most expires seconds.
func NewRegistrar(expires int) *Registrar {
	return &Registrar{
		Guard: digest.NewGuard(Realm, []byte("0123456789abcdef0123456789abcdef"), 5*time.Minute), expires: expires,
		secrets: map[string]digest.Secrets{}, contacts: map[string]string{}, flows: map[string]sipua.Flow{},
	}
}

// Account adds an account with the algorithms given (none: both).
func (r *Registrar) Account(user, password string, algorithms ...digest.Algorithm) {
	var s digest.Secrets
	if len(algorithms) == 0 {
		algorithms = []digest.Algorithm{digest.MD5, digest.SHA256}
	}
	for _, a := range algorithms {
		if a == digest.MD5 {
			s.MD5 = digest.HA1(a, user, Realm, password)
		} else {
			s.SHA256 = digest.HA1(a, user, Realm, password)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets[user] = s
}

// First makes the registrar give these answers to the next REGISTERs.
func (r *Registrar) First(a ...sipua.Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.first = a
}

// Forget loses a user's registration, as a registrar that was killed does.
func (r *Registrar) Forget(user string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.contacts, user)
	delete(r.flows, user)
}

// Contact gives a user's Contact, "" when not registered, and its flow.
func (r *Registrar) Contact(user string) (string, sipua.Flow) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.contacts[user], r.flows[user]
}

// Asked is how many REGISTERs came.
func (r *Registrar) Asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func (r *Registrar) lookup(user string) (digest.Secrets, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.secrets[user]
	return s, ok
}

// Challenge gives the headers of a 401.
func (r *Registrar) Challenge(stale bool) []sipua.Header {
	var out []sipua.Header
	for _, c := range r.Guard.Challenges(time.Now(), stale) {
		out = append(out, sipua.Header{Name: "WWW-Authenticate", Value: c})
	}
	return out
}

// Verify judges a request's credentials.
func (r *Registrar) Verify(q *sipua.Request) digest.Verdict {
	_, v := r.Guard.Verify(time.Now(), q.Method(), q.Headers("Authorization"), r.lookup)
	return v
}

// Request is for sipua.Config.Request.
func (r *Registrar) Request(in *sipua.Incoming) {
	if in.Method() != "REGISTER" {
		in.Respond(sipua.Answer{Status: 200})
		return
	}
	r.mu.Lock()
	r.asked++
	if len(r.first) > 0 {
		a := r.first[0]
		r.first = r.first[1:]
		r.mu.Unlock()
		in.Respond(a)
		return
	}
	r.mu.Unlock()
	switch v := r.Verify(in.Request); v {
	case digest.Missing, digest.Stale:
		in.Respond(sipua.Answer{Status: 401, Headers: r.Challenge(v == digest.Stale)})
	case digest.Wrong:
		in.Respond(sipua.Answer{Status: 403})
	case digest.Good:
		r.bind(in)
	}
}

func (r *Registrar) bind(in *sipua.Incoming) {
	user := in.To().URI.User
	expires := r.expires
	if n, err := strconv.Atoi(strings.TrimSpace(in.Header("Expires"))); err == nil {
		expires = min(n, r.expires)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	contacts := in.Contacts()
	if expires == 0 || len(contacts) == 0 {
		delete(r.contacts, user)
		in.Respond(sipua.Answer{Status: 200})
		return
	}
	c := contacts[0]
	c.Params = []sipua.Param{{K: "expires", V: strconv.Itoa(expires)}}
	r.contacts[user], r.flows[user] = c.URI.String(), in.Flow()
	in.Respond(sipua.Answer{Status: 200, Headers: []sipua.Header{{Name: "Contact", Value: c.String()}}})
}
