package call

import (
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var (
	randomSeeds = flag.Uint64("random.seeds", 800, "offices that TestRandomOffices plays")
	randomFirst = flag.Uint64("random.first", 0, "the first seed")
	randomAll   = flag.Bool("random.all", false, "only list the seeds that fail")
)

// TestRandomOffices lets everybody of an office do anything at any moment, in
// whatever order the messages between calls and floor arrive. A run that
// breaks a rule is made as short as it can be and shown.
func TestRandomOffices(t *testing.T) {
	calls, talked, seen := 0, 0, map[string]int{}
	for seed := *randomFirst; seed < *randomFirst+*randomSeeds; seed++ {
		list := deeds(seed)
		w := playDeeds(seed, list, false)
		calls += len(w.order)
		for kind, n := range w.seen {
			seen[kind] += n
		}
		for _, r := range w.order {
			if !r.c.answeredAt.IsZero() {
				talked++
			}
		}
		if w.fault == "" {
			continue
		}
		if *randomAll {
			t.Errorf("seed %d: %s", seed, w.names().Replace(w.fault))
			continue
		}
		rule := w.rule
		short := shrink(list, func(l []deed) bool { return playDeeds(seed, l, false).rule == rule })
		w = playDeeds(seed, short, true)
		t.Fatalf("seed %d: %s\n%s", seed, w.names().Replace(w.fault), w.names().Replace(strings.Join(w.log, "\n")))
	}
	if *randomSeeds > 100 && (calls < 1000 || talked < calls/5) {
		t.Errorf("%d calls, %d of them answered: this proves little", calls, talked)
	}
	for _, kind := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%6d %s", seen[kind], kind)
	}
	t.Logf("%d offices, %d calls, %d of them answered", *randomSeeds, calls, talked)
}

func playDeeds(seed uint64, list []deed, verbose bool) *turmoil {
	w := newTurmoil(verbose)
	w.deliver(rand.New(rand.NewPCG(seed, 1)), 1<<30)
	w.log = nil
	for _, d := range list {
		if w.fault != "" {
			return w
		}
		w.act(d)
		w.deliver(rand.New(rand.NewPCG(d.seed, 7)), d.most)
	}
	w.closing(seed)
	return w
}

// shrink leaves out whatever a failure does not need.
func shrink(list []deed, fails func([]deed) bool) []deed {
	for size := len(list) / 2; size > 0; {
		dropped := false
		for at := 0; at+size <= len(list); {
			if shorter := slices.Delete(slices.Clone(list), at, at+size); fails(shorter) {
				list, dropped = shorter, true
			} else {
				at += size
			}
		}
		for i := range list {
			if calm := slices.Clone(list); calm[i].most < 1<<30 {
				calm[i].most = 1 << 30
				if fails(calm) {
					list = calm
				}
			}
		}
		if !dropped || size > 1 {
			size /= 2
		}
	}
	return list
}
