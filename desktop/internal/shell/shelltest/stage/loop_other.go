//go:build !linux

package main

// loop waits: the popup has a thread of its own.
func loop(start func(quit func())) {
	done := make(chan struct{})
	start(func() { close(done) })
	<-done
}
