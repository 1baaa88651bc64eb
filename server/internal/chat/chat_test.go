package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// rig is the room with a site of four agents and two groups.
type rig struct {
	*Chat
	db   *pg.DB
	mu   sync.Mutex
	at   time.Time
	told []Delivery

	sato, suzuki, ito, boss access.Session
	orders, general         id.Group
}

func open(t testing.TB) *rig {
	t.Helper()
	r := &rig{db: pgtest.New(t), at: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	r.sato, r.suzuki, r.ito = r.agent(t, 1, "佐藤", access.RoleAgent), r.agent(t, 2, "鈴木", access.RoleAgent), r.agent(t, 3, "伊藤", access.RoleAgent)
	r.boss = r.agent(t, 4, "山田", access.RoleSupervisor)
	r.orders, r.general = r.group(t, 1, "受注", r.sato, r.suzuki), r.group(t, 2, "総合", r.ito)
	keys, err := vault.OpenKeys(t.TempDir(), r.at)
	if err != nil {
		t.Fatal(err)
	}
	r.Chat = New(r.db, Options{
		Folder: t.TempDir(), Keys: keys, Now: r.clock,
		Deliver: func(d Delivery) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.told = append(r.told, d)
		},
		Resolvers: map[string]Resolver{"call": calls{"c1": {Title: "03-1234-5678"}}},
	})
	return r
}

// calls resolves what role agent may see none of.
type calls map[string]Title

func (c calls) Titles(_ context.Context, s access.Session, ids []string) (map[string]Title, error) {
	out := map[string]Title{}
	for _, which := range ids {
		if t, ok := c[which]; ok && s.Agent.Role != access.RoleAgent {
			out[which] = t
		}
	}
	return out, nil
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(d)
}

// heard gives what was told since it was asked last, as its types and numbers.
func (r *rig) heard(t testing.TB) []Delivery {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.told
	r.told = nil
	return out
}

func (r *rig) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := r.db.Pool().Exec(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) agent(t testing.TB, n uint32, name string, role access.Role) access.Session {
	t.Helper()
	a := access.Agent{ID: id.Numbered[id.Agent](n), Login: fmt.Sprint("a", n), Name: name, Nickname: name + "さん", Role: role}
	r.exec(t, "insert into agents (id, login, name, nickname, role) values ($1, $2, $3, $4, $5)", a.ID, a.Login, a.Name, a.Nickname, string(role))
	return access.Session{ID: id.Numbered[id.Session](n), Agent: a, Client: access.App}
}

func (r *rig) group(t testing.TB, n uint32, name string, members ...access.Session) id.Group {
	t.Helper()
	g := id.Numbered[id.Group](n)
	r.exec(t, `insert into groups (id, name, strategy, timeout, ring_time, calls_per_agent, strict, acw, pause_on_no_answer, ringing_period, display, color, announce_every, overflow, timeout_to)
		values ($1, $2, 'ring-all', 0, 0, 1, false, '{}', '{}', 0, '', '#111111', 0, '{}', '{}')`, g, name)
	for i, m := range members {
		r.join(t, g, m, i)
	}
	return g
}

func (r *rig) join(t testing.TB, g id.Group, m access.Session, position int) {
	t.Helper()
	r.exec(t, "insert into group_members (group_id, agent_id, position) values ($1, $2, $3)", g, m.Agent.ID, position)
}

func (r *rig) send(t testing.TB, s access.Session, to id.Thread, text string) wire.ChatText {
	t.Helper()
	out, err := r.Send(t.Context(), s, to, Draft{Ref: fmt.Sprintf("ref-%d-%s", r.clock().UnixNano(), s.Agent.Login), Text: text})
	if err != nil {
		t.Fatal(err)
	}
	r.pass(time.Second)
	return out
}

// threads gives the threads as lines: title, last number, unread, text.
func (r *rig) threads(t testing.TB, s access.Session) string {
	t.Helper()
	all, err := r.Threads(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, v := range all {
		last := ""
		if v.Last != nil {
			last = v.Last.AuthorName + ": " + v.Last.Text
		}
		lines = append(lines, fmt.Sprintf("%s %s member=%t %d/%d %q", v.Kind, v.Title, v.Member, v.Unread, v.LastSeq, last))
	}
	return strings.Join(lines, "\n")
}

func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got != strings.TrimSpace(want) {
		t.Errorf("%s:\n%s\nexpected:\n%s", what, got, strings.TrimSpace(want))
	}
}

