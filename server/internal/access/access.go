package access

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/vault"
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
	// Factor is what the session was opened with; none for an API key.
	Factor Factor
	// MustEnrol: the site asks for a second factor of this role, and the agent
	// has none yet. Until it has, the session may nothing but set it up.
	MustEnrol bool
}

// Factor is what a session was opened with.
type Factor string

// The factors. Who comes by single sign-on was asked for a second one there.
const (
	FactorPassword Factor = "password"
	FactorTOTP     Factor = "totp"
	FactorOIDC     Factor = "oidc"
)

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
	// Keys seal second factors and the secret of single sign-on; without them
	// neither can be set up.
	Keys *vault.Keys
	// Issuer is what authenticator apps call this site; Yobirin.
	Issuer string
	// Client asks the single sign-on; one with a time limit.
	Client *http.Client
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
	keys   *vault.Keys
	issuer string
	watch  watch
	wrong  wrongKeys
	sso    *singleSignOn
	// settingsNoted notes changes of the settings of logins; nil: in the audit alone.
	settingsNoted func(ctx context.Context, tx bun.Tx, by Session, from Origin, fields []SettingsField) (undo string, err error)

	mu      sync.Mutex
	ended   []func(id.Session)
	renewed []func(id.Session)
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

// OnEnd has fn called when a session has ended, in whatever way: by a logout,
// a new password, a revocation, the end of its agent, or by itself.
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
	if o.Issuer == "" {
		o.Issuer = "Yobirin"
	}
	return &Doors{
		db: db, hasher: o.Hasher, now: o.Now, log: o.Logger, decoy: o.Hasher.Hash(GeneratePassword()), keys: o.Keys, issuer: o.Issuer,
		watch: watch{seen: map[id.Session]watched{}}, wrong: wrongKeys{tries: map[string]tries{}}, sso: newSingleSignOn(o.Client, o.Now),
	}
}

// Hasher is what this room hashes with, for those who store passwords.
func (d *Doors) Hasher() *Hasher { return d.hasher }

// rules are the site's settings that concern logins.
type rules struct {
	Attempts int           `bun:"login_attempts"`
	Idle     time.Duration `bun:"-"`
	Seconds  int           `bun:"session_idle"`

	TOTPFor   TOTPFor   `bun:"totp_for"`
	Passwords Passwords `bun:"passwords_for"`
}

func (d *Doors) rules(ctx context.Context, db bun.IDB) (rules, error) {
	var r rules
	err := db.NewSelect().TableExpr("site").Join("cross join access_settings").Column("login_attempts", "session_idle", "totp_for", "passwords_for").Scan(ctx, &r)
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

// identity is who somebody claims to be.
type identity struct {
	login string
	exact bool // as it is written: in an identity provider whose names differ by case
}

// accountOf gives the account of a login, in whatever case it is typed. Those
// that differ in nothing but case are found as they are written. Only ASCII is
// folded: what merely looks like a letter is none.
func (d *Doors) accountOf(ctx context.Context, who identity) (account, error) {
	if who.exact {
		return scanAccount(d.db.Bun().QueryRowContext(ctx, selectAccount+"where a.login = ?", who.login))
	}
	return scanAccount(d.db.Bun().QueryRowContext(ctx, selectAccount+`where lower(a.login collate "C") = lower(?0::text collate "C") and (a.login = ?0 or not a.login_shared)
		order by a.login = ?0 desc limit 1`, who.login))
}

func scanAccount(row *sql.Row) (account, error) {
	var a account
	err := row.Scan(&a.ID, &a.Login, &a.Name, &a.Nickname, &a.Extension, &a.Role, &a.Language, &a.Disabled, &a.Hash, &a.Attempts, &a.LockedAt)
	return a, err
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
