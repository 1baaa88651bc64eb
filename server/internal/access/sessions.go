package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// SessionRow is a session in force, in a list.
type SessionRow struct {
	ID        id.Session `json:"id"`
	Agent     id.Agent   `json:"agent"`
	Login     string     `json:"login"`
	AgentName string     `json:"agentName"`
	Client    Client     `json:"client" enum:"console,app"`
	Factor    Factor     `json:"factor" enum:"password,totp,oidc" doc:"what it was opened with"`
	Address   string     `json:"address,omitempty"`
	UserAgent string     `json:"userAgent,omitempty"`
	Created   time.Time  `json:"created"`
	Seen      time.Time  `json:"seen" doc:"last used, to the minute"`
	This      bool       `json:"this" doc:"the one that asks"`
}

// SessionPage is a part of the list.
type SessionPage struct {
	Items      []SessionRow `json:"items" nullable:"false"`
	NextCursor string       `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

// Sessions says which sessions a list holds. Zero fields do not filter.
type Sessions struct {
	Agent  id.Agent
	Q      string // in login, name, address or user agent
	Before id.Session
	Limit  int
}

// ListSessions gives sessions in force, the newest first, and whether there
// are more.
func (d *Doors) ListSessions(ctx context.Context, f Sessions, asking id.Session) ([]SessionRow, bool, error) {
	q := d.db.Bun().NewSelect().TableExpr("sessions as s").Join("join agents as a on a.id = s.agent_id").Join("cross join site").
		ColumnExpr("s.id, a.id, a.login, a.name, s.client, s.factor, s.address, s.user_agent, s.created_at, s.seen_at").
		Where("not a.disabled").Where("s.seen_at >= ?::timestamptz - make_interval(secs => site.session_idle)", d.now()).
		OrderExpr("s.id desc").Limit(int64(f.Limit) + 1)
	if !f.Agent.IsZero() {
		q.Where("a.id = ?", f.Agent)
	}
	if !f.Before.IsZero() {
		q.Where("s.id < ?", f.Before)
	}
	if f.Q != "" {
		like := contains(f.Q)
		q.Where("(a.login ilike ?0 or a.name ilike ?0 or s.address ilike ?0 or s.user_agent ilike ?0)", like)
	}
	rows, err := q.Rows(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("access: list sessions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := make([]SessionRow, 0, f.Limit)
	for rows.Next() {
		if len(out) == f.Limit {
			return out, true, nil
		}
		var r SessionRow
		if err := rows.Scan(&r.ID, &r.Agent, &r.Login, &r.AgentName, &r.Client, &r.Factor, &r.Address, &r.UserAgent, &r.Created, &r.Seen); err != nil {
			return nil, false, fmt.Errorf("access: list sessions: %w", err)
		}
		r.This = r.ID == asking
		out = append(out, r)
	}
	return out, false, rows.Err()
}

// EndSession ends a session: of anybody, or with only, of that agent alone.
// What is open in its name is closed at once.
func (d *Doors) EndSession(ctx context.Context, which id.Session, only id.Agent, by Session, from Origin) error {
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var agent id.Agent
		var client string
		q := tx.NewDelete().TableExpr("sessions").Where("id = ?", which).Returning("agent_id, client")
		if !only.IsZero() {
			q.Where("agent_id = ?", only)
		}
		err := q.Scan(ctx, &agent, &client)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoSuchSession()
		}
		if err != nil {
			return fmt.Errorf("access: end a session: %w", err)
		}
		e := by.By(d.now(), from, "session.ended", "agent", agent.String())
		e.Detail = map[string]string{"session": which.String(), "client": client}
		return WriteAudit(ctx, tx, e)
	})
	if err == nil {
		d.tellEnded(which)
	}
	return err
}

// EndSessionsOf ends every session of an agent but the one that asks, and says
// how many there were. What is open in their name is closed at once.
func (d *Doors) EndSessionsOf(ctx context.Context, agent id.Agent, by Session, from Origin) (int, error) {
	var gone []id.Session
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		err := tx.NewRaw("delete from sessions where agent_id = ? and id <> ? returning id", agent, by.ID).Scan(ctx, &gone)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("access: end an agent's sessions: %w", err)
		}
		if len(gone) == 0 {
			return nil
		}
		e := by.By(d.now(), from, "session.ended", "agent", agent.String())
		e.Detail = map[string]string{"sessions": strconv.Itoa(len(gone))}
		return WriteAudit(ctx, tx, e)
	})
	if err != nil {
		return 0, err
	}
	d.tellEnded(gone...)
	return len(gone), nil
}

// endAll ends every session of an agent.
func (d *Doors) endAll(ctx context.Context, agent id.Agent) error {
	var gone []id.Session
	err := d.db.Bun().NewRaw("delete from sessions where agent_id = ? returning id", agent).Scan(ctx, &gone)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("access: end an agent's sessions: %w", err)
	}
	d.tellEnded(gone...)
	return nil
}

type sessionsInput struct {
	Agent  string `query:"agent" maxLength:"36" doc:"identifier of an agent"`
	Q      string `query:"q" maxLength:"100" doc:"in login, name, address or user agent"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor string `query:"cursor" maxLength:"36" doc:"nextCursor of the page before"`
}

