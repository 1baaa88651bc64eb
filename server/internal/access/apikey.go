package access

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// keyPrefix begins every API key, so that people and scanners for secrets know
// one when they see it.
const keyPrefix = "yob_"

const (
	keyLength   = 52 // 32 random bytes in base32, in lower case
	shownOfKey  = len(keyPrefix) + 6
	maxKeys     = 1000
	maxKeyName  = 100
	maxScopes   = 200
	wrongBurst  = 20 // wrong keys from one address before it waits
	wrongEvery  = 3 * time.Second
	maxWrongers = 10_000
)

// Key is an API key as it is listed (J-API-1). The key itself is known to
// nobody after it was made. Its identifier is that of the session it is.
type Key struct {
	ID        id.Session   `json:"id"`
	Name      string       `json:"name"`
	Prefix    string       `json:"prefix" doc:"how the key begins" example:"yob_k3v9qa"`
	Owner     id.Agent     `json:"owner" doc:"the key may never more than its owner"`
	OwnerName string       `json:"ownerName"`
	Scopes    []Permission `json:"scopes" nullable:"false"`
	Created   time.Time    `json:"created"`
	Expires   *time.Time   `json:"expires,omitempty"`
	Used      *time.Time   `json:"used,omitempty" doc:"last used, to the minute"`
	Revoked   *time.Time   `json:"revoked,omitempty"`
	Dead      bool         `json:"dead" doc:"revoked, expired, or its owner is disabled"`
}

// NewKey is what a key is made of.
type NewKey struct {
	Name    string       `json:"name" minLength:"1" maxLength:"100" doc:"what it is for"`
	Scopes  []Permission `json:"scopes" minItems:"1" maxItems:"200" nullable:"false" doc:"what it may; within one's own rights"`
	Expires *time.Time   `json:"expires,omitempty" doc:"absent: never"`
}

// readKey gives the digest of a key's text, when it is one at all.
func readKey(text string) ([]byte, bool) {
	rest, ok := strings.CutPrefix(text, keyPrefix)
	if !ok || len(rest) != keyLength || strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return nil, false
	}
	return digest(text), true
}

