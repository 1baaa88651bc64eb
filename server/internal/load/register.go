//go:build linux

package load

import (
	"fmt"
	"time"
)

// request is a REGISTER under way.
type request struct {
	pending
	phone  *phone
	cseq   int
	begun  time.Time
	over   func(failed string)
	proved bool
}

// Registered is what a round of registrations came to.
type Registered struct {
	Good    int
	Failed  map[string]int
	Took    time.Duration
	Latency Times // REGISTER to its 200, both steps
}

// Rate is the registrations in a second.
func (r Registered) Rate() float64 { return float64(r.Good) / r.Took.Seconds() }

// Register registers every phone the number of times, each time by challenge
// and answer, with at most window of them under way.
func (g *Generator) Register(rounds, window int) *Registered {
	out := &Registered{Failed: map[string]int{}}
	slots := make(chan struct{}, window)
	begun := time.Now()
	for range rounds {
		for _, p := range g.phones {
			slots <- struct{}{}
			g.mu.Lock()
			p.registrations++
			r := &request{phone: p, begun: time.Now()}
			id := fmt.Sprintf("r%dx%d@load", p.n, p.registrations)
			r.over = func(failed string) {
				delete(g.waiting, id)
				if failed == "" {
					out.Good++
					out.Latency.add(time.Since(r.begun))
				} else {
					out.Failed[failed]++
				}
				<-slots
			}
			g.waiting[id] = r
			g.register(id, r, "")
			time.AfterFunc(10*time.Second, func() {
				g.mu.Lock()
				defer g.mu.Unlock()
				if g.waiting[id] == r {
					r.over("no answer")
				}
			})
			g.mu.Unlock()
		}
	}
	for range window {
		slots <- struct{}{}
	}
	out.Took = time.Since(begun)
	return out
}

func (g *Generator) register(id string, r *request, authorization string) {
	p := r.phone
	r.cseq++
	uri := "sip:" + g.cfg.Server.String()
	headers := []string{
		fmt.Sprintf("From: <sip:%s@%s>;tag=r%d", p.User, g.cfg.Server, p.n), fmt.Sprintf("To: <sip:%s@%s>", p.User, g.cfg.Server),
		"Call-ID: " + id, fmt.Sprintf("CSeq: %d REGISTER", r.cseq),
		fmt.Sprintf("Contact: <%s>;expires=3600", g.contact(p.User, p.addr)), "User-Agent: load/1",
		// As long as desk phones write it: an answer to a stranger is never longer than the question.
		"Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER, UPDATE, SUBSCRIBE, MESSAGE", "Supported: path, replaces, outbound, gruu",
		"Allow-Events: talk, hold, conference, refer, check-sync", "Accept: application/sdp, application/dtmf-relay",
	}
	if authorization != "" {
		headers = append(headers, "Authorization: "+authorization)
	}
	b := g.requestText("REGISTER", uri, p.addr, fmt.Sprintf("r%dx%dx%d", p.n, p.registrations, r.cseq), headers...)
	finish(b, "")
	g.post(&r.pending, p.addr, []byte(b.String()))
}

// registered takes the answer to a REGISTER.
func (g *Generator) registered(m *message) {
	r := g.waiting[m.callID]
	switch {
	case r == nil || m.cseq != r.cseq || m.status < 200:
	case m.status == 401 && !r.proved:
		r.proved = true
		answer, ok := authorize(m.auth, g.cfg.Auth, r.phone.User, r.phone.Password, "REGISTER", "sip:"+g.cfg.Server.String())
		if !ok {
			r.over("no challenge by " + string(g.cfg.Auth))
			return
		}
		g.register(m.callID, r, answer)
	case m.status == 200:
		r.over("")
	default:
		r.over(fmt.Sprintf("status %d", m.status))
	}
}
