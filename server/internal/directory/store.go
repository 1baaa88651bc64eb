package directory

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// store writes what differs and gives the difference. The histories of the
// nouns are written in the same transaction.
func (p *plan) store(ctx context.Context, tx bun.Tx) (Diff, error) {
	var diff Diff
	for _, put := range []func(context.Context, bun.Tx) (Diff, error){
		shelved(p, p.trunks, "trunks", trunkSecrets, func(v *Trunk) *int64 { return &v.Version }),
		shelved(p, p.statuses, "statuses", nil, func(v *Status) *int64 { return &v.Version }),
		shelved(p, p.audios, "audios", nil, func(v *Audio) *int64 { return &v.Version }),
		shelved(p, p.roles, "roles", nil, func(v *AgentRole) *int64 { return &v.Version }),
		shelved(p, p.agents, "agents", nil, func(v *Agent) *int64 { return &v.Version }),
		shelved(p, p.devices, "devices", deviceSecrets, func(v *Device) *int64 { return &v.Version }),
		shelved(p, p.groups, "groups", nil, func(v *Group) *int64 { return &v.Version }),
		shelved(p, p.ivrs, "ivrs", nil, func(v *IVR) *int64 { return &v.Version }),
		shelved(p, p.transfers, "transfers", nil, func(v *Transfer) *int64 { return &v.Version }),
		shelved(p, p.numbers, "numbers", nil, func(v *Number) *int64 { return &v.Version }),
		shelved(p, p.codes, "codes", nil, func(v *FeatureCode) *int64 { return &v.Version }),
		shelved(p, p.rejected, "rejected", nil, func(v *Rejected) *int64 { return &v.Version }),
		shelved(p, p.barred, "barred", nil, func(v *Barred) *int64 { return &v.Version }),
		shelved(p, p.callers, "callers", nil, func(v *CallerRule) *int64 { return &v.Version }),
		shelved(p, p.holidays, "holidays", nil, func(v *CompanyHoliday) *int64 { return &v.Version }),
		p.storeSettings, p.storeSecrets,
	} {
		d, err := put(ctx, tx)
		if err != nil {
			return nil, err
		}
		diff = append(diff, d...)
	}
	if err := p.storeMembers(ctx, tx, diff); err != nil {
		return nil, err
	}
	if len(diff) == 0 && len(p.sounds) == 0 {
		return nil, nil
	}
	if err := announce(ctx, tx); err != nil {
		return nil, err
	}
	return diff, p.d.resources.Note(ctx, tx, p.notes...)
}

// shelved stores the changed nouns of one kind; noun is what the API calls it.
func shelved[T any](p *plan, s *shelf[T], noun string, secrets func(*T) map[string]string, version func(*T) *int64) func(context.Context, bun.Tx) (Diff, error) {
	return func(ctx context.Context, tx bun.Tx) (Diff, error) {
		diff, err := s.changed(secrets)
		if err != nil {
			return nil, err
		}
		for _, c := range diff {
			v := s.byKey[c.Key]
			*version(v)++
			if c.Action == "create" {
				_, err = tx.NewInsert().Model(v).Exec(ctx)
			} else {
				_, err = tx.NewUpdate().Model(v).WherePK().Exec(ctx)
			}
			if err != nil {
				return nil, fmt.Errorf("directory: store %s %s: %w", c.Noun, c.Key, err)
			}
			after, err := fieldsOf(v, secrets)
			if err != nil {
				return nil, err
			}
			p.notes = append(p.notes, noted(noun, c, s.before[c.Key], after))
		}
		return diff, nil
	}
}

func (p *plan) storeMembers(ctx context.Context, tx bun.Tx, diff Diff) error {
	for _, c := range diff {
		if c.Noun != p.groups.noun {
			continue
		}
		g := p.groups.byKey[c.Key]
		if err := replaceMembers(ctx, tx, g.ID, g.Members); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) storeSettings(ctx context.Context, tx bun.Tx) (Diff, error) {
	stored := Settings{}
	if err := tx.NewSelect().Model(&stored).Limit(1).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: read the site's settings: %w", err)
	}
	before, err := fieldsOf(&stored, nil)
	if err != nil {
		return nil, err
	}
	after, err := fieldsOf(&p.settings, nil)
	if err != nil {
		return nil, err
	}
	fields := compare(before, after)
	if len(fields) == 0 {
		return nil, nil
	}
	s := &p.settings
	if _, err := tx.ExecContext(ctx, `update site set settings_version = settings_version + 1, name = ?, language = ?, record = ?, login_attempts = ?, session_idle = ?, service_level = ?,
		international = ?, reject_anonymous = ?, emergency_id = ?, park_time = ?, park_group_id = ?, transfer_ring = ?, rooms = ?, message_time = ?,
		outside_time = ?, call_time = ?, callback_tries = ?, callback_gap = ?, callback_kept = ?,
		cap_at_once = ?, cap_daily = ?, retention_days = ?, public_holidays = ?, softphone_transport = ?, softphone_srtp = ?`,
		s.Name, s.Language, s.Record, s.LoginAttempts, s.SessionIdle, s.ServiceLevel,
		s.International, s.RejectAnonymous, s.Emergency, s.ParkTime, s.ParkGroup, s.TransferRing, s.Rooms, s.MessageTime,
		s.OutsideTime, s.CallTime, s.CallbackTries, s.CallbackGap, s.CallbackKept,
		s.CapAtOnce, s.CapDaily, s.RetentionDays, s.PublicHolidays, s.SoftphoneTransport, s.SoftphoneSRTP); err != nil {
		return nil, fmt.Errorf("directory: store the site's settings: %w", err)
	}
	p.notes = append(p.notes, noted("settings", Change{Action: "update", Key: s.Name}, before, after))
	return Diff{{Action: "update", Noun: "site", Fields: fields}}, nil
}

