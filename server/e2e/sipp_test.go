package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// sippSpec says what a sipp is to do.
type sippSpec struct {
	// Scenario is a file of testdata/sipp without .xml; it is a template over
	// Values, whose delimiters are << and >>.
	Scenario string
	Values   map[string]any
	// Host is the loopback address it lives on.
	Host string
	// Port of its SIP socket; 0 takes a free one.
	Port int
	// Target is where it calls; empty for who only waits for calls.
	Target string
	// Calls in all; 0 is one. Rate per second; 0 is ten. AtOnce bounds them; 0
	// does not.
	Calls, Rate, AtOnce int
	// Users are lines of fields [field0], [field1] … one per call in turn.
	Users [][]string
	// TCP instead of UDP.
	TCP bool
	// Args are added to the command line.
	Args []string
	// AtMost is how long it may take; 0 is two minutes.
	AtMost time.Duration
}

// sipp is a running sipp.
type sipp struct {
	t    testing.TB
	name string
	host string
	port int
	dir  string
	cmd  *exec.Cmd
	said *tail
	done chan struct{}
	err  error // of the process, after done
}

// sippCount is what sipp counted.
type sippCount struct {
	Created, Good, Failed, Retransmissions int
}

// startSIPp starts a sipp, which ends with the test.
func startSIPp(t testing.TB, s sippSpec) *sipp {
	t.Helper()
	program := need(t, "sipp")
	p := &sipp{t: t, name: s.Scenario, host: s.Host, port: s.Port, dir: t.TempDir(), said: &tail{}, done: make(chan struct{})}
	if p.host == "" {
		p.host = "127.0.0.1"
	}
	if p.port == 0 {
		p.port = freePort(t, p.host)
	}
	if s.AtMost == 0 {
		s.AtMost = 2 * patience
	}
	rtp := freeRange(t, p.host, 4)
	args := []string{
		"-sf", p.write("scenario.xml", render(t, s)), "-i", p.host, "-mi", p.host, "-p", strconv.Itoa(p.port),
		"-mp", strconv.Itoa(rtp),
		"-m", strconv.Itoa(max(1, s.Calls)), "-r", strconv.Itoa(max(s.Rate, 1)), "-nostdin",
		"-timeout", strconv.Itoa(int(s.AtMost/time.Second)) + "s", "-timeout_error",
		"-trace_stat", "-stf", filepath.Join(p.dir, "stat.csv"), "-fd", "1",
		"-trace_err", "-error_file", filepath.Join(p.dir, "errors.log"),
		"-trace_msg", "-message_file", filepath.Join(p.dir, "messages.log"),
	}
	if s.Rate == 0 {
		args = append(args, "-r", "10")
	}
	if s.AtOnce > 0 {
		args = append(args, "-l", strconv.Itoa(s.AtOnce))
	}
	if s.TCP {
		args = append(args, "-t", "t1")
	}
	if len(s.Users) > 0 {
		var b strings.Builder
		b.WriteString("SEQUENTIAL\n")
		for _, u := range s.Users {
			b.WriteString(strings.Join(u, ";") + ";\n")
		}
		args = append(args, "-inf", p.write("users.csv", []byte(b.String())))
	}
	args = append(args, s.Args...)
	if s.Target != "" {
		args = append(args, s.Target)
	}
	p.cmd = exec.Command(program, args...)
	p.cmd.Dir = p.dir
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	p.cmd.Env = append(os.Environ(), "TERM=dumb")
	p.cmd.SysProcAttr = dieWithUs()
	start(t, p.cmd)
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		endProcess(p.cmd, p.done, time.Second)
		if t.Failed() {
			t.Logf("sipp %s:\n%s\n%s", p.name, p.file("errors.log"), last(p.file("messages.log"), 6000))
		}
	})
	return p
}

