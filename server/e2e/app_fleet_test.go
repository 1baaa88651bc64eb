package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestAppFleet lets agents at the app's core behave at random against a
// server, with calls from outside, and looks what is left of it: nothing.
// YOBIRIN_FLEET holds more arguments of yobifleet, for longer runs;
// YOBIRIN_FLEET_AGENTS how many agents there are.
func TestAppFleet(t *testing.T) {
	f := newFleet(t, fleetSize(t))
	report := f.run("-ice", "0.03", "-time", "10s", "-think", "1500ms", "-rate", "1")
	for _, kind := range []string{"did dial", "called in", "did answer", "ended by us"} {
		if report.Counts[kind] == 0 {
			t.Errorf("nothing of %q happened", kind)
		}
	}
	if report.HeardAfterMS["of"] == 0 {
		t.Error("nobody heard anybody")
	}
	f.inspect()
}

// fleetSize is how many agents there are.
func fleetSize(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("YOBIRIN_FLEET_AGENTS"))
	if err != nil {
		return 12
	}
	if n < 2 || n > 200 {
		t.Fatalf("YOBIRIN_FLEET_AGENTS is %d, expected 2 to 200", n)
	}
	return n
}

// fleetScene is a server with a site for the fleet.
type fleetScene struct {
	t       *testing.T
	s       *server
	agents  int
	carrier string
}

// fleetReport is what is read of yobifleet's report.
type fleetReport struct {
	Counts       map[string]int   `json:"counts"`
	Faults       map[string]int   `json:"faults"`
	HeardAfterMS map[string]int64 `json:"heardAfterMs"`
}

func newFleet(t *testing.T, agents int) *fleetScene {
	t.Helper()
	need(t, "psql")
	dir := t.TempDir()
	cert, key := trusted(t).certify(t, dir, 24*time.Hour)
	if err := os.Chmod(filepath.Dir(cert), 0o755); err != nil {
		t.Fatal(err)
	}
	spec := serverSpec{Ports: max(1000, 20*agents), Env: []string{
		"YOBIRIN_TLS_CERT=" + cert, "YOBIRIN_TLS_KEY=" + key, fmt.Sprintf("YOBIRIN_SIP_TLS_LISTEN=127.0.0.1:%d", freePort(t, "127.0.0.1")),
	}}
	if agents > 20 { // a port rests for half a minute: more than a test's share is needed
		spec.RTP, spec.Ports = 20000, 12000
	}
	f := &fleetScene{t: t, agents: agents, carrier: fmt.Sprintf("127.0.0.1:%d", freePort(t, "127.0.0.1"))}
	f.s = startServer(t, spec)
	f.s.apply(t, f.site().text(t), nil)
	return f
}

// site has groups of all kinds of ringing, each with a number.
func (f *fleetScene) site() site {
	site := site{
		Trunks:   []object{{"name": "carrier", "host": f.carrier, "inbound_from": []string{"127.0.0.1/32"}, "channels": 300}},
		Statuses: []object{{"name": "後処理", "color": "#7950f2"}},
	}
	for i := range f.agents {
		site.Agents = append(site.Agents, object{
			"id": fmt.Sprintf("fleet%03d", i), "name": fmt.Sprintf("担当%03d", i), "extension": fmt.Sprint(20000 + i), "password": "Passw0rd1", "caller_id": "0312340000",
		})
	}
	for g, strategy := range []string{"all", "longest-idle", "random", "round-robin"} {
		members := []object{}
		for i := range 8 {
			members = append(members, object{"agent": fmt.Sprintf("fleet%03d", (g*5+i*(1+f.agents/9))%f.agents)})
		}
		if f.agents < 20 {
			members = members[:2]
			members[0]["agent"], members[1]["agent"] = fmt.Sprintf("fleet%03d", g*2%f.agents), fmt.Sprintf("fleet%03d", (g*2+1)%f.agents)
		}
		site.Groups = append(site.Groups, object{"name": strategy, "extension": fmt.Sprint(3000 + g), "strategy": strategy, "ring_time": 8, "record": true, "members": members})
		site.Numbers = append(site.Numbers, object{"number": fmt.Sprintf("031234%04d", g), "trunk": "carrier", "route": object{"group": strategy}})
	}
	return site
}

// run runs the fleet and fails for every kind of fault.
func (f *fleetScene) run(args ...string) fleetReport {
	f.t.Helper()
	program := filepath.Join(scratch(), "yobifleet")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, "../../desktop/cmd/yobifleet").CombinedOutput(); err != nil {
		f.t.Fatalf("build the fleet: %v\n%s", err, out)
	}
	status, err := f.s.command(f.t, "status", "--json")
	if err != nil {
		f.t.Fatal(err)
	}
	var st struct {
		Addresses struct{ Metrics string }
	}
	if err := json.Unmarshal([]byte(status), &st); err != nil {
		f.t.Fatal(err)
	}
	args = append([]string{
		"-server", f.s.http, "-ca", trusted(f.t).file, "-agents", fmt.Sprint(f.agents), "-carrier", f.carrier, "-sip", f.s.sip,
		"-numbers", "0312340000,0312340001,0312340002,0312340003", "-statuses", f.query("select id from statuses where name = '後処理'")[0],
		"-metrics", st.Addresses.Metrics, "-pid", fmt.Sprint(f.s.cmd.Process.Pid),
	}, args...)
	cmd := exec.Command(program, append(args, strings.Fields(os.Getenv("YOBIRIN_FLEET"))...)...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = &out, &said, dieWithUs()
	start(f.t, cmd)
	failed := cmd.Wait()
	var report fleetReport
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		f.t.Fatalf("%v, %v: %s%s", failed, err, out.String(), last(said.String(), 8000))
	}
	for kind, n := range report.Faults {
		f.t.Errorf("%d faults: %s", n, kind)
	}
	f.t.Logf("%s\n%s", out.String(), last(said.String(), 12000))
	return report
}

// query asks the server's database.
func (f *fleetScene) query(text string) []string {
	f.t.Helper()
	out, err := exec.Command("psql", "-h", filepath.Join(f.s.dir, "postgres.run"), "-U", "yobirin", "-d", "yobirin", "-AtXc", text).CombinedOutput()
	if err != nil {
		f.t.Fatalf("psql: %v %s", err, out)
	}
	return strings.Fields(string(out))
}

// inspect fails unless every call is in the history once, with its end.
func (f *fleetScene) inspect() {
	f.t.Helper()
	for what, query := range map[string]string{
		"without an end":           "select id from calls where ended_at is null or ended_at < started_at",
		"closed by a start":        "select id from calls where abandoned",
		"of events with no record": "select distinct stream from call_events e where not exists (select 1 from calls c where c.id = e.stream)",
		"not ended once":           "select c.id from calls c left join call_events e on e.stream = c.id and e.kind = 'ended' group by c.id having count(e.seq) <> 1",
	} {
		if found := f.query(query); len(found) > 0 {
			f.t.Errorf("%d calls %s: %s", len(found), what, found[0])
		}
	}
	f.t.Logf("%s calls in the history", f.query("select count(*) from calls")[0])
	for line := range strings.Lines(f.s.log.String()) {
		if strings.Contains(line, "level=ERROR") {
			f.t.Errorf("the server said: %s", line)
		}
	}
}
