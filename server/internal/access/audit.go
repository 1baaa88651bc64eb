package access

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/id"
)

// Via is the way an action came.
type Via string

// The ways.
const (
	ViaConsole Via = "console"
	ViaApp     Via = "app"
	ViaPhone   Via = "phone"
	ViaAPI     Via = "api"    // a program with a key
	ViaSystem  Via = "system" // by itself, as a retention that ran out
)

// Entry is one line of the audit: who did what, to what, from where. Actions
// are stable keys of a noun and a verb, as in "recording.played".
type Entry struct {
	At      time.Time
	Actor   id.Agent // none: nobody who was logged in
	Via     Via
	Action  string
	Kind    string            // of the object, as in "recording"
	Object  string            // identifier of the object
	Detail  map[string]string // what else is to be known; no secrets
	Address string
	// Origin is what caused the entry, when that may be told twice: the second
	// entry with the same Origin is passed over.
	Origin string
}

// By gives the entry of what a session does.
func (s Session) By(now time.Time, from Origin, action, kind, object string) Entry {
	return Entry{At: now, Actor: s.Agent.ID, Via: Via(s.Client), Action: action, Kind: kind, Object: object, Address: from.Address}
}

const auditColumns = "insert into audit (at, actor, via, action, object_kind, object_id, detail, address, origin) values "

// Insert gives the statement that writes the entry, with PostgreSQL's
// numbered parameters, for those who batch it with others.
func (e Entry) Insert() (query string, args []any, err error) {
	args, err = e.args()
	return auditColumns + "($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (origin) do nothing", args, err
}

func (e Entry) args() ([]any, error) {
	detail := make(map[string]string, len(e.Detail))
	for k, v := range e.Detail {
		detail[clean(k, 64)] = clean(v, 500)
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		return nil, fmt.Errorf("access: write the detail of an audit entry as JSON: %w", err)
	}
	var origin *string
	if e.Origin != "" {
		origin = &e.Origin
	}
	return []any{e.At, e.Actor, string(e.Via), e.Action, e.Kind, clean(e.Object, 64), string(raw), clean(e.Address, 64), origin}, nil
}

// WriteAudit appends an entry, inside the caller's transaction where there is one.
func WriteAudit(ctx context.Context, db bun.IDB, e Entry) error {
	args, err := e.args()
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, auditColumns+"(?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (origin) do nothing", args...); err != nil {
		return fmt.Errorf("access: write the audit: %w", err)
	}
	return nil
}

// Audit appends an entry outside any transaction.
func (d *Doors) Audit(ctx context.Context, e Entry) error { return WriteAudit(ctx, d.db.Bun(), e) }

// Trail says which entries a list holds. Zero fields do not filter.
type Trail struct {
	From, To time.Time // [From, To)
	Actor    id.Agent
	Action   string // whole, as "recording.played", or a noun, as "recording"
	Object   string
	Kind     string // of the object
	// Address is where the action came from: whole, or with a dot or colon at
	// its end, its beginning.
	Address string
	Q       string // words anywhere in the object, the address or the detail
	Via     Via
	Before  int64 // entries older than the one of this number
	Limit   int   // 1 to 500; 0: 100
}

// AuditRow is an entry in a list.
type AuditRow struct {
	Number    int64             `json:"number" doc:"grows with every entry"`
	At        time.Time         `json:"at"`
	Actor     string            `json:"actor,omitempty" doc:"identifier of the agent"`
	ActorName string            `json:"actorName,omitempty"`
	Via       Via               `json:"via" enum:"console,app,phone,api,system"`
	Action    string            `json:"action" example:"recording.played"`
	Kind      string            `json:"kind,omitempty"`
	Object    string            `json:"object,omitempty"`
	Detail    map[string]string `json:"detail,omitempty"`
	Address   string            `json:"address,omitempty"`
}

// ListAudit gives entries, newest first, and whether there are more.
func (d *Doors) ListAudit(ctx context.Context, t Trail) ([]AuditRow, bool, error) {
	q := d.db.Bun().NewSelect().TableExpr("audit as u").Join("left join agents as a on a.id = u.actor").
		ColumnExpr("u.id, u.at, u.actor, coalesce(a.name, ''), u.via, u.action, u.object_kind, u.object_id, u.detail, u.address").
		OrderExpr("u.id desc").Limit(int64(t.Limit) + 1)
	t.apply(q)
	rows, err := q.Rows(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("access: list the audit: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := make([]AuditRow, 0, t.Limit)
	for rows.Next() {
		if len(out) == t.Limit {
			return out, true, nil
		}
		var r AuditRow
		var actor id.Agent
		var detail []byte
		if err := rows.Scan(&r.Number, &r.At, &actor, &r.ActorName, &r.Via, &r.Action, &r.Kind, &r.Object, &detail, &r.Address); err != nil {
			return nil, false, fmt.Errorf("access: read the audit: %w", err)
		}
		if err := json.Unmarshal(detail, &r.Detail); err != nil {
			return nil, false, fmt.Errorf("access: read the detail of audit entry %d: %w", r.Number, err)
		}
		r.Actor = actor.String()
		out = append(out, r)
	}
	return out, false, rows.Err()
}

func (t Trail) apply(q *bun.SelectQuery) {
	if !t.From.IsZero() {
		q.Where("u.at >= ?", t.From)
	}
	if !t.To.IsZero() {
		q.Where("u.at < ?", t.To)
	}
	if !t.Actor.IsZero() {
		q.Where("u.actor = ?", t.Actor)
	}
	switch {
	case t.Action == "":
	case strings.Contains(t.Action, "."):
		q.Where("u.action = ?", t.Action)
	default:
		q.Where("u.action like ?", t.Action+".%")
	}
	if t.Object != "" {
		q.Where("u.object_id = ?", t.Object)
	}
	if t.Kind != "" {
		q.Where("u.object_kind = ?", t.Kind)
	}
	if t.Via != "" {
		q.Where("u.via = ?", string(t.Via))
	}
	switch {
	case t.Address == "":
	case strings.HasSuffix(t.Address, "."), strings.HasSuffix(t.Address, ":"):
		q.Where("u.address <> '' and u.address like ?", contains(t.Address)[1:]) // the index leaves the empty ones out
	default:
		q.Where("u.address = ?", t.Address)
	}
	// As the indexes audit_words and audit_wide have it.
	const words = "u.object_kind || ' ' || u.object_id || ' ' || u.address || ' ' || u.detail::text"
	for _, word := range strings.Fields(t.Q) {
		q.Where("("+words+") ilike ?", contains(word))
		if strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) {
			q.Where("wide_grams("+words+") @> wanted_wide(?)", word) // trigrams do not find short ones
		}
	}
	if t.Before > 0 {
		q.Where("u.id < ?", t.Before)
	}
}
