package browser

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what an operator sees of the browsers' calls.
type metrics struct {
	offers *prometheus.CounterVec // by outcome
	ended  *prometheus.CounterVec // by cause
	all    []prometheus.Collector
}

func newMetrics(e *Edge) *metrics {
	m := &metrics{
		offers: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yobirin_browser_offers_total", Help: "Calls that browsers asked for, by what became of the asking."}, []string{"outcome"}),
		ended:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yobirin_browser_ended_total", Help: "Calls of browsers that ended, by cause."}, []string{"cause"}),
	}
	m.all = []prometheus.Collector{
		m.offers, m.ended,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yobirin_browser_legs", Help: "Calls that browsers have."}, func() float64 { return float64(e.Legs()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yobirin_ice_phones", Help: "Calls of SIP phones over DTLS-SRTP with ICE."}, func() float64 { return float64(e.Carriers()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "yobirin_browser_junk_packets_total", Help: "Packets on the browsers' port that are too long or too short."}, func() float64 { return float64(e.socket.junk.Load()) }),
	}
	return m
}

func (m *metrics) register(r prometheus.Registerer) error {
	if r == nil {
		return nil
	}
	var errs []error
	for _, c := range m.all {
		errs = append(errs, r.Register(c))
	}
	return errors.Join(errs...)
}

func (m *metrics) unregister(r prometheus.Registerer) {
	if r == nil {
		return
	}
	for _, c := range m.all {
		r.Unregister(c)
	}
}
