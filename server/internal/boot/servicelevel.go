package boot

import (
	"context"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
)

// spoolFor is how long a recount waits for what is not in the database yet.
const spoolFor = 30 * time.Second

// figures feeds the live floor, and has its figures counted again when the
// time changes within which an answer counts for the service level.
type figures struct {
	mu     sync.Mutex
	within time.Duration
	since  *[]journal.Event // what came since a recount began; nil: none is under way
	// patience is how long a recount waits for the spool.
	patience time.Duration
}

// feed gives an event to the live floor.
func (m *Main) feed(e journal.Event) {
	m.figures.mu.Lock()
	defer m.figures.mu.Unlock()
	if m.figures.since != nil {
		*m.figures.since = append(*m.figures.since, e)
	}
	m.hub.Feed(e)
}

// recount counts the day and the last 24 hours again when the site's service
// level is another one. What happens meanwhile is counted once, whether or not
// it has reached the database already.
func (m *Main) recount(ctx context.Context) {
	site := m.site.Load()
	if site == nil {
		return
	}
	within := time.Duration(site.Settings.ServiceLevel) * time.Second
	came := []journal.Event{}
	m.figures.mu.Lock()
	same := within == m.figures.within
	if !same {
		m.figures.since = &came
	}
	m.figures.mu.Unlock()
	if same {
		return
	}
	began := time.Now()
	m.awaitSpool(ctx, m.figures.patience) // what came before it is there then
	day, bars, stored, err := m.count(ctx, within, began)
	m.figures.mu.Lock()
	defer m.figures.mu.Unlock()
	m.figures.since = nil
	if err != nil {
		m.log.Warn("the figures could not be counted for another service level; they are with the next change of the site", obs.Err(err))
		return
	}
	for _, e := range came {
		if !stored[eventKey{e.Stream, e.Seq}] {
			day.Add(e)
			bars.Add(e)
		}
	}
	m.figures.within = within
	m.hub.SetDay(day)
	m.hub.SetBars(bars)
}

// eventKey is what an event is known by.
type eventKey struct {
	stream id.Stream
	seq    uint64
}

// count counts today and the last 24 hours from what is stored. It also says
// which events since shortly before a moment it has counted.
func (m *Main) count(ctx context.Context, within time.Duration, began time.Time) (stats.Day, *stats.Bars, map[eventKey]bool, error) {
	now := time.Now()
	day, bars := stats.NewDay(now, m.cfg.TimeZone, within), stats.NewBars(within)
	stored := map[eventKey]bool{}
	err := m.history.Figures(ctx, day.From, now, day.Add, func(e journal.Event) {
		bars.Add(e)
		if e.At.After(began.Add(-time.Hour)) { // an event's time may be before it is told
			stored[eventKey{e.Stream, e.Seq}] = true
		}
	})
	return day, bars, stored, err
}