// MakeKey makes a key of the session's agent and gives its text, which is
// known to nobody else afterwards.
func (d *Doors) MakeKey(ctx context.Context, s Session, from Origin, n NewKey) (Key, string, error) {
	if err := d.checkKey(s, n); err != nil {
		return Key{}, "", err
	}
	var raw [32]byte
	rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
	text := keyPrefix + strings.ToLower(base32Text.EncodeToString(raw[:]))
	scopes := RightsOf(n.Scopes...).List()
	list, err := json.Marshal(scopes)
	if err != nil {
		return Key{}, "", fmt.Errorf("access: make an API key: %w", err)
	}
	now := d.now()
	k := Key{ID: id.New[id.Session](now), Name: n.Name, Prefix: text[:shownOfKey], Owner: s.Agent.ID, OwnerName: s.Agent.Name, Scopes: scopes, Created: now, Expires: n.Expires}
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var there int
		if err := tx.QueryRowContext(ctx, "select count(*) from api_keys where revoked_at is null").Scan(&there); err != nil {
			return fmt.Errorf("access: make an API key: %w", err)
		}
		if there >= maxKeys {
			return fault.New(fault.Conflict, "too_many_keys", "there are %d API keys already; revoke some first", there)
		}
		if _, err := tx.ExecContext(ctx, `insert into api_keys (id, name, prefix, sha256, agent_id, scopes, created_at, created_by, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			k.ID, k.Name, k.Prefix, digest(text), s.Agent.ID, string(list), now, s.Agent.ID, n.Expires); err != nil {
			return fmt.Errorf("access: make an API key: %w", err)
		}
		e := s.By(now, from, "api-key.made", "api-key", k.ID.String())
		e.Detail = map[string]string{"name": k.Name, "prefix": k.Prefix, "scopes": joined(scopes)}
		return WriteAudit(ctx, tx, e)
	})
	return k, text, err
}

func joined(all []Permission) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = string(p)
	}
	return strings.Join(names, " ")
}

func (d *Doors) checkKey(s Session, n NewKey) error {
	var wrong []fault.Field
	if clean(n.Name, 4*maxKeyName) != n.Name || strings.TrimSpace(n.Name) == "" {
		wrong = append(wrong, fault.Field{Name: "name", Value: clean(n.Name, 100), Expected: "a name without control characters", Rule: "plain"})
	}
	for i, p := range n.Scopes {
		at := "scopes[" + strconv.Itoa(i) + "]"
		switch {
		case !p.Valid():
			wrong = append(wrong, fault.Field{Name: at, Value: clean(string(p), 64), Expected: "the name of a permission", Rule: "missing"})
		case !May(s, p):
			wrong = append(wrong, fault.Field{Name: at, Value: string(p), Expected: "a permission that you have", Rule: "beyond"})
		}
	}
	if len(n.Scopes) == 0 || len(n.Scopes) > maxScopes {
		wrong = append(wrong, fault.Field{Name: "scopes", Value: strconv.Itoa(len(n.Scopes)), Expected: "at least one permission", Rule: "required"})
	}
	if n.Expires != nil && !n.Expires.After(d.now()) {
		wrong = append(wrong, fault.Field{Name: "expires", Value: n.Expires.Format(time.RFC3339), Expected: "a time to come", Rule: "future"})
	}
	if len(wrong) > 0 {
		return &fault.Error{Code: fault.Invalid, Key: "invalid", Message: "a value is not valid", Fields: wrong}
	}
	return nil
}

const selectKeys = `select k.id, k.name, k.prefix, k.agent_id, a.name, k.scopes, k.created_at, k.expires_at, k.used_at, k.revoked_at,
	k.revoked_at is not null or coalesce(k.expires_at <= ?, false) or a.disabled
	from api_keys k join agents a on a.id = k.agent_id order by k.id desc limit 2000`

// Keys gives the API keys, the newest first, also those that are dead.
func (d *Doors) Keys(ctx context.Context) ([]Key, error) {
	rows, err := d.db.Bun().QueryContext(ctx, selectKeys, d.now())
	if err != nil {
		return nil, fmt.Errorf("access: list API keys: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []Key{}
	for rows.Next() {
		var k Key
		var scopes []byte
		if err := rows.Scan(&k.ID, &k.Name, &k.Prefix, &k.Owner, &k.OwnerName, &scopes, &k.Created, &k.Expires, &k.Used, &k.Revoked, &k.Dead); err != nil {
			return nil, fmt.Errorf("access: list API keys: %w", err)
		}
		rights, err := readRights(scopes)
		if err != nil {
			return nil, err
		}
		k.Scopes = rights.List()
		out = append(out, k)
	}
	return out, rows.Err()
}

// RevokeKey makes a key useless, at once and for ever; its row stays, so that
// the audit can be read.
func (d *Doors) RevokeKey(ctx context.Context, which id.Session, by Session, from Origin) error {
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var name, prefix string
		err := tx.QueryRowContext(ctx, "update api_keys set revoked_at = ? where id = ? and revoked_at is null returning name, prefix", d.now(), which).Scan(&name, &prefix)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "not_found", "there is no such API key in force")
		}
		if err != nil {
			return fmt.Errorf("access: revoke an API key: %w", err)
		}
		e := by.By(d.now(), from, "api-key.revoked", "api-key", which.String())
		e.Detail = map[string]string{"name": name, "prefix": prefix}
		return WriteAudit(ctx, tx, e)
	})
	if err == nil {
		d.tellEnded(which)
	}
	return err
}

// keySession gives the session that a key is.
func (d *Doors) keySession(ctx context.Context, text string) (Session, error) {
	sum, ok := readKey(text)
	if !ok {
		return Session{}, errWrongKey()
	}
	s := Session{Client: APIKey}
	var scopes []byte
	var used sql.NullTime
	now := d.now()
	err := d.db.Bun().QueryRowContext(ctx, `select k.id, k.scopes, k.used_at, a.id, a.login, a.name, a.nickname, coalesce(a.extension, ''), a.role, a.language
		from api_keys k join agents a on a.id = k.agent_id
		where k.sha256 = ? and k.revoked_at is null and (k.expires_at is null or k.expires_at > ?) and not a.disabled`, sum, now).
		Scan(&s.ID, &scopes, &used, &s.Agent.ID, &s.Agent.Login, &s.Agent.Name, &s.Agent.Nickname, &s.Agent.Extension, &s.Agent.Role, &s.Agent.Language)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, errWrongKey()
	}
	if err != nil {
		return Session{}, away(err)
	}
	if s.Scopes, err = readRights(scopes); err != nil {
		return Session{}, away(err)
	}
	if err := d.rightsOf(ctx, d.db.Bun(), &s); err != nil {
		return Session{}, away(err)
	}
	if !used.Valid || now.Sub(used.Time) >= touchEvery {
		if _, err := d.db.Bun().ExecContext(ctx, "update api_keys set used_at = ? where id = ?", now, s.ID); err != nil {
			return Session{}, away(err)
		}
	}
	return s, nil
}

func errWrongKey() error {
	return fault.New(fault.Denied, "key_wrong", "this API key is not in force")
}

// Caller gives the session of a token or API key that came from an address.
// Wrong keys from one address are answered twenty at once and then one every
// three seconds; the others are faults with the key too_many_tries, and are
// not looked up.
func (d *Doors) Caller(ctx context.Context, token string, from Origin) (Session, error) {
	if !strings.HasPrefix(token, keyPrefix) {
		return d.Session(ctx, token)
	}
	if d.wrong.over(from.Address, d.now()) {
		return Session{}, fault.New(fault.Denied, "too_many_tries", "too many wrong API keys from this address; wait some seconds")
	}
	s, err := d.keySession(ctx, token)
	if fault.KeyOf(err) == "key_wrong" {
		d.wrong.miss(from.Address, d.now())
		if between, yes := d.mayNote(d.now()); yes {
			e := Entry{At: d.now(), Via: Via(APIKey), Action: "api-key.wrong", Detail: map[string]string{}, Address: from.Address}
			if len(token) >= shownOfKey {
				e.Detail["prefix"] = token[:shownOfKey]
			}
			if between > 0 {
				e.Detail["unnoted"] = strconv.Itoa(between)
			}
			if err := d.Audit(ctx, e); err != nil {
				return Session{}, away(err)
			}
		}
	}
	return s, err
}

// wrongKeys counts wrong keys by the address they came from.
type wrongKeys struct {
	mu    sync.Mutex
	tries map[string]tries
}

// tries is up to when an address has paid for its wrong keys.
type tries struct{ paid time.Time }

func (w *wrongKeys) over(address string, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tries[address].paid.Sub(now) > (wrongBurst-1)*wrongEvery
}

func (w *wrongKeys) miss(address string, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.tries[address]
	if t.paid.Before(now) {
		t.paid = now
	}
	t.paid = t.paid.Add(wrongEvery)
	if _, known := w.tries[address]; !known && len(w.tries) >= maxWrongers {
		for a, t := range w.tries {
			if !t.paid.After(now) {
				delete(w.tries, a)
			}
		}
		if len(w.tries) >= maxWrongers {
			return // a flood from everywhere: 256 bits do not need the limit
		}
	}
	w.tries[address] = t
}
