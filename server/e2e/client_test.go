package e2e

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"
)

// client speaks the REST API as the administrator.
type client struct {
	base  string
	http  *http.Client
	mu    sync.Mutex
	token string
}

func newClient(base string) *client {
	c := &client{base: base, http: &http.Client{Timeout: patience}}
	if a, err := signer(); err == nil {
		c.http.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: a.pool}}
	}
	return c
}

// problem is an answer that is no success.
type problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Error tells the answer.
func (p *problem) Error() string { return fmt.Sprintf("%d %s %s", p.Status, p.Code, p.Detail) }

// login opens a session.
func (c *client) login(user, password string) error {
	var got struct {
		Token string `json:"token"`
	}
	if err := c.call("POST", "/api/v1/session", map[string]string{"id": user, "password": password, "client": "app"}, &got); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token = got.Token; c.token == "" {
		return fmt.Errorf("the login gave no token")
	}
	return nil
}

// call sends a request and reads the JSON answer into out, unless that is nil.
func (c *client) call(method, path string, body, out any) error {
	raw, _, err := c.raw(method, path, body)
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("%s %s: %w: %.200s", method, path, err, raw)
	}
	return nil
}

func (c *client) raw(method, path string, body any, headers ...string) ([]byte, http.Header, error) {
	var send io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, nil, err
		}
		send = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, c.base+path, send)
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	c.mu.Lock()
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	c.mu.Unlock()
	res, err := c.http.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, nil, err
	}
	if res.StatusCode >= 300 {
		p := &problem{}
		if json.Unmarshal(raw, p) != nil || p.Status == 0 {
			p = &problem{Status: res.StatusCode, Detail: last(string(raw), 200)}
		}
		return raw, res.Header, fmt.Errorf("%s %s: %w", method, path, p)
	}
	return raw, res.Header, nil
}

// api is the server's REST API with an administrator logged in.
func (s *server) api(t testing.TB) *client {
	t.Helper()
	s.client.mu.Lock()
	in := s.client.token != ""
	s.client.mu.Unlock()
	if !in {
		if err := s.client.login("admin", adminPassword); err != nil {
			t.Fatal(err)
		}
	}
	return s.client
}

// The rows of GET /floor.
type (
	floor struct {
		Groups   []groupRow   `json:"groups"`
		Agents   []agentRow   `json:"agents"`
		Waiting  []waitingRow `json:"waiting"`
		Calls    []liveCall   `json:"calls"`
		Statuses []statusRow  `json:"statuses"`
	}
	groupRow struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Answered  int    `json:"answered"`
		Abandoned int    `json:"abandoned"`
		Overflow  int    `json:"overflow"`
		Timeout   int    `json:"timeout"`
		Callback  int    `json:"callback"`
		Arrivals  int    `json:"arrivals"`
		Waiting   int    `json:"waiting"`
	}
	agentRow struct {
		ID        string `json:"id"`
		Extension string `json:"extension"`
		State     string `json:"state"`
		StatusID  string `json:"statusId"`
		Cause     string `json:"cause"`
	}
	waitingRow struct {
		Call  string `json:"call"`
		Group string `json:"group"`
		From  party  `json:"from"`
	}
	liveCall struct {
		ID        string `json:"id"`
		State     string `json:"state"`
		From      party  `json:"from"`
		Recording bool   `json:"recording"`
	}
	statusRow struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	party struct {
		Number   string `json:"number"`
		Name     string `json:"name"`
		Withheld bool   `json:"withheld"`
	}
	named struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
)

// callRow is one line of the history.
type callRow struct {
	ID           string     `json:"id"`
	StartedAt    time.Time  `json:"startedAt"`
	AnsweredAt   *time.Time `json:"answeredAt"`
	EndedAt      *time.Time `json:"endedAt"`
	Direction    string     `json:"direction"`
	Result       string     `json:"result"`
	From         party      `json:"from"`
	To           party      `json:"to"`
	Group        *named     `json:"group"`
	Agent        *named     `json:"agent"`
	WaitSeconds  float64    `json:"waitSeconds"`
	TalkSeconds  float64    `json:"talkSeconds"`
	Cause        string     `json:"cause"`
	HasRecording bool       `json:"hasRecording"`
}

// timeline is the answer to GET /calls/{id}.
type timeline struct {
	Call   callRow `json:"call"`
	Events []struct {
		Seq  uint64          `json:"seq"`
		At   time.Time       `json:"at"`
		Kind string          `json:"kind"`
		Data json.RawMessage `json:"data"`
	} `json:"events"`
}

