package history

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// ordering is how a Sort is asked of the database.
type ordering struct {
	name      Sort
	column    string
	direction string
	after     string // comparison that is true of the rows after a cursor
}

func (p Page) order() (ordering, error) {
	switch p.Sort {
	case "", NewestFirst:
		return ordering{NewestFirst, "started_at", "desc", "<"}, nil
	case OldestFirst:
		return ordering{OldestFirst, "started_at", "asc", ">"}, nil
	case LongestTalk:
		return ordering{LongestTalk, "talked_ms", "desc", "<"}, nil
	case LongestWait:
		return ordering{LongestWait, "waited_ms", "desc", "<"}, nil
	default:
		return ordering{}, fault.Wrong("sort", string(p.Sort), "-startedAt, startedAt, -talkSeconds or -waitSeconds")
	}
}

// cursor is the last row of a page, by which the next begins.
type cursor struct {
	Sort Sort    `json:"s"`
	At   int64   `json:"a"` // microseconds since 1970, or milliseconds waited or talked
	ID   id.Call `json:"i"`
}

const maxCursor = 256

func (p place) cursor(o ordering) string {
	c := cursor{Sort: o.name, ID: p.id}
	switch o.column {
	case "started_at":
		c.At = p.started.UnixMicro()
	case "talked_ms":
		c.At = p.talked
	case "waited_ms":
		c.At = p.waited
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return "" // cannot happen: plain values
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (c cursor) value(o ordering) any {
	if o.column == "started_at" {
		return time.UnixMicro(c.At).UTC()
	}
	return c.At
}

// readCursor reads what a list gave as the next cursor, for the same order.
func readCursor(s string, order Sort) (cursor, error) {
	wrong := func() (cursor, error) {
		return cursor{}, fault.Wrong("cursor", "", "the nextCursor of a list with the same sort")
	}
	if len(s) > maxCursor {
		return wrong()
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return wrong()
	}
	var c cursor
	if json.Unmarshal(raw, &c) != nil || c.Sort != order || c.ID.IsZero() {
		return wrong()
	}
	if t := time.UnixMicro(c.At); (order == NewestFirst || order == OldestFirst) && (t.Year() < 1970 || t.Year() > 9999) {
		return wrong()
	}
	return c, nil
}
