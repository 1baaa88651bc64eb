package acd

import (
	"fmt"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// shares gives who was rung by calls that nobody takes, all agents idle.
func shares(t *testing.T, strategy Strategy, seed uint64, calls int, levels ...int) []int {
	r := newRunner(t, seed)
	r.strict = true
	p := Plan{Groups: []Group{{ID: numbered[id.Group](1, id.Numbered), Strategy: strategy}}}
	got := make([]int, len(levels))
	r.on = func(e Effect) {
		if v, ok := e.(ToCall); ok {
			if o, ok := v.Message.(Offer); ok {
				for _, to := range o.Targets {
					for i := range levels {
						if to.Agent == numbered[id.Agent](uint32(i+1), id.Numbered) {
							got[i]++
						}
					}
				}
			}
		}
	}
	for i, level := range levels {
		a := numbered[id.Agent](uint32(i+1), id.Numbered)
		p.Agents = append(p.Agents, Agent{ID: a, Extension: fmt.Sprint(2001 + i), Devices: []id.Device{device(i)}})
		p.Groups[0].Members = append(p.Groups[0].Members, Member{a, level})
	}
	steps := []Input{SetPlan{p}}
	for i := range levels {
		steps = append(steps, DeviceChanged{Device: device(i), Up: true})
	}
	for n := range calls {
		call := numbered[id.Call](uint32(n+1), id.Numbered)
		steps = append(steps, Enqueue{Call: call, Group: p.Groups[0].ID}, Leave{call})
	}
	for _, in := range steps {
		if err := r.step(in); err != nil {
			t.Fatal(err)
		}
		r.now = r.now.Add(time.Second)
	}
	return got
}

// C-Q-3: all idle, levels 5:3:2, 1000 calls → 500/300/200 ± 1.
func TestByLevelSharesExactly(t *testing.T) {
	for _, calls := range []int{10, 997, 1000} {
		got := shares(t, ByLevel, 1, calls, 5, 3, 2)
		for i, weight := range []int{5, 3, 2} {
			if want := calls * weight / 10; got[i] < want-1 || got[i] > want+1 {
				t.Errorf("%d calls: agent %d got %d, expected %d ± 1", calls, i+1, got[i], want)
			}
		}
	}
}

func TestRandomIsSpreadAndSeeded(t *testing.T) {
	got := shares(t, Random, 1, 3000, 1, 1, 1)
	for i, n := range got {
		if n < 900 || n > 1100 { // ± 3.9 standard deviations of 25.8, for a fixed seed
			t.Errorf("agent %d was rung %d times of 3000", i+1, n)
		}
	}
	again, other := shares(t, Random, 1, 3000, 1, 1, 1), shares(t, Random, 2, 3000, 1, 1, 1)
	if fmt.Sprint(again) != fmt.Sprint(got) {
		t.Errorf("one seed gave %v and %v", got, again)
	}
	if fmt.Sprint(other) == fmt.Sprint(got) {
		t.Errorf("two seeds gave the same %v", got)
	}
}

// Nobody is talked to, so the idle times stay equal and the ties decide:
// longest since the last offer.
func TestTiesGoRound(t *testing.T) {
	for _, s := range []Strategy{LeastTalkTime, RoundRobin} {
		if got := shares(t, s, 1, 300, 1, 1, 1); fmt.Sprint(got) != "[100 100 100]" {
			t.Errorf("%s: %v", s, got)
		}
	}
	if got := shares(t, RingAll, 1, 30, 1, 1, 2); fmt.Sprint(got) != "[30 30 0]" {
		t.Errorf("all at the lowest level: %v", got)
	}
}
