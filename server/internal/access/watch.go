package access

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// sweepEvery is how long a session that has ended by itself may look on.
const sweepEvery = 15 * time.Second

// watch knows the sessions that have, or had, a live socket.
type watch struct {
	mu   sync.Mutex
	seen map[id.Session]watched
}

// watched is what a session was when it came.
type watched struct {
	rights Rights
	role   Role
	key    bool
}

// Watch remembers that a session looks on through the live socket that open
// opens, so that it is told of when it ends or may something else than now,
// also when that happens while the socket is being opened.
func (d *Doors) Watch(ctx context.Context, s Session, open func()) {
	d.remember(s)
	open()
	d.watch.mu.Lock()
	_, still := d.watch.seen[s.ID]
	d.watch.mu.Unlock()
	if still {
		return
	}
	// It was told of before there was anything to close.
	d.remember(s)
	if err := d.sweep(ctx, map[id.Session]watched{s.ID: {key: s.Client == APIKey}}); err != nil && ctx.Err() == nil {
		d.log.Warn("a session that has ended may look on until the next sweep", "err", err)
	}
}

func (d *Doors) remember(s Session) {
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	d.watch.seen[s.ID] = watched{rights: s.rights(), role: s.Agent.Role, key: s.Client == APIKey}
}

// OnRenew has fn called when what a session may has changed: what is open in
// its name is to be opened again.
func (d *Doors) OnRenew(fn func(id.Session)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.renewed = append(d.renewed, fn)
}

// tellEnded tells of sessions that have ended.
func (d *Doors) tellEnded(gone ...id.Session) {
	d.watch.mu.Lock()
	for _, s := range gone {
		delete(d.watch.seen, s)
	}
	d.watch.mu.Unlock()
	d.mu.Lock()
	ended := d.ended
	d.mu.Unlock()
	for _, s := range gone {
		for _, fn := range ended {
			fn(s)
		}
	}
}

// Run sweeps until ctx ends.
func (d *Doors) Run(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := d.Sweep(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("sessions that have ended may still look on", "err", err)
		}
	}
}

// Sweep tells of the watched sessions that are not in force any more, and of
// those that may something else than when they came.
func (d *Doors) Sweep(ctx context.Context) error {
	d.watch.mu.Lock()
	all := maps.Clone(d.watch.seen)
	d.watch.mu.Unlock()
	return d.sweep(ctx, all)
}

// sweep looks after some of the watched sessions.
func (d *Doors) sweep(ctx context.Context, which map[id.Session]watched) error {
	var logins, keys []id.Session
	for s, w := range which {
		if w.key {
			keys = append(keys, s)
		} else {
			logins = append(logins, s)
		}
	}
	now := map[id.Session]watched{}
	if err := errors.Join(d.inForce(ctx, logins, false, now), d.inForce(ctx, keys, true, now)); err != nil {
		return err
	}
	var gone, renewed []id.Session
	d.watch.mu.Lock()
	for _, s := range append(logins, keys...) {
		before, still := d.watch.seen[s]
		after, there := now[s]
		switch {
		case !still:
		case !there:
			gone = append(gone, s)
		case after.rights != before.rights || after.role != before.role:
			delete(d.watch.seen, s) // it comes again
			renewed = append(renewed, s)
		}
	}
	d.watch.mu.Unlock()
	d.tellEnded(gone...)
	d.mu.Lock()
	tell := d.renewed
	d.mu.Unlock()
	for _, s := range renewed {
		for _, fn := range tell {
			fn(s)
		}
	}
	return nil
}

const (
	watchedLogins = `select s.id, a.role, s.factor, t.confirmed_at is not null, rule.totp_for, '[]'::jsonb
		from sessions s join agents a on a.id = s.agent_id left join totp t on t.agent_id = a.id cross join site cross join access_settings rule
		where s.id in ?0 and not a.disabled and s.seen_at >= ?1::timestamptz - make_interval(secs => site.session_idle)`
	watchedKeys = `select k.id, a.role, '', true, 'none', k.scopes
		from api_keys k join agents a on a.id = k.agent_id
		where k.id in ?0 and not a.disabled and k.revoked_at is null and (k.expires_at is null or k.expires_at > ?1)`
)

// inForce gives what those of the sessions that are in force may now.
func (d *Doors) inForce(ctx context.Context, which []id.Session, keys bool, out map[id.Session]watched) error {
	found, err := d.found(ctx, which, keys)
	for _, s := range found {
		out[s.ID] = watched{rights: s.rights(), role: s.Agent.Role, key: keys}
	}
	return err
}

// found gives those of the sessions, all of logins or all of keys, that are in
// force, with all that decides what they may and nothing else.
func (d *Doors) found(ctx context.Context, which []id.Session, keys bool) ([]Session, error) {
	if len(which) == 0 {
		return nil, nil
	}
	found, err := d.lookUp(ctx, which, keys)
	if err != nil {
		return nil, err
	}
	made := map[Role]Rights{}
	for i := range found {
		s := &found[i]
		rights, known := made[s.Agent.Role]
		if !known {
			if err := d.rightsOf(ctx, d.db.Bun(), s); err != nil {
				return nil, err
			}
			made[s.Agent.Role] = s.Rights
			rights = s.Rights
		}
		s.Rights = rights
	}
	return found, nil
}

func (d *Doors) lookUp(ctx context.Context, which []id.Session, keys bool) ([]Session, error) {
	query := watchedLogins
	if keys {
		query = watchedKeys
	}
	rows, err := d.db.Bun().QueryContext(ctx, query, bun.Tuple(which), d.now())
	if err != nil {
		return nil, fmt.Errorf("access: look for ended sessions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var found []Session
	for rows.Next() {
		s := Session{Client: Console}
		var enrolled bool
		var must TOTPFor
		var scopes []byte
		if err := rows.Scan(&s.ID, &s.Agent.Role, &s.Factor, &enrolled, &must, &scopes); err != nil {
			return nil, fmt.Errorf("access: look for ended sessions: %w", err)
		}
		s.MustEnrol = !enrolled && s.Factor != FactorOIDC && must.covers(s.Agent.Role)
		if keys {
			s.Client = APIKey
			if s.Scopes, err = readRights(scopes); err != nil {
				return nil, err
			}
		}
		found = append(found, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("access: look for ended sessions: %w", err)
	}
	return found, nil
}

func errNoSuchSession() error {
	return fault.New(fault.NotFound, "not_found", "there is no such session")
}
