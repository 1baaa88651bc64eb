package boot

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/server/internal/acd"
)

// scrape is how long the metrics page waits for the floor.
const scrape = time.Second

// floorGauges shows what the floor holds for calls, all of one moment.
type floorGauges struct {
	inspect func(ctx context.Context, fn func(now time.Time, f *acd.Floor)) error
	held    *prometheus.Desc
}

func newFloorGauges(inspect func(context.Context, func(time.Time, *acd.Floor)) error) floorGauges {
	return floorGauges{inspect, prometheus.NewDesc("yobirin_floor_held", "What the floor holds for calls in progress.", []string{"what"}, nil)}
}

// Describe tells what Collect gives.
func (g floorGauges) Describe(out chan<- *prometheus.Desc) { out <- g.held }

// Collect asks the floor; it gives nothing when the floor does not answer.
func (g floorGauges) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrape)
	defer cancel()
	answer := make(chan acd.Held, 1) // the floor may come to it after we have gone
	if g.inspect(ctx, func(_ time.Time, f *acd.Floor) { answer <- f.Held() }) != nil {
		return
	}
	h := <-answer
	for what, n := range map[string]int{
		"visits": h.Visits, "offers": h.Offers, "parties": h.Parties, "slots": h.Slots, "rooms": h.Rooms, "watches": h.Watches, "channels": h.Channels,
	} {
		out <- prometheus.MustNewConstMetric(g.held, prometheus.GaugeValue, float64(n), what)
	}
}
