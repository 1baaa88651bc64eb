package directory

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// KeyKind is what a programmable key of a desk phone is for.
type KeyKind string

// The kinds of keys.
const (
	KeyNone KeyKind = "none" // the key is empty
	KeyLamp KeyKind = "lamp" // the lamp of an agent or a group; calls it, picks its call up
	KeyPark KeyKind = "park" // the lamp of a park slot; picks up what stands there
	KeyDial KeyKind = "dial" // a number
	KeyCode KeyKind = "code" // a feature code, with whom it is about
)

// PhoneKey is one programmable key of a desk phone. The place in the list is
// the place on the phone, after the key that stays the line's.
type PhoneKey struct {
	Kind    KeyKind       `json:"kind" enum:"none,lamp,park,dial,code"`
	Agent   id.Agent      `json:"agent,omitzero" doc:"of lamp and code"`
	Group   id.Group      `json:"group,omitzero" doc:"of lamp and code, in place of an agent"`
	Slot    int           `json:"slot,omitempty" minimum:"0" maximum:"99" doc:"of park; of the code room the conference room"`
	Number  string        `json:"number,omitempty" pattern:"^([0-9*#+]{1,32})?$" patternDescription:"dialed" doc:"of dial"`
	Feature route.Feature `json:"feature,omitempty" enum:",park,transfer,consult,join,room,pick-up,whisper,monitor,barge,seat-out,seat-in,campaigns,echo,who-am-i,record" doc:"of code"`
	Label   string        `json:"label,omitempty" maxLength:"32" doc:"what stands on the key; empty: the name of whom it is about, else what is dialed"`
}

// tidy takes off what does not belong to the kind.
func (k PhoneKey) tidy() PhoneKey {
	out := PhoneKey{Kind: k.Kind, Label: k.Label}
	switch k.Kind {
	case KeyLamp:
		if out.Agent = k.Agent; out.Agent.IsZero() {
			out.Group = k.Group
		}
	case KeyPark:
		out.Slot = k.Slot
	case KeyDial:
		out.Number = k.Number
	case KeyCode:
		out.Feature = k.Feature
		switch k.Feature.Takes() {
		case route.ArgumentTwo:
			out.Slot = k.Slot
		case route.ArgumentAgent:
			out.Agent = k.Agent
		case route.ArgumentGroup:
			out.Group = k.Group
		case route.ArgumentExtension:
			if out.Agent = k.Agent; out.Agent.IsZero() {
				out.Group = k.Group
			}
		case route.ArgumentNone:
		}
	case KeyNone:
		out.Label = ""
	}
	return out
}

// lacks is the field that a key must have besides; "": none.
func (k PhoneKey) lacks() string {
	takes := route.ArgumentNone
	switch k.Kind {
	case KeyLamp:
		if k.Group.IsZero() {
			takes = route.ArgumentAgent
		}
	case KeyPark:
		takes = route.ArgumentTwo
	case KeyDial:
		if k.Number == "" {
			return "number"
		}
	case KeyCode:
		if k.Feature == "" {
			return "feature"
		}
		takes = k.Feature.Takes()
	case KeyNone:
	}
	switch {
	case takes == route.ArgumentTwo && k.Slot == 0:
		return "slot"
	case takes == route.ArgumentAgent && k.Agent.IsZero():
		return "agent"
	case takes == route.ArgumentGroup && k.Group.IsZero():
		return "group"
	}
	return ""
}

// checkKeys judges and tidies a phone's keys. Those that the phone had before
// are not judged again: whom they are about may be gone.
func checkKeys(ctx context.Context, tx bun.IDB, keys, before []PhoneKey) ([]fault.Field, error) {
	var bad []fault.Field
	var fresh []PhoneKey
	for i := range keys {
		if keys[i] = keys[i].tidy(); !slices.Contains(before, keys[i]) {
			fresh = append(fresh, keys[i])
		}
	}
	there, err := keyTargets(ctx, tx, fresh)
	if err != nil {
		return nil, err
	}
	for i, k := range keys {
		if slices.Contains(before, k) {
			continue
		}
		at := fmt.Sprintf("keys[%d].", i)
		bad = append(bad, checkPlain(at+"label", k.Label)...)
		if lacks := k.lacks(); lacks != "" {
			bad = append(bad, required(at+lacks))
			continue
		}
		for _, ref := range [][2]string{{"agent", k.Agent.String()}, {"group", k.Group.String()}} {
			if ref[1] != "" && !there[ref[1]] {
				bad = append(bad, missing(at+ref[0], ref[1]))
			}
		}
	}
	return bad, nil
}

// about gives the agents and groups that keys are about.
func about(keys []PhoneKey) (agents, groups []string) {
	for _, k := range keys {
		if !k.Agent.IsZero() {
			agents = append(agents, k.Agent.String())
		}
		if !k.Group.IsZero() {
			groups = append(groups, k.Group.String())
		}
	}
	return agents, groups
}

// keyTargets says which of the agents and groups that keys are about there are.
// One question for all: a file may bring thousands of phones with 60 keys each.
func keyTargets(ctx context.Context, db bun.IDB, keys []PhoneKey) (map[string]bool, error) {
	there := map[string]bool{}
	agents, groups := about(keys)
	for query, ids := range map[string][]string{
		"select id::text from agents where deleted_at is null and id in ?": agents,
		"select id::text from groups where id in ?":                        groups,
	} {
		if len(ids) == 0 {
			continue
		}
		var found []string
		if err := db.NewRaw(query, bun.Tuple(ids)).Scan(ctx, &found); err != nil {
			return nil, fmt.Errorf("directory: look whom keys are about: %w", err)
		}
		for _, f := range found {
			there[f] = true
		}
	}
	return there, nil
}

