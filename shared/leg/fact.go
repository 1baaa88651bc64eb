package leg

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// Fact is something that happened on the wires and cannot be refused. Sealed:
// the types below are all there are.
//
//sumtype:decl
type Fact interface {
	fact()
	// About is the call that the fact's leg began in. A leg that has joined
	// another call keeps its name: the exchange hands its facts to that call.
	About() id.Call
	// Of is the leg the fact is about; none for Recorded.
	Of() id.Leg
}

// Incoming is a new inbound leg, the first fact of its call. Exactly one of
// Trunk, Device and Agent is set.
type Incoming struct {
	Leg    id.Leg    `json:"leg"`
	Trunk  id.Trunk  `json:"trunk,omitzero"`
	Device id.Device `json:"device,omitzero"`
	Agent  id.Agent  `json:"agent,omitzero"` // a browser of this agent, who is logged in to the console
	// Replaces is a leg of ours whose place the new one takes (INVITE with
	// Replaces, RFC 3891). The wires have checked that it is of the site and
	// that the phone may name it.
	Replaces id.Leg   `json:"replaces,omitzero"`
	From     Identity `json:"from"`
	Dialed   string   `json:"dialed"` // digits as dialed, from the profile's ordered list of headers
	Headers  Headers  `json:"headers,omitzero"`
	// Present is the number that the phone wants to present (RFC 3325,
	// P-Preferred-Identity), in whatever form it wrote it; of a phone of the
	// site, for calls outside (C-CALL-2).
	Present string `json:"present,omitempty"`
}

// Headers are the parts of an INVITE that the journal keeps.
type Headers struct {
	CallID    string `json:"callId,omitempty"`    // SIP Call-ID, for the trace
	UserAgent string `json:"userAgent,omitempty"` // hostile text, at most 128 bytes
	Source    string `json:"source,omitempty"`    // transport and address, "udp:192.0.2.1:5060"
	Diversion string `json:"diversion,omitempty"` // RFC 5806, at most 128 bytes
	// HistoryInfo is how the call came here (RFC 7044), at most 128 bytes.
	HistoryInfo string `json:"historyInfo,omitempty"`
}

// Ringing: an outbound leg rings. Early says that the far side sends audio
// (183 with SDP) that may be heard.
type Ringing struct {
	Leg   id.Leg `json:"leg"`
	Early bool   `json:"early,omitempty"`
}

// Answered: the leg is up and its media agreed.
type Answered struct {
	Leg   id.Leg `json:"leg"`
	Codec string `json:"codec,omitempty"` // "PCMU", "PCMA", "opus"
	// Device is the address of the contact that answered, where several rang.
	Contact string `json:"contact,omitempty"`
}

// Ended: the leg is over. It is reported exactly once for every leg that was
// Incoming or dialed, and is the leg's last fact but for Measured.
type Ended struct {
	Leg   id.Leg `json:"leg"`
	By    Side   `json:"by"`
	Cause Cause  `json:"cause"`
}

// Held: the far side put us on hold (re-INVITE sendonly, inactive or 0.0.0.0).
type Held struct {
	Leg id.Leg `json:"leg"`
}

// Resumed: the far side ended its hold.
type Resumed struct {
	Leg id.Leg `json:"leg"`
}

// Digit: the far side pressed a key.
type Digit struct {
	Leg id.Leg `json:"leg"`
	Key string `json:"key"` // one of 0-9 * # A-D
	By  string `json:"by"`  // "rfc4733", "info", "inband"
}

// Referred: a phone asks that its other side be connected with somebody else
// (REFER, RFC 3515). It was accepted (202) and hears by TellReferrer how it
// goes. Exactly one of To and Replaces is set.
type Referred struct {
	Leg      id.Leg `json:"leg"`
	To       string `json:"to,omitempty"`      // digits, hostile text, at most 64 bytes
	Replaces id.Leg `json:"replaces,omitzero"` // the phone's own other leg, whose far side is meant (RFC 3891)
}

// Played: the player came to its end (never for a loop).
type Played struct {
	Leg    id.Leg `json:"leg"`
	Player uint32 `json:"player"`
	// Failed says why nothing (more) could be played; empty when all was.
	Failed string `json:"failed,omitempty"`
}

// Silent: no audio packet came from the far side for the configured time.
type Silent struct {
	Leg id.Leg        `json:"leg"`
	For time.Duration `json:"for"`
}

// Measured: the quality of a leg's media, sent when its port closes.
type Measured struct {
	Leg     id.Leg  `json:"leg"`
	Quality Quality `json:"quality"`
}

// Recorded: a recording's file is complete, or could not be (Failed).
type Recorded struct {
	Recording id.Recording  `json:"recording"`
	Call      id.Call       `json:"call"`
	Path      string        `json:"path"` // relative to the recordings' folder
	Length    time.Duration `json:"length"`
	Bytes     int64         `json:"bytes"`
	SHA256    string        `json:"sha256,omitempty"` // hexadecimal, of the audio before encryption
	Key       string        `json:"key,omitempty"`    // name of the key the file is encrypted with; empty: it is plain
	Failed    string        `json:"failed,omitempty"`
}

func (Incoming) fact() {}
func (Ringing) fact()  {}
func (Answered) fact() {}
func (Ended) fact()    {}
func (Held) fact()     {}
func (Resumed) fact()  {}
func (Digit) fact()    {}
func (Referred) fact() {}
func (Played) fact()   {}
func (Silent) fact()   {}
func (Measured) fact() {}
func (Recorded) fact() {}

// About is the call that the fact belongs to.
func (f Incoming) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Ringing) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Answered) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Ended) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Held) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Resumed) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Digit) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Referred) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Played) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Silent) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Measured) About() id.Call { return id.CallOf(f.Leg) }

// About is the call that the fact belongs to.
func (f Recorded) About() id.Call { return f.Call }

// Of is the leg the fact is about.
func (f Incoming) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Ringing) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Answered) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Ended) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Held) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Resumed) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Digit) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Referred) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Played) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Silent) Of() id.Leg { return f.Leg }

// Of is the leg the fact is about.
func (f Measured) Of() id.Leg { return f.Leg }

// Of is none: a recording is of a call.
func (Recorded) Of() id.Leg { return id.Leg{} }
