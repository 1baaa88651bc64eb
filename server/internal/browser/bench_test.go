package browser

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	crowdVariable = "BROWSER_CROWD" // number of browsers that this process is
	crowdWindow   = 5 * time.Second
)

// TestCrowd is no test but the other process of BenchmarkLegs: many browsers,
// whose offers go out and whose answers come in as lines of JSON.
func TestCrowd(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv(crowdVariable))
	if err != nil {
		t.Skip("the other half of BenchmarkLegs")
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.NewFile(3, "offers"))
	for range n {
		c := newCaller(t, newLine(1, yamada), pcm.Mu)
		if err := out.Encode(c.offer()); err != nil {
			t.Fatal(err)
		}
		var answer string
		if !in.Scan() || json.Unmarshal(in.Bytes(), &answer) != nil {
			t.Fatal("no answer")
		}
		c.accept(answer)
		c.say(697)
	}
	in.Scan() // until the end of the other side
}

// BenchmarkLegs measures what browsers cost this process when all of them talk
// in pairs: memory, goroutines, and time of a processor per leg.
func BenchmarkLegs(b *testing.B) {
	for _, n := range []int{100} {
		b.Run(strconv.Itoa(n), func(b *testing.B) { crowd(b, n) })
	}
}

func crowd(b *testing.B, n int) {
	r := newRig(b, nil)
	offers, theirs, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrowd$")
	cmd.Env = append(os.Environ(), crowdVariable+"="+strconv.Itoa(n))
	cmd.ExtraFiles = []*os.File{theirs}
	answers, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = answers.Close()
		_ = cmd.Wait()
	})
	before, routines := memory(), runtime.NumGoroutine()
	in := bufio.NewScanner(offers)
	in.Buffer(nil, 1<<20)
	var legs []id.Leg
	for i := range n {
		var text string
		if !in.Scan() || json.Unmarshal(in.Bytes(), &text) != nil {
			b.Fatal("no offer")
		}
		l := newLine(1, id.Numbered[id.Agent](uint32(i+1)))
		r.edge.Offer(l, wire.PhoneOffer{Ref: "r", SDP: text, Dial: "1"})
		a := next[wire.PhoneAnswer](b, l.told, nil)
		if err := json.NewEncoder(answers).Encode(a.SDP); err != nil {
			b.Fatal(err)
		}
		r.edge.Order(leg.Answer{Leg: a.Leg})
		next[leg.Answered](b, r.facts, nil)
		legs = append(legs, a.Leg)
	}
	call := id.CallOf(legs[0])
	for i, l := range legs {
		r.plane.Do(leg.Join{Leg: l, Call: call})
		r.plane.Do(leg.Hear{Leg: l, From: []leg.Source{{Leg: legs[i^1]}}})
	}
	<-time.After(time.Second) // for the first packets
	b.ResetTimer()
	for b.Loop() {
		from := processor()
		<-time.After(crowdWindow)
		used := processor() - from
		each := float64(used) / float64(n) / crowdWindow.Seconds()
		b.ReportMetric(each/1e7, "%core/leg")
		b.ReportMetric(each/50/1e3, "µs/packet-pair")
	}
	b.StopTimer()
	b.ReportMetric(float64(runtime.NumGoroutine()-routines)/float64(n), "goroutines/leg")
	b.ReportMetric((memory()-before)/1024/float64(n), "KB/leg")
}

// memory is what live objects and stacks take, in bytes.
func memory() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}

// processor is the time this process has used of processors so far.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkBridgeUp is the bridge's own work on one packet of a browser.
func BenchmarkBridgeUp(b *testing.B) {
	br := &bridge{offer: offer{law: "PCMU", eventPT: 126}}
	in, out := make([]byte, 172), make([]byte, maxPacket)
	in[0] = 0x80
	b.ReportAllocs()
	for b.Loop() {
		if br.up(out, in) == nil {
			b.Fatal("dropped")
		}
	}
}
