package sipedge

import (
	"fmt"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// BenchmarkRegister registers phones with a digest over UDP: two REGISTERs
// each, challenge and all, client and server in this process.
func BenchmarkRegister(b *testing.B) {
	const phones = 1000
	var plan Plan
	for i := range uint32(phones) {
		plan.Devices = append(plan.Devices, account(i+1, fmt.Sprintf("d%d", i)))
	}
	e, _ := onSockets(b, plan, func(c *Config) {
		c.Guard.Rate, c.Guard.Burst, c.Guard.Known = 1e9, 1e9, 1e9 // all phones share one address here
	})
	ua := client(b, nil)
	const together = 64
	turns := make(chan struct{}, together)
	failed := make(chan string, 1)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		user := fmt.Sprintf("d%d", n%phones)
		n++
		me := sipua.Address{URI: sipua.URI{Scheme: "sip", User: user, Host: "127.0.0.1"}}
		turns <- struct{}{}
		ua.Send(sipua.Outgoing{
			Method: "REGISTER", Target: sipua.Target{URI: sipua.URI{Scheme: "sip", Host: "127.0.0.1"}, Next: e.Addr()}, From: me, To: me,
			Contact: true, ContactUser: user, Headers: []sipua.Header{{Name: "Expires", Value: "600"}},
			Credentials: &sipua.Credentials{User: user, Password: secret},
		}, func(r sipua.Result) {
			if r.Response == nil || r.Response.Status() != 200 {
				select {
				case failed <- fmt.Sprintf("%+v", r):
				default:
				}
			}
			<-turns
		})
	}
	for range together {
		turns <- struct{}{}
	}
	select {
	case why := <-failed:
		b.Fatal(why)
	default:
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "registrations/s")
}

// BenchmarkIncoming is an INVITE from a trunk over UDP until the brain has its
// fact, and the refusal back: one call at a time, so ns/op is a latency.
func BenchmarkIncoming(b *testing.B) {
	e, facts := onSockets(b, Plan{Trunks: []Trunk{{ID: id.Numbered[id.Trunk](1), Host: "127.0.0.1", Profile: Profile{NoQualify: true}}}}, nil)
	ua := client(b, nil)
	target := sipua.Target{URI: sipua.URI{Scheme: "sip", User: "0312340001", Host: "127.0.0.1"}, Next: e.Addr()}
	from := sipua.Address{URI: sipua.URI{Scheme: "sip", User: "09012345678", Host: "127.0.0.1"}}
	over := make(chan struct{}, 1)
	b.ReportAllocs()
	for b.Loop() {
		_, err := ua.Dial(sipua.Call{Targets: []sipua.Target{target}, From: from, To: sipua.Address{URI: target.URI}, Offer: []byte(ourSDP)}, func(ev sipua.Event) {
			if _, ok := ev.(sipua.Ended); ok {
				over <- struct{}{}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		in := (<-facts).(leg.Incoming)
		b.StopTimer() // what is measured ends here
		e.Order(leg.HangUp{Leg: in.Leg, Cause: leg.Cause{Kind: leg.CauseBusy}})
		<-facts
		<-over
		b.StartTimer()
	}
}
