package history

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
)

// stalled is how long an export may stand still.
const stalled = 2 * time.Minute

type exportInput struct {
	access.Requester
	CallQuery
}

// registerExport adds the way out as CSV.
func (h *History) registerExport(api huma.API) {
	huma.Register(api, access.NeedsAll(huma.Operation{
		OperationID: "export-calls", Method: http.MethodGet, Path: "/api/v1/calls.csv", Tags: []string{"history"},
		Summary:   "The call history as CSV: UTF-8, in the session's language, times in the site's zone; filters as list-calls, all rows",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}, access.SeeOwnCalls, access.ExportCSV), func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		s, err := access.Require(ctx, access.ExportCSV)
		if err != nil {
			return nil, err
		}
		only, err := visible(ctx, access.SeeOwnCalls)
		if err != nil {
			return nil, err
		}
		f, err := in.filter()
		if err != nil {
			return nil, err
		}
		f.Only, f.RangAt = only, s.Agent.ID
		// The first page before anything is answered, so that mistakes are told as such.
		page := Page{Sort: in.Sort, Limit: MaxLimit}
		first, next, err := h.List(ctx, f, page)
		if err != nil {
			return nil, err
		}
		if err := access.WriteAudit(ctx, h.db.Bun(), s.By(h.now(), in.Origin(), "calls.exported", "calls", "")); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			_, w := humago.Unwrap(hc)
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Cache-Control", "private, no-store")
			w.Header().Set("Content-Disposition", `attachment; filename="calls.csv"`)
			out := &callsCSV{language: s.Agent.Language, zone: h.o.Zone, out: csv.NewWriter(w)}
			if err := h.writeCSV(ctx, out, w, f, page, first, next); err != nil {
				h.log.Warn("a call history was not exported to its end", "err", err)
				panic(http.ErrAbortHandler) // a file that ends early must not look whole
			}
		}}, nil
	})
}

// writeCSV writes one page after the other; no more than one is in memory.
func (h *History) writeCSV(ctx context.Context, out *callsCSV, w http.ResponseWriter, f Filter, page Page, rows []CallRow, next string) error {
	control := http.NewResponseController(w)
	needed := []access.Permission{access.SeeOwnCalls, access.ExportCSV}
	if f.Only.IsZero() {
		needed = append(needed, access.SeeAllCalls)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // without it spreadsheets take UTF-8 for something else
		return err
	}
	out.head()
	for {
		// Where deadlines cannot be set, as in tests, there are none.
		_ = control.SetWriteDeadline(time.Now().Add(stalled))
		for i := range rows {
			out.row(&rows[i])
		}
		if out.out.Flush(); out.out.Error() != nil || next == "" {
			return out.out.Error()
		}
		if _, err := access.Still(ctx, needed...); err != nil {
			return err // what is taken slowly is taken as long as the right to it lasts
		}
		var err error
		page.Cursor = next
		if rows, next, err = h.List(ctx, f, page); err != nil {
			return err
		}
	}
}

// callsCSV writes calls as people read them.
type callsCSV struct {
	language string
	zone     *time.Location
	out      *csv.Writer
}

func (c *callsCSV) say(ja, en string) string {
	if c.language == "ja" {
		return ja
	}
	return en
}

func (c *callsCSV) head() {
	c.out.UseCRLF = true
	_ = c.out.Write([]string{ // errors stay with the writer
		c.say("日時", "Time"), c.say("区分", "Direction"), c.say("結果", "Result"), c.say("発信元", "From"), c.say("発信元名", "From name"), c.say("発信先", "To"), c.say("発信先名", "To name"),
		c.say("番号", "Number"), c.say("グループ", "Group"), c.say("エージェント", "Agent"), c.say("待ち秒数", "Wait (s)"), c.say("通話秒数", "Talk (s)"), c.say("終話理由", "Cause"), c.say("録音", "Recorded"), "ID",
	})
}

func (c *callsCSV) row(r *CallRow) {
	from, to := r.From, r.To
	if from.Withheld {
		from = Party{Number: c.say("非通知", "withheld")}
	}
	recorded, result := "", ""
	if r.HasRecording {
		recorded = c.say("あり", "yes")
	}
	switch {
	case r.Rang == RangElsewhere:
		result = c.say("他のエージェントが応答", "answered by somebody else")
	case r.Result == "answered":
		result = c.say("応答", "answered")
	case r.Result == "missed":
		result = c.say("不在", "missed")
	}
	cells := []string{
		r.StartedAt.In(c.zone).Format("2006-01-02 15:04:05"), c.direction(r.Direction), result, from.Number, from.Name, to.Number, to.Name,
		r.PhoneNumber, nameOf(r.Group), nameOf(r.Agent), seconds(r.WaitSeconds), seconds(r.TalkSeconds), r.Cause, recorded, r.ID.String(),
	}
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	_ = c.out.Write(cells)
}

func (c *callsCSV) direction(d journal.Direction) string {
	switch d {
	case journal.Inbound:
		return c.say("着信", "in")
	case journal.Outbound:
		return c.say("発信", "out")
	case journal.Internal:
		return c.say("内線", "internal")
	default:
		return string(d)
	}
}

func nameOf(n *Named) string {
	if n == nil {
		return ""
	}
	return n.Name
}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 1, 64) }

// harmless keeps a spreadsheet from taking what a stranger chose, as the name
// that calls, for a formula.
func harmless(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	if s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
