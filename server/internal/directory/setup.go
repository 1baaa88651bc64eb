package directory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// What a site must have before it takes calls, in the order in which it is
// set up.
const (
	SetupPassword = "password" // the first administrator's one-time password is changed
	SetupTrunk    = "trunk"    // a carrier registers us, or answers
	SetupNumber   = "number"   // a phone number leads somewhere
	SetupAgents   = "agents"   // there are agents who can be called
	SetupGroup    = "group"    // a group has members, with a phone where there are phones
	SetupPhone    = "phone"    // an agent's phone is registered
	SetupCall     = "call"     // a call from outside arrived
)

// SetupStep is one step of setting a site up, as it stands now.
type SetupStep struct {
	What   string     `json:"what" enum:"password,trunk,number,agents,group,phone,call"`
	OK     bool       `json:"ok"`
	Wrong  string     `json:"wrong,omitempty" enum:"none,unchanged,disabled,unknown,unreachable,failed,unrouted,trunkless,no-extension,empty,silent,offline,unanswered" doc:"what is missing or wrong"`
	ID     string     `json:"id,omitempty" doc:"of the record that was looked at; of the call"`
	Title  string     `json:"title,omitempty" doc:"what it is called"`
	Detail string     `json:"detail,omitempty" doc:"what a carrier said, or where a phone is"`
	Count  int        `json:"count,omitempty" doc:"how many there are"`
	Since  *time.Time `json:"since,omitempty" doc:"of the state; when the call began"`
}

// Setup is how far a site is set up.
type Setup struct {
	Empty     bool        `json:"empty" doc:"nothing is there but the first administrator: a sample may be loaded"`
	Complete  bool        `json:"complete" doc:"every step is done"`
	Dismissed bool        `json:"dismissed" doc:"who asks does not want to be led any more"`
	Steps     []SetupStep `json:"steps" nullable:"false"`
}

// OutsideCall is a call from outside.
type OutsideCall struct {
	ID       id.Call
	At       time.Time
	From     string // the caller's number
	Answered bool
	Ended    bool
}

// Calls is what the history knows of calls from outside.
type Calls interface {
	// Last gives the latest one; false: there was none.
	Last(ctx context.Context) (OutsideCall, bool, error)
}

// noCalls is a server without a history.
type noCalls struct{}

func (noCalls) Last(context.Context) (OutsideCall, bool, error) { return OutsideCall{}, false, nil }

// Setup says how far the site is set up, for who asks.
func (d *Directory) Setup(ctx context.Context, s access.Session) (Setup, error) {
	out := Setup{Complete: true}
	db := d.db.Bun()
	var err error
	if out.Empty, err = isEmpty(ctx, db); err != nil {
		return out, err
	}
	arranged, err := d.Layout(ctx, s.Agent.ID, "welcome")
	if err != nil {
		return out, err
	}
	out.Dismissed = arranged["dismissed"] == true
	phones, err := d.agentPhones(ctx, db)
	if err != nil {
		return out, err
	}
	for _, look := range []func() (SetupStep, error){
		func() (SetupStep, error) { return d.setupPassword(ctx, s) },
		func() (SetupStep, error) { return d.setupTrunk(ctx, db) },
		func() (SetupStep, error) { return setupNumber(ctx, db) },
		func() (SetupStep, error) { return setupAgents(ctx, db) },
		func() (SetupStep, error) { return setupGroup(ctx, db, phones) },
		func() (SetupStep, error) { return phones.step(), nil },
		func() (SetupStep, error) { return d.setupCall(ctx) },
	} {
		step, err := look()
		if err != nil {
			return out, fmt.Errorf("directory: look how far the site is set up: %w", err)
		}
		out.Steps = append(out.Steps, step.seenBy(s))
		out.Complete = out.Complete && step.OK
	}
	return out, nil
}

