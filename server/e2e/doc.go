// Package e2e proves the whole server from outside: its real binary, telephoned
// by baresip and sipp, two SIP programs nobody here wrote. It has no code but
// tests.
//
// baresip plays the agents' phones and carriers that speak and listen: what it
// hears is recorded and measured. sipp plays crowds, races and enemies by the
// scenarios in testdata/sipp.
//
// Most tests share one server, where each has a carrier, agents and groups of
// its own (a scene); when all are over, an audit wants every call ended and
// every figure to add up. Tests that harm the server have one to themselves.
//
// Environment: YOBIRIN_E2E=require makes a missing program a failure,
// YOBIRIN_E2E_RACE=1 has the server itself look for data races.
package e2e
