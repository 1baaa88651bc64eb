// Package journal defines the immutable record of what happened: the event
// envelope and the sealed list of event bodies. Everything that is shown,
// counted or stored about calls and agents is derived from these events.
package journal

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// Event is one entry. Stream and Seq together are unique for ever: a call's
// stream is its ID, a floor's stream is drawn anew at every start. Seq counts
// from 1 without gaps within a stream.
type Event struct {
	Stream id.Stream
	Seq    uint64
	At     time.Time
	Body   Body
}

// Body is what happened. Sealed: the types of this package are all there are.
type Body interface {
	// Kind is the body's stable name in storage and on the live socket.
	Kind() string
	body()
}

// StreamOf gives the stream of a call.
func StreamOf(c id.Call) id.Stream { return id.Stream(c) }

type envelope struct {
	Stream id.Stream       `json:"stream"`
	Seq    uint64          `json:"seq"`
	At     time.Time       `json:"at"`
	Kind   string          `json:"kind"`
	Body   json.RawMessage `json:"body"`
}

// MarshalJSON writes the event with its kind beside its body.
func (e Event) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope{e.Stream, e.Seq, e.At, e.Body.Kind(), body})
}

// UnmarshalJSON reads what MarshalJSON wrote. A kind that this version does
// not know is an error: a spool is never read by an older server.
func (e *Event) UnmarshalJSON(b []byte) error {
	var env envelope
	if err := json.Unmarshal(b, &env); err != nil {
		return fmt.Errorf("journal: read an event: %w", err)
	}
	body, err := Decode(env.Kind, env.Body)
	if err != nil {
		return err
	}
	*e = Event{env.Stream, env.Seq, env.At, body}
	return nil
}

// Decode reads a body that is stored apart from its kind.
func Decode(kind string, body []byte) (Body, error) {
	decode, ok := decoders[kind]
	if !ok {
		return nil, fmt.Errorf("journal: event kind %.40q is not known to this version", kind)
	}
	b, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("journal: read the body of %s: %w", kind, err)
	}
	return b, nil
}

func decodeAs[T Body](b []byte) (Body, error) {
	var v T
	err := json.Unmarshal(b, &v)
	return v, err
}

// decoders is written once, below, and only read.
var decoders = map[string]func([]byte) (Body, error){
	CallStarted{}.Kind():      decodeAs[CallStarted],
	Routed{}.Kind():           decodeAs[Routed],
	LegStarted{}.Kind():       decodeAs[LegStarted],
	LegRinging{}.Kind():       decodeAs[LegRinging],
	LegAnswered{}.Kind():      decodeAs[LegAnswered],
	LegHeld{}.Kind():          decodeAs[LegHeld],
	LegResumed{}.Kind():       decodeAs[LegResumed],
	LegEnded{}.Kind():         decodeAs[LegEnded],
	LegMeasured{}.Kind():      decodeAs[LegMeasured],
	Queued{}.Kind():           decodeAs[Queued],
	Offered{}.Kind():          decodeAs[Offered],
	OfferEnded{}.Kind():       decodeAs[OfferEnded],
	Connected{}.Kind():        decodeAs[Connected],
	Dequeued{}.Kind():         decodeAs[Dequeued],
	Digit{}.Kind():            decodeAs[Digit],
	Playing{}.Kind():          decodeAs[Playing],
	RecordingStarted{}.Kind(): decodeAs[RecordingStarted],
	RecordingEnded{}.Kind():   decodeAs[RecordingEnded],
	CallEnded{}.Kind():        decodeAs[CallEnded],
	FloorStarted{}.Kind():     decodeAs[FloorStarted],
	AgentChanged{}.Kind():     decodeAs[AgentChanged],
	StatusChosen{}.Kind():     decodeAs[StatusChosen],
	GroupArrived{}.Kind():     decodeAs[GroupArrived],
	GroupLeft{}.Kind():        decodeAs[GroupLeft],
	SlotTaken{}.Kind():        decodeAs[SlotTaken],
	SlotFreed{}.Kind():        decodeAs[SlotFreed],
	LimitReached{}.Kind():     decodeAs[LimitReached],
	Transferred{}.Kind():      decodeAs[Transferred],
	Parked{}.Kind():           decodeAs[Parked],
	Unparked{}.Kind():         decodeAs[Unparked],
	LegMuted{}.Kind():         decodeAs[LegMuted],
	LegLeft{}.Kind():          decodeAs[LegLeft],
	LegJoined{}.Kind():        decodeAs[LegJoined],
	SupervisorJoined{}.Kind(): decodeAs[SupervisorJoined],
	SupervisorMode{}.Kind():   decodeAs[SupervisorMode],
	SupervisorLeft{}.Kind():   decodeAs[SupervisorLeft],
	RoomEntered{}.Kind():      decodeAs[RoomEntered],
	RecordingPaused{}.Kind():  decodeAs[RecordingPaused],
	VoicemailLeft{}.Kind():    decodeAs[VoicemailLeft],
	AudioRecorded{}.Kind():    decodeAs[AudioRecorded],
	Callback{}.Kind():         decodeAs[Callback],
	TimeLimit{}.Kind():        decodeAs[TimeLimit],
	Emergency{}.Kind():        decodeAs[Emergency],
	SeatChanged{}.Kind():      decodeAs[SeatChanged],
	Commanded{}.Kind():        decodeAs[Commanded],
}
