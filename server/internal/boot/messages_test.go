package boot

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

func TestWhosePhonesTellOfMessages(t *testing.T) {
	agent, disabled, stranger := id.Numbered[id.Agent](1), id.Numbered[id.Agent](2), id.Numbered[id.Agent](3)
	site := &directory.Snapshot{
		Agents: []directory.Agent{{ID: agent, Role: access.RoleAgent}, {ID: disabled, Role: access.RoleAgent, Disabled: true}},
		Route: route.New(route.Plan{Devices: []route.Device{
			{ID: id.Numbered[id.Device](1), Agent: agent}, {ID: id.Numbered[id.Device](2)},
			{ID: id.Numbered[id.Device](3), Agent: disabled}, {ID: id.Numbered[id.Device](4), Agent: stranger},
		}}),
	}
	for n, want := range map[uint32]bool{1: true, 2: false, 3: false, 4: false, 5: false} {
		if got := mayHear(site, id.Numbered[id.Device](n)); got != want {
			t.Errorf("phone %d may tell of messages: %v", n, got)
		}
	}
}

func TestAPanicInTheBackgroundEndsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &Main{log: slog.New(slog.DiscardHandler)}
		ctx, stop := context.WithCancel(t.Context())
		news, looks := make(chan struct{}, 1), 0
		go m.keepUp(ctx, news, func(context.Context) {
			if looks++; looks == 1 {
				panic("a mistake of ours")
			}
		})
		for range 2 {
			m.nudge(news)
			synctest.Wait()
		}
		stop()
		synctest.Wait()
		if looks != 2 {
			t.Errorf("it looked %d times", looks)
		}
	})
}
