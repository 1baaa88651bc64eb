package media

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// register publishes the sums of the shards' counters.
func (p *Plane) register(r prometheus.Registerer) error {
	if r == nil {
		return nil
	}
	sum := func(pick func(*shard) *atomic.Uint64) func() float64 {
		return func() float64 {
			total := uint64(0)
			for _, s := range p.shards {
				total += pick(s).Load()
			}
			return float64(total)
		}
	}
	counters := []struct {
		name, help string
		pick       func(*shard) *atomic.Uint64
	}{
		{"packets_received_total", "Packets that came to media ports.", func(s *shard) *atomic.Uint64 { return &s.received }},
		{"packets_sent_total", "RTP packets sent.", func(s *shard) *atomic.Uint64 { return &s.sent }},
		{"send_failures_total", "RTP packets the system did not take.", func(s *shard) *atomic.Uint64 { return &s.sendFailed }},
		{"packets_from_strangers_total", "Packets dropped because of their source.", func(s *shard) *atomic.Uint64 { return &s.strangers }},
		{"packets_malformed_total", "Packets dropped because of their form or payload type.", func(s *shard) *atomic.Uint64 { return &s.malformed }},
		{"packets_unauthentic_total", "SRTP packets whose check failed.", func(s *shard) *atomic.Uint64 { return &s.unauthentic }},
		{"recording_frames_dropped_total", "Frames not recorded because the writers were behind.", func(s *shard) *atomic.Uint64 { return &s.tapDrops }},
		{"commands_refused_total", "Commands a full shard refused.", func(s *shard) *atomic.Uint64 { return &s.refused }},
		{"opus_decoded_total", "Opus packets decoded for those who cannot take them as they are.", func(s *shard) *atomic.Uint64 { return &s.decoded }},
		{"opus_undecodable_total", "Opus packets to be decoded that could not be, or came faster than they sound.", func(s *shard) *atomic.Uint64 { return &s.undecodable }},
		{"moves_total", "Legs that moved to the shard of another call.", func(s *shard) *atomic.Uint64 { return &s.moves }},
		{"panics_total", "Panics recovered in shards.", func(s *shard) *atomic.Uint64 { return &s.panics }},
	}
	for _, c := range counters {
		o := prometheus.CounterOpts{Namespace: "yobirin", Subsystem: "media", Name: c.name, Help: c.help}
		if err := r.Register(prometheus.NewCounterFunc(o, sum(c.pick))); err != nil {
			return err
		}
	}
	g := prometheus.GaugeOpts{Namespace: "yobirin", Subsystem: "media", Name: "ports", Help: "Open media ports."}
	return r.Register(prometheus.NewGaugeFunc(g, sum(func(s *shard) *atomic.Uint64 { return &s.open })))
}
