package sipedge

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Resynced is what a registered phone answered when it was told to take its
// settings anew.
type Resynced struct {
	At     netip.AddrPort // where it registered from
	Agent  string         // what it says it is
	Status int            // SIP status; 0: no answer
	Reason string         // reason phrase, hostile text, at most 128 bytes
}

// Resync tells every reachable phone that is registered with a device's account
// to take its settings anew (NOTIFY with Event: check-sync, as makers of phones
// have it), and waits for the answers. None: nothing that can be reached is
// registered.
func (e *Edge) Resync(ctx context.Context, device id.Device) []Resynced {
	acct := e.plan.Load().devices[device]
	if acct == nil {
		return nil
	}
	phones := e.contactsOf(device)
	type one struct {
		i int
		r sipua.Result
	}
	answers := make(chan one, len(phones))
	out := make([]Resynced, len(phones))
	for i := range phones {
		b := &phones[i]
		out[i] = Resynced{At: b.remote, Agent: b.agent}
		e.ua.Send(sipua.Outgoing{
			Method: "NOTIFY", Target: b.target(), From: e.self(escapeUser(acct.User)), Contact: true,
			Headers: []sipua.Header{{Name: "Event", Value: checkSync(b.agent)}, {Name: "Subscription-State", Value: "terminated"}},
		}, func(r sipua.Result) { answers <- one{i, r} })
	}
	patience := time.NewTimer(pingPatience)
	defer patience.Stop()
	for range phones {
		select {
		case a := <-answers:
			if a.r.Response != nil {
				out[a.i].Status, out[a.i].Reason = a.r.Response.Status(), clean(a.r.Response.Phrase(), maxText)
			}
		case <-patience.C:
			return out
		case <-ctx.Done():
			return out
		}
	}
	return out
}

// checkSync is the event by which a phone takes its settings anew; those of
// some makers would restart for it, unless it says that they need not.
func checkSync(agent string) string {
	agent = strings.ToLower(agent)
	if strings.Contains(agent, "yealink") || strings.Contains(agent, "snom") {
		return "check-sync;reboot=false"
	}
	return "check-sync"
}
