package obs

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// checkTimeout is the longest that one check may take.
const checkTimeout = 2 * time.Second

// Check reports nil when the thing it looks at can be used. It must end when
// ctx ends.
type Check func(ctx context.Context) error

// Health answers whether the process lives (/healthz: restart it if not) and
// whether it can take work (/readyz: send it none if not).
type Health struct {
	mu       sync.Mutex
	live     []*probe
	ready    []*probe
	stopping bool
}

// probe is one check; it is never run twice at the same time, so that one that
// hangs does not pile up.
type probe struct {
	name  string
	check Check

	mu      sync.Mutex
	running chan struct{} // closed when the present run ends
	result  error
}

// Result is one line of an answer.
type Result struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"`
}

// NewHealth starts without checks: live and ready.
func NewHealth() *Health { return &Health{} }

// AddReady adds a check that /readyz needs.
func (h *Health) AddReady(name string, check Check) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ready = append(h.ready, &probe{name: name, check: check})
}

// AddLive adds a check that /healthz needs: one that only a restart can mend.
// The database is none.
func (h *Health) AddLive(name string, check Check) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.live = append(h.live, &probe{name: name, check: check})
}

// Stopping makes /readyz refuse from now on, while running calls end.
func (h *Health) Stopping() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopping = true
}

// Ready runs the readiness checks.
func (h *Health) Ready(ctx context.Context) (results []Result, ok bool) {
	h.mu.Lock()
	probes, stopping := slices.Clone(h.ready), h.stopping
	h.mu.Unlock()
	results, ok = run(ctx, probes)
	if stopping {
		results = append(results, Result{Name: "running", Reason: "the server is stopping"})
	}
	return results, ok && !stopping
}

// Live runs the liveness checks.
func (h *Health) Live(ctx context.Context) (results []Result, ok bool) {
	h.mu.Lock()
	probes := slices.Clone(h.live)
	h.mu.Unlock()
	return run(ctx, probes)
}

// HandleLive is /healthz.
func (h *Health) HandleLive(w http.ResponseWriter, r *http.Request) {
	results, ok := h.Live(r.Context())
	answer(w, results, ok)
}

// HandleReady is /readyz.
func (h *Health) HandleReady(w http.ResponseWriter, r *http.Request) {
	results, ok := h.Ready(r.Context())
	answer(w, results, ok)
}

func answer(w http.ResponseWriter, results []Result, ok bool) {
	body := struct {
		Status string   `json:"status"`
		Checks []Result `json:"checks"`
	}{"ok", results}
	code := http.StatusOK
	if !ok {
		body.Status, code = "unavailable", http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}

// run runs all probes at the same time and keeps their order.
func run(ctx context.Context, probes []*probe) ([]Result, bool) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	results := make([]Result, len(probes))
	var wg sync.WaitGroup
	for i, p := range probes {
		wg.Go(func() {
			results[i] = Result{Name: p.name, OK: true}
			if err := p.ask(ctx); err != nil {
				results[i] = Result{Name: p.name, Reason: Clean(err.Error())}
			}
		})
	}
	wg.Wait()
	return results, !slices.ContainsFunc(results, func(r Result) bool { return !r.OK })
}

// ask joins the run in progress or begins one, and waits for it until ctx ends.
// The run has its own time limit: one caller's going away must not fail the
// others who joined.
func (p *probe) ask(ctx context.Context) error {
	p.mu.Lock()
	if p.running == nil {
		p.running = make(chan struct{})
		go p.run(context.WithoutCancel(ctx))
	}
	running := p.running
	p.mu.Unlock()
	select {
	case <-running:
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.result
	case <-ctx.Done():
		return fmt.Errorf("no answer within %s", checkTimeout)
	}
}

func (p *probe) run(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := guarded(ctx, p.check)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.result = err
	close(p.running)
	p.running = nil
}

func guarded(ctx context.Context, check Check) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the check panicked: %v", r)
		}
	}()
	return check(ctx)
}
