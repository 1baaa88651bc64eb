package acd

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// Talk time is the group's whose call it is, from when that call was taken,
// through every move.
func TestTalkTimeMovesAlong(t *testing.T) {
	sato, sales, help := numbered[id.Agent](1, id.Numbered), numbered[id.Group](1, id.Numbered), numbered[id.Group](2, id.Numbered)
	p := Plan{Agents: []Agent{{ID: sato, Extension: "2001", Devices: []id.Device{device(0)}}}}
	for _, g := range []id.Group{sales, help} {
		p.Groups = append(p.Groups, Group{ID: g, Extension: "3001", Strategy: LeastTalkTime, CallsPerAgent: 3, Members: []Member{{sato, 1}}})
	}
	call := func(n uint32) id.Call { return numbered[id.Call](n, id.Numbered) }
	take := func(n uint32, g id.Group) []Input {
		return []Input{Enqueue{Call: call(n), Group: g}, OfferTaken{Call: call(n), Agent: sato}}
	}
	talk := func(n uint32) []Input { return []Input{Engage{call(n), sato, "talking"}} }
	pass := func(from, to uint32) []Input { return []Input{Pass{Agent: sato, From: call(from), To: call(to)}} }
	for _, c := range []struct {
		name        string
		steps       [][]Input // ten seconds apart
		sales, help time.Duration
	}{
		{"alone", [][]Input{take(1, sales), pass(1, 2)}, 20 * time.Second, 0},
		{"into an older direct call", [][]Input{talk(2), take(1, sales), pass(1, 2)}, 20 * time.Second, 0},
		{"a direct call into an older group's", [][]Input{take(1, sales), talk(2), pass(2, 1)}, 30 * time.Second, 0},
		{"a direct call into a younger group's", [][]Input{talk(2), take(1, sales), pass(2, 1)}, 20 * time.Second, 0},
		{"two groups'", [][]Input{take(1, sales), take(2, help), pass(1, 2)}, 20 * time.Second, 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRunner(t, 1)
			r.strict = true
			do := func(in ...Input) {
				for _, in := range in {
					if err := r.step(in); err != nil {
						t.Fatal(err)
					}
				}
			}
			do(SetPlan{p}, DeviceChanged{Device: device(0), Up: true})
			for _, in := range c.steps {
				do(in...)
				r.now = r.now.Add(10 * time.Second)
			}
			do(CallOver{call(1)}, CallOver{call(2)})
			got := r.floor.Snapshot(r.now).Agents[sato]
			if got.Talked[sales] != c.sales || got.Talked[help] != c.help {
				t.Errorf("sales %s and help %s, want %s and %s", got.Talked[sales], got.Talked[help], c.sales, c.help)
			}
		})
	}
}
