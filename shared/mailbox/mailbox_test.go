package mailbox

import (
	"sync"
	"testing"
)

func TestKeepsOrder(t *testing.T) {
	b := New[int](10)
	for i := range 10 {
		if !b.Put(i) {
			t.Fatalf("Put(%d) refused", i)
		}
	}
	if b.Put(10) {
		t.Fatal("a full box took a message")
	}
	for i, got := range b.Take(nil) {
		if got != i {
			t.Fatalf("message %d is %d", i, got)
		}
	}
}

func TestClosedBoxRefusesButKeepsWhatItHas(t *testing.T) {
	b := New[string](4)
	b.Put("a")
	b.Close()
	if b.Put("b") {
		t.Fatal("a closed box took a message")
	}
	if got := b.Take(nil); len(got) != 1 || got[0] != "a" {
		t.Fatalf("took %v", got)
	}
	select {
	case <-b.Wake():
	default:
		t.Fatal("close did not wake the taker")
	}
}

func TestManyPuttersOneTaker(t *testing.T) {
	const putters, each = 8, 1000
	b := New[[2]int](putters * each)
	var wg sync.WaitGroup
	for p := range putters {
		wg.Go(func() {
			for i := range each {
				b.Put([2]int{p, i})
			}
		})
	}
	var last [putters]int
	seen := 0
	var buf [][2]int
	for seen < putters*each {
		<-b.Wake()
		buf = b.Take(buf)
		for _, m := range buf {
			if m[1] != last[m[0]] {
				t.Fatalf("putter %d: message %d came when %d was due", m[0], m[1], last[m[0]])
			}
			last[m[0]]++
			seen++
		}
	}
	wg.Wait()
}

func BenchmarkPutTake(b *testing.B) {
	box := New[int](1 << 20)
	var buf []int
	b.ReportAllocs()
	for b.Loop() {
		box.Put(1)
		buf = box.Take(buf)
	}
}
