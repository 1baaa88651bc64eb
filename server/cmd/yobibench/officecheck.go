//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/web"
)

// calm is the state of a server.
type calm struct {
	gauges     map[string]float64 // those that must come back to what they were
	goroutines map[string]int     // by where they were made
	total      int
	heap       float64
	resident   int64
}

// watched are the gauges that tell of something in progress.
var watched = []string{"yobirin_calls", "yobirin_legs_moved", "yobirin_sip_legs", "yobirin_sip_referrals", "yobirin_media_ports", "yobirin_browser_legs", "yobirin_floor_held", "yobirin_spool_waiting_bytes", "yobirin_sip_contacts", "process_open_fds"}

func (c *calm) String() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(c.gauges)) {
		fmt.Fprintf(&b, "%s %.0f, ", strings.TrimPrefix(strings.ReplaceAll(k, "floor_held", ""), "yobirin_"), c.gauges[k])
	}
	fmt.Fprintf(&b, "%d goroutines, heap %.1f MiB, resident %.1f MiB", c.total, c.heap/(1<<20), float64(c.resident)/(1<<20))
	return b.String()
}

// idle says whether nothing is in progress.
func (c *calm) idle() bool {
	for k, v := range c.gauges {
		if v != 0 && k != "yobirin_sip_contacts" && k != "process_open_fds" {
			return false
		}
	}
	return true
}

func (b *office) fetch(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+b.server.metrics+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	return io.ReadAll(res.Body)
}

var madeBy = regexp.MustCompile(`(?m)^created by (\S+)`)

// measure takes the state; with a name after a collection of garbage.
func (b *office) measure(ctx context.Context, name string) (*calm, error) {
	c := &calm{gauges: map[string]float64{}, goroutines: map[string]int{}}
	if name != "" {
		if _, err := b.fetch(ctx, "/debug/pprof/heap?gc=1"); err != nil {
			return nil, err
		}
		stacks, err := b.fetch(ctx, "/debug/pprof/goroutine?debug=2")
		if err != nil {
			return nil, err
		}
		for _, m := range madeBy.FindAllSubmatch(stacks, -1) {
			c.goroutines[string(m[1])]++
		}
		if b.profile != "" {
			if err := os.WriteFile(filepath.Join(b.profile, "goroutines-"+name), stacks, 0o600); err != nil {
				return nil, err
			}
		}
	}
	page, err := b.fetch(ctx, "/metrics")
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(page))
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue
		}
		plain, _, _ := strings.Cut(key, "{")
		switch {
		case slices.Contains(watched, plain):
			c.gauges[key] = v
		case key == "go_goroutines":
			c.total = int(v)
		case key == "go_memstats_heap_alloc_bytes":
			c.heap = v
		}
	}
	c.resident = resident(b.server.pid)
	return c, nil
}

// rest waits until nothing is in progress any more.
func (b *office) rest(ctx context.Context, before *calm) (*calm, error) {
	begun := time.Now()
	for told := begun; ; {
		m, err := b.measure(ctx, "")
		if err != nil {
			return nil, err
		}
		if m.idle() && b.gen.Lines() == 0 && m.gauges["yobirin_sip_contacts"] == before.gauges["yobirin_sip_contacts"] {
			b.say("at rest after %s", time.Since(begun).Round(time.Second))
			break
		}
		if time.Since(begun) > officeRest {
			b.fault("not at rest after %s: %d lines, %s", officeRest, b.gen.Lines(), m)
			break
		}
		if time.Since(told) > 15*time.Second {
			told = time.Now()
			b.say("  %d lines; %s", b.gen.Lines(), m)
		}
		time.Sleep(500 * time.Millisecond)
	}
	time.Sleep(10 * time.Second) // pauses after calls, the database
	return b.measure(ctx, "after")
}

// compare notes what has grown.
func (b *office) compare(before, after *calm) {
	for _, k := range slices.Sorted(maps.Keys(after.goroutines)) {
		if n := after.goroutines[k] - before.goroutines[k]; n > 0 {
			b.say("  %+d goroutines made by %s", n, k)
		}
	}
	if after.total > before.total+30 {
		b.fault("%d goroutines, %d before", after.total, before.total)
	}
	if n := after.gauges["process_open_fds"] - before.gauges["process_open_fds"]; n > 60 {
		b.fault("%.0f more open files than before", n)
	}
	if after.heap > before.heap+64<<20 {
		b.fault("a heap of %.1f MiB, %.1f before", after.heap/(1<<20), before.heap/(1<<20))
	}
}

// sql asks the server's database.
func (b *office) sql(ctx context.Context, query string) ([]string, error) {
	out, err := exec.CommandContext(ctx, "psql", "-h", filepath.Join(b.server.root, "data", "postgres.run"), "-U", "yobirin", "-d", "yobirin", "-AtXc", query).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("psql: %w: %s", err, out)
	}
	text := strings.TrimSpace(string(out))
	if text == "" {
		return nil, nil
	}
	return strings.Split(text, "\n"), nil
}

