package directory

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// The steps of a trunk's test.
const (
	TestOptions = "options" // an address of the carrier answers OPTIONS
	TestDial    = "dial"    // the carrier takes the call
	TestAnswer  = "answer"  // somebody answers
	TestPlay    = "play"    // the prompt is played to its end
	TestHangUp  = "hang-up" // the call has ended
)

// TestStep is one step of a trunk's test.
type TestStep struct {
	What   string `json:"what" enum:"options,dial,answer,play,hang-up"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty" doc:"what came of it, the SIP status in the caller's language"`
	Status int    `json:"status,omitempty" doc:"SIP status, where one was answered"`
	MS     int64  `json:"ms" doc:"milliseconds that it took"`
}

// TestReport is what came of a trunk's test.
type TestReport struct {
	Steps []TestStep `json:"steps" nullable:"false"`
}

type trunkTestInput struct {
	access.Requester
	ID   id.Trunk `path:"id"`
	Body struct {
		Number string `json:"number,omitempty" maxLength:"64" doc:"who is called through the trunk; absent: nobody, the carrier is only asked"`
	}
}

func (d *Directory) registerTrunkTest(api huma.API) {
	refusals := []int{http.StatusConflict, http.StatusUnprocessableEntity}
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "trunks-test", Method: http.MethodPost, Path: "/api/v1/trunks/{id}/test", Tags: []string{"trunks"},
		Summary: "Ask a carrier whether it is there, and place a short call that plays a prompt", Errors: refusals,
	}, access.EditTrunks), func(ctx context.Context, in *trunkTestInput) (*struct{ Body TestReport }, error) {
		run, err := d.trunkTest(ctx, in)
		if err != nil {
			return nil, err
		}
		report := TestReport{Steps: []TestStep{}}
		run(ctx, func(step TestStep) { report.Steps = append(report.Steps, step) })
		return &struct{ Body TestReport }{report}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "trunks-test-steps", Method: http.MethodPost, Path: "/api/v1/trunks/{id}/test/steps", Tags: []string{"trunks"},
		Summary: "The same, each step told as a line of JSON as soon as it is over", Errors: refusals,
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}, access.EditTrunks), func(ctx context.Context, in *trunkTestInput) (*huma.StreamResponse, error) {
		run, err := d.trunkTest(ctx, in)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			_, w := humago.Unwrap(hc)
			w.Header().Set("Content-Type", "application/x-ndjson")
			w.Header().Set("Cache-Control", "no-store")
			lines, flush := json.NewEncoder(w), http.NewResponseController(w)
			_ = flush.SetWriteDeadline(time.Now().Add(2 * time.Minute)) // what has none needs none
			_ = flush.Flush()
			run(hc.Context(), func(step TestStep) {
				_ = lines.Encode(step) // nobody may be there to be told any more
				_ = flush.Flush()
			})
		}}, nil
	})
}

// trunkTest makes a trunk's test ready and gives what runs it, which must be
// called: one test at a time, for it costs money.
func (d *Directory) trunkTest(ctx context.Context, in *trunkTestInput) (func(context.Context, func(TestStep)), error) {
	s, err := access.Require(ctx, access.EditTrunks)
	if err != nil {
		return nil, err
	}
	site, err := d.Load(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(site.Route.Trunks, func(t route.Trunk) bool { return t.ID == in.ID })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "not_found", "there is no such trunk")
	}
	if site.Route.Trunks[i].Disabled {
		return nil, fault.New(fault.Conflict, "trunk_disabled", "the trunk is disabled")
	}
	digits := ""
	if text := strings.TrimSpace(in.Body.Number); text != "" {
		if digits, err = dialable(site.Route, text); err != nil {
			return nil, err
		}
	}
	if !d.testing.TryLock() {
		return nil, fault.New(fault.Conflict, "test_running", "another test of a trunk is running")
	}
	e := s.By(d.now(), in.Origin(), "trunk.test", "trunk", in.ID.String())
	e.Detail = map[string]string{"trunk": site.Route.Trunks[i].Name, "number": digits}
	if err := access.WriteAudit(ctx, d.db.Bun(), e); err != nil {
		d.testing.Unlock()
		return nil, err
	}
	return func(ctx context.Context, told func(TestStep)) {
		defer d.testing.Unlock()
		d.carriers.TestTrunk(ctx, in.ID, digits, func(step TestStep) { told(step.said(s.Agent.Language)) })
	}, nil
}

// said is the step with its SIP status in words.
func (step TestStep) said(language string) TestStep {
	words := statusWords(step.Status, language)
	if words == "" {
		return step
	}
	said := strings.TrimSpace(step.Detail)
	step.Detail = fmt.Sprintf("%d %s", step.Status, words)
	if said != "" {
		step.Detail += " (" + said + ")"
	}
	return step
}

// dialable gives the canonical digits of a number that a test may call: never
// an emergency number, nor one that nobody of the site may call.
func dialable(p *route.Plan, text string) (string, error) {
	n, err := route.Canonical(text)
	switch {
	case err != nil:
		return "", fault.Broken("number", cut(text), callerShape, "number", "")
	case route.Emergency(n):
		return "", fault.Broken("number", cut(text), "a number that is no emergency number", "emergency", "")
	case p.Restricts(n):
		return "", fault.Broken("number", cut(text), "a number that the site does not bar", "barred", "")
	case route.International(n) && !p.Settings.International:
		return "", fault.Broken("number", cut(text), "a number in Japan: calls abroad are off", "international", "")
	}
	return n, nil
}

// statusWords says a SIP status in a person's words; "" for what needs none.
func statusWords(status int, language string) string {
	words, ok := map[int][2]string{
		180: {"呼び出し中", "ringing"}, 183: {"呼び出し中（音声あり）", "ringing, with sound"}, 200: {"正常", "all right"},
		401: {"認証に失敗しました", "the account was refused"}, 403: {"キャリアに拒否されました（契約・発信元番号を確認してください）", "the carrier refuses it: check the contract and the number presented"},
		404: {"その番号はありません", "there is no such number"}, 407: {"認証に失敗しました", "the account was refused"}, 408: {"応答がありません", "no answer came"},
		410: {"その番号は使われていません", "the number is not in use any more"}, 420: {"キャリアが拡張機能に対応していません", "the carrier lacks an extension that was asked for"},
		422: {"セッションタイマーの値が短すぎます", "the session timer is too short"}, 480: {"相手が応答できません", "nobody can be reached there now"}, 484: {"番号が不完全です", "the number is incomplete"},
		486: {"話中です", "busy"}, 487: {"呼び出しを取り消しました", "the call was taken back"}, 488: {"コーデックが合いません", "the codecs do not match"}, 500: {"キャリア側のエラー", "the carrier failed"},
		502: {"キャリア側の中継エラー", "the carrier failed to pass it on"}, 503: {"キャリアが混み合っているか、停止しています", "the carrier is busy or out of service"}, 504: {"キャリア側で応答がありません", "no answer within the carrier's network"},
		600: {"話中です", "busy everywhere"}, 603: {"相手に拒否されました", "declined"}, 604: {"その番号はありません", "the number exists nowhere"},
	}[status]
	switch {
	case !ok:
		return ""
	case language == "ja":
		return words[0]
	}
	return words[1]
}
