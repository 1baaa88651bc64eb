package directory

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// identifier is one of shared/id's.
type identifier interface {
	~[16]byte
	String() string
}

// referenceColumn is a CSV column with what the record is called that a field
// refers to.
func referenceColumn[T any, I identifier](name string, at [2]string, field func(*T) *I) resource.CSVColumn[T] {
	return resource.CSVColumn[T]{
		Name: name,
		Get: func(ctx context.Context, db bun.IDB, of *T) (string, error) {
			return nameOf(ctx, db, at, (*field(of)).String())
		},
		Set: func(ctx context.Context, db bun.IDB, of *T, text string) error {
			which, err := called(ctx, db, name, at, written(at, strings.TrimSpace(text)))
			*field(of) = parsed[I](which)
			return err
		},
	}
}

// written brings a name into the form in which the table has it.
func written(at [2]string, text string) string {
	if at[0] == "numbers" {
		if n, err := route.Canonical(text); err == nil {
			return n
		}
	}
	return text
}

// secretColumn is a CSV column that is taken and never told; an empty cell
// changes nothing.
func secretColumn[T any](name string, field func(*T) *string) resource.CSVColumn[T] {
	return resource.CSVColumn[T]{
		Name: name,
		Get:  func(context.Context, bun.IDB, *T) (string, error) { return "", nil },
		Set: func(_ context.Context, _ bun.IDB, of *T, text string) error {
			*field(of) = text
			return nil
		},
	}
}

func skipped[T any](names ...string) []resource.CSVColumn[T] {
	out := make([]resource.CSVColumn[T], len(names))
	for i, n := range names {
		out[i] = resource.CSVColumn[T]{Name: n, Skip: true}
	}
	return out
}

func agentColumns() []resource.CSVColumn[Agent] {
	numbers := [2]string{"numbers", "number"}
	return append([]resource.CSVColumn[Agent]{
		{Name: "role", Get: func(ctx context.Context, db bun.IDB, a *Agent) (string, error) {
			if a.Role.Builtin() {
				return string(a.Role), nil
			}
			return nameOf(ctx, db, [2]string{"roles", "name"}, string(a.Role))
		}, Set: func(ctx context.Context, db bun.IDB, a *Agent, text string) error {
			a.Role = access.Role(text)
			if a.Role.Builtin() {
				return nil
			}
			key, err := called(ctx, db, "role", [2]string{"roles", "name"}, text)
			a.Role = access.Role(key)
			return err
		}},
		referenceColumn("callerId", numbers, func(a *Agent) *id.Number { return &a.CallerID }),
		{Name: "may", Get: func(ctx context.Context, db bun.IDB, a *Agent) (string, error) {
			return eachName(ctx, db, numbers, texts(a.May))
		}, Set: func(ctx context.Context, db bun.IDB, a *Agent, text string) error {
			a.May = nil
			for word := range strings.FieldsSeq(text) {
				which, err := called(ctx, db, "may", numbers, written(numbers, word))
				if err != nil {
					return err
				}
				a.May = append(a.May, parsed[id.Number](which))
			}
			return nil
		}},
		formatsColumn(),
		secretColumn("password", func(a *Agent) *string { return &a.Password }),
		secretColumn("pin", func(a *Agent) *string { return &a.PIN }),
	}, skipped[Agent]("groups", "locked")...)
}

func eachName(ctx context.Context, db bun.IDB, at [2]string, ids []string) (string, error) {
	out := make([]string, 0, len(ids))
	for _, one := range ids {
		name, err := nameOf(ctx, db, at, one)
		if err != nil {
			return "", err
		}
		out = append(out, name)
	}
	return strings.Join(out, " "), nil
}

func groupColumns() []resource.CSVColumn[Group] {
	audios := [2]string{"audios", "name"}
	return []resource.CSVColumn[Group]{
		{Name: "maxWaiting", Get: func(_ context.Context, _ bun.IDB, g *Group) (string, error) { return optional(g.MaxWaiting), nil },
			Set: func(_ context.Context, _ bun.IDB, g *Group, text string) (err error) {
				g.MaxWaiting, err = maybe("maxWaiting", text)
				return err
			}},
		{Name: "retentionDays", Get: func(_ context.Context, _ bun.IDB, g *Group) (string, error) { return optional(g.RetentionDays), nil },
			Set: func(_ context.Context, _ bun.IDB, g *Group, text string) (err error) {
				g.RetentionDays, err = maybe("retentionDays", text)
				return err
			}},
		{Name: "acw", Get: func(ctx context.Context, db bun.IDB, g *Group) (string, error) {
			return workText(ctx, db, g.ACW.Enabled, g.ACW.Status, g.ACW.Release)
		}, Set: func(ctx context.Context, db bun.IDB, g *Group, text string) error {
			var rest []int
			var err error
			g.ACW.Enabled, g.ACW.Status, rest, err = parseWork(ctx, db, "acw", text, 1)
			g.ACW.Release = rest[0]
			return err
		}},
		{Name: "pauseOnNoAnswer", Get: func(ctx context.Context, db bun.IDB, g *Group) (string, error) {
			return workText(ctx, db, g.PauseOnNoAnswer.Enabled, g.PauseOnNoAnswer.Status, g.PauseOnNoAnswer.Release, max(1, g.PauseOnNoAnswer.Misses))
		}, Set: func(ctx context.Context, db bun.IDB, g *Group, text string) error {
			var rest []int
			var err error
			g.PauseOnNoAnswer.Enabled, g.PauseOnNoAnswer.Status, rest, err = parseWork(ctx, db, "pauseOnNoAnswer", text, 2)
			if g.PauseOnNoAnswer.Release = rest[0]; text == "" {
				g.PauseOnNoAnswer = NoAnswer{}
			} else {
				g.PauseOnNoAnswer.Misses = rest[1]
			}
			return err
		}},
		referenceColumn("greeting", audios, func(g *Group) *id.Audio { return &g.Greeting }),
		referenceColumn("announcement", audios, func(g *Group) *id.Audio { return &g.Announcement }),
		referenceColumn("music", audios, func(g *Group) *id.Audio { return &g.Music }),
		referenceColumn("whisper", audios, func(g *Group) *id.Audio { return &g.Whisper }),
		destinationColumn("overflow", func(g *Group) *route.Destination { return &g.Overflow }),
		destinationColumn("timeoutTo", func(g *Group) *route.Destination { return &g.TimeoutTo }),
		{Name: "members", Get: membersText, Set: parseMembers},
	}
}

