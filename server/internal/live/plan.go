// Package live shows the floor as it is: a model folded from the journal, one
// goroutine that owns it, and a socket for every open console to which it
// sends a snapshot and then what changes. It never makes the brain wait.
package live

import (
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// Plan is the part of the site's configuration that is shown.
type Plan struct {
	Groups   []Group
	Agents   []Agent // those not disabled; the sockets of others are closed
	Statuses []Status
	Numbers  []Number
}

// Group is a group and its members.
type Group struct {
	ID        id.Group
	Name      string
	Extension string
	Color     string
	Members   []id.Agent
}

// Agent is an agent as shown.
type Agent struct {
	ID        id.Agent
	Name      string
	Nickname  string
	Extension string
	All       bool // sees what Viewer.All says; its open sockets follow
}

// Status is an agent status.
type Status struct {
	ID    id.Status
	Name  string
	Color string
	Icon  string
	// Retired says that it was deleted and is chosen no more.
	Retired bool
}

// Number is one of the site's phone numbers.
type Number struct {
	ID     id.Number
	Number string
	Name   string
	// Display is shown of calls to it instead of the name (J-NUM-4).
	Display string
	// PopupRing and PopupAnswer are the addresses of the pages that the agent
	// app opens, with @@@@ for the caller's number; empty for none (J-NUM-6).
	PopupRing, PopupAnswer string
}

// Viewer is who looks at the floor.
type Viewer struct {
	Session id.Session
	Agent   id.Agent
	All     bool // sees every group, waiting calls and calls in progress
	Bounded bool // may less than its agent, as a program with a key: it never sees more than when it came
	// Rights are told with the snapshot; nil: they are not.
	Rights *wire.Rights
	// Sees says of which nouns the viewer is told that records have changed;
	// nil: of none. It is called on the hub's goroutine and must not wait.
	Sees func(noun string) bool
}
