// Package world is for tests only: random lives of the whole core of the app.
// Seat, loop, phone and voice are the real ones, on a network in memory and in
// a time of their own; the server, the devices, the link and the person are
// played. A failing seed is run again by
//
//	go test ./internal/world -run TestLives -lives.first=SEED -lives=1 -v
//
// and more of them by -lives=1000.
package world
