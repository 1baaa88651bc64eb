package pgtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

func TestEachTestHasItsOwnMigratedDatabase(t *testing.T) {
	ctx := t.Context()
	a, b := New(t), New(t)
	if _, err := a.Pool().Exec(ctx, "create table only_in_a (x int)"); err != nil {
		t.Fatal(err)
	}
	var seen, river bool
	err := b.Pool().QueryRow(ctx, "select to_regclass('only_in_a') is not null, to_regclass('river_job') is not null").Scan(&seen, &river)
	if err != nil || seen || !river {
		t.Errorf("seen %v, river migrated %v, error %v", seen, river, err)
	}
}

func TestParallel(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := New(t)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if err := db.Ping(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		})
	}
}

// BenchmarkNew is what a test pays for its database.
func BenchmarkNew(b *testing.B) {
	New(b)
	for b.Loop() {
		New(b)
	}
}
