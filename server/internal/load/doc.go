// Package load is the lean load generator of yobibench: a carrier and many
// phones on one UDP socket, and the audio of all their calls on another. It
// speaks just enough SIP to set up calls with a server that keeps to the RFCs;
// it is a measuring tool, not a phone. Linux only: it chooses the source
// address of every packet (each phone has a loopback address of its own) and
// reads the kernel's arrival times, so that its own scheduling is not in the
// figures.
package load
