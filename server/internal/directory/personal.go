package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// Personal is what an agent chose for itself (J-ME-3). Who has none has the
// defaults.
type Personal struct {
	bun.BaseModel  `bun:"table:personal_settings"`
	Agent          id.Agent `bun:"agent_id,pk"`
	NotifyExternal bool
	NotifyInternal bool
	CRMSearch      bool `bun:"crm_search"`
	PopupOnRing    bool
	PopupOnAnswer  bool
	PopupTarget    string
	SecondLogin    string // "": as each device says
	HistoryOrder   string
}

func defaults(a id.Agent) Personal {
	return Personal{Agent: a, NotifyExternal: true, NotifyInternal: true, CRMSearch: true, PopupOnAnswer: true, PopupTarget: "tab", HistoryOrder: "newest"}
}

func (p Personal) wire() live.PersonalSettings {
	out := live.PersonalSettings{
		NotifyExternal: p.NotifyExternal, NotifyInternal: p.NotifyInternal, CRMSearch: p.CRMSearch, PopupOnRing: p.PopupOnRing, PopupOnAnswer: p.PopupOnAnswer,
		PopupTarget: p.PopupTarget, SecondLogin: p.SecondLogin, HistoryOrder: p.HistoryOrder,
	}
	if out.SecondLogin == "" {
		out.SecondLogin = "ring-all"
	}
	return out
}

func readPersonal(ctx context.Context, db bun.IDB, a id.Agent) (Personal, error) {
	p := defaults(a)
	err := db.NewSelect().Model(&p).WherePK().Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("directory: read an agent's settings: %w", err)
	}
	return p, nil
}

// PersonalChange is what an agent changes of its settings; nil stays.
type PersonalChange struct {
	Language       *string `json:"language,omitempty" example:"ja" doc:"ja or en"`
	NotifyExternal *bool   `json:"notifyExternal,omitempty" doc:"notification of external calls"`
	NotifyInternal *bool   `json:"notifyInternal,omitempty" doc:"notification of internal calls"`
	CRMSearch      *bool   `json:"crmSearch,omitempty" doc:"find the customer by the caller's number"`
	PopupOnRing    *bool   `json:"popupOnRing,omitempty" doc:"open the customer, or the number's popup page, when it rings"`
	PopupOnAnswer  *bool   `json:"popupOnAnswer,omitempty" doc:"open it when the call is answered"`
	PopupTarget    *string `json:"popupTarget,omitempty" enum:"tab,browser" doc:"where it opens"`
	SecondLogin    *string `json:"secondLogin,omitempty" enum:"ring-all,newest,refuse" doc:"several phones of one agent (C-CALL-5)"`
	HistoryOrder   *string `json:"historyOrder,omitempty" enum:"newest,oldest" doc:"of change histories"`
}

// apply makes the change and names the fields that are others now.
func (c PersonalChange) apply(p *Personal) (changed []string) {
	for _, f := range []struct {
		name string
		to   *bool
		now  *bool
	}{
		{"notifyExternal", c.NotifyExternal, &p.NotifyExternal}, {"notifyInternal", c.NotifyInternal, &p.NotifyInternal}, {"crmSearch", c.CRMSearch, &p.CRMSearch},
		{"popupOnRing", c.PopupOnRing, &p.PopupOnRing}, {"popupOnAnswer", c.PopupOnAnswer, &p.PopupOnAnswer},
	} {
		if f.to != nil && *f.to != *f.now {
			*f.now, changed = *f.to, append(changed, f.name)
		}
	}
	for _, f := range []struct {
		name string
		to   *string
		now  *string
	}{{"popupTarget", c.PopupTarget, &p.PopupTarget}, {"secondLogin", c.SecondLogin, &p.SecondLogin}, {"historyOrder", c.HistoryOrder, &p.HistoryOrder}} {
		if f.to != nil && *f.to != *f.now {
			*f.now, changed = *f.to, append(changed, f.name)
		}
	}
	return changed
}

