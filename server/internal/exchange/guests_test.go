package exchange

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// quiet takes every order and does nothing.
type quiet struct{}

func (quiet) Order(leg.Order) {}

// A conference that never ends keeps no members who have gone, but the figures
// of one who has just gone still find it.
func TestConferenceForgetsWhoHasGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := start(t, newNetwork(1), &tape{})
		x.cfg.Wires = quiet{}
		calls, floor, _ := movers()
		x.SetPlan(calls, floor)
		come := func(i int) id.Leg {
			l := id.LegOf(id.NewCall(time.Now()), 1)
			d := id.Numbered[id.Device](uint32(1 + i%site))
			x.DeviceChanged(acd.DeviceChanged{Device: d, Agent: id.Agent(d), Up: true})
			if !x.Fact(leg.Incoming{Leg: l, Device: d, Dialed: "9201"}) {
				t.Fatal("no call was begun")
			}
			synctest.Wait()
			x.Fact(leg.Answered{Leg: l})
			<-time.After(5 * time.Second)
			return l
		}
		come(0)
		inRoom := 0
		for i := range 3 * mostGone {
			l := come(1 + i)
			if x.ownerOf(l) != id.CallOf(l) {
				inRoom++
			}
			x.Fact(leg.Ended{Leg: l, By: leg.SideRemote, Cause: leg.Cause{Kind: leg.CauseNormal}})
			if !x.Fact(leg.Measured{Leg: l}) {
				t.Error("the figures of a member who has just gone find no call")
			}
			<-time.After(time.Second)
		}
		if inRoom != 3*mostGone {
			t.Errorf("%d of %d entered the room", inRoom, 3*mostGone)
		}
		if n := x.Moved(); n > mostGone {
			t.Errorf("%d legs are remembered of those who have gone, expected at most %d", n, mostGone)
		}
		x.Close()
	})
}
