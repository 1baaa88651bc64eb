package boot

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/yobirin/yobirin/server/internal/bus"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/spool"
	"github.com/yobirin/yobirin/shared/id"
)

// writeFor is how long the database may take for one batch of events.
const writeFor = 15 * time.Second

// eventsSubject carries every event of the journal as JSON.
const eventsSubject = "yobirin.events"

// book keeps every event: in the spool, from where the database gets it
// whenever it can, and on the bus for all who watch.
type book struct {
	spool  *spool.Spool
	bus    *bus.Bus
	alarms *obs.Alarms
	log    *slog.Logger
	over   func(id.Call) // told when a call's last event is written
}

// Append keeps the event. It does not block.
func (b *book) Append(e journal.Event) {
	if end, ok := e.Body.(journal.CallEnded); ok {
		b.over(end.Record.Call)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		b.log.Error("an event could not be written", "kind", e.Body.Kind(), obs.Err(err))
		return
	}
	if err := b.spool.Append(raw); err != nil {
		b.alarms.Raise("journal", "events are lost: "+err.Error())
		b.log.Error("an event was lost", "kind", e.Body.Kind(), obs.Err(err))
	}
	if err := b.bus.Publish(eventsSubject, raw); err != nil {
		b.log.Warn("an event was not published", "kind", e.Body.Kind(), obs.Err(err))
	}
}

// drain brings the spool into the database until ctx ends.
func (b *book) drain(ctx context.Context, into *history.History) error {
	return b.spool.Drain(ctx, func(ctx context.Context, batch [][]byte) error {
		events := make([]journal.Event, 0, len(batch))
		for _, raw := range batch {
			var e journal.Event
			if err := json.Unmarshal(raw, &e); err != nil {
				// It would stop the queue for ever; the raw record is in the log's count only.
				b.log.Error("a stored event is not readable and was left out", "bytes", len(raw), obs.Err(err))
				continue
			}
			events = append(events, e)
		}
		// A database that hangs must become an alarm as one that is gone does.
		ctx, cancel := context.WithTimeout(ctx, writeFor)
		defer cancel()
		if err := into.Write(ctx, events); err != nil {
			b.alarms.Raise("database", "the database does not take events, they wait in the spool: "+obs.Clean(err.Error()))
			return err
		}
		b.alarms.Clear("database")
		return nil
	})
}