// seenBy is the step as a session may see it: who may not see the records that
// were looked at learns whether the step is done, and of no record.
func (step SetupStep) seenBy(s access.Session) SetupStep {
	needs := map[string]access.Permission{
		SetupTrunk: access.ViewTrunks, SetupNumber: access.ViewNumbers, SetupAgents: access.ViewAgents,
		SetupGroup: access.ViewGroups, SetupPhone: access.ViewDevices, SetupCall: access.SeeAllCalls,
	}
	if need, guarded := needs[step.What]; guarded && !access.May(s, need) {
		return SetupStep{What: step.What, OK: step.OK}
	}
	return step
}

// isEmpty says whether nobody has set anything up yet. A trunk and statuses may
// be there: the sample has no use of the first and merges with the second.
func isEmpty(ctx context.Context, db bun.IDB) (empty bool, err error) {
	err = db.QueryRowContext(ctx, `select not exists (select from groups) and not exists (select from ivrs) and not exists (select from numbers)
		and not exists (select from devices) and (select count(*) from (select from agents limit 2) as a) <= 1`).Scan(&empty)
	if err != nil {
		return false, fmt.Errorf("directory: look whether the site is empty: %w", err)
	}
	return empty, nil
}

// setupPassword is done when the first administrator's password was changed:
// another agent never had one that a log has shown.
func (d *Directory) setupPassword(ctx context.Context, s access.Session) (SetupStep, error) {
	step := SetupStep{What: SetupPassword, ID: s.Agent.ID.String(), Title: s.Agent.Login, OK: s.Agent.Login != FirstLogin}
	if step.OK {
		return step, nil
	}
	var err error
	if step.OK, err = d.doors.PasswordChanged(ctx, s.Agent.ID); err == nil && !step.OK {
		step.Wrong = "unchanged"
	}
	return step, err
}

// maxLooked is how many records of a kind are looked at.
const maxLooked = 1000

func (d *Directory) setupTrunk(ctx context.Context, db bun.IDB) (SetupStep, error) {
	step := SetupStep{What: SetupTrunk, Wrong: "none"}
	var all []Trunk
	if err := db.NewSelect().Model(&all).OrderExpr("disabled, name").Limit(maxLooked).Scan(ctx); err != nil {
		return step, err
	}
	step.Count = len(all)
	for i := range all {
		t := &all[i]
		is := SetupStep{What: SetupTrunk, Wrong: "unknown", ID: t.ID.String(), Title: t.Name, Count: len(all)}
		live, known := d.carriers.Trunk(t.ID)
		if known {
			is.Detail = live.Reason
			if !live.Since.IsZero() {
				is.Since = &live.Since
			}
		}
		switch {
		case t.Disabled:
			is.Wrong = "disabled"
		case known && (live.State == "registered" || live.State == "reachable"):
			is.OK, is.Wrong, is.Detail = true, "", live.State
			return is, nil
		case known && (live.State == "unreachable" || live.State == "failed"):
			is.Wrong = live.State
		}
		if i == 0 {
			step = is
		}
	}
	return step, nil
}

func setupNumber(ctx context.Context, db bun.IDB) (SetupStep, error) {
	step := SetupStep{What: SetupNumber, Wrong: "none"}
	var all []Number
	if err := db.NewSelect().Model(&all).OrderExpr("number").Limit(maxLooked).Scan(ctx); err != nil {
		return step, err
	}
	step.Count = len(all)
	// A number without a trunk of its own leaves by the first one.
	var trunk bool
	if err := db.QueryRowContext(ctx, "select exists (select from trunks where not disabled)").Scan(&trunk); err != nil {
		return step, err
	}
	for i := range all {
		n := &all[i]
		is := SetupStep{What: SetupNumber, ID: n.ID.String(), Title: n.Number, Count: len(all)}
		switch {
		case n.Route.Kind == route.ToUnset:
			is.Wrong = "unrouted"
		case n.Trunk.IsZero() && !trunk:
			is.Wrong = "trunkless"
		default:
			is.OK = true
			return is, nil
		}
		if i == 0 {
			step = is
		}
	}
	return step, nil
}

