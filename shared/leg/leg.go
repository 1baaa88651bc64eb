// Package leg is the contract between the brain (the pure rooms that decide
// what a call does) and the wires (SIP and media, which do it). The brain
// sends orders; the wires report facts. An order may come too late (the other
// side hung up a moment ago): the wires then do nothing, the fact that says
// so is already under way. Orders and facts are plain values: they can be
// written as JSON and read back unchanged.
package leg

import "github.com/yobirin/yobirin/shared/id"

// Identity is a party as the network names it. All of it is hostile text.
type Identity struct {
	Number   string `json:"number,omitempty"`   // digits in canonical national form, an extension, or "" when unknown
	Name     string `json:"name,omitempty"`     // display name, at most 128 bytes of valid UTF-8
	Withheld bool   `json:"withheld,omitempty"` // the party wants its number hidden (非通知)
	Reason   string `json:"reason,omitempty"`   // why it is withheld, as the carrier says ("Anonymous", "Coin line/payphone" …)
}

// Privacy is what an outbound call does with its caller ID.
type Privacy string

// The privacies.
const (
	PrivacyDefault  Privacy = ""         // as the trunk's profile says
	PrivacyWithhold Privacy = "withhold" // 184: anonymous From, Privacy: id (RFC 3325)
	PrivacyPresent  Privacy = "present"  // 186: no Privacy header
)

// Alert is how a phone should ring.
type Alert string

// The alerts.
const (
	AlertExternal Alert = "external"
	AlertInternal Alert = "internal"
)

// Sound names what a player plays: exactly one of its fields is set.
type Sound struct {
	Audio  id.Audio `json:"audio,omitzero"`   // an audio file of the site
	Prompt string   `json:"prompt,omitempty"` // a built-in prompt, "ja/voicemail-start"
	Tone   Tone     `json:"tone,omitempty"`   // a generated tone
	Music  bool     `json:"music,omitempty"`  // the built-in hold music
}

// Tone is a generated call-progress tone.
type Tone string

// The tones, at Japanese frequencies and cadences.
const (
	ToneRingback   Tone = "ringback"   // 400 Hz, 15 Hz amplitude modulation, 1 s on 2 s off
	ToneBusy       Tone = "busy"       // 400 Hz, 0.5 s on 0.5 s off
	ToneCongestion Tone = "congestion" // as busy
	ToneBeep       Tone = "beep"       // 1,000 Hz for 0.3 s, once
)

// Kind is why a leg or a call ended.
type Kind string

// The kinds of cause. Rejected, no-answer, caller-gone and device-error are
// always told apart (C-STAT-8).
const (
	CauseNormal            Kind = "normal"             // hung up after talking
	CauseCallerGone        Kind = "caller-gone"        // the caller hung up before the answer
	CauseBusy              Kind = "busy"               // the other side is engaged
	CauseNoAnswer          Kind = "no-answer"          // rang to the end
	CauseRejected          Kind = "rejected"           // a person or phone declined
	CauseAnsweredElsewhere Kind = "answered-elsewhere" // another phone took the call
	CauseDeviceError       Kind = "device-error"       // registered but not reachable, or its media failed
	CauseUnregistered      Kind = "unregistered"       // no phone is registered
	CauseNotFound          Kind = "not-found"          // no such number
	CauseForbidden         Kind = "forbidden"          // not allowed (restriction, role)
	CauseCongestion        Kind = "congestion"         // no channel, no port, no trunk
	CauseMediaTimeout      Kind = "media-timeout"      // no audio packet for the configured time
	CauseUnacceptable      Kind = "unacceptable"       // offer and answer have nothing in common
	CauseTimeout           Kind = "timeout"            // waited to a limit of ours (group timeout, session timer)
	CauseOverflow          Kind = "overflow"           // the group had no place to wait
	CauseLoop              Kind = "loop"               // the request came round again
	CauseShutdown          Kind = "shutdown"           // the server is stopping
	CauseRestart           Kind = "restart"            // the server died during the call
	CauseTrouble           Kind = "trouble"            // our own mistake, or the far side's
)

// Side is who ended a leg.
type Side string

// The sides.
const (
	SideLocal  Side = "local"  // the brain ordered it
	SideRemote Side = "remote" // the far side did it
)

// Cause is why a leg ended, as exactly as the wire told it.
type Cause struct {
	Kind Kind   `json:"kind"`
	SIP  int    `json:"sip,omitempty"`  // final SIP status, if there was one
	Q850 int    `json:"q850,omitempty"` // Reason: Q.850;cause=, if there was one (RFC 3326)
	Text string `json:"text,omitempty"` // reason phrase or detail, hostile text, at most 128 bytes
}

// TextRedirected begins the text of the cause of an outbound leg whose carrier
// redirected it (3xx) to where the site calls nobody; behind it is the plan's
// word for why.
const TextRedirected = "redirected-"

// Quality is what a leg's media was like, measured by RTCP (RFC 3550) and by
// what arrived.
type Quality struct {
	Sent      uint64  `json:"sent"`      // packets
	Received  uint64  `json:"received"`  // packets
	Lost      uint64  `json:"lost"`      // packets that did not arrive here
	JitterMS  float64 `json:"jitterMs"`  // interarrival jitter here
	RoundTrip float64 `json:"roundTrip"` // milliseconds; 0 when never measured
	FarLost   float64 `json:"farLost"`   // fraction the far side reported lost, 0..1
	FarJitter float64 `json:"farJitter"` // milliseconds, as the far side reported
	MOS       float64 `json:"mos"`       // estimated, 1..4.5; 0 when unknown
	Strangers uint64  `json:"strangers"` // packets dropped because they came from elsewhere
}
