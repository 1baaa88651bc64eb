package directory

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// checkDestination says what is wrong with a destination that a request gave
// for the field, and takes away what does not belong to its kind: a merge patch
// that changes the kind leaves the old kind's target behind. It gives the error
// of the database, too.
func checkDestination(ctx context.Context, tx bun.IDB, field string, d *route.Destination) ([]fault.Field, error) {
	kept := route.Destination{Kind: d.Kind}
	var table, target string
	switch d.Kind {
	case route.ToUnset:
		*d = kept
		return nil, nil
	case route.ToGroup:
		kept.Group, table, target = d.Group, "groups", d.Group.String()
	case route.ToAgent:
		kept.Agent, table, target = d.Agent, "agents", d.Agent.String()
	case route.ToIVR:
		kept.IVR, table, target = d.IVR, "ivrs", d.IVR.String()
	case route.ToAudio:
		kept.Audio, kept.Voicemail, table, target = d.Audio, d.Voicemail, "audios", d.Audio.String()
	case route.ToTransfer:
		kept.Transfer, table, target = d.Transfer, "transfers", d.Transfer.String()
	case route.ToExtension:
		kept.Extension = d.Extension
		*d = kept
		return checkDialed(ctx, tx, field, d.Extension)
	case route.ToConference:
		kept.Conference = d.Conference
		*d = kept
		return checkRoom(ctx, tx, field, d.Conference)
	case route.ToHangUp:
		kept.Cause = d.Cause
		*d = kept
		if !slices.Contains(hangups(), string(d.Cause)) {
			return []fault.Field{oneOf(field+".cause", string(d.Cause), hangups()...)}, nil
		}
		return nil, nil
	case route.ToOutside, route.ToFeature:
		fallthrough
	default:
		return []fault.Field{oneOf(field+".kind", string(d.Kind), "group", "agent", "extension", "ivr", "audio", "transfer", "conference", "hangup")}, nil
	}
	*d = kept
	return checkReference(ctx, tx, field+"."+string(d.Kind), table, target, true)
}

// checkReference says what is wrong with a reference to a record of a table.
func checkReference(ctx context.Context, tx bun.IDB, field, table, target string, needed bool) ([]fault.Field, error) {
	if target == "" {
		if needed {
			return []fault.Field{required(field)}, nil
		}
		return nil, nil
	}
	query := "select exists (select from ?0 where id = ?1)"
	if table == "agents" {
		query = "select exists (select from ?0 where id = ?1 and deleted_at is null)"
	}
	var there bool
	if err := tx.QueryRowContext(ctx, query, bun.Ident(table), target).Scan(&there); err != nil {
		return nil, fmt.Errorf("directory: look for a reference: %w", err)
	}
	if !there {
		return []fault.Field{missing(field, target)}, nil
	}
	return nil, nil
}

func checkDialed(ctx context.Context, tx bun.IDB, field, extension string) ([]fault.Field, error) {
	if extension == "" {
		return []fault.Field{required(field + ".extension")}, nil
	}
	held, err := holderOf(ctx, tx, extension, "")
	if err != nil || held != nil {
		return nil, err
	}
	return []fault.Field{missing(field+".extension", extension)}, nil
}

func checkRoom(ctx context.Context, tx bun.IDB, field string, room int) ([]fault.Field, error) {
	var rooms int
	if err := tx.QueryRowContext(ctx, "select rooms from site").Scan(&rooms); err != nil {
		return nil, fmt.Errorf("directory: read the number of rooms: %w", err)
	}
	switch top := max(1, rooms); {
	case room < 1:
		return []fault.Field{{Name: field + ".conference", Value: strconv.Itoa(room), Expected: "1 or more", Rule: "min", Limit: "1"}}, nil
	case room > top:
		return []fault.Field{{Name: field + ".conference", Value: strconv.Itoa(room), Expected: fmt.Sprintf("at most %d", top), Rule: "max", Limit: strconv.Itoa(top)}}, nil
	}
	return nil, nil
}

// usedBy says which destinations of the site lead to a record: target is its
// identifier, or with the kind ToExtension its extension.
func usedBy(ctx context.Context, db bun.IDB, kind route.DestinationKind, target string) ([]resource.Use, error) {
	var out []resource.Use
	err := db.NewRaw(`with at (noun, id, title, field, doc) as (
			select 'groups', id, name, 'overflow', overflow from groups
			union all select 'groups', id, name, 'timeoutTo', timeout_to from groups
			union all select 'ivrs', id, name, 'default', fallback from ivrs
			union all select 'ivrs', id, name, 'schedule', schedule from ivrs
			union all select 'ivrs', id, name, 'buttons', buttons from ivrs
			union all select 'numbers', id, number, 'route', route from numbers
			union all select 'trunks', id, name, 'unknownTo', unknown_to from trunks)
		select noun, id, title, field from at
		where jsonb_path_exists(doc, ?0::jsonpath, jsonb_build_object('target', ?1::text), true)
		order by noun, title, field`, fmt.Sprintf(`strict $.** ? (@.kind == "%s" && @.%[1]s == $target)`, kind), target).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("directory: look for the uses of a record: %w", err)
	}
	return out, nil
}

// uses adds what further queries find to the uses that are known; they give
// noun, id, title and field.
func uses(ctx context.Context, db bun.IDB, known []resource.Use, query string, args ...any) ([]resource.Use, error) {
	var more []resource.Use
	if err := db.NewRaw(query, args...).Scan(ctx, &more); err != nil {
		return nil, fmt.Errorf("directory: look for the uses of a record: %w", err)
	}
	return append(known, more...), nil
}

// holder is who has an extension.
type holder struct{ Noun, ID, Title string }

// holderOf gives who has an extension, other than the record with the
// identifier but; nil: nobody.
func holderOf(ctx context.Context, tx bun.IDB, extension, but string) (*holder, error) {
	var found []holder
	err := tx.NewRaw(`select * from (select 'agents' as noun, id::text as id, name as title from agents where extension = ?0 and deleted_at is null
			union all select 'groups', id::text, name from groups where extension = ?0
			union all select 'ivrs', id::text, name from ivrs where extension = ?0) as held
		where id <> ?1 limit 1`, extension, but).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("directory: look for an extension: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// parsed reads identifiers from text that the database gave.
func parsed[T ~[16]byte](text string) T {
	v, err := id.Parse[T](text)
	if err != nil {
		return T{}
	}
	return v
}
