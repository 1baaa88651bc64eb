package obs

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Alarm is one condition that a person must know of until it is over.
type Alarm struct {
	// Name is short and stable, like "recording-disk".
	Name string `json:"name"`
	// Text tells what is wrong and what to do.
	Text string `json:"text"`
	// Since is when it was raised first.
	Since time.Time `json:"since"`
}

// Alarms are the conditions of now, kept in memory: what still holds after a
// restart is raised again. It is a Prometheus collector.
type Alarms struct {
	now  func() time.Time
	desc *prometheus.Desc

	mu     sync.Mutex
	active map[string]Alarm
	notify func([]Alarm)
}

// NewAlarms takes the clock and, if not nil, who is told the whole list at every
// change; notify runs in the goroutine that raised or cleared and must not wait.
func NewAlarms(now func() time.Time, notify func([]Alarm)) *Alarms {
	return &Alarms{
		now: now, notify: notify, active: map[string]Alarm{},
		desc: prometheus.NewDesc("yobirin_alarm", "1 while the alarm is raised.", []string{"name"}, nil),
	}
}

// Raise raises the alarm or renews its text; the time of the first raise stays.
func (a *Alarms) Raise(name, text string) {
	text = Clean(text)
	a.mu.Lock()
	defer a.mu.Unlock()
	alarm, known := a.active[name]
	if known && alarm.Text == text {
		return
	}
	if !known {
		alarm = Alarm{Name: name, Since: a.now()}
	}
	alarm.Text = text
	a.active[name] = alarm
	a.tell()
}

// Clear ends the alarm; one that is not raised is none.
func (a *Alarms) Clear(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, raised := a.active[name]; raised {
		delete(a.active, name)
		a.tell()
	}
}

// List is what is raised now, oldest first.
func (a *Alarms) List() []Alarm {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.list()
}

func (a *Alarms) list() []Alarm {
	list := make([]Alarm, 0, len(a.active))
	for _, alarm := range a.active {
		list = append(list, alarm)
	}
	slices.SortFunc(list, func(x, y Alarm) int {
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.Name, y.Name))
	})
	return list
}

// tell passes the list on under the lock, so that lists arrive in order.
func (a *Alarms) tell() {
	if a.notify != nil {
		a.notify(a.list())
	}
}

// Describe is for Prometheus.
func (a *Alarms) Describe(ch chan<- *prometheus.Desc) { ch <- a.desc }

// Collect is for Prometheus.
func (a *Alarms) Collect(ch chan<- prometheus.Metric) {
	for _, alarm := range a.List() {
		ch <- prometheus.MustNewConstMetric(a.desc, prometheus.GaugeValue, 1, alarm.Name)
	}
}
