package blob

import (
	"context"
	"io"
	"sync"
	"time"
)

// pieceSize is how much is read before it is paid for: at the slowest rate
// that may be set it is an eighth of a second.
const pieceSize = 32 << 10

// Pace bounds how many bytes per second all its readers read together, so that
// large files disturb nothing else on the disk or on the line. It is safe for
// concurrent use; the zero value bounds nothing.
type Pace struct {
	mu   sync.Mutex // guards what follows
	rate int64      // bytes per second; 0: unbounded
	free time.Time  // when what was read so far is paid for
}

// Set changes the rate, in bytes per second, for what is read from now on; 0
// bounds nothing.
func (p *Pace) Set(rate int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = rate
}

// Spend waits until n bytes more may be read.
func (p *Pace) Spend(ctx context.Context, n int) error {
	wait := p.book(time.Now(), n)
	if wait <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (p *Pace) book(now time.Time, n int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rate <= 0 {
		return 0
	}
	if p.free.Before(now) {
		p.free = now
	}
	p.free = p.free.Add(time.Duration(float64(n) / float64(p.rate) * float64(time.Second)))
	return p.free.Sub(now)
}

// Reader reads r at the pace, until ctx ends.
func (p *Pace) Reader(ctx context.Context, r io.Reader) io.Reader { return &paced{ctx, r, p} }

type paced struct {
	ctx  context.Context //nolint:containedctx // of one copying
	in   io.Reader
	pace *Pace
}

// Read reads a piece and waits until it is paid for.
func (r *paced) Read(b []byte) (int, error) {
	n, err := r.in.Read(b[:min(len(b), pieceSize)])
	if n > 0 {
		if waited := r.pace.Spend(r.ctx, n); waited != nil {
			return n, waited
		}
	}
	return n, err
}
