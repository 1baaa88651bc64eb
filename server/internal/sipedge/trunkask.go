package sipedge

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Asked is what an address of a carrier answered to an OPTIONS.
type Asked struct {
	At     netip.AddrPort
	Status int    // SIP status; 0: no answer
	Reason string // reason phrase, hostile text, at most 128 bytes
	RTT    time.Duration
}

// errNoTrunk: the plan has no such trunk, or it is disabled.
var errNoTrunk = errors.New("the trunk is unknown or disabled")

// AskTrunk sends OPTIONS to every address of a trunk, whether it is usually
// asked or not, and waits for the answers. Its error says why there is no
// address.
func (e *Edge) AskTrunk(ctx context.Context, trunk id.Trunk) ([]Asked, error) {
	w := e.trunks.watched(trunk)
	if w == nil || w.trunk.Disabled {
		return nil, errNoTrunk
	}
	hops, err := e.hops(ctx, w)
	if err != nil {
		return nil, err
	}
	type one struct {
		i int
		r sipua.Result
	}
	answers := make(chan one, len(hops))
	out := make([]Asked, len(hops))
	for i, at := range hops {
		out[i].At = at
		target := sipua.Target{URI: w.trunk.uri(""), Next: at, Transport: sipTransport(w.trunk.Transport)}
		e.ua.Ping(target, e.self("qualify"), func(r sipua.Result) { answers <- one{i, r} })
	}
	patience := time.NewTimer(pingPatience)
	defer patience.Stop()
	for range hops {
		select {
		case a := <-answers:
			out[a.i].RTT = a.r.RTT
			if a.r.Response != nil {
				out[a.i].Status, out[a.i].Reason = a.r.Response.Status(), clean(a.r.Response.Phrase(), maxText)
			}
		case <-patience.C:
			return out, nil
		case <-ctx.Done():
			return out, nil
		}
	}
	return out, nil
}
