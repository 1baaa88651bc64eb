package boot

import (
	"context"
	"encoding/json"
	"path/filepath"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/chat"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/id"
)

// chatSubject carries the chat's live messages to all servers.
const chatSubject = "yobirin.chat"

// newChat opens the room of chat.
func (m *Main) newChat() *chat.Chat {
	return chat.New(m.db, chat.Options{
		Resources: m.resources,
		Folder:    filepath.Join(m.cfg.DataDir, "chat"), Keys: m.keys, Logger: m.log,
		Deliver:   m.spreadChat,
		Resolvers: map[string]chat.Resolver{"call": callTitles{m.history}},
	})
}

// spreadChat hands a live message to every server, this one among them.
func (m *Main) spreadChat(d chat.Delivery) {
	raw, err := json.Marshal(d)
	if err == nil {
		err = m.bus.Publish(chatSubject, raw)
	}
	if err != nil {
		m.log.Warn("a chat message was not told live", obs.Err(err)) // clients find it by asking
	}
}

// watchChat tells the sockets of this server what any server's chat tells.
func (m *Main) watchChat() (unsubscribe func(), err error) {
	return m.bus.Subscribe(chatSubject, func(raw []byte) {
		var d chat.Delivery
		if err := json.Unmarshal(raw, &d); err != nil {
			m.log.Error("a chat message on the bus is not readable", obs.Err(err))
			return
		}
		m.hub.Deliver(live.Delivery{Agents: d.Agents, Group: d.Group, Supervisors: d.Supervisors, Message: d.Message})
	})
}

// callTitles tells what calls are, to those who may see them in the history.
type callTitles struct{ history *history.History }

// Titles gives the other party and the beginning of calls.
func (c callTitles) Titles(ctx context.Context, s access.Session, ids []string) (map[string]chat.Title, error) {
	if !access.May(s, access.SeeOwnCalls) {
		return nil, nil
	}
	var only id.Agent
	if !access.May(s, access.SeeAllCalls) {
		only = s.Agent.ID
	}
	byID := map[id.Call]string{}
	calls := make([]id.Call, 0, len(ids))
	for _, text := range ids {
		if which, err := id.Parse[id.Call](text); err == nil && !which.IsZero() {
			byID[which], calls = text, append(calls, which)
		}
	}
	found, err := c.history.Titles(ctx, calls, only)
	if err != nil {
		return nil, err
	}
	out := make(map[string]chat.Title, len(found))
	for which, t := range found {
		out[byID[which]] = chat.Title{Title: t.Title, At: &t.StartedAt}
	}
	return out, nil
}
