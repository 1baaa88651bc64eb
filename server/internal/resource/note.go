package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// channel is the PostgreSQL notification that says that records have changed.
// It is sent by the transaction that changes them, so it comes after its commit.
const channel = "yobirin_changes"

// turn is the advisory lock under which changes are written, so that their
// numbers grow in the order of the commits: who has seen number n will never
// find a smaller one later.
const turn = 0x796f62_00100

// Entry is a change of one record, as the history keeps it.
type Entry struct {
	Noun   string // plural, as in agents
	Kind   string // singular, as the audit calls it; "": Noun without its last letter
	ID     string
	Title  string
	Action Action
	Fields []FieldChange
	By     access.Session // zero: nobody who was logged in
	From   access.Origin
	Via    access.Via // "": the session's client, or the system
	Batch  id.Batch   // what it is taken back with; zero: nothing takes it back
	kept   *keepsake  // of a deletion that can be taken back
}

// Note writes a change that was made outside of this room (by the site file,
// by a command line) into the history and the audit and announces it, inside
// the transaction that makes it. Call it last in the transaction: it makes
// other writers of changes wait until the commit.
func (s *Store) Note(ctx context.Context, tx bun.IDB, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(?)", int64(turn)); err != nil {
		return fmt.Errorf("resource: wait for the turn to note changes: %w", err)
	}
	now := s.now()
	for len(entries) > 0 {
		n := min(len(entries), 500)
		if err := write(ctx, tx, now, entries[:n]); err != nil {
			return err
		}
		entries = entries[n:]
	}
	if _, err := tx.ExecContext(ctx, "select pg_notify(?, '')", channel); err != nil {
		return fmt.Errorf("resource: announce changes: %w", err)
	}
	return nil
}

func write(ctx context.Context, tx bun.IDB, now time.Time, entries []Entry) error {
	rows := make([]changeRow, 0, len(entries))
	audit := make([]access.Entry, 0, len(entries))
	for _, e := range entries {
		if e.Via == "" {
			e.Via = access.Via(e.By.Client)
		}
		if e.Via == "" {
			e.Via = access.ViaSystem
		}
		if e.Kind == "" {
			e.Kind = strings.TrimSuffix(e.Noun, "s")
		}
		fields := e.Fields
		if fields == nil {
			fields = []FieldChange{}
		}
		raw, err := json.Marshal(fields)
		if err != nil {
			return fmt.Errorf("resource: write the fields of %s %s as JSON: %w", e.Noun, e.ID, err)
		}
		kept, err := e.kept.raw()
		if err != nil {
			return err
		}
		rows = append(rows, changeRow{
			At: now, Actor: e.By.Agent.ID, ActorName: e.By.Agent.Name, Via: e.Via, Noun: e.Noun, RecordID: e.ID, Title: clip(e.Title), Action: e.Action, Fields: raw, Batch: e.Batch, Kept: kept,
		})
		one := e.By.By(now, e.From, e.Kind+"."+string(e.Action)+"d", e.Kind, e.ID)
		one.Via, one.Detail = e.Via, map[string]string{"title": e.Title}
		if e.Action == Updated {
			one.Detail["fields"] = names(e.Fields)
		}
		audit = append(audit, one)
	}
	if _, err := tx.NewInsert().Model(&rows).ExcludeColumn("id").Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("resource: write the history: %w", err)
	}
	return access.WriteAudits(ctx, tx, audit)
}