func wantKey(t testing.TB, what string, err error, key string) {
	t.Helper()
	if fault.KeyOf(err) != key {
		t.Errorf("%s: %v, expected %s", what, err, key)
	}
}

func TestGroupThreadIsItsMembersAndSupervisors(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	same(t, "before the first message", r.threads(t, r.sato), `group 受注 member=true 0/0 ""`)
	got := r.send(t, r.sato, orders, "おはようございます")
	if got.Seq != 1 || got.AuthorName != "佐藤さん" || got.Thread != orders.String() {
		t.Errorf("the message is %+v", got)
	}
	told := r.heard(t)
	if len(told) != 1 || told[0].Group != r.orders || !told[0].Supervisors {
		t.Errorf("told %+v", told)
	}
	var live wire.ChatMessage
	if err := json.Unmarshal(told[0].Message, &live); err != nil || live.Type != wire.TypeChatMessage || live.Message.Text != "おはようございます" {
		t.Errorf("live message %s: %v", told[0].Message, err)
	}
	r.send(t, r.suzuki, orders, "お疲れさまです")
	same(t, "who wrote first", r.threads(t, r.sato), `group 受注 member=true 1/2 "鈴木さん: お疲れさまです"`)
	same(t, "who wrote last", r.threads(t, r.suzuki), `group 受注 member=true 0/2 "鈴木さん: お疲れさまです"`)
	same(t, "another group's agent", r.threads(t, r.ito), `group 総合 member=true 0/0 ""`)
	same(t, "supervisor", r.threads(t, r.boss), "group 受注 member=false 2/2 \"鈴木さん: お疲れさまです\"\ngroup 総合 member=false 0/0 \"\"")
	r.send(t, r.boss, orders, "了解")
	same(t, "after the supervisor's", r.threads(t, r.boss), "group 受注 member=false 0/3 \"山田さん: 了解\"\ngroup 総合 member=false 0/0 \"\"")
}

