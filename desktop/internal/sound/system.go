package sound

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"
)

var errSilent = errors.New("the sound system does not answer")

// hire takes a worker, which begins with the sound system anew.
func (k *keeper) hire(now time.Time) {
	k.last++ // workers and streams are numbered together
	k.worker = newWorker(k.last, k.o.open, k.box.Put, func() { k.hung.Add(-1) })
	k.asked, k.listing, k.hireAt, k.lookAt = 0, false, time.Time{}, now
	for _, p := range k.paths {
		p.opening = 0
	}
}

// ask hands the worker a wish. There is always room: one wish to list and one
// per path is all that waits.
func (k *keeper) ask(a asked, now time.Time) {
	if k.asked == 0 {
		k.answered = now
	}
	k.asked++
	k.worker.ask <- a
}

// answer notes that the worker has done something.
func (k *keeper) answer(now time.Time) {
	k.asked--
	k.answered = now
}

// oversee asks what there is when it is time, and replaces a worker that
// hangs or whose sound system does not work.
func (k *keeper) oversee(now time.Time) {
	if k.worker == nil && int(k.hung.Load()) < maxLost {
		k.hire(now)
	}
	if k.worker == nil {
		return
	}
	if k.asked > 0 && now.Sub(k.answered) > hangsAfter {
		lost := k.hung.Add(1)
		k.o.Log.Error("sound: the sound system does not answer", "hanging", lost)
		k.worker.lost.Store(true)
		k.worker.quit()
		k.worker, k.sick, k.known = nil, errSilent, true
		for _, p := range k.paths {
			if p.opening != 0 && (p.stream == nil || p.dead) {
				p.err = errSilent
			}
			p.opening = 0
		}
		if int(lost) < maxLost {
			k.hire(now)
		}
	} else if !k.hireAt.IsZero() && !now.Before(k.hireAt) && k.asked == 0 {
		k.worker.quit()
		k.hire(now)
	}
	if k.worker != nil && !k.listing && !now.Before(k.lookAt) {
		k.listing = true
		k.ask(asked{list: true}, now)
	}
}

// listed takes over what there is.
func (k *keeper) listed(l listed, now time.Time) {
	if k.worker == nil || l.worker != k.worker.id {
		return
	}
	k.answer(now)
	k.listing, k.lookAt = false, now.Add(lookEvery)
	if l.err != nil && (k.sick == nil || k.sick.Error() != l.err.Error()) {
		k.o.Log.Warn("sound: the sound system does not say what it has", "error", l.err)
	}
	k.sick = l.err
	// A system with nothing at all may be the wrong one, or one that has just
	// been started.
	nothing := l.err != nil || len(l.have.mics)+len(l.have.speakers) == 0
	if nothing && k.hireAt.IsZero() {
		k.hireAt = now.Add(again)
	} else if !nothing {
		k.hireAt = time.Time{}
	}
	k.known, k.have = true, devices{mics: inOrder(l.have.mics), speakers: inOrder(l.have.speakers)}
	for _, p := range k.paths {
		p.forget(k.have.of(p.kind))
	}
}

// inOrder sorts by name: not every system lists in the same order each time.
func inOrder(have []device) []device {
	out := slices.Clone(have)
	slices.SortFunc(out, func(a, b device) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id))
	})
	return out
}
