package deskphone

import (
	"cmp"
	"slices"
)

// MostKeys is how many programmable keys a phone may be given.
const MostKeys = 60

// Does is what a programmable key does.
type Does string

// What keys do. The zero value empties the key.
const (
	Nothing Does = ""
	// Watches has a lamp of dialogs (RFC 4235) for a number, and calls it; while
	// it rings there, the key picks the call up.
	Watches Does = "watches"
	// Dials calls a number, without a lamp.
	Dials Does = "dials"
	// Presses sends keys into the call that there is.
	Presses Does = "presses"
)

// Key is one programmable key of a phone.
type Key struct {
	Does   Does
	Number string // digits, * and #
	Label  string
	// PickUp is what is dialed before the number to pick up a call that rings
	// there; "": the dialog itself says how (INVITE with Replaces).
	PickUp string
}

// Phone is a kind of phone whose number of keys is known.
type Phone struct {
	Maker string
	Model string // as the maker calls it
	Keys  int    // that can be programmed, besides the one that stays the line's
}

// Phones are the kinds of phones whose number of keys is known, by maker and
// model.
func Phones() []Phone {
	var out []Phone
	for _, m := range makers() {
		for model, keys := range m.counts {
			out = append(out, Phone{m.name, model, m.room(keys)})
		}
	}
	slices.SortFunc(out, func(a, b Phone) int { return cmp.Or(cmp.Compare(a.Maker, b.Maker), cmp.Compare(a.Model, b.Model)) })
	return out
}

// PhoneOf finds a kind of phone; false: its number of keys is not known.
func PhoneOf(name string) (Phone, bool) {
	all := Phones()
	i := slices.IndexFunc(all, func(p Phone) bool { return p.Model == name })
	if name == "" || i < 0 {
		return Phone{}, false
	}
	return all[i], true
}

// MakerKeys is how many keys a maker's file can hold for phones of unknown
// kind, and whether it can make keys that press into a call; 0 for an unknown
// maker.
func MakerKeys(maker string) (most int, presses bool) {
	for _, m := range makers() {
		if m.name == maker {
			return m.most(), m.presses
		}
	}
	return 0, false
}

func (m model) most() int {
	if m.mostKeys > 0 {
		return m.mostKeys
	}
	return MostKeys
}

// room is how many keys there are to program on a phone with so many.
func (m model) room(keys int) int { return min(m.most(), max(0, keys-m.keep)) }

// placed are the keys as they go into the file: those that the phone has,
// empty where this maker's phones cannot do what is wanted. A phone for which
// nobody has given keys keeps its own; for others all that it is known to have
// are written, so that what was taken off the list goes off the phone.
func (m model) placed(a Account) []Key {
	if len(a.Keys) == 0 {
		return nil
	}
	most := min(len(a.Keys), m.most())
	if keys, known := m.counts[a.Model]; known {
		most = m.room(keys)
	}
	out := make([]Key, most)
	for i := range out {
		if i < len(a.Keys) && a.Keys[i].Number != "" && (a.Keys[i].Does != Presses || m.presses) {
			out[i] = a.Keys[i]
		}
		if out[i].Does == Nothing {
			out[i] = Key{}
		}
	}
	return out
}

// label is what stands on the key.
func (k Key) label() string { return cmp.Or(k.Label, k.Number) }

// keyed are the entries of the keys; each gets the maker's number of its key.
func keyed(keys []Key, first int, write func(n int, k Key) []entry) []entry {
	var out []entry
	for i, k := range keys {
		out = append(out, write(first+i, k)...)
	}
	return out
}

// word chooses the maker's word for what a key does.
func (k Key) word(nothing, watches, dials, presses string) string {
	switch k.Does {
	case Watches:
		return watches
	case Dials:
		return dials
	case Presses:
		return presses
	case Nothing:
	}
	return nothing
}