// kinds are the events in their order.
func (l timeline) kinds() []string {
	var out []string
	for _, e := range l.Events {
		out = append(out, e.Kind)
	}
	return out
}

// has fails unless the kinds come in this order, others between them allowed.
func (l timeline) has(t testing.TB, kinds ...string) {
	t.Helper()
	rest := kinds
	for _, k := range l.kinds() {
		if len(rest) > 0 && k == rest[0] {
			rest = rest[1:]
		}
	}
	if len(rest) > 0 {
		t.Errorf("the timeline has no %q in its place: %v, want %v", rest[0], l.kinds(), kinds)
	}
	for i, e := range l.Events {
		if i > 0 && e.Seq != l.Events[i-1].Seq+1 {
			t.Errorf("the timeline jumps from %d to %d", l.Events[i-1].Seq, e.Seq)
		}
	}
}

func (s *server) floor(t testing.TB) floor {
	t.Helper()
	var f floor
	if err := s.api(t).call("GET", "/api/v1/floor", nil, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// calls asks the history; query is such as "number", "0312345678". Of an
// extension come the calls of that extension, not those of the other scenes'
// numbers that its digits are in.
func (s *server) calls(t testing.TB, query ...string) []callRow {
	t.Helper()
	v := url.Values{"limit": {"100"}}
	for i := 0; i+1 < len(query); i += 2 {
		v.Set(query[i], query[i+1])
	}
	var all []callRow
	for {
		var page struct {
			Items      []callRow `json:"items"`
			NextCursor string    `json:"nextCursor"`
		}
		if err := s.api(t).call("GET", "/api/v1/calls?"+v.Encode(), nil, &page); err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Items {
			if n := v.Get("number"); len(n) != len("2011") || r.From.Number == n || r.To.Number == n {
				all = append(all, r)
			}
		}
		if page.NextCursor == "" {
			return all
		}
		v.Set("cursor", page.NextCursor)
	}
}

// ended waits until the history has n ended calls of the query and gives them.
func (s *server) ended(t testing.TB, n int, query ...string) []callRow {
	t.Helper()
	var rows []callRow
	eventually(t, patience, fmt.Sprintf("%d ended calls in the history for %v", n, query), func() (string, bool) {
		all := s.calls(t, query...)
		rows = rows[:0]
		for _, r := range all {
			if r.EndedAt != nil {
				rows = append(rows, r)
			}
		}
		return fmt.Sprintf("%d of %d have ended", len(rows), len(all)), len(rows) >= n
	})
	if len(rows) > n {
		t.Errorf("the history has %d calls for %v, want %d", len(rows), query, n)
	}
	return rows
}

func (s *server) timeline(t testing.TB, call string) timeline {
	t.Helper()
	var l timeline
	if err := s.api(t).call("GET", "/api/v1/calls/"+call, nil, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// recording waits for a call's recording and downloads it.
func (s *server) recording(t testing.TB, call string) []byte {
	t.Helper()
	var raw []byte
	eventually(t, patience, "the recording of "+call, func() (string, bool) {
		var err error
		if raw, _, err = s.api(t).raw("GET", "/api/v1/calls/"+call+"/recording", nil); err != nil {
			return err.Error(), false
		}
		return "", true
	})
	return raw
}

// agentState waits until the agent with the extension is in a state.
func (s *server) agentState(t testing.TB, extension, state string) agentRow {
	t.Helper()
	var row agentRow
	eventually(t, patience, "agent "+extension+" to be "+state, func() (string, bool) {
		for _, a := range s.floor(t).Agents {
			if a.Extension == extension {
				row = a
			}
		}
		return fmt.Sprintf("%+v", row), row.State == state
	})
	return row
}

// group gives the row of a group.
func (f floor) group(name string) groupRow {
	for _, g := range f.Groups {
		if g.Name == name {
			return g
		}
	}
	return groupRow{}
}

// offerCauses says how the offers of a call ended that nobody took.
func offerCauses(t testing.TB, l timeline) []string {
	t.Helper()
	var out []string
	for _, e := range l.Events {
		if e.Kind != "offerEnded" {
			continue
		}
		var d struct {
			Cause string `json:"cause"`
		}
		if err := json.Unmarshal(e.Data, &d); err != nil {
			t.Fatal(err)
		}
		out = append(out, d.Cause)
	}
	return out
}