// checkModel says whether the number of keys of such phones is known.
func checkModel(field, model string) []fault.Field {
	if _, known := deskphone.PhoneOf(model); known || model == "" {
		return nil
	}
	all := deskphone.Phones()
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = p.Model
	}
	return []fault.Field{oneOf(field, model, words...)}
}

// dialing is what it takes to say what keys dial: the site's codes, and the
// extensions and names of those whom keys are about.
type dialing struct {
	codes  []route.Code
	agents map[id.Agent]keyed
	groups map[id.Group]keyed
}

// keyed is whom a key is about.
type keyed struct{ extension, name string }

// dialingOf reads what these keys need.
func dialingOf(ctx context.Context, db bun.IDB, keys []PhoneKey) (dialing, error) {
	d := dialing{agents: map[id.Agent]keyed{}, groups: map[id.Group]keyed{}}
	if len(keys) == 0 {
		return d, nil
	}
	var own []FeatureCode
	if err := db.NewSelect().Model(&own).Scan(ctx); err != nil {
		return d, fmt.Errorf("directory: read the feature codes: %w", err)
	}
	d.codes = codesOf(own)
	agents, groups := about(keys)
	type row struct{ ID, Extension, Name string }
	read := func(query string, ids []string, put func(row)) error {
		var rows []row
		if len(ids) == 0 {
			return nil
		}
		if err := db.NewRaw(query, bun.Tuple(ids)).Scan(ctx, &rows); err != nil {
			return fmt.Errorf("directory: read whom keys are about: %w", err)
		}
		for _, r := range rows {
			put(r)
		}
		return nil
	}
	err := read("select id::text, coalesce(extension, '') as extension, nickname as name from agents where id in ?0 and deleted_at is null and not disabled", agents, func(r row) {
		d.agents[parsed[id.Agent](r.ID)] = keyed{r.Extension, r.Name}
	})
	if err == nil {
		err = read(`select id::text, coalesce(extension, '') as extension, name from groups where id in ?0`, groups, func(r row) {
			d.groups[parsed[id.Group](r.ID)] = keyed{r.Extension, r.Name}
		})
	}
	return d, err
}

// code is a feature's first code; "": the feature is off.
func (d dialing) code(f route.Feature) string {
	for _, c := range d.codes {
		if c.Feature == f {
			return c.Digits
		}
	}
	return ""
}

// key says what a key does on the phone: nothing when its feature is off, or
// whom it is about is gone or has no extension.
func (d dialing) key(k PhoneKey) deskphone.Key {
	whom := cmp.Or(d.agents[k.Agent], d.groups[k.Group])
	code, label := "", cmp.Or(k.Label, whom.name)
	out := func(does deskphone.Does, digits string, complete bool) deskphone.Key {
		if !complete {
			return deskphone.Key{}
		}
		return deskphone.Key{Does: does, Number: digits, Label: label}
	}
	switch k.Kind {
	case KeyLamp:
		lamp := out(deskphone.Watches, whom.extension, whom.extension != "")
		if lamp.Number != "" && !k.Group.IsZero() {
			lamp.PickUp = d.code(route.FeaturePickUp) // which of its phones rings does not matter
		}
		return lamp
	case KeyPark:
		code = d.code(route.FeatureSlot)
		return out(deskphone.Watches, code+twoDigits(k.Slot), code != "")
	case KeyDial:
		return out(deskphone.Dials, k.Number, true)
	case KeyCode:
		code = d.code(k.Feature)
		does := deskphone.Dials
		if k.Feature.InCall() {
			does = deskphone.Presses
		}
		switch k.Feature.Takes() {
		case route.ArgumentTwo:
			return out(does, code+twoDigits(k.Slot), code != "")
		case route.ArgumentAgent, route.ArgumentGroup:
			return out(does, code+whom.extension, code != "" && whom.extension != "")
		case route.ArgumentExtension:
			if k.Agent.IsZero() && k.Group.IsZero() {
				return out(does, code, code != "") // whom, is dialed by hand
			}
			return out(does, code+whom.extension+"#", code != "" && whom.extension != "")
		case route.ArgumentNone:
			return out(does, code, code != "")
		}
	case KeyNone:
	}
	return deskphone.Key{}
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// keysOf says what a phone's keys do on the phone.
func keysOf(ctx context.Context, db bun.IDB, keys []PhoneKey) ([]deskphone.Key, error) {
	d, err := dialingOf(ctx, db, keys)
	if err != nil {
		return nil, err
	}
	out := make([]deskphone.Key, len(keys))
	for i, k := range keys {
		out[i] = d.key(k)
	}
	return out, nil
}

const (
	maxKeys     = deskphone.MostKeys
	maxKeyLabel = 32
)

var dialedNumber = regexp.MustCompile(`^[0-9*#+]{1,32}$`)

// keyFeatures are the features that keys have; park slots are keys of their own
// kind.
func keyFeatures() []string {
	return slices.DeleteFunc(featureNames(), func(f string) bool { return f == string(route.FeatureSlot) })
}