func setupAgents(ctx context.Context, db bun.IDB) (SetupStep, error) {
	step := SetupStep{What: SetupAgents}
	var others int
	err := db.QueryRowContext(ctx, `select count(*) filter (where extension <> ''), count(*) filter (where login <> ?) from agents where deleted_at is null and not disabled`, FirstLogin).Scan(&step.Count, &others)
	switch {
	case step.Count > 0:
		step.OK = true
	case others > 0:
		step.Wrong = "no-extension"
	default:
		step.Wrong = "none"
	}
	return step, err
}

func setupGroup(ctx context.Context, db bun.IDB, phones *agentPhones) (SetupStep, error) {
	step := SetupStep{What: SetupGroup, Wrong: "none"}
	var rows []struct {
		ID, Name string
		Members  []id.Agent `bun:",array"`
	}
	err := db.NewRaw(`select g.id::text as id, g.name, array_remove(array_agg(m.agent_id), null) as members from (select id, name from groups order by name limit ?) as g
		left join group_members as m on m.group_id = g.id group by g.id, g.name order by g.name`, maxLooked).Scan(ctx, &rows)
	if err != nil {
		return step, err
	}
	step.Count = len(rows)
	for i, g := range rows {
		is := SetupStep{What: SetupGroup, ID: g.ID, Title: g.Name, Count: len(rows), Wrong: "empty"}
		if len(g.Members) > 0 {
			is.Wrong = "silent" // as long as nobody has a phone, it is the phones that lack
			if len(phones.up) == 0 || slices.ContainsFunc(g.Members, func(a id.Agent) bool { return phones.up[a] }) {
				is.OK, is.Wrong = true, ""
				return is, nil
			}
		}
		if i == 0 || is.Wrong == "silent" && step.Wrong == "empty" {
			step = is
		}
	}
	return step, nil
}

// agentPhones are the phones that somebody answers.
type agentPhones struct {
	up    map[id.Agent]bool // whose phone is registered and answers
	is    SetupStep
	count int
}

func (d *Directory) agentPhones(ctx context.Context, db bun.IDB) (*agentPhones, error) {
	p := &agentPhones{up: map[id.Agent]bool{}, is: SetupStep{What: SetupPhone, Wrong: "none"}}
	var all []Device
	if err := db.NewSelect().Model(&all).Where("agent_id is not null or seat_id is not null").OrderExpr("name").Limit(50 * maxLooked).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: list the agents' phones: %w", err)
	}
	p.count = len(all)
	for i := range all {
		v := &all[i]
		l := d.telephony.Line(v.ID)
		is := SetupStep{What: SetupPhone, ID: v.ID.String(), Title: v.Name, Detail: l.Address, Wrong: "offline"}
		if !v.AppOf.IsZero() {
			is.Title = v.Label
		}
		switch {
		case l.Up:
			p.up[v.Agent], p.up[v.Seat] = true, true
			is.OK, is.Wrong = true, ""
		case l.Contacts > 0:
			is.Wrong = "unreachable"
		}
		if i == 0 || is.OK && !p.is.OK {
			p.is = is
		}
	}
	delete(p.up, id.Agent{})
	return p, nil
}

func (p *agentPhones) step() SetupStep {
	p.is.Count = p.count
	return p.is
}

func (d *Directory) setupCall(ctx context.Context) (SetupStep, error) {
	step := SetupStep{What: SetupCall, Wrong: "none"}
	last, there, err := d.calls.Last(ctx)
	if err != nil || !there {
		return step, err
	}
	step.OK, step.Wrong, step.ID, step.Title, step.Since = true, "", last.ID.String(), last.From, &last.At
	if last.Ended && !last.Answered {
		step.Wrong = "unanswered"
	}
	return step, nil
}
