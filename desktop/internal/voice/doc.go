// Package voice is the softphone's media engine: it opens the audio of calls
// (sockets, descriptions, SRTP or DTLS-SRTP with ICE), codes what the
// microphone hears and plays what comes, evenly and soon.
//
// Who owns what: the devices' threads call Captured and Render, which neither
// wait nor allocate; one goroutine codes and sends what was captured, one for
// each socket takes packets into the jitter buffer, one for each call looks
// after reports and silence. The jitter buffer and all that makes sound of
// packets (playout) are pure and know no clock but what has been played.
package voice
