package history

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

type voicemailsHeardInput struct {
	Body struct {
		IDs   []id.Recording `json:"ids" minItems:"1" maxItems:"500" nullable:"false"`
		Heard bool           `json:"heard"`
	}
}

type voicemailsHeardOutput struct {
	Body struct {
		Changed int `json:"changed" doc:"messages that were not so before"`
	}
}

// registerBulk adds what is done to many messages at once.
func (h *History) registerBulk(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "mark-voicemails", Method: http.MethodPost, Path: "/api/v1/voicemails/heard", Tags: []string{"voicemails"}, Summary: "Mark messages as heard or not",
	}, access.SeeVoicemail), func(ctx context.Context, in *voicemailsHeardInput) (*voicemailsHeardOutput, error) {
		s, err := access.Require(ctx, access.SeeVoicemail)
		if err != nil {
			return nil, err
		}
		out := &voicemailsHeardOutput{}
		out.Body.Changed, err = h.MarkAllHeard(ctx, in.Body.IDs, s, in.Body.Heard)
		return out, err
	})
}

// MarkAllHeard says of messages that they were heard, or that they were not,
// and gives how many were not so before. One that is not there is passed over.
func (h *History) MarkAllHeard(ctx context.Context, ids []id.Recording, by access.Session, heard bool) (int, error) {
	query, args := "update voicemails set heard_at = $2, heard_by = $3 where recording_id = any($1::uuid[]) and deleted_at is null and heard_at is null returning recording_id", []any{texts(ids...), h.now(), by.Agent.ID}
	what := MessageHeard
	if !heard {
		query, args = "update voicemails set heard_at = null, heard_by = null where recording_id = any($1::uuid[]) and deleted_at is null and heard_at is not null returning recording_id", args[:1]
		what = MessageUnheard
	}
	rows, err := h.db.Pool().Query(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("history: mark messages: %w", err)
	}
	marked, err := pgx.CollectRows(rows, pgx.RowTo[id.Recording])
	if err != nil {
		return 0, fmt.Errorf("history: mark messages: %w", err)
	}
	for _, rec := range marked {
		v, err := h.voicemail(ctx, h.db.Bun(), rec)
		if err != nil {
			continue // deleted since, which is told as that
		}
		h.changed(VoicemailChange{What: what, Voicemail: v})
	}
	return len(marked), nil
}
