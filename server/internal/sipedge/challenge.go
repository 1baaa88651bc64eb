package sipedge

import (
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// narrow names user agents that give up when a challenge has an algorithm
// they do not know, instead of taking the one they do (RFC 7616 section 3.7
// wants them to choose): baresip up to 1.x answers "not implemented".
var narrow = regexp.MustCompile(`(?i)^baresip v[01]\.`)

// puzzled remembers who was offered both algorithms and came back without
// credentials: phones that stumble over the first challenge they cannot
// read. They are asked by MD5 alone from then on. It is bounded and forgets.
type puzzled struct {
	mu   sync.Mutex
	seen map[try]time.Time
}

// try is a phone trying: its retries keep their Call-ID (RFC 3261 section 10.2).
type try struct {
	from   netip.AddrPort
	callID string
}

const (
	puzzledLimit = 4096
	puzzledFor   = 10 * time.Minute
)

// again notes an attempt without credentials and says whether it is not the first.
func (p *puzzled) again(now time.Time, from try) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, before := p.seen[from]
	if p.seen == nil || len(p.seen) >= puzzledLimit {
		p.seen = map[try]time.Time{}
	}
	p.seen[from] = now
	return before && now.Sub(at) < puzzledFor
}

// solved forgets a source that answered a challenge.
func (p *puzzled) solved(from try) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.seen, from)
}

func attemptOf(r *sipua.Request) try {
	id := r.CallID()
	return try{r.Flow().Remote, id[:min(len(id), 64)]}
}

// challenge asks for credentials, by SHA-256 and MD5, or by MD5 alone where
// the phone is known to understand nothing else.
func (e *Edge) challenge(now time.Time, stale bool, r *sipua.Request) *sipua.Answer {
	a := &sipua.Answer{Status: 401}
	agent := ""
	if h := r.Headers("User-Agent"); len(h) > 0 {
		agent = h[0]
	}
	md5Only := narrow.MatchString(agent) || !stale && e.puzzled.again(now, attemptOf(r))
	for _, c := range e.digest.Challenges(now, stale) {
		if md5Only && !strings.Contains(c, "algorithm=MD5") {
			continue
		}
		a.Headers = append(a.Headers, sipua.Header{Name: "WWW-Authenticate", Value: c})
	}
	return a
}
