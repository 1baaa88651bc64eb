// Package sipua is the one SIP user agent of the house: the server's
// back-to-back user agent and the app's softphone both stand on it. It uses
// sipgo for the words of the protocol (messages, headers, URIs, the stream
// parser) and brings its own transactions, transport and dialogs, because
// those decide order, memory and time: one reader per socket hands messages
// on in the order they came, a dialog is served by one owner at a time, and
// timers belong to the UA and run in a testing/synctest bubble.
//
// # Shape
//
// A [UA] is fed by sockets that the caller brings ([UA.Serve],
// [UA.ServeStream]). It gives a [Dialog] for every INVITE session, in
// ([Config.Invite]) or out ([UA.Dial]), and an [Incoming] for every other
// request outside a dialog ([Config.Request]).
//
// Methods of a dialog never block and may be called from any goroutine, also
// from within its own sink; they are wishes that are carried out in order,
// and a wish that came too late does nothing. What happens is delivered to
// the dialog's [Sink] in order and one event at a time. [Ended] is delivered
// exactly once and is the last event.
//
// Bodies are opaque bytes here: who negotiates media reads them.
package sipua
