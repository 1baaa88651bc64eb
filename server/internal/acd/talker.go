package acd

import (
	"container/list"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	// talkersKept bounds the memory of who talked to whom: those talked to
	// longest ago are forgotten first.
	talkersKept = 20_000
	// talkerNumber is the longest number remembered; E.164 has 15 digits.
	talkerNumber = 32
)

// Talker is who in a group talked last to a caller's number.
type Talker struct {
	Group  id.Group `json:"group"`
	Number string   `json:"number"`
	Agent  id.Agent `json:"agent"`
}

type talkerKey struct {
	group  id.Group
	number string
}

// talkers remembers who talked last to a number, for groups that prefer them.
type talkers struct {
	byKey map[talkerKey]*list.Element // of Talker
	order *list.List                  // oldest first
	kept  []Talker                    // for snapshots: all, until the next change; never changed in place
}

func newTalkers() talkers {
	return talkers{byKey: map[talkerKey]*list.Element{}, order: list.New()}
}

func (t *talkers) add(v Talker) {
	if v.Number == "" || len(v.Number) > talkerNumber || v.Agent.IsZero() {
		return
	}
	t.kept = nil
	key := talkerKey{v.Group, v.Number}
	if e := t.byKey[key]; e != nil {
		e.Value = v
		t.order.MoveToBack(e)
		return
	}
	t.byKey[key] = t.order.PushBack(v)
	if t.order.Len() > talkersKept {
		t.drop(t.order.Front())
	}
}

func (t *talkers) drop(e *list.Element) {
	v, _ := t.order.Remove(e).(Talker)
	delete(t.byKey, talkerKey{v.Group, v.Number})
	t.kept = nil
}

func (t *talkers) find(g id.Group, number string) id.Agent {
	if e := t.byKey[talkerKey{g, number}]; e != nil {
		v, _ := e.Value.(Talker)
		return v.Agent
	}
	return id.Agent{}
}

// all gives the memory, oldest first. The slice is not to be changed.
func (t *talkers) all() []Talker {
	if t.kept == nil && t.order.Len() > 0 {
		t.kept = make([]Talker, 0, t.order.Len())
		for e := t.order.Front(); e != nil; e = e.Next() {
			v, _ := e.Value.(Talker)
			t.kept = append(t.kept, v)
		}
	}
	return t.kept
}

// planTalkers forgets what is remembered for groups that do not want it.
func (f *Floor) planTalkers() {
	var next *list.Element
	for e := f.talkers.order.Front(); e != nil; e = next {
		next = e.Next()
		v, _ := e.Value.(Talker)
		if g := f.groups[v.Group]; g == nil || !g.conf.PreferLast {
			f.talkers.drop(e)
		}
	}
}

// noteTalker remembers who answered a caller. A withheld number is not used.
func (f *Floor) noteTalker(g *group, from leg.Identity, who id.Agent) {
	if g.conf.PreferLast && !from.Withheld {
		f.talkers.add(Talker{g.id, from.Number, who})
	}
}

// preferred gives the member to ring first for the visit, if there is one who
// is ready: whom the call asked for, else who talked to the caller last. Each
// is tried once: a caller does not wait for one agent who does not answer.
func (f *Floor) preferred(v *visit) *member {
	for i, who := range [...]id.Agent{v.prefer, f.lastTalker(v)} {
		if who.IsZero() || v.tried[i] == who || v.tried[0] == who {
			continue
		}
		a := f.agents[who]
		if a == nil {
			continue
		}
		if m := a.member(v.group.id); m != nil && m.slot >= 0 && a.linkOf(v.call) == nil {
			v.tried[i] = who
			return m
		}
	}
	return nil
}

func (f *Floor) lastTalker(v *visit) id.Agent {
	if !v.group.conf.PreferLast || v.from.Withheld {
		return id.Agent{}
	}
	return f.talkers.find(v.group.id, v.from.Number)
}
