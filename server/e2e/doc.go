// Package e2e proves the whole server from outside: its real binary, telephoned
// by baresip and sipp, two SIP programs nobody here wrote. It has no code but
// tests.
//
// baresip plays the agents' phones and carriers that speak and listen: what it
// hears is recorded and measured. sipp plays crowds, races and enemies by the
// scenarios in testdata/sipp.
package e2e
