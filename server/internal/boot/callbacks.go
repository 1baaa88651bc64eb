package boot

import (
	"context"

	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/obs"
)

// keepPromises goes on with the callbacks that were promised before a restart:
// each is a call again that waits for its turn. It runs once, when everything
// else does.
func (m *Main) keepPromises(ctx context.Context) error {
	all, err := m.history.Promised(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := m.exchange.Redeem(call.Redeem{
			Of: p.Call, Group: p.Group, Number: p.Number, Trunk: p.Trunk, From: p.From, Since: p.Since, Asked: p.Asked, Tries: p.Tries, Again: p.Again,
		}); err != nil {
			m.log.Error("a promised callback waits for the next start", "call", p.Call.String(), obs.Err(err))
		}
	}
	if len(all) > 0 {
		m.log.Info("promised callbacks are kept", "callbacks", len(all))
	}
	return nil
}