// check finds what no enumeration of the API lets through; programs call
// ChangePersonal, too.
func (c PersonalChange) check() error {
	for _, f := range []struct {
		name  string
		value *string
		words []string
	}{
		{"language", c.Language, []string{"ja", "en"}}, {"popupTarget", c.PopupTarget, []string{"tab", "browser"}},
		{"secondLogin", c.SecondLogin, []string{"ring-all", "newest", "refuse"}}, {"historyOrder", c.HistoryOrder, []string{"newest", "oldest"}},
	} {
		if f.value != nil && !slices.Contains(f.words, *f.value) {
			return fault.Wrong(f.name, cut(*f.value), "one of "+join(f.words))
		}
	}
	return nil
}

// ChangePersonal changes the settings of the session's agent. They hold when
// it returns, the rule of the second login for the agent's phones, too.
func (d *Directory) ChangePersonal(ctx context.Context, s access.Session, from access.Origin, c PersonalChange) error {
	if err := c.check(); err != nil {
		return err
	}
	write := func(ctx context.Context, tx bun.Tx) error {
		p, err := readPersonal(ctx, tx, s.Agent.ID)
		if err != nil {
			return err
		}
		changed := c.apply(&p)
		if c.Language != nil && *c.Language != s.Agent.Language {
			changed = append(changed, "language")
			if _, err := tx.ExecContext(ctx, "update agents set language = ?, version = version + 1 where id = ?", *c.Language, s.Agent.ID); err != nil {
				return fmt.Errorf("directory: set a language: %w", err)
			}
		}
		if len(changed) == 0 {
			return errUnchanged
		}
		if err := storePersonal(ctx, tx, p); err != nil {
			return err
		}
		e := s.By(d.now(), from, "me.changed", "agent", s.Agent.ID.String())
		e.Detail = map[string]string{"fields": join(changed)}
		return access.WriteAudit(ctx, tx, e)
	}
	if c.SecondLogin != nil || c.Language != nil { // what calls and phones know of an agent
		return d.change(ctx, write)
	}
	if err := d.db.Tx(ctx, write); err != nil && !errors.Is(err, errUnchanged) {
		return err
	}
	return nil
}

// Profile is the session's agent as it sees itself.
func (d *Directory) Profile(ctx context.Context, s access.Session) (live.Profile, error) {
	var out live.Profile
	err := d.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var (
			a       Agent
			numbers []Number
			codes   []FeatureCode
		)
		err := errors.Join(
			tx.NewSelect().Model(&a).Where("id = ?", s.Agent.ID).Scan(ctx),
			tx.NewSelect().Model(&numbers).OrderExpr("number").Scan(ctx),
			tx.NewSelect().Model(&codes).Scan(ctx),
		)
		if err != nil {
			return fmt.Errorf("directory: read an agent's profile: %w", err)
		}
		p, err := readPersonal(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		out = live.Profile{
			Agent: live.ProfileAgent{
				ID: a.ID.String(), Login: a.Login, Name: a.Name, Nickname: a.Nickname, Extension: a.Extension, Role: string(a.Role), Language: a.Language,
			},
			Numbers: presentable(a, numbers), NoOutside: a.NoOutside, Settings: p.wire(), Codes: dialed(codesOf(codes), access.May(s, access.WatchCalls)),
		}
		return nil
	})
	return out, err
}

// presentable are the numbers that the agent may present, in the order of the
// plan; none for who may not call outside.
func presentable(a Agent, all []Number) []live.CallerID {
	out := []live.CallerID{}
	if a.NoOutside {
		return out
	}
	usual := -1
	for _, n := range all {
		if len(a.May) == 0 && !n.Listed || len(a.May) > 0 && !slices.Contains(a.May, n.ID) {
			continue
		}
		if n.ID == a.CallerID {
			usual = len(out)
		}
		out = append(out, live.CallerID{ID: n.ID.String(), Number: n.Number, Name: n.Name})
	}
	if len(out) > 0 {
		out[max(usual, 0)].Default = true
	}
	return out
}

// dialed are the codes that the app dials by itself; those of supervision are
// only a supervisor's.
func dialed(table []route.Code, supervises bool) live.PhoneCodes {
	var out live.PhoneCodes
	into := map[route.Feature]*string{
		route.FeatureEcho: &out.Echo, route.FeatureMonitor: &out.Monitor, route.FeatureWhisper: &out.Whisper, route.FeatureBarge: &out.Barge,
	}
	for _, c := range table {
		if at := into[c.Feature]; at != nil && *at == "" && (supervises || c.Feature == route.FeatureEcho) {
			*at = c.Digits
		}
	}
	return out
}
