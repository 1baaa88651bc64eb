package boot

import (
	"context"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/fault"
)

// seatTime is how long a phone waits to hear whether somebody may sit there.
const seatTime = 5 * time.Second

// clerk answers what calls ask of the records: who may sit at a hot desk.
type clerk struct{ m *Main }

// Check looks the PIN up and takes the seat, on its own time.
func (c clerk) Check(q call.Check, answer func(call.Checked)) {
	go func() {
		done := call.Checked{Refused: "unavailable"}
		defer func() {
			if r := recover(); r != nil {
				c.m.log.Error("a hot-desk login failed", "panic", r)
			}
			answer(done)
		}()
		ctx, cancel := context.WithTimeout(context.Background(), seatTime)
		defer cancel()
		done = c.seat(ctx, q)
	}()
}

func (c clerk) seat(ctx context.Context, q call.Check) call.Checked {
	var err error
	if q.Agent.IsZero() {
		_, err = c.m.directory.Unseat(ctx, q.Device)
	} else {
		if err = c.m.doors.CheckPIN(ctx, q.Agent, q.Device, q.PIN); err == nil {
			err = c.m.directory.Seat(ctx, q.Device, q.Agent)
		}
	}
	switch key := fault.KeyOf(err); {
	case err == nil:
		return call.Checked{}
	case key == access.PINWrong:
		return call.Checked{Refused: "wrong-pin"}
	case key == access.PINLocked:
		return call.Checked{Refused: "locked"}
	case key == "not_a_desk" || key == "not_found":
		return call.Checked{Refused: "unknown"}
	default:
		c.m.log.Warn("a hot-desk login was not possible", obs.Err(err))
		return call.Checked{Refused: "unavailable"}
	}
}