// inspect looks at what is written.
func (b *office) inspect(ctx context.Context) error {
	for _, q := range []struct{ what, query string }{
		{"call without an end", "select id from calls where ended_at is null"},
		{"call closed by a start", "select id from calls where abandoned"},
		{"stream of events without a record", "select distinct stream from call_events e where not exists (select 1 from calls c where c.id = e.stream)"},
		{"call that ended another number of times than once", "select c.id, count(e.seq) from calls c left join call_events e on e.stream = c.id and e.kind = 'ended' group by c.id having count(e.seq) <> 1"},
		{"gap in a call's events", "select stream, min(seq), max(seq), count(*) from call_events group by stream having max(seq) - min(seq) + 1 <> count(*)"},
		{"recording without an end", "select id, path from recordings where ended_at is null and deleted_at is null"},
		{"recording that failed", "select id, failed from recordings where failed <> ''"},
		{"recording without a file", "select id from recordings where path = '' and deleted_at is null and failed = ''"},
		{"visit without an outcome", "select id, v from calls, jsonb_array_elements(record->'visits') v where coalesce(v->>'outcome', '') = ''"},
		{"panic in a call", "select stream, body from call_events where body::text like '%crash%'"},
	} {
		rows, err := b.sql(ctx, q.query)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			b.fault("%d × %s: %s", len(rows), q.what, strings.Join(rows[:min(3, len(rows))], "; "))
		}
	}
	for _, q := range []string{
		"select 'calls', count(*) from calls", "select 'call events', count(*) from call_events", "select 'floor events', count(*) from floor_events",
		"select 'recordings ' || kind, count(*) from recordings group by kind", "select 'ended by ' || cause, count(*) from calls group by cause order by 2 desc",
		"select 'in trouble', id, record->'cause', record->'endedBy', record->'to' from calls where cause = 'trouble' limit 5",
		"select 'visit ' || (v->>'outcome'), count(*) from calls, jsonb_array_elements(record->'visits') v group by 1",
		"select 'event ' || kind, count(*) from call_events group by 1 order by 2 desc",
	} {
		rows, err := b.sql(ctx, q)
		if err != nil {
			return err
		}
		b.say("%s", strings.Join(rows, ", "))
	}
	for what, n := range b.server.complaints() {
		if strings.HasPrefix(what, "ERROR") {
			b.fault("%d × in the log: %s", n, what)
		}
	}
	if crashes, _ := filepath.Glob(filepath.Join(b.server.root, "data", "crash", "*")); len(crashes) > 0 {
		b.fault("%d dumps of crashes", len(crashes))
	}
	if b.profile != "" {
		_ = exec.CommandContext(ctx, "cp", "-r", b.server.log(), filepath.Join(b.server.root, "data", "crash"), b.profile).Run()
	}
	if err := b.floor(ctx); err != nil {
		return err
	}
	return b.play(ctx)
}

// floor looks at groups and agents as everybody sees them.
func (b *office) floor(ctx context.Context) error {
	var f web.FloorView
	if _, err := b.screens.ask(ctx, "GET", "/floor", b.screens.bosses[0], nil, &f); err != nil {
		return err
	}
	if len(f.Calls)+len(f.Waiting)+len(f.Parked) > 0 {
		b.fault("the screens show %d calls, %d waiting, %d parked", len(f.Calls), len(f.Waiting), len(f.Parked))
	}
	for _, a := range f.Agents {
		if a.State != "available" && a.State != "paused" && a.State != "offline" || a.Call != "" {
			b.fault("agent %s is %s since %s, call %q, cause %q", a.ID, a.State, time.UnixMilli(a.Since).Format(time.TimeOnly), a.Call, a.Cause)
		}
	}
	for _, g := range f.Groups {
		if g.Arrivals != g.Answered+g.Abandoned+g.Overflow+g.Timeout+g.Callback || g.Waiting > 0 || g.Talking > 0 || g.Kept > 0 {
			b.fault("group %s: %+v", g.Name, g)
		}
		rows, err := b.sql(ctx, "select count(*) from calls, jsonb_array_elements(record->'visits') v where v->>'group' = '"+g.ID+"'")
		if err != nil {
			return err
		}
		b.say("group %s: %d arrivals = %d answered + %d abandoned + %d overflow + %d timeout + %d callback; %v in the records",
			g.Name, g.Arrivals, g.Answered, g.Abandoned, g.Overflow, g.Timeout, g.Callback, rows)
	}
	return nil
}

// play plays every recording through the API.
func (b *office) play(ctx context.Context) error {
	rows, err := b.sql(ctx, "select id, call_id, kind, length_ms from recordings where path <> '' and deleting_at is null")
	if err != nil {
		return err
	}
	good, short := 0, 0
	for _, row := range rows {
		f := strings.Split(row, "|")
		path := "/calls/" + f[1] + "/recording"
		if f[2] == "voicemail" {
			path = "/voicemails/" + f[0] + "/audio"
		}
		var data []byte
		status, err := b.screens.ask(ctx, "GET", path, b.screens.bosses[0], nil, &data)
		if err != nil || status != http.StatusOK || !bytes.HasPrefix(data, []byte("RIFF")) {
			b.fault("recording %s does not play: %d %v %.200s", row, status, err, data)
			continue
		}
		if good++; len(data) <= 100 {
			short++
		}
	}
	b.say("%d of %d recordings play, %d of them without a sound", good, len(rows), short)
	return nil
}
