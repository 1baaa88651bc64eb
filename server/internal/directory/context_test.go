package directory_test

import (
	"context"
	"testing"
)

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	return ctx, stop
}
