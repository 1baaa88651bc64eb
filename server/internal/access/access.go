package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Agent is who a session belongs to.
type Agent struct {
	ID        id.Agent `json:"id"`
	Login     string   `json:"login"`
	Name      string   `json:"name"`
	Nickname  string   `json:"nickname"`
	Extension string   `json:"extension"`
	Role      Role     `json:"role" example:"agent" doc:"agent, supervisor, administrator, or the key of a role of the site"`
	Language  string   `json:"language" example:"ja"`
}

// Client is what kind of program holds a session.
type Client string

// The clients: the console holds its token in a cookie, the app sends it as a
// bearer token.
const (
	Console Client = "console"
	App     Client = "app"
	// APIKey is a program with a key of its own (J-API-1); there is no login.
	APIKey Client = "api"
)

// Session is a login in force.
type Session struct {
	ID     id.Session
	Agent  Agent
	Client Client
	Rights Rights // of a role that the site made; those of the roles of every site are known
	Scopes Rights // of an API key: what it was made for, however much its owner may
}

// Origin is where a request came from, for the audit.
type Origin struct {
	Address   string // without the port
	UserAgent string // hostile text; cut before it is stored
}

// Options tune New. Zero values are replaced by the defaults named.
type Options struct {
	Hasher *Hasher          // DefaultHasher
	Now    func() time.Time // time.Now
	Logger *slog.Logger     // none
}

// Doors is the room: logins and sessions in one database. It is safe for
// concurrent use.
type Doors struct {
	db     *pg.DB
	hasher *Hasher
	now    func() time.Time
	log    *slog.Logger
	decoy  string // a hash of nothing anybody knows, verified for unknown logins
	trying atomic.Int32

	mu      sync.Mutex
	ended   []func(id.Session)
	doomed  []id.Session // taken away by a change that may not be committed yet
	paid    time.Time    // up to when the refused logins that were noted are paid for, at one each noteEvery
	unnoted int          // refused logins since the last one that was noted
}

// Refused logins are noted as they come, up to noteBurst of them and then one
// each noteEvery with the number of those between: the audit is kept for ever,
// and who only knows the console's address could fill the disk with it.
const (
	noteEvery = time.Second
	noteBurst = 100
)

// maxTrying bounds the logins that wait for their turn to be hashed; more is
// an attack, and the others shall not wait minutes behind it.
const maxTrying = 64

// OnEnd has fn called when a session is ended by a logout or a new password.
func (d *Doors) OnEnd(fn func(id.Session)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended = append(d.ended, fn)
}