// Every path into a thread, for everybody who has no business there.
func TestNobodyElseGetsIn(t *testing.T) {
	r := open(t)
	pair, err := r.Open(t.Context(), r.sato, r.suzuki.Agent.ID)
	if err != nil {
		t.Fatal(err)
	}
	file, err := r.Upload(t.Context(), r.sato, pair.ID, "a.txt", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	which, err := id.Parse[id.File](file.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Send(t.Context(), r.sato, pair.ID, Draft{Ref: "reference-1", Text: "secret", Files: []id.File{which}}); err != nil {
		t.Fatal(err)
	}
	r.send(t, r.sato, id.Thread(r.orders), "secret of the group")
	r.heard(t)
	ctx := t.Context()
	for _, c := range []struct {
		who    access.Session
		thread id.Thread
	}{{r.ito, pair.ID}, {r.boss, pair.ID}, {r.ito, id.Thread(r.orders)}, {r.sato, id.Numbered[id.Thread](77)}, {r.sato, id.Thread{}}} {
		for name, try := range map[string]func() error{
			"messages": func() error { _, err := r.Messages(ctx, c.who, c.thread, Span{}); return err },
			"send":     func() error { _, err := r.Send(ctx, c.who, c.thread, Draft{Ref: "reference-9", Text: "x"}); return err },
			"read":     func() error { return r.Read(ctx, c.who, c.thread, 1) },
			"typing":   func() error { return r.Typing(ctx, c.who, c.thread) },
			"upload":   func() error { _, err := r.Upload(ctx, c.who, c.thread, "a", strings.NewReader("x")); return err },
			"search": func() error {
				if c.thread.IsZero() {
					return fault.New(fault.NotFound, "chat_not_found", "") // no thread: everywhere, below
				}
				_, err := r.Search(ctx, c.who, Query{Text: "secret", Thread: c.thread})
				return err
			},
		} {
			wantKey(t, fmt.Sprint(name, " by ", c.who.Agent.Name), try(), "chat_not_found")
		}
	}
	for _, who := range []access.Session{r.ito, r.boss} {
		_, err := r.Take(ctx, who, access.Origin{}, which)
		wantKey(t, "file by "+who.Agent.Name, err, "chat_file_not_found")
	}
	found, err := r.Search(ctx, r.ito, Query{Text: "secret"})
	if err != nil || len(found.Items) != 0 {
		t.Errorf("found by another group's agent: %+v %v", found, err)
	}
	found, err = r.Search(ctx, r.boss, Query{Text: "secret"})
	if err != nil || len(found.Items) != 1 || found.Items[0].Title != "受注" {
		t.Errorf("found by a supervisor: %+v %v", found, err)
	}
	if told := r.heard(t); len(told) != 0 {
		t.Errorf("refused requests told %+v", told)
	}
	same(t, "the stranger's threads", r.threads(t, r.ito), `group 総合 member=true 0/0 ""`)
}

func TestPair(t *testing.T) {
	r := open(t)
	_, err := r.Open(t.Context(), r.sato, r.sato.Agent.ID)
	wantKey(t, "with oneself", err, "chat_self")
	_, err = r.Open(t.Context(), r.sato, id.Numbered[id.Agent](99))
	wantKey(t, "with nobody", err, "agent_not_found")
	one, err := r.Open(t.Context(), r.ito, r.sato.Agent.ID)
	if err != nil || one.Title != "佐藤さん" || one.Agent != r.sato.Agent.ID.String() {
		t.Fatalf("%+v %v", one, err)
	}
	same(t, "opened and empty", r.threads(t, r.sato), `group 受注 member=true 0/0 ""`)
	two, err := r.Open(t.Context(), r.sato, r.ito.Agent.ID)
	if err != nil || two.ID != one.ID {
		t.Fatalf("two threads for one pair: %s %s %v", one.ID, two.ID, err)
	}
	r.send(t, r.ito, one.ID, "少しいいですか")
	told := r.heard(t)
	if len(told) != 1 || told[0].Supervisors || !told[0].Group.IsZero() || len(told[0].Agents) != 2 {
		t.Errorf("told %+v", told)
	}
	same(t, "the other's", r.threads(t, r.sato), "agent 伊藤さん member=true 1/1 \"伊藤さん: 少しいいですか\"\ngroup 受注 member=true 0/0 \"\"")
	if err := r.Read(t.Context(), r.sato, one.ID, 1); err != nil {
		t.Fatal(err)
	}
	told = r.heard(t)
	if len(told) != 1 || len(told[0].Agents) != 2 || !strings.Contains(string(told[0].Message), `"type":"chat.read"`) {
		t.Errorf("told of the reading %s", told[0].Message)
	}
	if err := r.Read(t.Context(), r.sato, one.ID, 1); err != nil || len(r.heard(t)) != 0 {
		t.Errorf("a mark that does not move was told (%v)", err)
	}
	wantKey(t, "read what is not there", r.Read(t.Context(), r.sato, one.ID, 2), "invalid")
	page, err := r.Messages(t.Context(), r.ito, one.ID, Span{})
	if err != nil || len(page.Reads) != 1 || page.Reads[0].Seq != 1 || page.Reads[0].Agent != r.sato.Agent.ID.String() {
		t.Errorf("read marks %+v %v", page.Reads, err)
	}
	r.exec(t, "delete from agents where id = $1", r.ito.Agent.ID)
	same(t, "the other is deleted", r.threads(t, r.sato), "agent 伊藤さん member=true 0/1 \"伊藤さん: 少しいいですか\"\ngroup 受注 member=true 0/0 \"\"")
	_, err = r.Send(t.Context(), r.sato, one.ID, Draft{Ref: "reference-1", Text: "?"})
	wantKey(t, "to nobody", err, "chat_agent_gone")
}

func TestSentTwiceIsStoredOnce(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	draft := Draft{Ref: "reference-1", Text: "一度だけ", Bold: true, Red: true}
	var wg sync.WaitGroup
	seqs := make([]int64, 8)
	for i := range seqs {
		wg.Go(func() {
			out, err := r.Send(context.Background(), r.sato, orders, draft)
			if err != nil || !out.Bold || !out.Red || out.Text != "一度だけ" {
				t.Errorf("%+v %v", out, err)
			}
			seqs[i] = out.Seq
		})
	}
	wg.Wait()
	for _, seq := range seqs {
		if seq != 1 {
			t.Errorf("numbers %v", seqs)
		}
	}
	if told := r.heard(t); len(told) != 1 {
		t.Errorf("told %d times", len(told))
	}
	// Another agent's same reference is another message.
	if out, err := r.Send(t.Context(), r.suzuki, orders, draft); err != nil || out.Seq != 2 {
		t.Errorf("%+v %v", out, err)
	}
}

// Many write at once: numbers without a gap, and pages that join.
func TestOrderAndPages(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			who := []access.Session{r.sato, r.suzuki, r.boss}[w%3]
			for n := range 9 {
				if _, err := r.Send(context.Background(), who, orders, Draft{Ref: fmt.Sprintf("reference-%d-%d", w, n), Text: fmt.Sprint(w, " ", n)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	var all []wire.ChatText
	for before := int64(0); ; {
		page, err := r.Messages(t.Context(), r.sato, orders, Span{Before: before, Limit: 10})
		if err != nil || page.LastSeq != 54 {
			t.Fatalf("%+v %v", page, err)
		}
		all = append(page.Items, all...)
		if !page.More {
			break
		}
		before = page.Items[0].Seq
	}
	lastOf := map[string]string{}
	for i, m := range all {
		if m.Seq != int64(i+1) {
			t.Fatalf("message %d has the number %d", i+1, m.Seq)
		}
		if worker, n := m.Text[:1], m.Text[2:]; lastOf[worker] >= n && lastOf[worker] != "" {
			t.Errorf("%s came after %s", n, lastOf[worker])
		} else {
			lastOf[worker] = n
		}
	}
	if len(all) != 54 {
		t.Errorf("%d messages", len(all))
	}
	page, err := r.Messages(t.Context(), r.sato, orders, Span{After: 50, Limit: 3})
	if err != nil || len(page.Items) != 3 || page.Items[0].Seq != 51 || !page.More {
		t.Errorf("after 50: %+v %v", page, err)
	}
	page, err = r.Messages(t.Context(), r.sato, orders, Span{After: 51, Limit: 3})
	if err != nil || len(page.Items) != 3 || page.More {
		t.Errorf("after 51: %+v %v", page, err)
	}
	_, err = r.Messages(t.Context(), r.sato, orders, Span{After: 1, Before: 5})
	wantKey(t, "both ends", err, "invalid")
}

func TestPace(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	n := 0
	try := func() error {
		n++
		_, err := r.Send(t.Context(), r.sato, orders, Draft{Ref: fmt.Sprintf("reference-%d", n), Text: "x"})
		return err
	}
	for range 20 {
		if err := try(); err != nil {
			t.Fatal(err)
		}
	}
	wantKey(t, "the 21st at once", try(), "chat_too_fast")
	if _, err := r.Send(t.Context(), r.suzuki, orders, Draft{Ref: "reference-x", Text: "x"}); err != nil {
		t.Errorf("another agent: %v", err)
	}
	r.pass(500 * time.Millisecond)
	if err := try(); err != nil {
		t.Errorf("half a second later: %v", err)
	}
	wantKey(t, "and one more", try(), "chat_too_fast")
	r.pass(10 * time.Second)
	for range 20 {
		if err := try(); err != nil {
			t.Fatal(err)
		}
	}
	r.heard(t)
	for range 9 {
		if err := r.Typing(t.Context(), r.sato, orders); err != nil {
			t.Fatal(err)
		}
	}
	told := r.heard(t)
	if len(told) != 5 || told[0].Supervisors || told[0].Group != r.orders {
		t.Errorf("typing was told %d times: %+v", len(told), told)
	}
}

func TestNewcomerFindsNothingUnread(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	r.send(t, r.sato, orders, "一")
	r.send(t, r.sato, orders, "二")
	r.join(t, r.orders, r.ito, 5)
	r.send(t, r.sato, orders, "三")
	same(t, "newcomer", r.threads(t, r.ito), "group 受注 member=true 1/3 \"佐藤さん: 三\"\ngroup 総合 member=true 0/0 \"\"")
	// The directory writes the members of a changed group anew.
	r.exec(t, "delete from group_members where group_id = $1", r.orders)
	r.join(t, r.orders, r.ito, 0)
	r.join(t, r.orders, r.suzuki, 1)
	same(t, "newcomer after a change of the group", r.threads(t, r.ito), "group 受注 member=true 1/3 \"佐藤さん: 三\"\ngroup 総合 member=true 0/0 \"\"")
	same(t, "who was there and read nothing", r.threads(t, r.suzuki), `group 受注 member=true 3/3 "佐藤さん: 三"`)
	same(t, "who is out", r.threads(t, r.sato), "")
}