func (in *sessionsInput) filter() (Sessions, error) {
	f := Sessions{Q: clean(in.Q, 100), Limit: in.Limit}
	var err error
	if f.Agent, err = id.Parse[id.Agent](in.Agent); err != nil {
		return f, fault.Wrong("agent", in.Agent, "an identifier of 8-4-4-4-12 hexadecimal digits")
	}
	if f.Before, err = id.Parse[id.Session](in.Cursor); err != nil {
		return f, fault.Wrong("cursor", in.Cursor, "the nextCursor of a list")
	}
	return f, nil
}

// sessionPath names a session in an address.
type sessionPath struct {
	Requester
	ID id.Session `path:"id"`
}

// agentPath names an agent in an address.
type agentPath struct {
	Requester
	ID id.Agent `path:"id"`
}

func (d *Doors) registerSessions(api huma.API) {
	op := func(name, method, path, summary string) huma.Operation {
		o := huma.Operation{OperationID: name, Method: method, Path: "/api/v1" + path, Tags: []string{"session"}, Summary: summary}
		if method == http.MethodDelete {
			o.DefaultStatus = http.StatusNoContent
		}
		return o
	}
	huma.Register(api, Needs(op("list-sessions", http.MethodGet, "/sessions", "Who is logged in where, newest first"), SeeSessions),
		func(ctx context.Context, in *sessionsInput) (*struct{ Body SessionPage }, error) {
			s, err := Require(ctx, SeeSessions)
			if err != nil {
				return nil, err
			}
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return d.sessionPage(ctx, f, s)
		})
	huma.Register(api, Needs(op("end-session", http.MethodDelete, "/sessions/{id}", "End a session"), EndSessions), func(ctx context.Context, in *sessionPath) (*struct{}, error) {
		s, err := Require(ctx, EndSessions)
		if err != nil {
			return nil, err
		}
		return nil, d.EndSession(ctx, in.ID, id.Agent{}, s, in.from)
	})
	huma.Register(api, Needs(op("end-sessions-of", http.MethodDelete, "/agents/{id}/sessions", "End every session of an agent, but the one that asks"), EndSessions), func(ctx context.Context, in *agentPath) (*struct{}, error) {
		s, err := Require(ctx, EndSessions)
		if err != nil {
			return nil, err
		}
		_, err = d.EndSessionsOf(ctx, in.ID, s, in.from)
		return nil, err
	})
	huma.Register(api, Anyone(op("my-sessions", http.MethodGet, "/me/sessions", "Where one is logged in")), func(ctx context.Context, _ *struct{}) (*struct{ Body SessionPage }, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		return d.sessionPage(ctx, Sessions{Agent: s.Agent.ID, Limit: maxTrail}, s)
	})
	huma.Register(api, Anyone(op("end-my-session", http.MethodDelete, "/me/sessions/{id}", "End one of one's own sessions")), func(ctx context.Context, in *sessionPath) (*struct{}, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		return nil, d.EndSession(ctx, in.ID, s.Agent.ID, s, in.from)
	})
}

func (d *Doors) sessionPage(ctx context.Context, f Sessions, s Session) (*struct{ Body SessionPage }, error) {
	rows, more, err := d.ListSessions(ctx, f, s.ID)
	out := &struct{ Body SessionPage }{SessionPage{Items: rows}}
	if more {
		out.Body.NextCursor = rows[len(rows)-1].ID.String()
	}
	return out, err
}
