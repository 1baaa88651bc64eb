package access

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// maxAuditCSV is how many entries one file has at most; more are asked for
// with a cursor or another time.
const maxAuditCSV = 1_000_000

func auditHeader() []string {
	return []string{"number", "at", "actor", "actorName", "via", "action", "kind", "object", "address", "detail"}
}

func (r *AuditRow) csv() []string {
	detail := ""
	if len(r.Detail) > 0 {
		if raw, err := json.Marshal(r.Detail); err == nil {
			detail = string(raw)
		}
	}
	row := []string{strconv.FormatInt(r.Number, 10), r.At.UTC().Format(time.RFC3339Nano), r.Actor, r.ActorName, string(r.Via), r.Action, r.Kind, r.Object, r.Address, detail}
	for i := range row {
		row[i] = plainCell(row[i])
	}
	return row
}

// plainCell keeps a spreadsheet from taking a text for a formula: there are
// logins in the audit that anybody may have typed.
func plainCell(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", first) { // Japanese ones take full width, too
		return "'" + text
	}
	return text
}

// WriteAuditCSV writes entries, newest first, in UTF-8 with a mark that
// spreadsheets know it by. It ends with the right to them (Still).
func (d *Doors) WriteAuditCSV(ctx context.Context, w io.Writer, t Trail) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(auditHeader()); err != nil {
		return err
	}
	t.Limit = maxTrail
	for written := 0; written < maxAuditCSV; {
		rows, more, err := d.ListAudit(ctx, t)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := out.Write(rows[i].csv()); err != nil {
				return err
			}
		}
		if !more {
			break
		}
		written += len(rows)
		t.Before = rows[len(rows)-1].Number
		if _, err := Still(ctx, SeeAudit, ExportCSV); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// stalled is how long an export may stand still.
const stalled = 2 * time.Minute

// patient is a client that may take for as long as it likes what it takes, but
// not stand still.
type patient struct {
	io.Writer
	control *http.ResponseController
}

// Write sends a piece and gives it time.
func (p *patient) Write(piece []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(stalled)) // where there are none, as in tests, none is needed
	return p.Writer.Write(piece)
}

func (d *Doors) registerAuditCSV(api huma.API) {
	huma.Register(api, NeedsAll(huma.Operation{
		OperationID: "export-audit", Method: http.MethodGet, Path: "/api/v1/audit.csv", Tags: []string{"audit"}, Summary: "Who did what, as CSV: filtered as list-audit, all pages",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}, SeeAudit, ExportCSV), func(ctx context.Context, in *struct {
		Requester
		auditInput
	}) (*huma.StreamResponse, error) {
		s, ok := From(ctx)
		if !ok || !May(s, SeeAudit) || !May(s, ExportCSV) {
			return nil, Refusal(s, ok)
		}
		t, err := in.trail()
		if err != nil {
			return nil, err
		}
		if err := d.Audit(ctx, s.By(d.now(), in.from, "audit.exported", "audit", "")); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
			hc.SetHeader("Content-Disposition", `attachment; filename="audit.csv"`)
			_, w := humago.Unwrap(hc)
			if err := d.WriteAuditCSV(ctx, &patient{w, http.NewResponseController(w)}, t); err != nil && ctx.Err() == nil {
				d.log.Error("an export of the audit broke off", "err", err)
				panic(http.ErrAbortHandler) // the file is not whole, and who takes it shall know
			}
		}}, nil
	})
}
