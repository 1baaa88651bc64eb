package boot

import (
	"context"

	"github.com/yobirin/yobirin/server/internal/directory"
)

// outside is the calls from outside as the directory sees them.
type outside struct{ m *Main }

// Last gives the latest call from outside; false: there was none.
func (o outside) Last(ctx context.Context) (directory.OutsideCall, bool, error) {
	c, there, err := o.m.history.LastFromOutside(ctx)
	return directory.OutsideCall(c), there, err
}
