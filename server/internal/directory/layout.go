package directory

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	maxLayout  = 16 << 10 // bytes of one layout
	maxLayouts = 100      // of an agent
)

var layoutKey = regexp.MustCompile(`^[a-z][a-z0-9.-]{0,63}$`)

// Layout gives how the agent arranged what the key names; empty: not at all.
func (d *Directory) Layout(ctx context.Context, a id.Agent, key string) (map[string]any, error) {
	if err := checkLayoutKey(key); err != nil {
		return nil, err
	}
	out := map[string]any{}
	var raw string
	err := d.db.Bun().QueryRowContext(ctx, "select value from user_layouts where agent_id = ? and key = ?", a, key).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return out, nil
	}
	if err != nil {
		return nil, fmt.Errorf("directory: read a layout: %w", err)
	}
	read := json.NewDecoder(strings.NewReader(raw))
	read.UseNumber() // as it was given
	if err := read.Decode(&out); err != nil {
		return nil, fmt.Errorf("directory: read a layout: %w", err)
	}
	return out, nil
}

// SetLayout keeps how the agent arranged what the key names: a JSON
// object of at most 16 KB; the empty one forgets it. An agent has at most a
// hundred.
func (d *Directory) SetLayout(ctx context.Context, a id.Agent, key string, value json.RawMessage) error {
	if err := checkLayoutKey(key); err != nil {
		return err
	}
	var tidy bytes.Buffer
	if err := json.Compact(&tidy, value); err != nil {
		return fault.Wrong("body", "", "a JSON object")
	}
	if tidy.Len() > maxLayout {
		return fault.Wrong("body", fmt.Sprintf("%d bytes", tidy.Len()), fmt.Sprintf("at most %d bytes", maxLayout))
	}
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if tidy.String() == "{}" {
			_, err := tx.ExecContext(ctx, "delete from user_layouts where agent_id = ? and key = ?", a, key)
			return wrapLayout(err)
		}
		// Who writes waits for its own other writes, so that the count holds.
		if _, err := tx.ExecContext(ctx, "select from agents where id = ? for update", a); err != nil {
			return wrapLayout(err)
		}
		var others int
		if err := tx.QueryRowContext(ctx, "select count(*) from user_layouts where agent_id = ? and key <> ?", a, key).Scan(&others); err != nil {
			return wrapLayout(err)
		}
		if others >= maxLayouts {
			return fault.New(fault.Conflict, "too_many_layouts", "there are %d layouts already; forget one first", others)
		}
		_, err := tx.ExecContext(ctx, `insert into user_layouts (agent_id, key, value, updated_at) values (?, ?, ?, ?)
			on conflict (agent_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`, a, key, tidy.String(), d.now())
		return wrapLayout(err)
	})
}

func wrapLayout(err error) error {
	if err != nil {
		return fmt.Errorf("directory: store a layout: %w", err)
	}
	return nil
}

func checkLayoutKey(key string) error {
	if !layoutKey.MatchString(key) {
		return fault.Wrong("key", cut(key), "a small letter, then small letters, digits, dots and hyphens; at most 64")
	}
	return nil
}

// registerLayouts adds how people arrange their screens: what the console
// keeps of an agent, wherever it logs in.
func (d *Directory) registerLayouts(api huma.API) {
	const path = "/api/v1/me/layout/{key}"
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "my-layout", Method: http.MethodGet, Path: path, Tags: []string{"me"}, Summary: "How one arranged a screen; empty for not at all",
	}), func(ctx context.Context, in *struct {
		Key string `path:"key"`
	}) (*struct{ Body map[string]any }, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		out, err := d.Layout(ctx, s.Agent.ID, in.Key)
		return &struct{ Body map[string]any }{out}, err
	})
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "keep-my-layout", Method: http.MethodPut, Path: path, Tags: []string{"me"}, Summary: "Keep how one arranged a screen",
		Description: "A JSON object of at most 16 KB; the empty one forgets it.", DefaultStatus: http.StatusNoContent, MaxBodyBytes: maxLayout + 1<<10,
		Errors: []int{http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity},
	}), func(ctx context.Context, in *struct {
		Key     string `path:"key"`
		RawBody []byte
		Body    map[string]any
	}) (*struct{}, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		return nil, d.SetLayout(ctx, s.Agent.ID, in.Key, in.RawBody)
	})
}
