package demo

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/shared/pcm"
)

// ears counts the packets with each tone that each part hears.
type ears struct {
	mu    sync.Mutex
	heard map[part]map[string]int
}

func (e *ears) listen(who part) func(pcm.Law, []byte) {
	var samples [packetFrames]int16
	return func(law pcm.Law, payload []byte) {
		w := samples[:law.Decode(samples[:], payload)]
		what := "something else"
		switch {
		case pcm.Energy(w) < 1e-4:
			return // a pause, or the edge of a beep
		case pcm.Share(w, callerTone, pcm.Rate) > 0.8:
			what = "caller"
		case pcm.Share(w, agentTone, pcm.Rate) > 0.8:
			what = "agent"
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		if e.heard[who] == nil {
			e.heard[who] = map[string]int{}
		}
		e.heard[who][what]++
	}
}

func (e *ears) count(what string, parts ...part) (n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, p := range parts {
		n += e.heard[p][what]
	}
	return n
}

// until polls for a condition; failing tells what is missing.
func until(t *testing.T, missing func() string) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(90 * time.Second)
	for {
		what := missing()
		if what == "" {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("after 90 s there is still missing: %s", what)
		}
	}
}

// TestADayOnTheWire runs the demo, thirty times as fast, against a small server
// until everything that can happen has happened, and closes it amid calls.
func TestADayOnTheWire(t *testing.T) {
	s := newSwitchboard(t)
	e := &ears{heard: map[part]map[string]int{}}
	breaks := make(chan string, 1000)
	// So many callers that some give up, and so few that now and then two phones
	// are free: one agent then calls another.
	d, err := New(Config{
		Server: s.addr, Realm: realm, Password: password, Tones: true, Seed: 1, Every: 8 * time.Second, Pace: 0.03, ears: e.listen,
		Pause: func(agent, status string) {
			select {
			case breaks <- agent + " " + status:
			default:
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.carrier = d.Carrier()
	s.mu.Unlock()
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	if err := d.Start(); err == nil {
		t.Error("it was started twice")
	}
	callers, agents := []part{japaneseCaller, englishCaller}, []part{japaneseAgent, englishAgent}
	until(t, func() string {
		var missing []string
		for what, want := range map[string]int{
			"called": 30, "answered": 20, "abandoned": 2, "refused": 1, "withheld": 1, "held": 2, "resumed": 1, "internal": 2, "outside": 2,
			"caller hung up": 2, "agent hung up": 2,
		} {
			if s.noted(what) < want {
				missing = append(missing, what)
			}
		}
		if e.count("agent", callers...) < 500 {
			missing = append(missing, "callers that hear agents")
		}
		if e.count("caller", agents...) < 500 {
			missing = append(missing, "agents that hear callers")
		}
		if len(breaks) < 2 {
			missing = append(missing, "breaks")
		}
		return strings.Join(missing, ", ")
	})
	if n := e.count("caller", callers...) + e.count("something else", callers...); n > 0 {
		t.Errorf("%d packets that callers heard were not an agent's", n)
	}
	if f := d.Figures(); f.Lines == 0 || f.Sent == 0 || f.Received == 0 || f.Lost > 0 {
		t.Errorf("figures amid calls: %+v", f)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := d.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if f := d.Figures(); f.Lines > 0 {
		t.Errorf("%d lines are left open", f.Lines)
	}
	until(t, func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.phones) > 0 {
			return "phones that unregister"
		}
		if s.ua.Stats().Dialogs > 0 {
			return "calls that end"
		}
		return ""
	})
	if err := d.Close(ctx); err != nil {
		t.Error("closed again:", err)
	}
}

// TestSiteApplies gives the site file to the room that reads such files.
func TestSiteApplies(t *testing.T) {
	db := pgtest.New(t)
	doors := access.New(db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	dir := directory.New(db, directory.Options{Audio: filepath.Join(t.TempDir(), "audio"), Doors: doors})
	d, err := New(Config{Server: netip.MustParseAddrPort("127.0.0.1:5060"), Password: password, Login: func(l string) string { return "Passw0rd-" + l }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close(t.Context()) }()
	files, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	source := directory.Source{Name: "demo.yaml", Data: d.Site(), Dir: files}
	if _, err := dir.Apply(t.Context(), source, false); err != nil {
		t.Fatal(err)
	}
	site, err := dir.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(site.Agents) < 13 || len(site.SIP.Devices) != 13 || len(site.Groups) != 5 || len(site.Numbers) != 7 || len(site.Statuses) < 4 {
		t.Errorf("the site has %d agents, %d devices, %d groups, %d numbers, %d statuses",
			len(site.Agents), len(site.SIP.Devices), len(site.Groups), len(site.Numbers), len(site.Statuses))
	}
	if len(site.SIP.Trunks) != 1 || site.SIP.Trunks[0].Host != d.Carrier().String() {
		t.Errorf("the trunks are %+v, want the carrier at %s", site.SIP.Trunks, d.Carrier())
	}
	for _, n := range site.Numbers {
		if n.Route.Kind == "" {
			t.Errorf("number %s leads nowhere", n.Number)
		}
	}
	named := map[string]bool{}
	for _, st := range site.Statuses {
		named[st.Name] = true
	}
	for _, why := range busyReasons() {
		if !named[why] {
			t.Errorf("agents would take the status %s, which the site has not", why)
		}
	}
	numbers := map[string]bool{}
	for _, n := range site.Numbers {
		numbers[n.Number] = true
	}
	share := 0
	for _, c := range calledNumbers() {
		share += c.share
		if !numbers[c.number] {
			t.Errorf("callers would call %s, which the site has not", c.number)
		}
	}
	if share != 100 {
		t.Errorf("the shares of the numbers are %d of 100", share)
	}
	again, err := dir.Apply(t.Context(), source, false)
	if err != nil || len(again) > 0 {
		t.Errorf("applied again it changes %v, error %v", again, err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	good := Config{Server: netip.MustParseAddrPort("127.0.0.1:5060"), Password: password}
	for field, spoil := range map[string]func(*Config){
		"Server":   func(c *Config) { c.Server = netip.AddrPort{} },
		"Password": func(c *Config) { c.Password = nil },
		"Agents":   func(c *Config) { c.Agents = 13 },
		"Every":    func(c *Config) { c.Every = -1 },
		"Language": func(c *Config) { c.Language = "fr" },
		"Pace":     func(c *Config) { c.Pace = -1 },
		"Scenes":   func(c *Config) { c.Scenes = -1 },
	} {
		c := good
		spoil(&c)
		d, err := New(c)
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: error %v, want one that names it", field, err)
		}
		if d != nil {
			_ = d.Close(t.Context())
		}
	}
	taken, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	c := good
	c.Carrier = addrOf(taken)
	if _, err := New(c); err == nil {
		t.Error("a carrier's port that is taken was taken")
	}
}

// TestCloseWithoutServer ends although nobody answers.
func TestCloseWithoutServer(t *testing.T) {
	deaf, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = deaf.Close() }()
	d, err := New(Config{Server: addrOf(deaf), Password: password, Pace: 0.01, Agents: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 2000)
	for invited := false; !invited; { // callers are on their way
		n, err := deaf.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		invited = strings.HasPrefix(string(buf[:n]), "INVITE")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := d.Close(ctx); err == nil {
		t.Error("calls that never ended were not told of")
	}
	if f := d.Figures(); f.Lines > 0 {
		t.Errorf("%d lines are left open", f.Lines)
	}
}

func TestSomeoneHasANumber(t *testing.T) {
	r := &carrier{cast: &cast{dice: newDice(3)}}
	for range 2000 {
		n := r.someone()
		if want := map[bool]int{true: 11, false: 10}[n[2] == '0' && n[1] >= '5']; len(n) != want || n[0] != '0' {
			t.Fatalf("%s is no number as they are in Japan", n)
		}
	}
}

func TestFirstCallersComeAtOnce(t *testing.T) {
	if first := opening()[0]; first > 2*time.Second {
		t.Errorf("the first caller comes after %s", first)
	}
}

// BenchmarkTwelveTalks is the processor time of twelve talks with speech, as a
// share of one core, without their SIP.
func BenchmarkTwelveTalks(b *testing.B) {
	says, err := readSpeech()
	if err != nil {
		b.Fatal(err)
	}
	w, dice, bind := newWheel(slog.New(slog.DiscardHandler)), newDice(1), netip.MustParseAddr("127.0.0.1")
	go w.run()
	for range 12 {
		caller, err := newLine(w, dice, bind, says.newVoice(dice, japaneseCaller))
		if err != nil {
			b.Fatal(err)
		}
		agent, err := newLine(w, dice, bind, says.newVoice(dice, japaneseAgent))
		if err != nil {
			b.Fatal(err)
		}
		offer, err := caller.offer(false)
		if err != nil {
			b.Fatal(err)
		}
		answer, err := agent.answer(offer)
		if err != nil {
			b.Fatal(err)
		}
		if err := caller.accept(answer); err != nil {
			b.Fatal(err)
		}
	}
	b.Cleanup(w.close)
	second := time.NewTicker(time.Second)
	defer second.Stop()
	before, rounds := processor(b), 0
	for b.Loop() {
		<-second.C
		rounds++
	}
	spent := processor(b) - before
	b.ReportMetric(100*spent.Seconds()/float64(rounds), "%core")
	if f := w.figures(); f.Lost > 0 || f.Received == 0 {
		b.Errorf("figures: %+v", f)
	}
}

func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
