package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// asking is a server that is asked over HTTP, as the console asks.
type asking struct {
	client *http.Client
	base   string
	token  string
	rounds int
	slow   time.Duration
}

// login opens a session; it ends by itself, as everybody's does.
func (a *asking) login(ctx context.Context, login, password string) error {
	body := fmt.Sprintf(`{"id":%q,"password":%q,"client":"app"}`, login, password)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+"/api/v1/session", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := a.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var out struct {
		Token string `json:"token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || resp.StatusCode >= 300 || out.Token == "" {
		return fmt.Errorf("log in as %s: %s %w", login, resp.Status, err)
	}
	a.token = out.Token
	return nil
}

// get reads an address whole; how many bytes it had, and how long it took.
func (a *asking) get(ctx context.Context, path string) (int, []byte, time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+path, nil)
	if err != nil {
		return 0, nil, 0, err
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	began := time.Now()
	resp, err := a.client.Do(req)
	if err != nil {
		return 0, nil, 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, body, time.Since(began), err
}

// listed is the part of any list's answer that matters here.
type listed struct {
	Items      []map[string]any `json:"items"`
	NextCursor string           `json:"nextCursor"`
	Errors     []struct {
		Location string `json:"location"`
		Limit    any    `json:"limit"`
	} `json:"errors"`
}

func (a *asking) page(ctx context.Context, path string) (listed, error) {
	var out listed
	status, body, _, err := a.get(ctx, path)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(body, &out); err != nil {
		return out, fmt.Errorf("%s: %d %w", path, status, err)
	}
	return out, nil
}

// time asks for an address again and again and prints the median and the time
// that 95 of 100 stayed below.
func (a *asking) time(ctx context.Context, path string) error {
	took := make([]time.Duration, 0, a.rounds)
	size := 0
	for range a.rounds + 2 {
		status, body, d, err := a.get(ctx, path)
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			fmt.Printf("%-90s answers %d %.200s\n", shown(path), status, body)
			return nil
		}
		size, took = len(body), append(took, d)
	}
	took = took[2:] // the first ones warm it
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	mark := ""
	if p95 > a.slow {
		mark = "  SLOW"
	}
	_, err := fmt.Printf("%-90s %8d B  p50 %7.1f  p95 %7.1f ms%s\n", shown(path), size, ms(took[len(took)/2]), ms(p95), mark)
	return err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func shown(path string) string {
	name, query, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "?")
	if i := strings.Index(query, "cursor="); i >= 0 {
		query = query[:i] + "cursor=…"
	}
	if text, err := url.QueryUnescape(query); err == nil {
		query = text
	}
	return name + " " + query
}

// described is what of the API's description says which lists there are.
type described struct {
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name, In string
			Schema   struct {
				Enum []any `json:"enum"`
			} `json:"schema"`
		} `json:"parameters"`
	} `json:"paths"`
}

// measureServer asks a server for every list of its description: the first
// page, one deep within, every order, searches, and every filter alone and
// with the next one.
func measureServer(ctx context.Context, o options) error {
	a := &asking{base: strings.TrimSuffix(o.server, "/"), rounds: o.rounds, slow: 100 * time.Millisecond, client: &http.Client{Timeout: time.Minute,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}}} //nolint:gosec // a test server's own certificate
	if err := a.login(ctx, o.login, password); err != nil {
		return err
	}
	raw, err := os.ReadFile(o.description)
	if err != nil {
		return err
	}
	var d described
	if err := json.Unmarshal(raw, &d); err != nil {
		return fmt.Errorf("%s: %w", o.description, err)
	}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		get, ok := d.Paths[path]["get"]
		if !ok || strings.Contains(path, "{") || strings.HasSuffix(path, ".csv") || o.only != "" && !strings.HasPrefix(path, "/api/v1/"+o.only) {
			continue
		}
		filters, has := []string{}, map[string]bool{}
		enums := map[string][]string{}
		for _, p := range get.Parameters {
			if p.In != "query" {
				continue
			}
			has[p.Name] = true
			for _, v := range p.Schema.Enum {
				enums[p.Name] = append(enums[p.Name], fmt.Sprint(v))
			}
			if !slices.Contains([]string{"q", "sort", "limit", "cursor", "ids"}, p.Name) {
				filters = append(filters, p.Name)
			}
		}
		if !has["limit"] {
			continue
		}
		if err := a.list(ctx, path, has, filters, enums); err != nil {
			return err
		}
	}
	return nil
}

func (a *asking) list(ctx context.Context, path string, has map[string]bool, filters []string, enums map[string][]string) error {
	first, err := a.page(ctx, path)
	if err != nil {
		return err
	}
	asks := []string{"", "limit=500"}
	if c, err := a.deep(ctx, path, first); err != nil {
		return err
	} else if c != "" {
		asks = append(asks, "cursor="+url.QueryEscape(c))
	}
	if has["sort"] {
		wrong, err := a.page(ctx, path+"?sort=nothing")
		if err != nil {
			return err
		}
		for _, e := range wrong.Errors {
			for _, name := range strings.Split(fmt.Sprint(e.Limit), ", ") {
				if strings.HasPrefix(path, "/api/v1/calls") {
					asks = append(asks, "sort="+name)
					continue
				}
				asks = append(asks, "sort="+name, "sort=-"+name)
			}
		}
	}
	if strings.HasSuffix(path, "/calls") {
		asks = append(asks, "sort=startedAt", "sort=-talkSeconds", "sort=-waitSeconds")
	}
	if has["q"] {
		for _, word := range []string{"1", "nothing-of-this", "受付", "佐藤", "林", "寿限", "user1234", "社員", "佐藤 葵", "12345"} {
			asks = append(asks, "q="+url.QueryEscape(word))
		}
	}
	var set []string
	for _, name := range filters {
		values := enums[name]
		if len(values) == 0 {
			values = samples(name, first.Items)
		}
		for i, v := range values {
			one := name + "=" + url.QueryEscape(v)
			asks = append(asks, one)
			if i == 0 {
				set = append(set, one)
			}
		}
	}
	for i := 1; i < len(set); i++ {
		asks = append(asks, set[i-1]+"&"+set[i])
	}
	if has["q"] && len(set) > 0 {
		asks = append(asks, "q="+url.QueryEscape("佐藤")+"&"+set[0])
	}
	for _, q := range asks {
		if q != "" {
			q = "?" + q
		}
		if err := a.time(ctx, path+q); err != nil {
			return err
		}
	}
	return nil
}

// deep pages up to 20 pages of 500 into a list.
func (a *asking) deep(ctx context.Context, path string, page listed) (string, error) {
	cursor := page.NextCursor
	for range 20 {
		if cursor == "" {
			break
		}
		next, err := a.page(ctx, path+"?limit=500&cursor="+url.QueryEscape(cursor))
		if err != nil || next.NextCursor == "" {
			return cursor, err
		}
		cursor = next.NextCursor
	}
	return cursor, nil
}

// samples gives values that a filter may be asked for: what the first records
// have, and what is known of such names.
func samples(name string, items []map[string]any) []string {
	now := time.Now().UTC()
	known := map[string][]string{
		"from": {now.AddDate(0, 0, -1).Format(time.RFC3339), now.AddDate(0, 0, -100).Format(time.RFC3339)}, "to": {now.AddDate(0, 0, -100).Format(time.RFC3339)},
		"number": {"090", "1234", "09012345"}, "minSeconds": {"10", "3600"}, "maxSeconds": {"5", "60"}, "heard": {"false", "true"},
		"action": {"recording", "recording.played"}, "address": {"192.0.2.7", "192."}, "kind": {"agent"}, "actor": {"00000000-0000-7000-8000-000000000001"},
		"result": {"answered", "missed"}, "direction": {"in", "internal"}, "via": {"phone"}, "date": {"2026-01-01"}, "type": {"text"}, "of": {"customer"},
	}
	if of := known[name]; of != nil {
		return of
	}
	for _, item := range items {
		switch v := item[name].(type) {
		case string:
			if v != "" {
				return []string{v}
			}
		case bool:
			return []string{"true", "false"}
		case float64:
			return []string{fmt.Sprint(v)}
		case map[string]any:
			if s, ok := v["id"].(string); ok {
				return []string{s}
			}
		}
	}
	return []string{"true"}
}
