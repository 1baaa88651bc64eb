package ivr

import (
	"slices"
	"strings"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// maxHops is how many steps are followed; a call itself is cut as late.
const maxHops = 20

// place is an IVR or a group: where a call can pass through.
type place struct {
	ivr   id.IVR
	group id.Group
}

// way leads from a place to another.
type way struct {
	to    place
	asked bool // the caller chooses it by a key
}

// loops tells every circle that a call can go round in, by one of its paths.
func (l *linter) loops() {
	w := &walker{l: l, state: map[place]int{}, told: map[string]bool{}}
	for i := range l.plan.IVRs {
		w.visit(place{ivr: l.plan.IVRs[i].ID})
	}
}

type walker struct {
	l     *linter
	state map[place]int // 0 unknown, 1 on the path, 2 done
	path  []place
	asked []bool // of the way that led to each place of path
	told  map[string]bool
}

func (w *walker) visit(at place) {
	w.state[at] = 1
	w.path = append(w.path, at)
	for _, next := range w.l.ways(at) {
		switch w.state[next.to] {
		case 0:
			w.asked = append(w.asked, next.asked)
			w.visit(next.to)
			w.asked = w.asked[:len(w.asked)-1]
		case 1:
			start := slices.Index(w.path, next.to)
			w.tell(w.path[start:], next.asked || slices.Contains(w.asked[start:], true))
		}
	}
	w.path = w.path[:len(w.path)-1]
	w.state[at] = 2
}

// tell notes a circle, once, for the first IVR in it.
func (w *walker) tell(circle []place, asked bool) {
	first := slices.IndexFunc(circle, func(p place) bool { return !p.ivr.IsZero() })
	if first < 0 {
		return // only groups: their overflow is not an IVR's concern
	}
	var names []string
	for i := range circle {
		names = append(names, w.l.name(circle[(first+i)%len(circle)]))
	}
	names = append(names, names[0])
	text := strings.Join(names, " → ")
	if w.told[text] {
		return
	}
	w.told[text] = true
	m := w.l.plan.IVR(circle[first].ivr)
	why := "a call can go round until it is cut off"
	if asked {
		why = "a caller can go round by pressing keys"
	}
	w.l.note(m, Finding{Kind: Loop, Warning: !asked, Row: -1, Other: -1, Path: names}, "%s: %s", why, text)
}

func (l *linter) name(p place) string {
	if m := l.plan.IVR(p.ivr); m != nil {
		return m.Name
	}
	if g := l.plan.Group(p.group); g != nil {
		return g.Name
	}
	return ""
}

func (l *linter) ways(at place) []way {
	var out []way
	add := func(to route.Destination, asked bool) {
		if to.Kind == route.ToExtension {
			to, _ = l.plan.Extension(to.Extension)
		}
		switch {
		case to.Kind == route.ToIVR && l.plan.IVR(to.IVR) != nil:
			out = append(out, way{place{ivr: to.IVR}, asked})
		case to.Kind == route.ToGroup && l.plan.Group(to.Group) != nil:
			out = append(out, way{place{group: to.Group}, asked})
		}
	}
	if m := l.plan.IVR(at.ivr); m != nil {
		for _, e := range exitsOf(m) {
			add(e.to, e.key != "")
		}
	}
	if g := l.plan.Group(at.group); g != nil {
		add(g.Overflow, false)
		add(g.TimeoutTo, false)
	}
	return out
}