// listening waits until sipp's UDP socket is bound. It asks the system's list
// of sockets: who tries by binding the port takes it from sipp for a moment,
// which may be the one in which sipp wants it.
func (p *sipp) listening() *sipp {
	p.t.Helper()
	eventually(p.t, patience, "sipp "+p.name+" to listen", func() (string, bool) {
		select {
		case <-p.done:
			p.t.Fatalf("sipp %s ended at its start: %v\n%s", p.name, p.err, last(p.said.String(), 2000))
		default:
		}
		sockets, err := os.ReadFile("/proc/net/udp")
		if err != nil {
			p.t.Fatal(err)
		}
		return "its port is free", bytes.Contains(sockets, udpEntry(netip.MustParseAddrPort(p.addr())))
	})
	return p
}

// udpEntry is a bound IPv4 socket as /proc/net/udp writes it: the address as
// the machine has the four bytes as a number, the port as it is read.
func udpEntry(at netip.AddrPort) []byte {
	ip := at.Addr().As4()
	return fmt.Appendf(nil, ": %08X:%04X ", binary.NativeEndian.Uint32(ip[:]), at.Port())
}

func (p *sipp) addr() string { return net.JoinHostPort(p.host, strconv.Itoa(p.port)) }

// wait waits for the end and fails unless every call went by the scenario.
func (p *sipp) wait() sippCount {
	p.t.Helper()
	c, err := p.ended()
	if err != nil {
		p.t.Errorf("sipp %s: %v (%+v)\n%s", p.name, err, c, last(p.file("errors.log"), 2000))
	}
	return c
}

// ended waits for the end, whatever it is. An exit code other than 0 is an
// error: 1 says that a call failed, 97 that the time was up.
func (p *sipp) ended() (sippCount, error) {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(4 * patience):
		p.t.Fatalf("sipp %s does not end\n%s", p.name, last(p.said.String(), 2000))
	}
	var exit *exec.ExitError
	c := p.count()
	if errors.As(p.err, &exit) {
		return c, fmt.Errorf("exit code %d", exit.ExitCode())
	}
	return c, p.err
}

// stop ends a sipp whose calls are not counted.
func (p *sipp) stop() { endProcess(p.cmd, p.done, time.Second) }

// count reads the newest line of the statistics.
func (p *sipp) count() sippCount {
	p.t.Helper()
	r := csv.NewReader(strings.NewReader(p.file("stat.csv")))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = ';', -1, true
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 {
		return sippCount{}
	}
	newest := rows[len(rows)-1]
	at := func(name string) int {
		for i, h := range rows[0] {
			if h == name && i < len(newest) {
				n, _ := strconv.Atoi(newest[i])
				return n
			}
		}
		p.t.Fatalf("sipp's statistics have no column %s", name)
		return 0
	}
	return sippCount{
		Created: at("TotalCallCreated"), Good: at("SuccessfulCall(C)"), Failed: at("FailedCall(C)"), Retransmissions: at("Retransmissions(C)"),
	}
}

// messages is everything that was sent and received so far.
func (p *sipp) messages() string { return p.file("messages.log") }

func (p *sipp) write(name string, text []byte) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func (p *sipp) file(name string) string {
	raw, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		return ""
	}
	return string(raw)
}

func render(t testing.TB, s sippSpec) []byte {
	t.Helper()
	name := s.Scenario + ".xml"
	tmpl, err := template.New(name).Delims("<<", ">>").Option("missingkey=error").ParseFiles(filepath.Join("testdata", "sipp", name), filepath.Join("testdata", "sipp", "parts.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := tmpl.Execute(&b, s.Values); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// toneFile is a G.711 mu-law file of a tone, for sipp to play.
func toneFile(t testing.TB, freq int, seconds int) string {
	t.Helper()
	samples := pcm.Pure(float64(freq), 0.4).Samples(8000*seconds, 8000)
	raw := make([]byte, len(samples))
	for i, v := range samples {
		raw[i] = pcm.Mu.Code(v)
	}
	path := filepath.Join(t.TempDir(), fmt.Sprintf("tone-%d.ulaw", freq))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func last(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}
