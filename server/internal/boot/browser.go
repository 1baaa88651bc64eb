package boot

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/yobirin/yobirin/server/internal/browser"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// startBrowsers makes browsers phones. When their port is taken the server
// starts all the same, with an alarm: nobody's desk phone waits for that.
func (m *Main) startBrowsers(context.Context) error {
	edge, err := browser.New(browser.Options{
		Listen: m.cfg.WebRTCListen.String(),
		PublicAddress: func(remote netip.Addr) netip.Addr {
			a, _ := m.cfg.PublicAddress.For(remote)
			return a
		},
		Report: m.reported, Media: desks{ports{m.wires}}, Identity: m.callerOf, Logger: m.log, Metrics: m.registry,
	})
	if err != nil {
		m.log.Error("browsers cannot make calls", obs.Err(err))
		m.alarms.Raise("browsers", fmt.Sprintf("browsers cannot make calls: %v", err))
		return nil
	}
	m.browsers, m.wires.browsers = edge, edge
	m.onClose("browsers", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, goodbye)
		defer cancel()
		return edge.Close(ctx)
	})
	m.log.Info("browsers are served", "address", edge.Addr().String())
	return nil
}

// phones are the browsers' calls as the live socket wants them, nil for none.
func (m *Main) phones() live.Phones {
	if m.browsers == nil {
		return nil
	}
	return m.browsers
}

// reported takes a fact of the signalling edges to the brain.
func (m *Main) reported(f leg.Fact) bool {
	taken := m.trials.take(f) || m.exchange.Fact(f)
	if e, ok := f.(leg.Ended); ok {
		m.wires.ended(e.Leg)
	}
	return taken
}

// callerOf is how an agent is shown when its browser calls.
func (m *Main) callerOf(a id.Agent) leg.Identity {
	if site := m.site.Load(); site != nil {
		for i := range site.Agents {
			if site.Agents[i].ID == a {
				return leg.Identity{Number: site.Agents[i].Extension, Name: site.Agents[i].Name}
			}
		}
	}
	return leg.Identity{}
}

// iceBridge is the browsers' edge as SIP phones want it.
type iceBridge struct{ m *Main }

// Carry begins to carry a leg's audio over DTLS-SRTP.
func (b iceBridge) Carry(_ id.Leg, port sipedge.Port, lost func()) (sipedge.Carrier, error) {
	if b.m.browsers == nil {
		return nil, fault.New(fault.Unavailable, "no_ice", "encrypted connections cannot be made on this server")
	}
	c, err := b.m.browsers.Carry(port, lost)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// desks is the media plane as browsers want it: plain RTP on this machine.
type desks struct{ ports ports }

// Open gives the leg's port.
func (d desks) Open(l id.Leg) (browser.Port, error) {
	return d.ports.Open(l, sipedge.MediaSpec{SRTP: sipedge.SRTPOff, SignalSource: netip.AddrFrom4([4]byte{127, 0, 0, 1})})
}
