package sipedge

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the edge's figures. None has a label that a stranger chooses.
type metrics struct {
	invites   *prometheus.CounterVec
	registers *prometheus.CounterVec
	ended     *prometheus.CounterVec
	failures  prometheus.Counter
	refused   prometheus.Counter
	all       []prometheus.Collector
}

func newMetrics(e *Edge) *metrics {
	vec := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "yobirin", Subsystem: "sip", Name: name, Help: help}, []string{label})
	}
	count := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "yobirin", Subsystem: "sip", Name: name, Help: help})
	}
	gauge := func(name, help string, f func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "yobirin", Subsystem: "sip", Name: name, Help: help}, f)
	}
	m := &metrics{
		invites:   vec("invites_total", "New INVITEs by what became of them.", "outcome"),
		registers: vec("registers_total", "Authenticated REGISTERs by status.", "status"),
		ended:     vec("legs_ended_total", "Legs that ended, by cause.", "cause"),
		failures:  count("auth_failures_total", "Requests with wrong credentials."),
		refused:   count("facts_refused_total", "Facts that the exchange did not take."),
	}
	m.all = []prometheus.Collector{
		m.invites, m.registers, m.ended, m.failures, m.refused,
		gauge("legs", "Legs in progress.", func() float64 { return float64(e.Legs()) }),
		gauge("contacts", "Registered contacts.", func() float64 { all, _ := e.phones.count(); return float64(all) }),
		gauge("contacts_reachable", "Registered contacts that answer.", func() float64 { _, up := e.phones.count(); return float64(up) }),
		gauge("subscriptions", "Subscriptions of phones: lamps and waiting messages.", func() float64 { return float64(e.watchers.count()) }),
		gauge("referrals", "Transfers by phones that are still told how it goes.", func() float64 { return float64(e.referring()) }),
		gauge("bans", "Sources suspect after wrong passwords now.", func() float64 { _, bans, _ := e.guard.counts(); return float64(bans) }),
		gauge("strangers", "Unknown sources remembered.", func() float64 { n, _, _ := e.guard.counts(); return float64(n) }),
	}
	for v := range verdicts {
		m.all = append(m.all, prometheus.NewCounterFunc(prometheus.CounterOpts{
			Namespace: "yobirin", Subsystem: "sip", Name: "messages_total", Help: "Messages judged before parsing.",
			ConstLabels: prometheus.Labels{"verdict": verdictNames[v]},
		}, func() float64 { return float64(e.counts[v].Load()) }))
	}
	return m
}

func (m *metrics) register(r prometheus.Registerer) error {
	if r == nil {
		return nil
	}
	for _, c := range m.all {
		if err := r.Register(c); err != nil {
			return fmt.Errorf("sipedge: metrics: %w", err)
		}
	}
	return nil
}

func (m *metrics) unregister(r prometheus.Registerer) {
	if r == nil {
		return
	}
	for _, c := range m.all {
		r.Unregister(c)
	}
}
