package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// switchboard keeps the commands it is given, and answers as it was told.
type switchboard struct {
	mu      sync.Mutex
	ordered []call.Originate
	done    []call.Do
	fail    error
}

func (s *switchboard) Originate(o call.Originate) (id.Call, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ordered = append(s.ordered, o)
	return id.Numbered[id.Call](1 << 16), s.fail
}

func (s *switchboard) Do(_ context.Context, _ id.Call, in call.Do) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = append(s.done, in)
	return s.fail
}

// Inspect shows a floor on which one call is parked.
func (s *switchboard) Inspect(_ context.Context, fn func(time.Time, *acd.Floor)) error {
	now := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	f := acd.New(time.UTC, 1)
	if _, err := f.Step(now, acd.SetPlan{}); err != nil {
		return err
	}
	if _, err := f.Step(now, acd.Park{Call: id.Numbered[id.Call](7 << 16), From: leg.Identity{Number: "09011112222", Name: "山田"}}); err != nil {
		return err
	}
	fn(now, f)
	return nil
}

const aCall = "/api/v1/calls/00000000-0000-7000-8000-010000000000"

func TestCommandsReachTheCall(t *testing.T) {
	h := open(t)
	cookie := h.login(t, "sato", "Passw0rd1")
	sato, err := id.Parse[id.Agent](h.agent("sato"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		path, body string
		want       call.Command
	}{
		{"answer", `{}`, call.PickUp{}}, {"hang-up", `{}`, call.HangUp{}}, {"hold", `{}`, call.Hold{}}, {"resume", `{}`, call.Resume{}},
		{"mute", `{}`, call.Mute{On: true}}, {"mute", `{"on":false}`, call.Mute{}}, {"transfer", `{"to":"2002"}`, call.Transfer{To: "2002"}},
		{"consult", `{"to":" 2002 "}`, call.Consult{To: "2002"}}, {"swap", `{}`, call.Swap{}}, {"complete", `{}`, call.Complete{}},
		{"cancel", `{}`, call.Cancel{}}, {"merge", `{}`, call.Merge{}}, {"add", `{"to":"2002"}`, call.Add{To: "2002"}},
		{"park", `{"slot":9005}`, call.Park{Slot: 9005}}, {"press", `{"digits":"12#"}`, call.Press{Digits: "12#"}},
		{"record", `{}`, call.Record{On: true}}, {"pause", `{"on":false}`, call.Pause{}},
	} {
		resp, body := h.ask(t, "POST", aCall+"/"+x.path, x.body, cookie)
		if resp.StatusCode != http.StatusNoContent {
			t.Errorf("%s: %d %s", x.path, resp.StatusCode, body)
			continue
		}
		if got := h.board.done[len(h.board.done)-1]; got.Command != x.want || got.By != sato || !got.Of.IsZero() {
			t.Errorf("%s reached the call as %+v", x.path, got)
		}
	}
}

func TestCommandsAreRefused(t *testing.T) {
	h := open(t)
	agent, sv := h.login(t, "sato", "Passw0rd1"), h.login(t, "suzuki", "Passw0rd2")
	other := fmt.Sprintf(`{"of":%q}`, h.agent("suzuki"))
	for _, x := range []struct {
		who, method, path, body string
		status                  int
		code                    string
	}{
		{"", "POST", aCall + "/hold", `{}`, 401, "no_session"},
		{agent, "POST", aCall + "/hold", other, 403, "not_allowed"}, // somebody else's part
		{agent, "POST", aCall + "/end", `{}`, 403, "not_allowed"},
		{agent, "POST", aCall + "/mode", `{"mode":"barge"}`, 403, "not_allowed"},
		{agent, "POST", "/api/v1/agents/" + h.agent("suzuki") + "/watch", `{"mode":"monitor"}`, 403, "not_allowed"},
		{sv, "POST", aCall + "/mode", `{"mode":"shout"}`, 422, "invalid"},
		{agent, "POST", aCall + "/explode", `{}`, 422, "invalid"},
		{agent, "POST", aCall + "/transfer", `{}`, 422, "invalid"},
		{agent, "POST", aCall + "/press", `{"digits":"12x"}`, 422, "invalid"},
		{agent, "POST", "/api/v1/calls", `{"to":"no number"}`, 422, "invalid"},
		{agent, "POST", "/api/v1/calls", `{"to":"0103312345678"}`, 403, "no-international"},
		{sv, "POST", "/api/v1/agents/00000000-0000-7000-8000-000000000001/watch", `{"mode":"monitor"}`, 404, "agent_not_found"},
	} {
		resp, body := h.ask(t, x.method, x.path, x.body, x.who)
		if resp.StatusCode != x.status || code(body) != x.code {
			t.Errorf("%s %s: %d %s, not %d %s", x.path, x.body, resp.StatusCode, body, x.status, x.code)
		}
	}
	if len(h.board.done) > 0 || len(h.board.ordered) > 0 {
		t.Errorf("what was refused was done: %+v %+v", h.board.done, h.board.ordered)
	}
	h.board.fail = fault.New(fault.Conflict, "not-now", "the call cannot do this at present")
	if resp, body := h.ask(t, "POST", aCall+"/hold", `{}`, agent); resp.StatusCode != 409 || code(body) != "not-now" {
		t.Errorf("the call's refusal: %d %s", resp.StatusCode, body)
	}
}

// TestRefusalsSayWhy in Japanese too, instead of only that something is wrong.
func TestRefusalsSayWhy(t *testing.T) {
	h := open(t)
	agent := h.login(t, "sato", "Passw0rd1")
	said := map[string]string{}
	for _, why := range []string{
		"not-in-call", "not-now", "not-recorded", route.ReasonNoSuchNumber, route.ReasonNoAgent, route.ReasonNotAllowed, route.ReasonNoOutside,
		route.ReasonNoInternational, route.ReasonRestricted, route.ReasonNotYourNumber, route.ReasonNoEmergency, route.ReasonNoTrunk,
	} {
		h.board.fail = fault.New(fault.Denied, why, "refused: %s", why)
		resp, body := h.ask(t, "POST", aCall+"/hold", `{}`, agent)
		var p struct{ Detail string }
		if err := json.Unmarshal([]byte(body), &p); err != nil || resp.StatusCode != http.StatusForbidden {
			t.Fatalf("%s: %d %s", why, resp.StatusCode, body)
		}
		switch other, twice := said[p.Detail]; {
		case twice:
			t.Errorf("%s and %s say the same: %s", why, other, p.Detail)
		case p.Detail == "この操作は許可されていません。" || strings.HasPrefix(p.Detail, "refused"):
			t.Errorf("%s says only %q", why, p.Detail)
		}
		said[p.Detail] = why
	}
}

func TestCallsAreOrdered(t *testing.T) {
	h := open(t)
	agent, sv := h.login(t, "sato", "Passw0rd1"), h.login(t, "suzuki", "Passw0rd2")
	for _, x := range []struct{ who, path, body, dialed string }{
		{agent, "/api/v1/calls", `{"to":"2002"}`, "2002"},
		{sv, "/api/v1/agents/" + h.agent("sato") + "/watch", `{"mode":"whisper"}`, "9942001"},
		{agent, "/api/v1/parked/9001/pick-up", `{}`, "9001"},
		{agent, "/api/v1/groups/" + h.site.Groups[slices.IndexFunc(h.site.Groups, func(g directoryGroup) bool { return g.Extension == "3001" })].ID.String() + "/pick-up", `{}`, "93003001"},
	} {
		resp, body := h.ask(t, "POST", x.path, x.body, x.who)
		if resp.StatusCode != http.StatusAccepted || !strings.Contains(body, `"call":"00000000`) {
			t.Errorf("%s: %d %s", x.path, resp.StatusCode, body)
			continue
		}
		if got := h.board.ordered[len(h.board.ordered)-1]; got.Dialed != x.dialed {
			t.Errorf("%s dialed %s", x.path, got.Dialed)
		}
	}
	if resp, body := h.ask(t, "GET", "/api/v1/parked", "", agent); resp.StatusCode != 200 || !strings.Contains(body, `"slot":9001`) || !strings.Contains(body, "山田") {
		t.Errorf("parked: %d %s", resp.StatusCode, body)
	}
}

// What a supervisor does to others' calls stays in the audit.
func TestCommandsToOthersAreAudited(t *testing.T) {
	h := open(t)
	sv := h.login(t, "suzuki", "Passw0rd2")
	if resp, body := h.ask(t, "POST", aCall+"/hang-up", fmt.Sprintf(`{"of":%q}`, h.agent("sato")), sv); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("hang up: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "POST", aCall+"/end", `{}`, sv); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("end: %d %s", resp.StatusCode, body)
	}
	if resp, body := h.ask(t, "POST", aCall+"/hold", `{}`, sv); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("hold: %d %s", resp.StatusCode, body)
	}
	if !slices.Equal(h.audited, []string{"call.hang-up", "call.end"}) {
		t.Errorf("the audit has %v", h.audited)
	}
}
