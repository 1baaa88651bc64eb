// Package seat is the agent app's brain: what the phone, the sound devices,
// the server and the person at the screen say goes in, one State for the
// screen and effects for the edges come out. It is pure: Step(now, input), no
// clock, no goroutine, no socket. The screen holds no truth: it renders State
// and sends commands, so that it may be loaded anew in the middle of a call.
//
// The words are those of the server's core: a command is a wish of the person
// and is answered once (Reply), a fact is something that happened at an edge,
// an effect is what an edge shall do. The edges (phone, sound, link, shell)
// import this room for its messages; it imports none of them.
package seat
