package access

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// touchEvery bounds how often a session's use is written down.
const touchEvery = time.Minute

// errNoSession is the fault of a request without a session in force.
func errNoSession() error {
	return fault.New(fault.Denied, "no_session", "log in first")
}

// away is the fault of a request that came while the database did not answer.
func away(err error) error {
	return fault.Wrap(err, fault.Unavailable, "unavailable", "sessions cannot be read now; try again")
}

// Session gives the session of a token and keeps it alive. A token that is
// unknown, idle for too long, or of a disabled agent is a fault with the key
// no_session, and so is an API key: those come by Caller, which counts the
// wrong ones.
func (d *Doors) Session(ctx context.Context, token string) (Session, error) {
	if raw, err := hex.DecodeString(token); err != nil || len(raw) != 32 {
		return Session{}, errNoSession()
	}
	var s Session
	var seen time.Time
	var idle int
	var must TOTPFor
	var enrolled bool
	err := d.db.Bun().QueryRowContext(ctx, `select s.id, s.client, s.factor, s.seen_at, a.id, a.login, a.name, a.nickname, coalesce(a.extension, ''), a.role, a.language,
			site.session_idle, rule.totp_for, t.confirmed_at is not null
		from sessions s join agents a on a.id = s.agent_id left join totp t on t.agent_id = a.id cross join site cross join access_settings rule
		where s.token_sha256 = ? and not a.disabled`, digest(token)).
		Scan(&s.ID, &s.Client, &s.Factor, &seen, &s.Agent.ID, &s.Agent.Login, &s.Agent.Name, &s.Agent.Nickname, &s.Agent.Extension, &s.Agent.Role, &s.Agent.Language,
			&idle, &must, &enrolled)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, errNoSession()
	}
	if err != nil {
		return Session{}, away(err)
	}
	now := d.now()
	if now.Sub(seen) > time.Duration(idle)*time.Second {
		return Session{}, errNoSession()
	}
	if now.Sub(seen) >= touchEvery {
		if _, err := d.db.Bun().ExecContext(ctx, "update sessions set seen_at = ? where id = ? and seen_at < ?", now, s.ID, now); err != nil {
			return Session{}, away(err)
		}
	}
	s.MustEnrol = !enrolled && s.Factor != FactorOIDC && must.covers(s.Agent.Role)
	if err := d.rightsOf(ctx, d.db.Bun(), &s); err != nil {
		return Session{}, away(err)
	}
	return s, nil
}

// rightsOf fills in what the session's role may, when it is one that the site
// made. One that is not there any more may nothing.
func (d *Doors) rightsOf(ctx context.Context, db bun.IDB, s *Session) error {
	if s.Agent.Role.Builtin() {
		return nil
	}
	var names []byte
	err := db.QueryRowContext(ctx, "select permissions from roles where not builtin and key = ?", string(s.Agent.Role)).Scan(&names)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("access: read the role %s: %w", s.Agent.Role, err)
	}
	s.Rights, err = readRights(names)
	return err
}

// readRights reads a list of names of permissions as it is stored.
func readRights(raw []byte) (Rights, error) {
	var names []Permission
	if err := json.Unmarshal(raw, &names); err != nil {
		return Rights{}, fmt.Errorf("access: read a list of permissions: %w", err)
	}
	return RightsOf(names...), nil
}

// Logout ends the session.
func (d *Doors) Logout(ctx context.Context, s Session, from Origin) error {
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "delete from sessions where id = ?", s.ID); err != nil {
			return fmt.Errorf("access: end a session: %w", err)
		}
		return d.note(ctx, tx, "out", s.Agent.Login, s.Agent.ID, id.Agent{}, s.Client, from, 0)
	})
	if err != nil {
		return err
	}
	d.tellEnded(s.ID)
	return nil
}

// Unlock lets a locked login try again (ログインロック).
func (d *Doors) Unlock(ctx context.Context, agent id.Agent, by Session, from Origin) error {
	if !May(by, Unlock) {
		return fault.New(fault.Denied, "not_allowed", "only an administrator may unlock a login")
	}
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var login string
		err := tx.QueryRowContext(ctx, `update credentials c set attempts = 0, locked_at = null from agents a
			where c.agent_id = ? and a.id = c.agent_id returning a.login`, agent).Scan(&login)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "not_found", "there is no such agent with a password")
		}
		if err != nil {
			return fmt.Errorf("access: unlock a login: %w", err)
		}
		return d.note(ctx, tx, "unlocked", login, agent, by.Agent.ID, by.Client, from, 0)
	})
}

