// Package phone is the SIP side of the agent's softphone: it registers, takes
// and makes calls, holds them, and keeps registration and calls over changes
// of network and restarts of the server. What a call sounds like is the
// business of the room voice: session descriptions are bytes here.
//
// One goroutine owns everything (loop.go). What happens elsewhere (effects,
// SIP events, audio, timers, the watch over this computer's addresses) is put
// into its mailbox as a function to run.
//
// # Where what is
//
//   - phone.go: Options, New, Do, Close; loop.go: the owner
//   - network.go, addresses.go: this computer's network, and its changes
//   - account.go, attempt.go, alive.go: registering, falling back, noticing
//     that the server is gone
//   - moved.go: what a change of network means for the calls
//   - line.go, offered.go, dialed.go, ended.go: a call from begin to end
//   - negotiate.go: hold, and every other change of its description
//   - heard.go: what its audio tells, ICE when plain media cannot pass
//   - party.go: what is read of an INVITE; all of it is hostile
package phone
