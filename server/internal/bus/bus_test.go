package bus

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

func open(t testing.TB, url string) *Bus {
	t.Helper()
	b, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func flush(t testing.TB, b *Bus) {
	t.Helper()
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// external runs a NATS server on a port, as an operator would.
func external(t *testing.T, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("not ready")
	}
	return s
}

func TestTenThousandInOrder(t *testing.T) {
	s := external(t, server.RANDOM_PORT)
	defer s.Shutdown()
	for name, url := range map[string]string{"in-process": "", "external": s.ClientURL()} {
		t.Run(name, func(t *testing.T) {
			b := open(t, url)
			const n = 10_000
			got := make(chan uint32, n)
			if _, err := b.Subscribe("call.*", func(data []byte) { got <- binary.BigEndian.Uint32(data) }); err != nil {
				t.Fatal(err)
			}
			for i := range uint32(n) {
				if err := b.Publish("call.x", binary.BigEndian.AppendUint32(nil, i)); err != nil {
					t.Fatal(err)
				}
			}
			for i := range uint32(n) {
				if v := <-got; v != i {
					t.Fatalf("message %d is %d", i, v)
				}
			}
		})
	}
}

func TestRequest(t *testing.T) {
	b := open(t, "")
	if _, err := b.Request(t.Context(), "floor", nil); !errors.Is(err, ErrNobody) {
		t.Errorf("got %v, want ErrNobody", err)
	}
	end, err := b.Serve("floor", func(data []byte) []byte { return append([]byte("re:"), data...) })
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.Request(t.Context(), "floor", []byte("hello"))
	if err != nil || string(answer) != "re:hello" {
		t.Errorf("got %q %v", answer, err)
	}
	end()
	flush(t, b)
	if _, err := b.Request(t.Context(), "floor", nil); !errors.Is(err, ErrNobody) {
		t.Errorf("after the end: %v", err)
	}
	hung, err := b.Serve("deaf", func([]byte) []byte { <-t.Context().Done(); return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer hung()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.Request(ctx, "deaf", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline", err)
	}
}

func TestUnsubscribeAndPanic(t *testing.T) {
	b := open(t, "")
	got := make(chan string, 10)
	end, err := b.Subscribe("a", func(data []byte) {
		if string(data) == "bad" {
			panic("bad message")
		}
		got <- string(data)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []string{"1", "bad", "2"} {
		if err := b.Publish("a", []byte(m)); err != nil {
			t.Fatal(err)
		}
	}
	if a, c := <-got, <-got; a != "1" || c != "2" || b.panics.Load() != 1 {
		t.Errorf("got %q %q, %d panics", a, c, b.panics.Load())
	}
	end()
	end()
	marker := make(chan struct{})
	if _, err := b.Subscribe("b", func([]byte) { close(marker) }); err != nil {
		t.Fatal(err)
	}
	_ = b.Publish("a", []byte("3"))
	_ = b.Publish("b", nil)
	<-marker
	if len(got) != 0 {
		t.Errorf("heard %q after unsubscribe", <-got)
	}
}

func TestRefusals(t *testing.T) {
	b := open(t, "")
	if err := b.Publish("a", make([]byte, MaxPayload+1)); err == nil {
		t.Error("an oversized message was accepted")
	}
	if _, err := b.Subscribe("a b", func([]byte) {}); err == nil {
		t.Error("a bad subject was accepted")
	}
	b.Close()
	b.Close()
	if err := b.Publish("a", nil); err == nil {
		t.Error("published after Close")
	}
	if err := b.Ready(t.Context()); err == nil {
		t.Error("ready after Close")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := Open(ctx, Options{URL: "nats://user:hunter2@127.0.0.1:1"})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

// TestExternalComesBack: the bus is away for a while and subscriptions live on.
func TestExternalComesBack(t *testing.T) {
	first := external(t, server.RANDOM_PORT)
	url := first.ClientURL()
	port := first.Addr().(*net.TCPAddr).Port
	b := open(t, url)
	got := make(chan string, 1)
	if _, err := b.Subscribe("a", func(data []byte) { got <- string(data) }); err != nil {
		t.Fatal(err)
	}
	first.Shutdown()
	first.WaitForShutdown()
	await(t, func() bool { return b.Ready(t.Context()) != nil })
	if err := b.Publish("a", []byte("kept")); err != nil {
		t.Fatal(err)
	}
	second := external(t, port)
	defer second.Shutdown()
	await(t, func() bool { return b.Ready(t.Context()) == nil })
	if m := <-got; m != "kept" {
		t.Errorf("got %q", m)
	}
}

func await(t *testing.T, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("waited 20 s in vain")
		}
	}
}

func BenchmarkPublish(b *testing.B) {
	bus := open(b, "")
	seen := make(chan struct{})
	if _, err := bus.Subscribe("a", func(data []byte) {
		if data[0] == 1 {
			close(seen)
		}
	}); err != nil {
		b.Fatal(err)
	}
	m := make([]byte, 300)
	for b.Loop() {
		if err := bus.Publish("a", m); err != nil {
			b.Fatal(err)
		}
	}
	m[0] = 1
	_ = bus.Publish("a", m)
	<-seen
}