// Purge deletes the sessions that have been idle for too long and says how many.
func (d *Doors) Purge(ctx context.Context) (int64, error) {
	rule, err := d.rules(ctx, d.db.Bun())
	if err != nil {
		return 0, err
	}
	res, err := d.db.Bun().ExecContext(ctx, "delete from sessions where seen_at < ?", d.now().Add(-rule.Idle))
	if err != nil {
		return 0, fmt.Errorf("access: purge sessions: %w", err)
	}
	return res.RowsAffected()
}

// PasswordHashes gives the stored hashes of agents, for those who must know
// whether a password is already right. An agent without one is not in the map.
func (d *Doors) PasswordHashes(ctx context.Context, tx bun.IDB, agents []id.Agent) (map[id.Agent]string, error) {
	return d.hashes(ctx, tx, agents, "password_hash")
}

// PINHashes gives the stored hashes of PINs, as PasswordHashes does.
func (d *Doors) PINHashes(ctx context.Context, tx bun.IDB, agents []id.Agent) (map[id.Agent]string, error) {
	return d.hashes(ctx, tx, agents, "pin_hash")
}

func (d *Doors) hashes(ctx context.Context, tx bun.IDB, agents []id.Agent, column string) (map[id.Agent]string, error) {
	out := make(map[id.Agent]string, len(agents))
	if len(agents) == 0 {
		return out, nil
	}
	rows, err := tx.QueryContext(ctx, "select agent_id, ?0 from credentials where agent_id in ?1 and ?0 <> ''", bun.Ident(column), bun.Tuple(agents))
	if err != nil {
		return nil, fmt.Errorf("access: read credentials: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var agent id.Agent
		var hash string
		if err := rows.Scan(&agent, &hash); err != nil {
			return nil, fmt.Errorf("access: read credentials: %w", err)
		}
		out[agent] = hash
	}
	return out, rows.Err()
}

// SetPassword stores the password of an agent inside the caller's transaction
// and takes every session of that agent away. Call EndDoomed after the commit.
func (d *Doors) SetPassword(ctx context.Context, tx bun.IDB, agent id.Agent, password string) error {
	if err := d.setSecret(ctx, tx, agent, password, "password_hash"); err != nil {
		return err
	}
	var gone []id.Session
	if err := tx.NewRaw("delete from sessions where agent_id = ? returning id", agent).Scan(ctx, &gone); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("access: end an agent's sessions: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.doom(gone)
	return nil
}

// doom remembers sessions for EndDoomed; d.mu is held.
func (d *Doors) doom(all []id.Session) {
	for _, s := range all {
		if !slices.Contains(d.doomed, s) {
			d.doomed = append(d.doomed, s)
		}
	}
}

// EndDoomed is to be called after a change of the site: it sweeps what is open
// (Sweep), and tells of the sessions that a new password has taken away: who had
// the old one must not look on through what is still open. Those whose change
// is not committed wait for the next time.
func (d *Doors) EndDoomed(ctx context.Context) error {
	d.mu.Lock()
	doomed := d.doomed
	d.doomed = nil
	d.mu.Unlock()
	if len(doomed) == 0 {
		return d.Sweep(ctx)
	}
	var left []id.Session
	err := d.db.Bun().NewRaw("select id from sessions where id in ?", bun.Tuple(doomed)).Scan(ctx, &left)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		left = doomed
		err = fmt.Errorf("access: look for ended sessions: %w", err)
	} else {
		err = nil
	}
	d.mu.Lock()
	d.doom(left)
	d.mu.Unlock()
	d.tellEnded(slices.DeleteFunc(doomed, func(s id.Session) bool { return slices.Contains(left, s) })...)
	return errors.Join(err, d.Sweep(ctx))
}

// SetPIN stores the PIN of an agent inside the caller's transaction.
func (d *Doors) SetPIN(ctx context.Context, tx bun.IDB, agent id.Agent, pin string) error {
	return d.setSecret(ctx, tx, agent, pin, "pin_hash")
}

func (d *Doors) setSecret(ctx context.Context, tx bun.IDB, agent id.Agent, secret, column string) error {
	_, err := tx.ExecContext(ctx, "insert into credentials (agent_id, ?0) values (?1, ?2) on conflict (agent_id) do update set ?0 = excluded.?0",
		bun.Ident(column), agent, d.hash(ctx, secret))
	if err != nil {
		return fmt.Errorf("access: store a credential: %w", err)
	}
	return nil
}

// clean makes hostile text fit for storage: valid, printable, at most max bytes.
func clean(s string, max int) string {
	if len(s) > 4*max {
		s = s[:4*max]
	}
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	for len(s) > max {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
