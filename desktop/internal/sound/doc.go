// Package sound is the agent app's sound devices: the microphone and the
// speaker of calls, the ringer, and their levels. It knows no call: while it
// is told to Run, the microphone's sound goes to a Pump and the Pump's to the
// speaker, always in frames of 10 ms, whatever becomes of the devices.
//
// One goroutine (keeper) owns what is chosen, what there is and what is open.
// The system is asked in a second one (worker), because a sound system may
// hang; whatever hangs is given up and replaced, and counted. Samples flow in
// the devices' own threads through lanes, which neither wait nor allocate.
package sound
