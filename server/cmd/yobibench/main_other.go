//go:build !linux

// Command yobibench measures a running server; it needs Linux.
package main

import "fmt"

func main() { fmt.Println("yobibench needs Linux (sendmmsg, CPU affinity, /proc): not measured") }
