package stats

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// shares gives what one event adds to whose figures, and the instant that it
// counts for: of a visit its arrival, of talk and after-call work their
// beginning. Days and bars are both sums of these, so they cannot disagree.
func shares(e journal.Event, within time.Duration, group func(time.Time, id.Group, Group), agent func(time.Time, id.Agent, Agent)) {
	switch v := e.Body.(type) {
	case journal.GroupArrived:
		group(e.At, v.Group, Group{Arrivals: 1})
	case journal.GroupLeft:
		arrived := e.At.Add(-v.Waited)
		group(arrived, v.Group, outcome(v, within))
		if v.Outcome == journal.OutcomeAnswered && !v.Agent.IsZero() {
			agent(arrived, v.Agent, Agent{Answered: 1})
		}
	case journal.StatusChosen:
		if v.Worked > 0 && !v.Group.IsZero() {
			group(e.At.Add(-v.Worked), v.Group, Group{Works: 1, Worked: v.Worked})
		}
	case journal.CallEnded:
		for _, s := range v.Record.Segments {
			length := max(0, s.Until.Sub(s.From))
			if !s.Group.IsZero() {
				group(s.From, s.Group, Group{Talks: 1, Talked: length})
			}
			if !s.Agent.IsZero() {
				agent(s.From, s.Agent, Agent{Talks: 1, Talked: length})
			}
		}
	}
}

// outcome counts the end of a visit, as exactly one of the outcomes.
func outcome(v journal.GroupLeft, within time.Duration) Group {
	g := Group{LongestWait: v.Waited}
	switch v.Outcome {
	case journal.OutcomeAnswered:
		g.Answered, g.WaitAnswered = 1, v.Waited
		if v.Waited <= within {
			g.Within = 1
		}
	case journal.OutcomeAbandoned:
		g.Abandoned, g.WaitLost = 1, v.Waited
	case journal.OutcomeOverflow:
		g.Overflow, g.WaitLost = 1, v.Waited
	case journal.OutcomeTimeout:
		g.Timeout, g.WaitLost = 1, v.Waited
	case journal.OutcomeCallback:
		g.Callback, g.WaitCallback = 1, v.Waited
	}
	return g
}

func (g Group) plus(o Group) Group {
	return Group{
		Arrivals: g.Arrivals + o.Arrivals, Answered: g.Answered + o.Answered, Abandoned: g.Abandoned + o.Abandoned,
		Overflow: g.Overflow + o.Overflow, Timeout: g.Timeout + o.Timeout, Callback: g.Callback + o.Callback, Within: g.Within + o.Within,
		WaitAnswered: g.WaitAnswered + o.WaitAnswered, WaitLost: g.WaitLost + o.WaitLost, WaitCallback: g.WaitCallback + o.WaitCallback,
		LongestWait: max(g.LongestWait, o.LongestWait), Talks: g.Talks + o.Talks, Talked: g.Talked + o.Talked,
		Works: g.Works + o.Works, Worked: g.Worked + o.Worked,
	}
}

func (a Agent) plus(o Agent) Agent {
	return Agent{a.Answered + o.Answered, a.Talks + o.Talks, a.Talked + o.Talked}
}
