package stats

import "time"

// The rates are fractions from 0 to 1; ok is false where there is nothing to
// divide by, which is not the same as 0 and is shown as "–".

// Ended is how many visits have an outcome.
func (g Group) Ended() int { return g.Answered + g.Lost() + g.Callback }

// Lost is how many visits ended without an agent and without a promise.
func (g Group) Lost() int { return g.Abandoned + g.Overflow + g.Timeout }

// Waiting is how many visits have no outcome yet.
func (g Group) Waiting() int { return g.Arrivals - g.Ended() }

// AnswerRate is answered ÷ arrivals. Who chose to be called back was not
// answered, whatever becomes of the call back.
func (g Group) AnswerRate() (rate float64, ok bool) { return ratio(g.Answered, g.Arrivals) }

// ServiceLevel is answered within N ÷ arrivals: every call that came counts,
// the lost ones as not served in time.
func (g Group) ServiceLevel() (rate float64, ok bool) { return ratio(g.Within, g.Arrivals) }

// ServiceLevelAnswered is answered within N ÷ answered: of those who were
// served, how many in time.
func (g Group) ServiceLevelAnswered() (rate float64, ok bool) { return ratio(g.Within, g.Answered) }

// AverageWait is the mean wait of the answered.
func (g Group) AverageWait() (wait time.Duration, ok bool) { return mean(g.WaitAnswered, g.Answered) }

// AverageLostWait is the mean wait of the lost.
func (g Group) AverageLostWait() (wait time.Duration, ok bool) {
	return mean(g.WaitLost, g.Lost())
}

// AverageTalk is the mean length of a talk.
func (g Group) AverageTalk() (talk time.Duration, ok bool) { return mean(g.Talked, g.Talks) }

// AverageWork is the mean length of after-call work.
func (g Group) AverageWork() (work time.Duration, ok bool) { return mean(g.Worked, g.Works) }

// AverageTalk is the mean length of a talk.
func (a Agent) AverageTalk() (talk time.Duration, ok bool) { return mean(a.Talked, a.Talks) }

func ratio(part, whole int) (float64, bool) {
	if whole <= 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}

func mean(sum time.Duration, n int) (time.Duration, bool) {
	if n <= 0 {
		return 0, false
	}
	return sum / time.Duration(n), true
}
