package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// storedAgent writes what other tables hold of an agent.
func (d *Directory) storedAgent(ctx context.Context, tx bun.Tx, c *resource.Change[Agent]) error {
	if err := keepAdministrator(ctx, tx, c); err != nil {
		return err
	}
	if c.After == nil {
		return d.agentIsGone(ctx, tx, c)
	}
	a := c.After
	if was := c.Before; was == nil && a.Chosen != defaults(a.ID).chosen() || was != nil && a.Chosen != was.Chosen {
		if err := storePersonal(ctx, tx, a.Chosen.personal(a.ID)); err != nil {
			return err
		}
	}
	if a.Password != "" {
		if err := d.doors.SetPassword(ctx, tx, a.ID, a.Password); err != nil {
			return err
		}
	}
	if a.PIN != "" {
		if err := d.doors.SetPIN(ctx, tx, a.ID, a.PIN); err != nil {
			return err
		}
	}
	if !a.Disabled {
		return nil
	}
	// Its phones lose their registrations with the next version of the plan.
	if _, err := tx.ExecContext(ctx, "update devices set seat_id = null, version = version + 1 where seat_id = ?", a.ID); err != nil {
		return fmt.Errorf("directory: take a disabled agent from its desk: %w", err)
	}
	return d.doors.EndAgent(ctx, tx, a.ID)
}

// agentIsGone frees what a deleted agent had: its login and extension, its
// places in groups, its phones, its sessions and API keys. The row itself stays, so that
// the history, the statistics and the chat keep its name (J-AGENT-16).
func (d *Directory) agentIsGone(ctx context.Context, tx bun.Tx, c *resource.Change[Agent]) error {
	gone := c.Before.ID
	if err := d.doors.EndAgentForGood(ctx, tx, gone, c.By, c.From); err != nil {
		return err
	}
	notes, err := leaving(ctx, tx, gone)
	if err != nil {
		return err
	}
	for _, do := range []string{
		"update agents set deleted_at = coalesce(deleted_at, now()), login = id::text, extension = null, disabled = true, version = version + 1 where id = ?",
		"delete from credentials where agent_id = ?",
		"delete from personal_settings where agent_id = ?",
		"delete from group_members where agent_id = ?",
		"delete from devices where agent_id = ? and not desk or app_of = ?0",
		"update devices set agent_id = null, version = version + 1 where agent_id = ?",
		"update devices set seat_id = null, version = version + 1 where seat_id = ?",
	} {
		if _, err := tx.NewRaw(do, gone).Exec(ctx); err != nil {
			return fmt.Errorf("directory: free what a deleted agent had: %w", err)
		}
	}
	for i := range notes {
		notes[i].By, notes[i].From = c.By, c.From
	}
	return d.resources.Note(ctx, tx, notes...)
}

// reviveAgent brings a deleted agent's row back. Its login and extension come
// with what the history tells; its password, its phones and its places in
// groups are gone.
func reviveAgent(ctx context.Context, tx bun.Tx, agent string) error {
	if _, err := tx.NewRaw("update agents set deleted_at = null where id = ?", agent).Exec(ctx); err != nil {
		return fmt.Errorf("directory: bring a deleted agent back: %w", err)
	}
	return nil
}

// leaving are the changes of groups and phones that come with the deletion of
// an agent, for their histories.
func leaving(ctx context.Context, tx bun.Tx, gone id.Agent) ([]resource.Entry, error) {
	var of []resource.Use
	err := tx.NewRaw(`select 'groups' as noun, g.id, g.name as title, 'members' as field from groups g join group_members m on m.group_id = g.id where m.agent_id = ?0
		union all select 'devices', v.id, case when v.app_of is null then v.name else v.label end, case when v.desk and v.app_of is null then 'agent' else '' end
			from devices v where v.agent_id = ?0 or v.app_of = ?0`, gone).Scan(ctx, &of)
	if err != nil {
		return nil, fmt.Errorf("directory: read what a deleted agent had: %w", err)
	}
	out := make([]resource.Entry, 0, len(of))
	for _, u := range of {
		e := resource.Entry{Noun: u.Noun, ID: u.ID, Title: u.Title, Action: resource.Updated}
		switch u.Field {
		case "":
			e.Action = resource.Deleted
		case "members":
			e.Fields = []resource.FieldChange{{Field: "members", From: []map[string]string{{"agent": gone.String()}}}}
		default:
			e.Fields = []resource.FieldChange{{Field: u.Field, From: gone.String()}}
		}
		out = append(out, e)
	}
	return out, nil
}

// storePersonal writes what an agent chose.
func storePersonal(ctx context.Context, tx bun.IDB, p Personal) error {
	_, err := tx.NewInsert().Model(&p).On("conflict (agent_id) do update").Set(`notify_external = excluded.notify_external, notify_internal = excluded.notify_internal,
		crm_search = excluded.crm_search, popup_on_ring = excluded.popup_on_ring, popup_on_answer = excluded.popup_on_answer, popup_target = excluded.popup_target,
		second_login = excluded.second_login, history_order = excluded.history_order`).Exec(ctx)
	if err != nil {
		return fmt.Errorf("directory: store an agent's settings: %w", err)
	}
	return nil
}
