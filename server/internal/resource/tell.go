package resource

import (
	"encoding/json"
	"errors"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxRefused bounds what is told of the records that were refused.
const maxRefused = 1000

// Wrong is what is wrong with one value of a record.
type Wrong struct {
	Location string `json:"location,omitempty"`
	Message  string `json:"message,omitempty"`
	Value    any    `json:"value,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Limit    string `json:"limit,omitempty"`
}

// Refusal is why a record of several was left out.
type Refusal struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Code   string  `json:"code"`
	Detail string  `json:"detail"`
	Errors []Wrong `json:"errors" nullable:"false"`
}

// teller says refusals in the caller's language: as the API says them when a
// request is refused as a whole.
type teller struct{ request huma.Context }

// Resolve takes the request.
func (t *teller) Resolve(ctx huma.Context) []error {
	t.request = ctx
	return nil
}

func (t *teller) say(err error) (Refusal, error) {
	out := Refusal{Errors: []Wrong{}}
	raw, failed := json.Marshal(huma.NewErrorWithContext(t.request, 422, "", err))
	if failed == nil {
		failed = json.Unmarshal(raw, &out)
	}
	return out, failed
}

// about says whether an error is about one record, which can be left out.
func about(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound, fault.Denied:
		return true
	case fault.Unavailable, fault.Internal:
	}
	return false
}

// fromDatabase says whether the database refused a statement; until what the
// transaction did since a savepoint is taken back, it refuses all others.
func fromDatabase(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg)
}
