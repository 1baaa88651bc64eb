package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// changeRow is a change as it is stored.
type changeRow struct {
	bun.BaseModel `bun:"table:record_changes,alias:c"`
	ID            int64 `bun:"id,pk,autoincrement"`
	At            time.Time
	Actor         id.Agent
	ActorName     string
	Via           access.Via
	Noun          string
	RecordID      string `bun:"record_id"`
	Title         string
	Action        Action
	Fields        json.RawMessage `bun:"type:jsonb"`
	Batch         id.Batch
	Kept          json.RawMessage `bun:"type:jsonb,nullzero"` // what a deletion needs to be taken back; none: it is final
}

// Past is one change of a record, as its history tells it.
type Past struct {
	Number    int64         `json:"number" doc:"grows with every change of any record"`
	At        time.Time     `json:"at"`
	Actor     id.Agent      `json:"actor,omitzero" doc:"identifier of the agent; missing: nobody who was logged in"`
	ActorName string        `json:"actorName,omitempty" doc:"as it was then"`
	Via       access.Via    `json:"via" example:"console"`
	Action    Action        `json:"action" enum:"create,update,delete,restore"`
	Title     string        `json:"title"`
	Fields    []FieldChange `json:"fields" nullable:"false" doc:"what changed; of secrets only the name"`
	Batch     *PastBatch    `json:"batch,omitempty" doc:"what it is taken back with: the change of many records that it is part of, or itself"`
}

// Pasts is a page of a history.
type Pasts struct {
	Items      []Past `json:"items" nullable:"false"`
	NextCursor string `json:"nextCursor,omitempty"`
}

type historyInput struct {
	ID     string `path:"id" maxLength:"64"`
	Order  string `query:"order" enum:"newest,oldest" default:"newest"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor string `query:"cursor" maxLength:"20"`
}

// past gives a page of a record's history.
func (s *Store) past(ctx context.Context, db bun.IDB, noun string, in *historyInput) (Pasts, error) {
	q := db.NewSelect().Model((*changeRow)(nil)).ExcludeColumn("kept").Where("c.noun = ?", noun).Where("c.record_id = ?", in.ID).Limit(int64(in.Limit) + 1)
	op, order := "<", "c.id desc"
	if in.Order == "oldest" {
		op, order = ">", "c.id"
	}
	if in.Cursor != "" {
		at, err := strconv.ParseInt(in.Cursor, 10, 64)
		if err != nil || at < 0 {
			return Pasts{}, fault.Broken("cursor", in.Cursor, "the nextCursor of an answer", "format", "")
		}
		q.Where("c.id ? ?", bun.Safe(op), at)
	}
	var rows []changeRow
	if err := q.OrderExpr(order).Scan(ctx, &rows); err != nil {
		return Pasts{}, fmt.Errorf("resource: read the history of %s: %w", noun, err)
	}
	out := Pasts{Items: make([]Past, 0, len(rows))}
	if len(rows) > in.Limit {
		rows = rows[:in.Limit]
		out.NextCursor = strconv.FormatInt(rows[in.Limit-1].ID, 10)
	}
	for _, r := range rows {
		p := Past{Number: r.ID, At: r.At, Actor: r.Actor, ActorName: r.ActorName, Via: r.Via, Action: r.Action, Title: r.Title}
		if !r.Batch.IsZero() {
			p.Batch = &PastBatch{ID: r.Batch}
		}
		if err := json.Unmarshal(r.Fields, &p.Fields); err != nil {
			return Pasts{}, fmt.Errorf("resource: read the fields of change %d: %w", r.ID, err)
		}
		out.Items = append(out.Items, p)
	}
	return out, nil
}
