package history

import (
	"context"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
)

// Figures replays the stored events from the earlier of a day's beginning and
// a day ago until now, once for both: day is given those of the day, bars
// those of the last 24 hours. A call that ended lately may have begun before;
// what its parts count for, their folds decide.
func (h *History) Figures(ctx context.Context, dayFrom, now time.Time, day, bars func(journal.Event)) error {
	ago := now.Add(-24 * time.Hour)
	from := ago
	if dayFrom.Before(from) {
		from = dayFrom // the day on which a clock is set back has 25 hours
	}
	return h.Replay(ctx, from, now, func(e journal.Event) error {
		if !e.At.Before(dayFrom) {
			day(e)
		}
		if !e.At.Before(ago) {
			bars(e)
		}
		return nil
	})
}
