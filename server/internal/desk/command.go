package desk

import (
	"context"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

type commandInput struct {
	access.Requester
	ID      id.Call `path:"id"`
	Command string  `path:"command" enum:"answer,hang-up,end,hold,resume,mute,transfer,consult,swap,complete,cancel,merge,add,park,press,record,pause,mode"`
	Body    struct {
		Of     id.Agent  `json:"of,omitzero" required:"false" doc:"agent whose part is meant; absent: one's own"`
		To     string    `json:"to,omitempty" required:"false" maxLength:"64" doc:"of transfer, consult, add: extension or outside number"`
		Digits string    `json:"digits,omitempty" required:"false" maxLength:"64" doc:"of press: 0-9 * # A-D"`
		On     *bool     `json:"on,omitempty" required:"false" doc:"of mute, record, pause: absent is on"`
		Slot   int       `json:"slot,omitempty" required:"false" doc:"of park: absent is the lowest free one"`
		Mode   call.Mode `json:"mode,omitempty" required:"false" doc:"of mode: monitor, whisper or barge"`
	}
}

// command carries a command out. Who acts on another agent's part needs the
// right to, and leaves a trace in the audit.
func (d *Desk) command(ctx context.Context, in *commandInput) (*struct{}, error) {
	session, err := access.Require(ctx, access.MakeCalls)
	if err != nil {
		return nil, err
	}
	cmd, err := in.read()
	if err != nil {
		return nil, err
	}
	_, end := cmd.(call.End)
	others := end || !in.Body.Of.IsZero() && in.Body.Of != session.Agent.ID
	if others {
		if _, err := access.Require(ctx, access.CommandCalls); err != nil {
			return nil, err
		}
	}
	if _, mode := cmd.(call.SetMode); mode {
		if _, err := access.Require(ctx, access.WatchCalls); err != nil {
			return nil, err
		}
	}
	if err := d.o.Exchange.Do(ctx, in.ID, call.Do{By: session.Agent.ID, Of: in.Body.Of, Command: cmd}); err != nil {
		return nil, err
	}
	if !others || d.o.Audit == nil {
		return nil, nil
	}
	return nil, d.o.Audit(ctx, d.entry(session, in))
}

// read makes the command of what was sent, naming what is missing.
func (in *commandInput) read() (call.Command, error) {
	on := in.Body.On == nil || *in.Body.On
	to := strings.TrimSpace(in.Body.To)
	needsTo := func(c call.Command) (call.Command, error) {
		if to == "" {
			return nil, fault.Wrong("body.to", in.Body.To, "an extension or a phone number")
		}
		return c, nil
	}
	switch in.Command {
	case "answer":
		return call.PickUp{}, nil
	case "hang-up":
		return call.HangUp{}, nil
	case "end":
		return call.End{}, nil
	case "hold":
		return call.Hold{}, nil
	case "resume":
		return call.Resume{}, nil
	case "mute":
		return call.Mute{On: on}, nil
	case "transfer":
		return needsTo(call.Transfer{To: to})
	case "consult":
		return needsTo(call.Consult{To: to})
	case "add":
		return needsTo(call.Add{To: to})
	case "swap":
		return call.Swap{}, nil
	case "complete":
		return call.Complete{}, nil
	case "cancel":
		return call.Cancel{}, nil
	case "merge":
		return call.Merge{}, nil
	case "park":
		return call.Park{Slot: in.Body.Slot}, nil
	case "press":
		if in.Body.Digits == "" || strings.Trim(in.Body.Digits, "0123456789*#ABCD") != "" {
			return nil, fault.Wrong("body.digits", in.Body.Digits, "keys: 0-9 * # A-D")
		}
		return call.Press{Digits: in.Body.Digits}, nil
	case "record":
		return call.Record{On: on}, nil
	case "pause":
		return call.Pause{On: on}, nil
	case "mode":
		if !in.Body.Mode.Valid() {
			return nil, fault.Wrong("body.mode", string(in.Body.Mode), "monitor, whisper or barge")
		}
		return call.SetMode{Mode: in.Body.Mode}, nil
	}
	return nil, fault.Wrong("command", in.Command, "a command for a call")
}

// entry is what the audit keeps of a command to somebody else's part.
func (d *Desk) entry(s access.Session, in *commandInput) access.Entry {
	e := s.By(time.Now(), in.Origin(), "call."+in.Command, "call", in.ID.String())
	if !in.Body.Of.IsZero() {
		e.Detail = map[string]string{"of": in.Body.Of.String()}
	}
	return e
}