func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func maybe(field, text string) (*int, error) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil, fault.Broken(field, cut(text), "a whole number, or nothing", "integer", "")
	}
	return &n, nil
}

// workShape is how a group's rule for its agents is written: the seconds, any
// further counts, and last the status, whose name may hold colons.
const workShape = "nothing, or off: or on: and the seconds, after a colon each further number, and after a last colon the name of a status, as in on:30:後処理"

func workText(ctx context.Context, db bun.IDB, enabled bool, status id.Status, counts ...int) (string, error) {
	name, err := nameOf(ctx, db, [2]string{"statuses", "name"}, status.String())
	out := "off"
	if enabled {
		out = "on"
	} else if status.IsZero() && counts[0] == 0 {
		return "", err
	}
	for _, n := range counts {
		out += ":" + strconv.Itoa(n)
	}
	return out + ":" + name, err
}

func parseWork(ctx context.Context, db bun.IDB, field, text string, counts int) (enabled bool, status id.Status, rest []int, err error) {
	rest = make([]int, counts)
	if text == "" {
		return false, status, rest, nil
	}
	parts := strings.SplitN(text, ":", counts+2)
	wrong := fault.Broken(field, cut(text), workShape, "format", "")
	if len(parts) != counts+2 || parts[0] != "on" && parts[0] != "off" {
		return false, status, rest, wrong
	}
	for i := range rest {
		if rest[i], err = strconv.Atoi(parts[1+i]); err != nil {
			return false, status, rest, wrong
		}
	}
	which, err := called(ctx, db, field, [2]string{"statuses", "name"}, parts[counts+1])
	return parts[0] == "on", parsed[id.Status](which), rest, err
}

// membersText is as in sato:1 suzuki:5.
func membersText(ctx context.Context, db bun.IDB, g *Group) (string, error) {
	if len(g.Members) == 0 {
		return "", nil
	}
	ids := make([]id.Agent, len(g.Members))
	for i, m := range g.Members {
		ids[i] = m.Agent
	}
	var rows []struct {
		ID    id.Agent
		Login string
	}
	if err := db.NewRaw("select id, login from agents where id in ?", bun.Tuple(ids)).Scan(ctx, &rows); err != nil {
		return "", fmt.Errorf("directory: read the members of a group: %w", err)
	}
	login := make(map[id.Agent]string, len(rows))
	for _, r := range rows {
		login[r.ID] = r.Login
	}
	words := make([]string, len(g.Members))
	for i, m := range g.Members {
		words[i] = login[m.Agent] + ":" + strconv.Itoa(m.Level)
	}
	return strings.Join(words, " "), nil
}

func parseMembers(ctx context.Context, db bun.IDB, g *Group, text string) error {
	g.Members = []Member{}
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	const shape = "login IDs with levels from 1 to 99 between spaces, as in sato:1 suzuki:5"
	logins := make([]string, 0, len(words))
	for _, w := range words {
		login, text, leveled := strings.Cut(w, ":")
		level := 1
		if leveled {
			var err error
			if level, err = strconv.Atoi(text); err != nil || level < 1 || level > 99 {
				return fault.Broken("members", cut(w), shape, "format", "")
			}
		}
		logins = append(logins, login)
		g.Members = append(g.Members, Member{Level: level})
	}
	var rows []struct {
		ID    id.Agent
		Login string
	}
	if err := db.NewRaw("select id, login from agents where login in ? and deleted_at is null", bun.Tuple(logins)).Scan(ctx, &rows); err != nil {
		return fmt.Errorf("directory: look for agents by their logins: %w", err)
	}
	agents := make(map[string]id.Agent, len(rows))
	for _, r := range rows {
		agents[r.Login] = r.ID
	}
	for i, login := range logins {
		if agents[login].IsZero() {
			return fault.Broken("members", cut(login), "an agent's login ID", "missing", "")
		}
		g.Members[i].Agent = agents[login]
	}
	return nil
}
