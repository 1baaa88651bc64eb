package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// phoneSpec says what a baresip is to be.
type phoneSpec struct {
	Name string // for messages
	// Port of its SIP socket; 0 takes a free one.
	Port int
	// Tone is the frequency in Hz of what it says.
	Tone int
	// Account is the address of record with parameters; empty makes one that
	// registers nowhere.
	Account string
	// AutoAnswer takes every call at once.
	AutoAnswer bool
	// Trust is the file of whom it trusts to sign servers' certificates.
	Trust string
	// ICE makes it able to speak DTLS-SRTP with ICE, if its account says so.
	ICE bool
	// Opus makes it offer and take Opus before G.711.
	Opus bool
}

// phone is a running baresip.
type phone struct {
	t      testing.TB
	name   string
	port   int // of SIP
	sounds string
	cmd    *exec.Cmd
	done   chan struct{} // closed when the process is gone

	conn    net.Conn
	writing sync.Mutex
	token   int

	mu      sync.Mutex
	events  []phoneEvent
	seen    int                         // events taken by await
	replies map[string]chan phoneAnswer // by token
	changed chan struct{}               // closed and replaced at every event
}

// phoneEvent is what baresip says by itself.
type phoneEvent struct {
	Type  string `json:"type"`
	Peer  string `json:"peeruri"`
	ID    string `json:"id"`
	Param string `json:"param"`
	Way   string `json:"direction"`
}

// phoneAnswer is what baresip says to a command.
type phoneAnswer struct {
	OK   bool   `json:"ok"`
	Data string `json:"data"`
}

// phoneHost is where every baresip lives: whatever address it is given, its RTP
// comes from where the system says, which for a loopback target is this.
const phoneHost = "127.0.0.1"

const phoneConfig = `poll_method epoll
sip_listen %[1]s:%[2]d
net_interface %[1]s
audio_source ausine,%[3]d
audio_player aubridge,x
audio_alert aubridge,ring
audio_txmode thread
ausrc_srate 48000
auplay_srate 48000
ausrc_channels 2
auplay_channels 2
audio_buffer 20-160
rtp_ports %[4]d-%[5]d
jitter_buffer_delay 2-10
call_max_calls 8
ctrl_tcp_listen 127.0.0.1:%[6]d
snd_path %[7]s
module_path %[8]s
module g711.so
module ausine.so
module aubridge.so
module sndfile.so
module srtp.so
module_tmp account.so
module_app ctrl_tcp.so
module_app menu.so
ringback_disabled yes
menu_bell no
`

// startPhone starts a baresip, which ends with the test.
func startPhone(t testing.TB, s phoneSpec) *phone {
	t.Helper()
	program := need(t, "baresip")
	dir := t.TempDir()
	sounds := filepath.Join(dir, "heard")
	if err := os.Mkdir(sounds, 0o755); err != nil {
		t.Fatal(err)
	}
	sipPort := s.Port
	if sipPort == 0 {
		sipPort = freePort(t, phoneHost)
	}
	control, rtp := freePort(t, "127.0.0.1"), freeRange(t, phoneHost, 10)
	trust := ""
	if s.Trust != "" {
		trust = "sip_cafile " + s.Trust + "\n"
	}
	account := s.Account
	if account == "" {
		account = fmt.Sprintf("<sip:%s@%s:%d>;regint=0", s.Name, phoneHost, sipPort)
	}
	answer := "manual"
	if s.AutoAnswer {
		answer = "auto"
	}
	codecs := "PCMU/8000/1,PCMA/8000/1"
	if s.Opus {
		codecs = "opus/48000/2," + codecs
	}
	account += ";answermode=" + answer + ";audio_codecs=" + codecs + ";ptime=20\n"
	config := fmt.Sprintf(phoneConfig, phoneHost, sipPort, s.Tone, rtp, rtp+9, control, sounds, modulePath(t)) + trust
	if s.Opus {
		config += "module opus.so\n"
	}
	if s.ICE {
		config += "module ice.so\nmodule dtls_srtp.so\nrtcp_mux yes\n"
	}
	for name, text := range map[string]string{"config": config, "accounts": account, "contacts": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &phone{
		t: t, name: s.Name, port: sipPort, sounds: sounds, done: make(chan struct{}),
		replies: map[string]chan phoneAnswer{}, changed: make(chan struct{}),
	}
	p.cmd = exec.Command(program, "-f", dir)
	p.cmd.Dir = dir
	said := &tail{}
	p.cmd.Stdout, p.cmd.Stderr = said, said
	p.cmd.SysProcAttr = dieWithUs()
	start(t, p.cmd)
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", p.name, said)
		}
	})
	p.connect(control, said)
	return p
}

// connect opens the control connection as soon as baresip offers it.
func (p *phone) connect(port int, said fmt.Stringer) {
	p.t.Helper()
	eventually(p.t, patience, "baresip "+p.name+" to be controlled", func() (string, bool) {
		select {
		case <-p.done:
			p.t.Fatalf("baresip %s ended at its start:\n%s", p.name, said)
		default:
		}
		c, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			return err.Error(), false
		}
		p.conn = c
		return "", true
	})
	go p.listen()
}

// listen reads netstrings until the connection ends.
func (p *phone) listen() {
	r := bufio.NewReader(p.conn)
	for {
		raw, err := readNetstring(r)
		if err != nil {
			return
		}
		var m struct {
			phoneEvent
			phoneAnswer
			Event    bool   `json:"event"`
			Response bool   `json:"response"`
			Token    string `json:"token"`
		}
		if json.Unmarshal(raw, &m) != nil {
			continue
		}
		p.mu.Lock()
		switch {
		case m.Response:
			if c, ok := p.replies[m.Token]; ok {
				delete(p.replies, m.Token)
				c <- m.phoneAnswer
			}
		case m.Event:
			p.events = append(p.events, m.phoneEvent)
			close(p.changed)
			p.changed = make(chan struct{})
		}
		p.mu.Unlock()
	}
}

