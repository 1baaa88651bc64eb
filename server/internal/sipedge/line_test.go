package sipedge

import (
	"sync"
	"testing"
)

func TestLineKeepsOrderOfEveryPutter(t *testing.T) {
	const putters, each = 4, 2000
	var wg, put sync.WaitGroup
	var last [putters]int // only the line touches it: the race detector watches
	l := newLine(func(what string) { t.Error(what) })
	for p := range putters {
		put.Go(func() {
			for i := 1; i <= each; {
				n := i
				wg.Add(1)
				if l.put(func() {
					defer wg.Done()
					if last[p] != n-1 {
						t.Errorf("putter %d: %d after %d", p, n, last[p])
					}
					last[p] = n
				}) {
					i++
				} else {
					wg.Done() // full: again
				}
			}
		})
	}
	put.Wait()
	wg.Wait()
}

func TestFullLineStillTakesTheEnd(t *testing.T) {
	l := newLine(func(what string) { t.Error(what) })
	started, release, ended := make(chan struct{}), make(chan struct{}), make(chan int, 1)
	n := 0
	l.put(func() { close(started); <-release })
	<-started
	for l.put(func() { n++ }) {
	}
	l.finally(func() { ended <- n })
	close(release)
	if n := <-ended; n != lineLimit {
		t.Fatalf("the end came after %d deeds, want all %d", n, lineLimit)
	}
}

func TestPanicDoesNotStopTheLine(t *testing.T) {
	told := make(chan string, 1)
	l := newLine(func(what string) { told <- what })
	done := make(chan struct{})
	l.put(func() { panic("a mistake") })
	l.put(func() { close(done) })
	<-done
	if what := <-told; len(what) < len("a mistake") || what[:9] != "a mistake" {
		t.Fatalf("told %q", what)
	}
}
