package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// destinationShape is how a destination is written in a CSV file.
const destinationShape = "group:, agent:, ivr:, audio:, voicemail:, transfer:, extension:, conference: or hangup: and the name (of agents the login ID), or nothing"

// targets are the kinds of destinations that name a record: its table and the
// column of what it is called.
func targets() map[string][2]string {
	return map[string][2]string{
		"group": {"groups", "name"}, "agent": {"agents", "login"}, "ivr": {"ivrs", "name"},
		"audio": {"audios", "name"}, "voicemail": {"audios", "name"}, "transfer": {"transfers", "name"},
	}
}

// destinationColumn is a CSV column that holds a destination, as in group:受注.
func destinationColumn[T any](name string, at func(*T) *route.Destination) resource.CSVColumn[T] {
	return resource.CSVColumn[T]{
		Name: name,
		Get:  func(ctx context.Context, db bun.IDB, of *T) (string, error) { return destinationText(ctx, db, *at(of)) },
		Set: func(ctx context.Context, db bun.IDB, of *T, text string) error {
			to, err := parseDestination(ctx, db, name, strings.TrimSpace(text))
			*at(of) = to
			return err
		},
	}
}

func destinationText(ctx context.Context, db bun.IDB, to route.Destination) (string, error) {
	kind, which := string(to.Kind), ""
	switch to.Kind {
	case route.ToGroup:
		which = to.Group.String()
	case route.ToAgent:
		which = to.Agent.String()
	case route.ToIVR:
		which = to.IVR.String()
	case route.ToTransfer:
		which = to.Transfer.String()
	case route.ToAudio:
		which = to.Audio.String()
		if to.Voicemail {
			kind = "voicemail"
		}
	case route.ToExtension:
		return kind + ":" + to.Extension, nil
	case route.ToConference:
		return kind + ":" + strconv.Itoa(to.Conference), nil
	case route.ToHangUp:
		return kind + ":" + string(to.Cause), nil
	case route.ToUnset, route.ToOutside, route.ToFeature:
		return "", nil
	}
	name, err := nameOf(ctx, db, targets()[kind], which)
	return kind + ":" + name, err
}

func parseDestination(ctx context.Context, db bun.IDB, field, text string) (route.Destination, error) {
	var to route.Destination
	if text == "" {
		return to, nil
	}
	kind, name, ok := strings.Cut(text, ":")
	if !ok {
		return to, fault.Broken(field, cut(text), destinationShape, "destination", "")
	}
	to.Kind = route.DestinationKind(kind)
	switch to.Kind {
	case route.ToExtension:
		to.Extension = name
		return to, nil
	case route.ToHangUp:
		to.Cause = leg.Kind(name)
		return to, nil
	case route.ToConference:
		room, err := strconv.Atoi(name)
		if err != nil {
			return to, fault.Broken(field, cut(text), destinationShape, "destination", "")
		}
		to.Conference = room
		return to, nil
	case route.ToUnset, route.ToGroup, route.ToAgent, route.ToIVR, route.ToAudio, route.ToTransfer, route.ToOutside, route.ToFeature:
	default: // "voicemail", or no kind at all
	}
	at, known := targets()[kind]
	if !known {
		return to, fault.Broken(field, cut(text), destinationShape, "destination", "")
	}
	which, err := called(ctx, db, field, at, name)
	switch kind {
	case "group":
		to.Group = parsed[id.Group](which)
	case "agent":
		to.Agent = parsed[id.Agent](which)
	case "ivr":
		to.IVR = parsed[id.IVR](which)
	case "transfer":
		to.Transfer = parsed[id.Transfer](which)
	default:
		to.Kind, to.Audio, to.Voicemail = route.ToAudio, parsed[id.Audio](which), kind == "voicemail"
	}
	return to, err
}

// trunkColumn is the CSV column with the name of a number's trunk.
func trunkColumn() resource.CSVColumn[Number] {
	at := [2]string{"trunks", "name"}
	return resource.CSVColumn[Number]{
		Name: "trunk",
		Get: func(ctx context.Context, db bun.IDB, of *Number) (string, error) {
			return nameOf(ctx, db, at, of.Trunk.String())
		},
		Set: func(ctx context.Context, db bun.IDB, of *Number, text string) error {
			which, err := called(ctx, db, "trunk", at, text)
			of.Trunk = parsed[id.Trunk](which)
			return err
		},
	}
}

// nameOf gives what a record is called; "" for none.
func nameOf(ctx context.Context, db bun.IDB, at [2]string, which string) (string, error) {
	if which == "" {
		return "", nil
	}
	var name string
	err := db.QueryRowContext(ctx, "select ? from ? where id = ?::uuid", bun.Ident(at[1]), bun.Ident(at[0]), which).Scan(&name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("directory: read what a record is called: %w", err)
	}
	return name, nil
}

// called gives the identifier of the record with that name; "" for no name.
func called(ctx context.Context, db bun.IDB, field string, at [2]string, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if at[0] == "agents" {
		which, err := agentCalled(ctx, db, name)
		if err == nil && which == "" {
			err = fault.Broken(field, cut(name), "one that the site has", "missing", "")
		}
		return which, err
	}
	var which string
	err := db.QueryRowContext(ctx, "select id::text from ? where ? = ?", bun.Ident(at[0]), bun.Ident(at[1]), name).Scan(&which)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.Broken(field, cut(name), "one that the site has", "missing", "")
	}
	if err != nil {
		return "", fmt.Errorf("directory: look for a record by its name: %w", err)
	}
	return which, nil
}