// storeSecrets keeps passwords and PINs. Those that are already right are not
// hashed again; to find out costs a hash each, so several are done at once.
func (p *plan) storeSecrets(ctx context.Context, tx bun.Tx) (Diff, error) {
	var diff Diff
	for _, kind := range []struct {
		field string
		given map[id.Agent]string
		put   func(context.Context, bun.IDB, id.Agent, string) error
		right func(context.Context, bun.IDB, []id.Agent) (map[id.Agent]string, error)
	}{
		{"password", p.passwords, p.d.doors.SetPassword, p.d.doors.PasswordHashes},
		{"pin", p.pins, p.d.doors.SetPIN, p.d.doors.PINHashes},
	} {
		agents := make([]id.Agent, 0, len(kind.given))
		logins := map[id.Agent]string{}
		p.agents.each(func(login string, a *Agent) {
			if _, ok := kind.given[a.ID]; ok {
				agents, logins[a.ID] = append(agents, a.ID), login
			}
		})
		stored, err := kind.right(ctx, tx, agents)
		if err != nil {
			return nil, err
		}
		for _, a := range p.d.unlike(agents, stored, kind.given) {
			if err := kind.put(ctx, tx, a, kind.given[a]); err != nil {
				return nil, err
			}
			p.notes = append(p.notes, resource.Entry{Noun: "agents", Kind: "agent", ID: a.String(), Title: p.agents.byKey[logins[a]].Name, Action: resource.Updated, Fields: []resource.FieldChange{{Field: kind.field}}})
			if stored[a] != "" { // a new agent's password is no change of its own
				diff = append(diff, Change{Action: "update", Noun: "agents", Key: logins[a], Fields: []FieldChange{{Field: kind.field}}})
			} else if _, old := p.agents.before[logins[a]]; old {
				diff = append(diff, Change{Action: "update", Noun: "agents", Key: logins[a], Fields: []FieldChange{{Field: kind.field}}})
			}
		}
	}
	return diff, nil
}

// unlike gives the agents whose stored hash is not of the secret given.
func (d *Directory) unlike(agents []id.Agent, stored, given map[id.Agent]string) []id.Agent {
	var (
		mu   sync.Mutex
		wg   sync.WaitGroup
		out  []id.Agent
		slot = make(chan struct{}, runtime.GOMAXPROCS(0))
	)
	for _, a := range agents {
		if stored[a] == "" {
			mu.Lock()
			out = append(out, a)
			mu.Unlock()
			continue
		}
		slot <- struct{}{}
		wg.Go(func() {
			defer func() { <-slot }()
			if !d.doors.Hasher().Verify(stored[a], given[a]) {
				mu.Lock()
				defer mu.Unlock()
				out = append(out, a)
			}
		})
	}
	wg.Wait()
	slices.SortFunc(out, func(a, b id.Agent) int { return slices.Compare(a[:], b[:]) })
	return out
}

// hold waits until no other transaction changes the site, so that what this
// one has checked stays true until its end.
func hold(ctx context.Context, tx bun.IDB) error {
	if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(?)", siteLock); err != nil {
		return fmt.Errorf("directory: wait for another change of the site: %w", err)
	}
	return nil
}

// announce counts a version of the site and has it told after the commit. Call
// it once at the end of a transaction.
func announce(ctx context.Context, tx bun.IDB) error {
	if _, err := tx.ExecContext(ctx, "update site set version = version + 1"); err != nil {
		return fmt.Errorf("directory: count a version: %w", err)
	}
	// The database tells it when, and only if, the transaction is committed.
	if _, err := tx.ExecContext(ctx, "select pg_notify(?, '')", channel); err != nil {
		return fmt.Errorf("directory: announce a change: %w", err)
	}
	return nil
}
