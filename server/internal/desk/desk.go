// Package desk is what people do with calls from a screen: order them,
// answer, hold, hand on, park, listen. It says who may do what, and gives the
// commands to the exchange.
package desk

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Exchange takes the commands.
type Exchange interface {
	Originate(o call.Originate) (id.Call, error)
	Do(ctx context.Context, c id.Call, in call.Do) error
	Inspect(ctx context.Context, fn func(now time.Time, f *acd.Floor)) error
}

// Audit keeps what a supervisor did to somebody else's call.
type Audit func(ctx context.Context, e access.Entry) error

// Options of New.
type Options struct {
	Exchange Exchange
	Plan     func() *route.Plan // the site as calls see it at present
	Audit    Audit
}

// Desk is the room. Make it with New.
type Desk struct{ o Options }

// New makes the room.
func New(o Options) *Desk { return &Desk{o} }

// Ordered is a call that was begun.
type Ordered struct {
	Call id.Call `json:"call"`
}

type orderInput struct {
	Body struct {
		To       string    `json:"to" minLength:"1" maxLength:"64" doc:"extension, feature code or outside number, in any usual way of writing it"`
		Device   id.Device `json:"device,omitzero" required:"false" doc:"phone of the agent that rings first; absent: all of them"`
		CallerID id.Number `json:"callerId,omitzero" required:"false" doc:"number of the site to present; absent: the agent's usual one"`
	}
}

type orderOutput struct{ Body Ordered }

type watchInput struct {
	ID   id.Agent `path:"id" doc:"agent to listen to"`
	Body struct {
		Mode   call.Mode `json:"mode" enum:"monitor,whisper,barge"`
		Device id.Device `json:"device,omitzero" required:"false" doc:"own phone that rings; absent: all of them"`
	}
}

type slotInput struct {
	Slot int `path:"slot" minimum:"1"`
	Body struct {
		Device id.Device `json:"device,omitzero" required:"false" doc:"own phone that rings; absent: all of them"`
	}
}

type pickUpInput struct {
	ID   id.Group `path:"id" doc:"group a call rings in"`
	Body struct {
		Device id.Device `json:"device,omitzero" required:"false" doc:"own phone that rings; absent: all of them"`
	}
}

// ParkedCall is a caller who waits in a slot.
type ParkedCall struct {
	Slot   int       `json:"slot"`
	Call   id.Call   `json:"call"`
	Number string    `json:"number" doc:"of who is parked; empty: withheld"`
	Name   string    `json:"name"`
	By     id.Agent  `json:"by,omitzero"`
	Since  time.Time `json:"since"`
}

// Register adds the room's operations to the API.
func (d *Desk) Register(api huma.API) {
	op := func(name, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: name, Method: method, Path: "/api/v1" + path, Tags: []string{"desk"}, Summary: summary}
	}
	order := op("order-call", http.MethodPost, "/calls", "Call somebody: one's own phone rings first")
	order.DefaultStatus = http.StatusAccepted
	huma.Register(api, access.Needs(order, access.MakeCalls), d.order)
	command := op("command-call", http.MethodPost, "/calls/{id}/{command}", "Do something with a call in progress")
	command.DefaultStatus = http.StatusNoContent
	command.Description = "An agent acts on its own part of a call; a supervisor, with `of`, on anybody's. `end` ends the whole call and is a supervisor's."
	huma.Register(api, access.Needs(command, access.MakeCalls), d.command)
	watch := op("watch-agent", http.MethodPost, "/agents/{id}/watch", "Listen to an agent, whisper to it, or barge in: one's own phone rings first")
	watch.DefaultStatus = http.StatusAccepted
	huma.Register(api, access.Needs(watch, access.WatchCalls), d.watch)
	huma.Register(api, access.Needs(op("list-parked", http.MethodGet, "/parked", "Parked calls"), access.SeeFloor), d.parked)
	slot := op("pick-up-slot", http.MethodPost, "/parked/{slot}/pick-up", "Talk to who is parked: one's own phone rings first")
	slot.DefaultStatus = http.StatusAccepted
	huma.Register(api, access.Needs(slot, access.MakeCalls), d.pickUpSlot)
	group := op("pick-up-group", http.MethodPost, "/groups/{id}/pick-up", "Answer a call that rings in a group: one's own phone rings first")
	group.DefaultStatus = http.StatusAccepted
	huma.Register(api, access.Needs(group, access.MakeCalls), d.pickUpGroup)
}

func (d *Desk) order(ctx context.Context, in *orderInput) (*orderOutput, error) {
	session, err := access.Require(ctx, access.MakeCalls)
	if err != nil {
		return nil, err
	}
	return d.begin(session, in.Body.To, in.Body.Device, in.Body.CallerID)
}