// New makes the room on a migrated database.
func New(db *pg.DB, o Options) *Doors {
	if o.Hasher == nil {
		o.Hasher = DefaultHasher()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Doors{db: db, hasher: o.Hasher, now: o.Now, log: o.Logger, decoy: o.Hasher.Hash(GeneratePassword())}
}

// Hasher is what this room hashes with, for those who store passwords.
func (d *Doors) Hasher() *Hasher { return d.hasher }

// rules are the site's settings that concern logins.
type rules struct {
	Attempts int           `bun:"login_attempts"`
	Idle     time.Duration `bun:"-"`
	Seconds  int           `bun:"session_idle"`
}

func (d *Doors) rules(ctx context.Context, db bun.IDB) (rules, error) {
	var r rules
	err := db.NewSelect().TableExpr("site").Column("login_attempts", "session_idle").Scan(ctx, &r)
	if err != nil {
		return rules{}, fmt.Errorf("access: read the site's login settings: %w", err)
	}
	r.Idle = time.Duration(r.Seconds) * time.Second
	return r, nil
}

// account is an agent's login as stored.
type account struct {
	Agent
	Disabled bool
	Hash     string
	Attempts int
	LockedAt sql.NullTime
}

const selectAccount = `select a.id, a.login, a.name, a.nickname, coalesce(a.extension, '') as extension, a.role, a.language, a.disabled,
	coalesce(c.password_hash, '') as hash, coalesce(c.attempts, 0) as attempts, c.locked_at
	from agents a left join credentials c on c.agent_id = a.id `

func scanAccount(row *sql.Row) (account, error) {
	var a account
	err := row.Scan(&a.ID, &a.Login, &a.Name, &a.Nickname, &a.Extension, &a.Role, &a.Language, &a.Disabled, &a.Hash, &a.Attempts, &a.LockedAt)
	return a, err
}

// Login opens a session and gives its token, which is known to nobody else
// afterwards. A refusal is a fault with the key login_failed or login_locked;
// it does not tell an unknown login from a wrong password.
func (d *Doors) Login(ctx context.Context, login, password string, client Client, from Origin) (Session, string, error) {
	if d.trying.Add(1) > maxTrying {
		d.trying.Add(-1)
		return Session{}, "", fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	defer d.trying.Add(-1)
	rule, err := d.rules(ctx, d.db.Bun())
	if err != nil {
		return Session{}, "", away(err)
	}
	known := login
	if clean(login, 64) != login {
		known = "" // what no login can be names nobody
	}
	acc, err := scanAccount(d.db.Bun().QueryRowContext(ctx, selectAccount+"where a.login = ?", known))
	if errors.Is(err, sql.ErrNoRows) {
		d.hasher.Verify(d.decoy, password)
		return Session{}, "", d.refuse(ctx, "wrong", login, account{}, client, from)
	}
	if err != nil {
		return Session{}, "", away(err)
	}
	right := d.hasher.Verify(acc.Hash, password)
	switch {
	case acc.LockedAt.Valid:
		return Session{}, "", d.refuse(ctx, "locked", login, acc, client, from)
	case !right:
		locked, err := d.miss(ctx, acc.ID, rule.Attempts)
		if err != nil {
			return Session{}, "", err
		}
		if locked {
			return Session{}, "", d.refuse(ctx, "locked", login, acc, client, from)
		}
		return Session{}, "", d.refuse(ctx, "wrong", login, acc, client, from)
	case acc.Disabled:
		return Session{}, "", d.refuse(ctx, "disabled", login, acc, client, from)
	}
	return d.open(ctx, acc, client, from)
}

// miss counts a wrong password and locks the login at the limit. The count is
// made in one statement, so that many tries at once are all counted.
func (d *Doors) miss(ctx context.Context, agent id.Agent, limit int) (locked bool, err error) {
	row := d.db.Bun().QueryRowContext(ctx, `update credentials set attempts = attempts + 1,
		locked_at = case when attempts + 1 >= ? and ? > 0 then coalesce(locked_at, ?) else locked_at end
		where agent_id = ? returning locked_at is not null`, limit, limit, d.now(), agent)
	if err := row.Scan(&locked); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("access: count a wrong password: %w", err)
	}
	return locked, nil
}

// refuse writes the audit and makes the fault of a refused login.
func (d *Doors) refuse(ctx context.Context, outcome, login string, acc account, client Client, from Origin) error {
	if between, yes := d.mayNote(d.now()); yes {
		if err := d.note(ctx, d.db.Bun(), outcome, login, acc.ID, id.Agent{}, client, from, between); err != nil {
			return err
		}
	}
	if outcome == "locked" {
		return fault.New(fault.Denied, "login_locked", "this login is locked after too many wrong passwords; an administrator can unlock it")
	}
	return fault.New(fault.Denied, "login_failed", "the ID or the password is wrong")
}

func (d *Doors) open(ctx context.Context, acc account, client Client, from Origin) (Session, string, error) {
	now := d.now()
	var raw [32]byte
	rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
	token := hex.EncodeToString(raw[:])
	s := Session{Agent: acc.Agent, Client: client}
	s.ID = id.New[id.Session](now)
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// The lock may have come while the password was being verified.
		res, err := tx.ExecContext(ctx, "update credentials set attempts = 0 where agent_id = ? and locked_at is null", acc.ID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fault.New(fault.Denied, "login_locked", "this login is locked after too many wrong passwords; an administrator can unlock it"))
		}
		if _, err := tx.ExecContext(ctx, `insert into sessions (id, token_sha256, agent_id, client, created_at, seen_at, address, user_agent)
			values (?, ?, ?, ?, ?, ?, ?, ?)`, s.ID, digest(token), acc.ID, string(client), now, now, clean(from.Address, 64), clean(from.UserAgent, 200)); err != nil {
			return err
		}
		return d.note(ctx, tx, "in", acc.Login, acc.ID, id.Agent{}, client, from, 0)
	})
	if err != nil {
		return Session{}, "", fmt.Errorf("access: open a session: %w", err)
	}
	return s, token, nil
}

// mayNote says whether a refused login may be noted, and how many were not
// since the last one that was.
func (d *Doors) mayNote(now time.Time) (between int, yes bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.paid.Before(now) || d.paid.Sub(now) > 2*noteBurst*noteEvery { // the clock was put back
		d.paid = now
	}
	if d.paid.Sub(now) > (noteBurst-1)*noteEvery {
		d.unnoted++
		return 0, false
	}
	d.paid = d.paid.Add(noteEvery)
	between, d.unnoted = d.unnoted, 0
	return between, true
}

// note writes what became of a login. Who was refused is nobody who acts.
// Between is how many refused ones before it are not noted.
func (d *Doors) note(ctx context.Context, db bun.IDB, outcome, login string, agent, by id.Agent, client Client, from Origin, between int) error {
	e := Entry{At: d.now(), Actor: by, Via: Via(client), Action: "login." + outcome, Detail: map[string]string{"login": clean(login, 64)}, Address: from.Address}
	if between > 0 {
		e.Detail["unnoted"] = strconv.Itoa(between)
	}
	if outcome == "in" || outcome == "out" {
		e.Actor = agent
	}
	if !agent.IsZero() {
		e.Kind, e.Object = "agent", agent.String()
	}
	return WriteAudit(ctx, db, e)
}

func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
