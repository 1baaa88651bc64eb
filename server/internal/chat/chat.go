// Package chat holds what agents write to each other: a conversation for each
// group and one for each pair of agents (W-CHAT-1), with files, read marks,
// search, and references to calls and other nouns that are shown to those who
// may see them (W-CHAT-2). What happens is stored first and told after the
// commit; a client that was told nothing finds everything by asking.
package chat

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// Keys encrypt the files.
type Keys interface {
	vault.Finder
	// Newest gives the key of new files.
	Newest() (vault.Key, error)
}

// Resolver knows one kind of noun that messages may refer to.
type Resolver interface {
	// Titles gives what the identifiers stand for, as far as the session may
	// see it. What it may not see, and what does not exist, is left out.
	Titles(ctx context.Context, s access.Session, ids []string) (map[string]Title, error)
}

// Title is what a reference stands for.
type Title struct {
	Title string     `json:"title,omitempty" doc:"a name or a number"`
	At    *time.Time `json:"at,omitempty" doc:"of a noun that has a moment, as a call"`
}

// Delivery is a live message and who is concerned.
type Delivery struct {
	Agents      []id.Agent
	Group       id.Group // and its members
	Supervisors bool     // and who sees all groups
	Message     json.RawMessage
}

// Options of New.
type Options struct {
	// Folder is where files are kept, encrypted.
	Folder string
	// Keys of the files. Nil: none can be sent.
	Keys Keys
	// Deliver is told after the commit what the sockets of the agents named
	// shall be told. It must not wait. Nil: nobody is told.
	Deliver func(Delivery)
	// Resolvers by the kind of noun, as in "call".
	Resolvers map[string]Resolver
	// Resources keeps the history of the settings and tells of their changes;
	// nil: one of its own.
	Resources *resource.Store
	Now       func() time.Time // time.Now
	Logger    *slog.Logger
}

// Chat is the room. It is safe for concurrent use.
type Chat struct {
	db      *pg.DB
	o       Options
	now     func() time.Time
	log     *slog.Logger
	sending *pace
	typing  *pace
	filing  *pace
}

// New makes the room on a migrated database.
func New(db *pg.DB, o Options) *Chat {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Deliver == nil {
		o.Deliver = func(Delivery) {}
	}
	if o.Resources == nil {
		o.Resources = resource.New(db, resource.Options{Now: o.Now, Logger: o.Logger})
	}
	return &Chat{
		db: db, o: o, now: o.Now, log: o.Logger,
		sending: newPace(20, 10*time.Second), typing: newPace(5, 10*time.Second), filing: newPace(20, time.Minute),
	}
}

// tell delivers a live message.
func (c *Chat) tell(d Delivery, message any) {
	raw, err := json.Marshal(message)
	if err != nil {
		c.log.Error("a chat message could not be written", "err", err)
		return
	}
	d.Message = raw
	c.o.Deliver(d)
}