// begin rings the agent's own phone. What the exchange would refuse once the
// phone was answered is refused here, where it can be read.
func (d *Desk) begin(s access.Session, to string, device id.Device, shown id.Number) (*orderOutput, error) {
	plan := d.o.Plan()
	who := plan.Agent(s.Agent.ID)
	if who == nil || who.Extension == "" {
		return nil, fault.New(fault.Conflict, "no_phone", "this login has no extension and no phone")
	}
	if dev := plan.Device(device); !device.IsZero() && (dev == nil || dev.Agent != who.ID) {
		return nil, fault.Wrong("body.device", device.String(), "a phone of one's own")
	}
	dest, refused := plan.Dial(who, to)
	if refused == nil && dest.Kind == route.ToOutside && !shown.IsZero() {
		_, refused = plan.DialOutside(who, to, shown)
	}
	if refused != nil {
		return nil, refusedToDial(to, refused)
	}
	c, err := d.o.Exchange.Originate(call.Originate{Agent: who.ID, Device: device, Dialed: to, Shown: shown})
	if err != nil {
		return nil, err
	}
	return &orderOutput{Ordered{c}}, nil
}

func refusedToDial(to string, r *route.Refusal) error {
	switch r.Reason {
	case route.ReasonNoSuchNumber:
		return fault.Wrong("body.to", to, "an extension, a feature code or a phone number")
	case route.ReasonNotYourNumber:
		return fault.Wrong("body.callerId", "", "a number that this agent may present")
	case route.ReasonNoTrunk:
		return fault.New(fault.Unavailable, r.Reason, "no trunk is in use")
	}
	return fault.New(fault.Denied, r.Reason, "this call is not allowed: %s", r.Reason)
}

func (d *Desk) watch(ctx context.Context, in *watchInput) (*orderOutput, error) {
	session, err := access.Require(ctx, access.WatchCalls)
	if err != nil {
		return nil, err
	}
	plan := d.o.Plan()
	who := plan.Agent(in.ID)
	if who == nil || who.Extension == "" {
		return nil, fault.New(fault.NotFound, "agent_not_found", "there is no such agent")
	}
	code, err := codeOf(plan, map[call.Mode]route.Feature{call.Monitor: route.FeatureMonitor, call.Whisper: route.FeatureWhisper, call.Barge: route.FeatureBarge}[in.Body.Mode])
	if err != nil {
		return nil, err
	}
	return d.begin(session, code+who.Extension, in.Body.Device, id.Number{})
}

func codeOf(p *route.Plan, f route.Feature) (string, error) {
	for _, c := range p.Codes {
		if c.Feature == f {
			return c.Digits, nil
		}
	}
	return "", fault.New(fault.Conflict, "no_code", "the site has no feature code for %s", f)
}

// ParkedCalls are all of them, by slot.
type ParkedCalls struct {
	Items []ParkedCall `json:"items" nullable:"false"`
}

func (d *Desk) parked(ctx context.Context, _ *struct{}) (*struct{ Body ParkedCalls }, error) {
	if _, err := access.Require(ctx, access.SeeFloor); err != nil {
		return nil, err
	}
	out := &struct{ Body ParkedCalls }{ParkedCalls{[]ParkedCall{}}}
	err := d.o.Exchange.Inspect(ctx, func(_ time.Time, f *acd.Floor) {
		for _, s := range f.Slots() {
			p := ParkedCall{Slot: s.Slot, Call: s.Call, Name: s.From.Name, By: s.By, Since: s.Since}
			if !s.From.Withheld {
				p.Number = s.From.Number
			}
			out.Body.Items = append(out.Body.Items, p)
		}
	})
	return out, err
}

func (d *Desk) pickUpSlot(ctx context.Context, in *slotInput) (*orderOutput, error) {
	session, err := access.Require(ctx, access.MakeCalls)
	if err != nil {
		return nil, err
	}
	return d.begin(session, strconv.Itoa(in.Slot), in.Body.Device, id.Number{})
}

func (d *Desk) pickUpGroup(ctx context.Context, in *pickUpInput) (*orderOutput, error) {
	session, err := access.Require(ctx, access.MakeCalls)
	if err != nil {
		return nil, err
	}
	plan := d.o.Plan()
	g := plan.Group(in.ID)
	if g == nil || g.Extension == "" {
		return nil, fault.New(fault.NotFound, "group_not_found", "there is no such group")
	}
	code, err := codeOf(plan, route.FeaturePickUp)
	if err != nil {
		return nil, err
	}
	return d.begin(session, code+g.Extension, in.Body.Device, id.Number{})
}
