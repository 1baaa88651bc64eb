package boot

import "github.com/prometheus/client_golang/prometheus"

// gauges shows on the metrics page what only the whole server knows.
func (m *Main) gauges() {
	for _, g := range []struct {
		name, help string
		value      func() float64
	}{
		{"yobirin_calls", "Calls in progress.", func() float64 { return float64(m.exchange.Calls()) }},
		{"yobirin_legs_moved", "Legs that are in another call than the one they began in.", func() float64 { return float64(m.exchange.Moved()) }},
		{"yobirin_spool_waiting_bytes", "Events that the database has not taken yet.", func() float64 { return float64(m.spool.Stats().Waiting) }},
		{"yobirin_spool_refused_total", "Events that were lost because the spool was full.", func() float64 { return float64(m.spool.Stats().Refused) }},
		{"yobirin_live_sockets", "Open live sockets.", func() float64 { return float64(m.hub.Readers()) }},
		{"yobirin_live_dropped_total", "Events that the live floor was too slow for.", func() float64 { return float64(m.hub.Dropped()) }},
		{"yobirin_bus_slow_readers_total", "Times that the bus dropped messages for a slow reader.", func() float64 { return float64(m.bus.SlowReaders()) }},
	} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help}, g.value))
	}
	m.registry.MustRegister(newFloorGauges(m.exchange.Inspect))
}
