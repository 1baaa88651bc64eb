package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	watchers   = 5000
	perSecond  = 50
	watchedBy  = "YOBIRIN_BENCH_WATCH" // address, for the process of the readers
	benchUnits = 500
)

// BenchmarkWatch is 5,000 open sockets that watch a floor of 500 agents in 20
// groups where 50 things happen each second: how long until a change has been
// read, and what of a core the server needs for it. Who reads is a process of
// its own. An operation is an event: -benchtime=1000x is 20 seconds.
func BenchmarkWatch(b *testing.B) {
	b.Run("supervisors", func(b *testing.B) { watch(b, watchers) })
	b.Run("agents", func(b *testing.B) { watch(b, 0) })
	b.Run("mixed", func(b *testing.B) { watch(b, 100) })
}

// watch is a floor with so many who see all of it; the others are its agents.
func watch(b *testing.B, all uint32) {
	h, sockets := serveHub(b)
	h.SetPlan(benchSite())
	var n atomic.Uint32
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := n.Add(1)
		sockets.Serve(w, r, Viewer{Session: id.Numbered[id.Session](i), Agent: id.Numbered[id.Agent](1 + i%benchUnits), All: i <= all, Bounded: true})
	}))
	b.Cleanup(web.Close)
	end := readers(b, strings.TrimPrefix(web.URL, "http://"))
	used := cpu()
	began := time.Now()
	tick := time.NewTicker(time.Second / perSecond)
	defer tick.Stop()
	states := []journal.State{journal.StateAvailable, journal.StateTalking}
	for i := 0; b.Loop(); i++ {
		<-tick.C
		h.Feed(floorEvent(journal.AgentChanged{Agent: id.Numbered[id.Agent](uint32(1 + i*7%benchUnits)), State: states[i/benchUnits%2], Since: time.Now()}))
	}
	spent := cpu() - used
	took := time.Since(began)
	got := end()
	b.ReportMetric(got.Median, "ms-median")
	b.ReportMetric(got.P95, "ms-p95")
	b.ReportMetric(got.Longest, "ms-longest")
	b.ReportMetric(float64(got.Messages)/watchers/took.Seconds(), "messages/s")
	b.ReportMetric(float64(got.Read)/watchers/float64(b.N), "rows-read/event")
	b.ReportMetric(100*spent.Seconds()/took.Seconds(), "%core")
	if got.Gaps > 0 || got.Lost > 0 {
		b.Errorf("%d messages were missing, %d sockets lost", got.Gaps, got.Lost)
	}
}

func benchSite() Plan {
	var p Plan
	for g := range 20 {
		group := Group{ID: id.Numbered[id.Group](uint32(g + 1)), Name: "受付", Extension: fmt.Sprint(3000 + g)}
		for a := range benchUnits {
			if a%20 == g || a%19 == g {
				group.Members = append(group.Members, id.Numbered[id.Agent](uint32(a+1)))
			}
		}
		p.Groups = append(p.Groups, group)
	}
	for a := range benchUnits {
		p.Agents = append(p.Agents, Agent{ID: id.Numbered[id.Agent](uint32(a + 1)), Name: "佐藤 葵", Nickname: "さとう", Extension: fmt.Sprint(100_000 + a)})
	}
	return p
}

// cpu is what this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// readings is what the readers say at the end.
type readings struct {
	Read, Messages       int
	Median, P95, Longest float64 // milliseconds from an event to its row being read
	Gaps, Lost           int
}

// readers starts the process that reads, and waits until every socket has its
// snapshot. The function that it gives ends it.
func readers(b *testing.B, address string) func() readings {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestReadersOfTheBenchmark$")
	cmd.Env = append(os.Environ(), watchedBy+"="+address)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "ready\n" {
		b.Fatalf("the readers say %q, %v", line, err)
	}
	return func() readings {
		b.Helper()
		_ = in.Close()
		var got readings
		if err := json.NewDecoder(lines).Decode(&got); err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, lines)
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
		return got
	}
}

// TestReadersOfTheBenchmark is the process of BenchmarkWatch's readers, and
// nothing else.
func TestReadersOfTheBenchmark(t *testing.T) {
	address := os.Getenv(watchedBy)
	if address == "" {
		t.Skip("for BenchmarkWatch")
	}
	var opened, ended sync.WaitGroup
	var over atomic.Bool
	all := make([]reading, watchers)
	turn := make(chan struct{}, 64)
	for i := range all {
		turn <- struct{}{}
		opened.Add(1)
		ended.Go(func() {
			p, _, err := dial(address, "http://"+address)
			if err != nil {
				t.Error(err)
				opened.Done()
				<-turn
				return
			}
			defer func() { _ = p.Close() }()
			all[i].peer = p
			all[i].read(func() { opened.Done(); <-turn }, &over)
		})
	}
	opened.Wait()
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	<-time.After(2 * burst) // what is under way
	over.Store(true)
	for i := range all {
		if all[i].peer != nil {
			_ = all[i].peer.Close()
		}
	}
	ended.Wait()
	var sum readings
	var waits []int32
	for i := range all {
		waits = append(waits, all[i].waits...)
		sum.Gaps += all[i].gaps
		sum.Messages += all[i].messages
		if all[i].lost {
			sum.Lost++
		}
	}
	slices.Sort(waits)
	if sum.Read = len(waits); sum.Read > 0 {
		sum.Median, sum.P95, sum.Longest = float64(waits[len(waits)/2]), float64(waits[len(waits)*95/100]), float64(waits[len(waits)-1])
	}
	raw, err := json.Marshal(sum)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(raw))
}

// reading is one socket.
type reading struct {
	peer     *peer
	waits    []int32
	seq      uint64
	gaps     int
	messages int
	lost     bool
}

// read takes what comes until the socket ends: opened is run with the snapshot.
func (r *reading) read(opened func(), over *atomic.Bool) {
	first := true
	for {
		_, text, err := r.peer.next()
		if err != nil {
			r.lost = !over.Load()
			if first {
				opened()
			}
			return
		}
		now := time.Now().UnixMilli()
		if first {
			first, r.seq = false, seqOf(text)
			opened()
			continue
		}
		if !bytes.HasPrefix(text, []byte(`{"type":"delta"`)) {
			continue
		}
		r.messages++
		seq := seqOf(text)
		if seq != r.seq+1 {
			r.gaps++
		}
		r.seq = seq
		for mark := []byte(`"since":`); ; {
			i := bytes.Index(text, mark)
			if i < 0 {
				break
			}
			text = text[i+len(mark):]
			if since := numberAt(text); since > 0 {
				r.waits = append(r.waits, int32(now-since))
			}
		}
	}
}

func seqOf(text []byte) uint64 {
	_, after, _ := bytes.Cut(text[:min(len(text), 64)], []byte(`"seq":`))
	return uint64(numberAt(after))
}

func numberAt(text []byte) (n int64) {
	for _, d := range text {
		if d < '0' || d > '9' {
			break
		}
		n = n*10 + int64(d-'0')
	}
	return n
}
