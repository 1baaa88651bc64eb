package journal

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// State is an agent's derived status (C-STAT-1). Exactly one holds.
type State string

// The states.
const (
	StateOffline   State = "offline"   // 未登録: no phone registered
	StateAvailable State = "available" // 待機
	StateRinging   State = "ringing"   // 呼出中
	StateTalking   State = "talking"   // 通話中
	StateHolding   State = "holding"   // 保留中
	StateError     State = "error"     // エラー: registered but unreachable
	StatePaused    State = "paused"    // 停止, in every group
)

// StatusCause is why a status changed (C-STAT-4).
type StatusCause string

// The causes.
const (
	BySelf       StatusCause = "self"
	BySupervisor StatusCause = "supervisor"
	ByACW        StatusCause = "acw"
	ByNoAnswer   StatusCause = "no-answer"
	BySystem     StatusCause = "system"
)

// FloorStarted is the first event of a floor's stream.
type FloorStarted struct {
	Restored bool `json:"restored"` // statuses came from the snapshot of the run before
}

// Pause is the state of an agent's membership of one group.
type Pause struct {
	Group  id.Group    `json:"group"`
	Paused bool        `json:"paused"`
	Status id.Status   `json:"status,omitzero"` // chosen agent status; none for a no-answer pause without one
	Cause  StatusCause `json:"cause,omitempty"`
	Since  time.Time   `json:"since"`
	Until  time.Time   `json:"until,omitzero"` // when it ends by itself
	Level  int         `json:"level"`
	Next   *Wish       `json:"next,omitempty"` // asked for during a call, holds when call and ACW end (C-STAT-7)
}

// Wish is a status that was asked for.
type Wish struct {
	Paused bool      `json:"paused"`
	Status id.Status `json:"status,omitzero"`
}

// AgentChanged carries an agent's whole state after a change.
type AgentChanged struct {
	Agent  id.Agent  `json:"agent"`
	State  State     `json:"state"`
	Since  time.Time `json:"since"` // when this State began
	Was    State     `json:"was,omitempty"`
	Status id.Status `json:"status,omitzero"` // shown while paused
	Cause  string    `json:"cause,omitempty"` // of an error, in a stable key
	Groups []Pause   `json:"groups"`
	Calls  []id.Call `json:"calls,omitempty"`
}

// StatusChosen opens one interval of a member's status in a group, closing
// the one before it.
type StatusChosen struct {
	Agent  id.Agent    `json:"agent"`
	Group  id.Group    `json:"group,omitzero"` // none: the agent itself, who is in no group
	Paused bool        `json:"paused"`
	Status id.Status   `json:"status,omitzero"`
	Cause  StatusCause `json:"cause"`
	By     id.Agent    `json:"by,omitzero"` // who changed it, when a person did
	// Worked is how long the after-call work took that this change ends. It is
	// told of the group whose call it followed, though the agent is paused in
	// all; so it counts once.
	Worked time.Duration `json:"worked,omitempty"`
}

// GroupArrived: a call arrived at a group.
type GroupArrived struct {
	Group    id.Group     `json:"group"`
	Call     id.Call      `json:"call"`
	From     leg.Identity `json:"from"`
	Since    time.Time    `json:"since"` // enqueue time, kept over an overflow
	Priority int          `json:"priority,omitempty"`
}

// GroupLeft: the call left the group. Every GroupArrived has exactly one.
type GroupLeft struct {
	Group   id.Group      `json:"group"`
	Call    id.Call       `json:"call"`
	Outcome Outcome       `json:"outcome"`
	Agent   id.Agent      `json:"agent,omitzero"` // who answered
	Waited  time.Duration `json:"waited"`
}

// Kind names the body in storage.
func (FloorStarted) Kind() string { return "floorStarted" }

// Kind names the body in storage.
func (AgentChanged) Kind() string { return "agentChanged" }

// Kind names the body in storage.
func (StatusChosen) Kind() string { return "statusChosen" }

// Kind names the body in storage.
func (GroupArrived) Kind() string { return "groupArrived" }

// Kind names the body in storage.
func (GroupLeft) Kind() string { return "groupLeft" }

func (FloorStarted) body() {}
func (AgentChanged) body() {}
func (StatusChosen) body() {}
func (GroupArrived) body() {}
func (GroupLeft) body()    {}

// SlotTaken: a call is parked.
type SlotTaken struct {
	Slot int          `json:"slot"`
	Call id.Call      `json:"call"`
	From leg.Identity `json:"from"`
	By   id.Agent     `json:"by,omitzero"`
}

// SlotFreed: the slot is empty again.
type SlotFreed struct {
	Slot int     `json:"slot"`
	Call id.Call `json:"call"`
}

// LimitReached: a call was refused because of a limit. It is an alarm where
// the limit guards against toll fraud.
type LimitReached struct {
	Limit  string    `json:"limit"` // as in acd.Limit
	Trunk  id.Trunk  `json:"trunk,omitzero"`
	Number id.Number `json:"number,omitzero"`
	Agent  id.Agent  `json:"agent,omitzero"`
	Call   id.Call   `json:"call"`
	Max    int       `json:"max"`
}

// Kind names the body in storage.
func (SlotTaken) Kind() string { return "slotTaken" }

// Kind names the body in storage.
func (SlotFreed) Kind() string { return "slotFreed" }

// Kind names the body in storage.
func (LimitReached) Kind() string { return "limitReached" }

func (SlotTaken) body()    {}
func (SlotFreed) body()    {}
func (LimitReached) body() {}
