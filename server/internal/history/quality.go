package history

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	reportWithin = 24 * time.Hour         // of a leg's beginning: longer no call lasts
	eventWithin  = 3 * time.Second        // for the journal to bring a leg to the database
	eventEvery   = 100 * time.Millisecond // between looks for it
)

// Heard is how a call was at a phone, as the phone measured it (C-PHONE-7).
type Heard struct {
	LossPercent float64 `json:"lossPercent" minimum:"0" maximum:"100" doc:"of what the phone should have received"`
	FarLoss     float64 `json:"farLoss" minimum:"0" maximum:"100" doc:"percent of what the phone sent that did not arrive here"`
	JitterMS    float64 `json:"jitterMs" minimum:"0" maximum:"60000"`
	RoundTripMS float64 `json:"roundTripMs" minimum:"0" maximum:"60000" doc:"0: never measured"`
	BufferMS    float64 `json:"bufferMs" minimum:"0" maximum:"60000" doc:"depth of the jitter buffer"`
	MOS         float64 `json:"mos" minimum:"0" maximum:"5" doc:"estimated, 1 to 4.5; 0: not known"`
}

// check finds what cannot be: figures out of their bounds, and estimates that
// no formula gives.
func (h Heard) check() error {
	for _, f := range []struct {
		name   string
		v, max float64
	}{
		{"lossPercent", h.LossPercent, 100}, {"farLoss", h.FarLoss, 100}, {"jitterMs", h.JitterMS, 60000},
		{"roundTripMs", h.RoundTripMS, 60000}, {"bufferMs", h.BufferMS, 60000},
	} {
		if !(f.v >= 0 && f.v <= f.max) { // also what is no number
			return fault.Wrong("body.quality."+f.name, fmt.Sprint(f.v), fmt.Sprintf("0 to %g", f.max))
		}
	}
	if h.MOS != 0 && !(h.MOS >= 1 && h.MOS <= 5) {
		return fault.Wrong("body.quality.mos", fmt.Sprint(h.MOS), "1 to 5, or 0 when it is not known")
	}
	return nil
}

// Report is what a phone tells of a call it had.
type Report struct {
	Media   string `json:"media" maxLength:"16" pattern:"^[a-z0-9-]*$" example:"srtp"`
	Codec   string `json:"codec" maxLength:"16" pattern:"^[A-Za-z0-9/.-]*$" example:"PCMU"`
	Quality Heard  `json:"quality"`
}

// LegReport is a phone's report in a call's timeline: the far end's view of
// what the server measured.
type LegReport struct {
	Leg string    `json:"leg"`
	At  time.Time `json:"at"`
	Report
}

// Report keeps what an agent's phone tells of a leg; a later report of the
// leg takes the place of the one before. Only the leg's own agent may tell: a
// fault not_your_call says that the journal knows no such leg of the agent.
func (h *History) Report(ctx context.Context, agent id.Agent, l id.Leg, r Report) error {
	if err := r.Quality.check(); err != nil {
		return err
	}
	if err := h.awaitLeg(ctx, agent, l); err != nil {
		return err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("history: write a report as JSON: %w", err)
	}
	_, err = h.db.Bun().ExecContext(ctx, `insert into leg_reports (leg_id, agent_id, at, report) values (?, ?, ?, ?)
		on conflict (leg_id) do update set at = excluded.at, report = excluded.report`, l, agent, time.Now(), string(raw))
	if err != nil {
		return fmt.Errorf("history: store a report: %w", err)
	}
	return nil
}

// awaitLeg waits for the event that says whose the leg is: a report may come
// before the journal has reached the database.
func (h *History) awaitLeg(ctx context.Context, agent id.Agent, l id.Leg) error {
	no := fault.New(fault.NotFound, "not_your_call", "this agent had no such part in a call")
	began := time.UnixMilli(int64(binary.BigEndian.Uint64(l[:8]) >> 16)) // as in every identifier
	if age := time.Since(began); age > reportWithin || age < -time.Minute {
		return no
	}
	ctx, cancel := context.WithTimeout(ctx, eventWithin)
	defer cancel()
	tick := time.NewTicker(eventEvery)
	defer tick.Stop()
	for {
		var owner id.Agent
		err := h.db.Bun().QueryRowContext(ctx, `select body->>'agent' from call_events where stream = ? and kind = ? and body->>'leg' = ? limit 1`,
			id.CallOf(l), journal.LegStarted{}.Kind(), l.String()).Scan(&owner)
		switch {
		case err == nil && owner == agent && !agent.IsZero():
			return nil
		case err == nil:
			return no
		case !errors.Is(err, sql.ErrNoRows) && ctx.Err() == nil:
			return fmt.Errorf("history: look for a leg: %w", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return no
		}
	}
}

// reportsOf gives the reports of the legs that a call's events name.
func (h *History) reportsOf(ctx context.Context, events []storedEvent) ([]LegReport, error) {
	var legs []id.Leg
	for _, e := range events {
		switch b := e.Body.(type) {
		case journal.LegStarted:
			legs = append(legs, b.Leg)
		case journal.LegJoined:
			legs = append(legs, b.Leg)
		default: // no new leg
		}
	}
	out := []LegReport{}
	if len(legs) == 0 {
		return out, nil
	}
	rows, err := h.db.Pool().Query(ctx, "select leg_id, at, report from leg_reports where leg_id = any($1::uuid[]) order by leg_id", texts(legs...))
	if err != nil {
		return nil, fmt.Errorf("history: read reports: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l id.Leg
		var raw []byte
		var r LegReport
		if err := rows.Scan(&l, &r.At, &raw); err != nil {
			return nil, fmt.Errorf("history: read reports: %w", err)
		}
		if err := json.Unmarshal(raw, &r.Report); err != nil {
			return nil, fmt.Errorf("history: read the report of leg %s: %w", l, err)
		}
		r.Leg = l.String()
		out = append(out, r)
	}
	return out, rows.Err()
}

func (h *History) registerReports(api huma.API) {
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "report-quality", Method: http.MethodPost, Path: "/api/v1/me/quality", Tags: []string{"me"},
		Summary: "Tell how a call was at one's own phone", DefaultStatus: http.StatusNoContent,
	}), func(ctx context.Context, in *struct {
		Body struct {
			Leg id.Leg `json:"leg" doc:"X-Yobirin-Leg of the call's INVITE or answer"`
			Report
		}
	}) (*struct{}, error) {
		s, ok := access.From(ctx)
		if !ok {
			return nil, fault.New(fault.Denied, "no_session", "log in first")
		}
		return nil, h.Report(ctx, s.Agent.ID, in.Body.Leg, in.Body.Report)
	})
}
