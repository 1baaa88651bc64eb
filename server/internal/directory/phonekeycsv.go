package directory

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// keyShape is how a key is written in a CSV file, a line for each.
const keyShape = "lamp:agent:<login ID>, lamp:group:<name>, park:<slot>, dial:<number>, code:<feature> with :agent:<login ID>, :group:<name> or :<room> where it takes one, or none; a label follows after |"

// keysColumn is the CSV column of a phone's keys: a line for each, as in
//
//	park:1|パーク1
//	lamp:agent:sato
//	code:pick-up:group:受注|代理応答
func keysColumn() resource.CSVColumn[Device] {
	return resource.CSVColumn[Device]{
		Name: "keys",
		Get: func(ctx context.Context, db bun.IDB, v *Device) (string, error) {
			names, err := keyNames(ctx, db, v.Keys)
			if err != nil {
				return "", err
			}
			lines := make([]string, len(v.Keys))
			for i, k := range v.Keys {
				lines[i] = k.text(names)
			}
			return strings.Join(lines, "\n"), nil
		},
		Set: func(ctx context.Context, db bun.IDB, v *Device, text string) error {
			v.Keys = nil
			for line := range strings.Lines(strings.TrimSpace(text)) {
				k, err := parseKey(ctx, db, strings.TrimSpace(line))
				if err != nil {
					return err
				}
				v.Keys = append(v.Keys, k)
			}
			return nil
		},
	}
}

// keyNames gives how those whom keys are about are called in a file, by their
// identifiers.
func keyNames(ctx context.Context, db bun.IDB, keys []PhoneKey) (map[string]string, error) {
	names := map[string]string{}
	agents, groups := about(keys)
	for _, of := range []struct {
		ids []string
		at  [2]string
	}{{agents, targets()["agent"]}, {groups, targets()["group"]}} {
		if len(of.ids) == 0 {
			continue
		}
		var rows []struct{ ID, Name string }
		if err := db.NewRaw("select id::text, ?0 as name from ?1 where id in ?2", bun.Ident(of.at[1]), bun.Ident(of.at[0]), bun.Tuple(of.ids)).Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("directory: read whom keys are about: %w", err)
		}
		for _, r := range rows {
			if names[r.ID] = r.Name; strings.Contains(r.Name, labelAfter) {
				names[r.ID] = r.ID
			}
		}
	}
	return names, nil
}

// labelAfter stands before a key's label in a file. A group with it in its name
// goes by its identifier.
const labelAfter = "|"

func (k PhoneKey) text(names map[string]string) string {
	words := []string{string(k.Kind)}
	if k.Kind == KeyCode {
		words = append(words, string(k.Feature))
	}
	if k.Slot > 0 {
		words = append(words, strconv.Itoa(k.Slot))
	}
	if k.Number != "" {
		words = append(words, k.Number)
	}
	for _, ref := range [][2]string{{"agent", k.Agent.String()}, {"group", k.Group.String()}} {
		if ref[1] == "" {
			continue
		}
		name := names[ref[1]]
		if name == "" {
			return string(KeyNone) // whom it was about is gone
		}
		words = append(words, ref[0], name)
	}
	text := strings.Join(words, ":")
	if k.Label != "" {
		text += labelAfter + k.Label
	}
	return text
}

func parseKey(ctx context.Context, db bun.IDB, text string) (PhoneKey, error) {
	wrong := func() error { return fault.Broken("keys", cut(text), keyShape, "phone_key_text", "") }
	spec, label, _ := strings.Cut(text, labelAfter)
	kind, rest, _ := strings.Cut(spec, ":")
	k := PhoneKey{Kind: KeyKind(kind), Label: strings.TrimSpace(label)}
	switch k.Kind {
	case KeyLamp, KeyPark, KeyNone:
	case KeyDial:
		k.Number = rest
		return k, nil
	case KeyCode:
		var feature string
		feature, rest, _ = strings.Cut(rest, ":")
		k.Feature = route.Feature(feature)
	default:
		return k, wrong()
	}
	what, name, about := strings.Cut(rest, ":")
	switch {
	case rest == "":
	case about && (what == "agent" || what == "group"):
		if what == "group" {
			if k.Group = parsed[id.Group](name); !k.Group.IsZero() {
				break // checkKeys says whether there is one
			}
		}
		which, err := called(ctx, db, "keys", targets()[what], name)
		if err != nil {
			return k, err
		}
		if what == "agent" {
			k.Agent = parsed[id.Agent](which)
		} else {
			k.Group = parsed[id.Group](which)
		}
	default:
		n, err := strconv.Atoi(rest)
		if err != nil {
			return k, wrong()
		}
		k.Slot = n
	}
	return k, nil
}

// keys reads the keys of a phone in a site file.
func (p *plan) keys(v value) []PhoneKey {
	var out []PhoneKey
	all := v.items()
	if len(all) > maxKeys {
		v.wrong("at most " + strconv.Itoa(maxKeys) + " keys")
		return nil
	}
	for _, one := range all {
		f, ok := one.fields("kind", "agent", "group", "slot", "number", "feature", "label")
		if !ok {
			continue
		}
		k := PhoneKey{Kind: KeyKind(f["kind"].one("", string(KeyNone), string(KeyLamp), string(KeyPark), string(KeyDial), string(KeyCode)))}
		if f["kind"].absent() {
			p.r.note(one.node, f["kind"].path, "", "one of none, lamp, park, dial, code")
		}
		k.Agent, k.Group = p.agentRef(f["agent"]), p.groupRef(f["group"])
		k.Slot = f["slot"].whole(0, 99, 0)
		k.Number = f["number"].shaped(dialedNumber, "1 to 32 digits, * or #", "")
		k.Feature = route.Feature(f["feature"].one("", keyFeatures()...))
		k.Label = f["label"].text(maxKeyLabel, "")
		k = k.tidy()
		if lacks := k.lacks(); lacks != "" && !f["kind"].absent() {
			p.r.note(one.node, f[lacks].path, "", "a value, because the key is a "+string(k.Kind))
		}
		out = append(out, k)
	}
	return out
}
