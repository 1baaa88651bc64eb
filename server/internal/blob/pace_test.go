package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/blob"
)

func TestReadersShareThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p blob.Pace
		p.Set(1 << 20)
		began := time.Now()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				n, err := io.Copy(io.Discard, p.Reader(t.Context(), bytes.NewReader(make([]byte, 5<<20))))
				if n != 5<<20 || err != nil {
					t.Errorf("%d bytes, %v", n, err)
				}
			})
		}
		both.Wait()
		if took := time.Since(began); took < 10*time.Second-time.Millisecond || took > 10*time.Second+time.Millisecond {
			t.Errorf("10 MiB at 1 MiB/s took %s", took)
		}
		p.Set(0)
		began = time.Now()
		if _, err := io.Copy(io.Discard, p.Reader(t.Context(), bytes.NewReader(make([]byte, 5<<20)))); err != nil || time.Since(began) > 0 {
			t.Errorf("without a bound it took %s, %v", time.Since(began), err)
		}
	})
}

func TestWaitingForThePaceEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p blob.Pace
		p.Set(1)
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("over"))
		defer cancel()
		began := time.Now()
		_, err := io.Copy(io.Discard, p.Reader(ctx, bytes.NewReader(make([]byte, 1<<20))))
		if err == nil || err.Error() != "over" || time.Since(began) != time.Minute {
			t.Errorf("ended after %s with %v", time.Since(began), err)
		}
	})
}