func readNetstring(r *bufio.Reader) ([]byte, error) {
	head, err := r.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(head, ":"))
	if err != nil || n < 0 || n > 1<<20 {
		return nil, fmt.Errorf("netstring of length %q", head)
	}
	body := make([]byte, n+1)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	return body[:n], nil
}

// do gives baresip a command and returns its answer.
func (p *phone) do(command, params string) phoneAnswer {
	p.t.Helper()
	p.mu.Lock()
	p.token++
	token := strconv.Itoa(p.token)
	answer := make(chan phoneAnswer, 1)
	p.replies[token] = answer
	p.mu.Unlock()
	raw, err := json.Marshal(map[string]string{"command": command, "params": params, "token": token})
	if err != nil {
		p.t.Fatal(err)
	}
	p.writing.Lock()
	_, err = fmt.Fprintf(p.conn, "%d:%s,", len(raw), raw)
	p.writing.Unlock()
	if err != nil {
		p.t.Fatalf("baresip %s: %s: %v", p.name, command, err)
	}
	select {
	case a := <-answer:
		return a
	case <-p.done:
		p.t.Fatalf("baresip %s ended at %s", p.name, command)
	case <-time.After(patience):
		p.t.Fatalf("baresip %s did not answer to %s", p.name, command)
	}
	return phoneAnswer{}
}

// dial calls an address.
func (p *phone) dial(uri string) { p.t.Helper(); p.do("dial", uri) }
func (p *phone) answer()         { p.t.Helper(); p.do("accept", "") }
func (p *phone) hangUp()         { p.t.Helper(); p.do("hangup", "") }
func (p *phone) hold()           { p.t.Helper(); p.do("hold", "") }
func (p *phone) resume()         { p.t.Helper(); p.do("resume", "") }
func (p *phone) digits(d string) { p.t.Helper(); p.do("sndcode", d) }

// uri is where the phone is called directly.
func (p *phone) uri() string { return fmt.Sprintf("sip:%s@%s:%d", p.name, phoneHost, p.port) }

// addr is the address of its SIP socket.
func (p *phone) addr() string { return net.JoinHostPort(phoneHost, strconv.Itoa(p.port)) }

// await gives the next event of a type; those before it are passed over.
func (p *phone) await(kind string) phoneEvent {
	p.t.Helper()
	return p.awaitFor(kind, patience)
}

func (p *phone) awaitFor(kind string, atMost time.Duration) phoneEvent {
	p.t.Helper()
	late := time.After(atMost)
	for {
		p.mu.Lock()
		for p.seen < len(p.events) {
			e := p.events[p.seen]
			p.seen++
			if e.Type == kind {
				p.mu.Unlock()
				return e
			}
		}
		changed := p.changed
		p.mu.Unlock()
		select {
		case <-changed:
		case <-p.done:
			p.t.Fatalf("baresip %s ended while %s was awaited", p.name, kind)
		case <-late:
			p.t.Fatalf("baresip %s: no %s within %s; events: %s", p.name, kind, atMost, p.history())
		}
	}
}

// never fails when an event of the type has come since the phone's start.
func (p *phone) never(kind string) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.events {
		if e.Type == kind {
			p.t.Errorf("baresip %s: unwanted %s (%s)", p.name, kind, e.Param)
		}
	}
}

func (p *phone) history() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for _, e := range p.events {
		fmt.Fprintf(&b, "%s(%s) ", e.Type, e.Param)
	}
	return b.String()
}

// kinds are the types of all events so far.
func (p *phone) kinds() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, e := range p.events {
		out = append(out, e.Type)
	}
	return out
}

// stop ends the phone: politely, so that it closes its recordings, then not.
func (p *phone) stop() {
	endProcess(p.cmd, p.done, 5*time.Second)
	if p.conn != nil {
		p.conn.Close()
	}
}

// hears waits until the newest of what the phone hears holds n windows in a row
// by the name: a frequency in Hz, "other" or "quiet". tones are the frequencies
// that are told apart.
func (p *phone) hears(name string, n int, tones ...int) {
	p.t.Helper()
	var ear growingEar
	eventually(p.t, patience, fmt.Sprintf("%s to hear %d windows of %s", p.name, n, name), func() (string, bool) {
		files := p.received()
		if len(files) == 0 {
			return "there is no recording", false
		}
		windows := ear.listen(p.t, files[len(files)-1], tones)
		return strings.Join(windows, " "), run(windows, name) >= n
	})
}

// received gives the recordings of what the phone heard, oldest first. A
// recording is whole when its call has ended.
func (p *phone) received() []string { return p.files("dec") }

func (p *phone) files(way string) []string {
	p.t.Helper()
	list, err := filepath.Glob(filepath.Join(p.sounds, "dump-*-"+way+".wav"))
	if err != nil {
		p.t.Fatal(err)
	}
	return list // the time is in the name, so they are sorted
}

// modulePath is where this machine's baresip keeps its modules.
func modulePath(t testing.TB) string {
	t.Helper()
	for _, pattern := range []string{"/usr/lib/baresip/modules", "/usr/lib/*/baresip/modules", "/usr/local/lib/baresip/modules", "/opt/homebrew/lib/baresip/modules"} {
		if found, _ := filepath.Glob(filepath.Join(pattern, "ausine.so")); len(found) > 0 {
			return filepath.Dir(found[0])
		}
	}
	t.Fatal("baresip is here, but its modules are not found")
	return ""
}
