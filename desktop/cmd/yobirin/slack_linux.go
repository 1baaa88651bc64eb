//go:build cgo

package main

/*
#include <sys/prctl.h>

static void exact(void) { prctl(PR_SET_TIMERSLACK, 0, 0, 0, 0); }

// A constructor runs before Go does; see init.
__attribute__((constructor)) static void lax(void) {
	prctl(PR_SET_TIMERSLACK, 10000000UL, 0, 0, 0); // ns
}
*/
import "C"

// Go's watching thread (sysmon) sleeps for 20 µs at a time while a thread that
// called into Go has returned from it less than 10 ms ago. With the sound
// devices' threads that is always in a call: some 4000 wakeups a second, which
// cost more than all the sound. So the system may wake it up to 10 ms late, which is how
// long it sleeps when nothing happens: its
// slack is inherited from the main thread, which has its usual one again
// before it makes others.
func init() { C.exact() }
