package world

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crypto "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sdp"
)

var (
	lives = flag.Int("lives", 6, "how many lives are lived")
	first = flag.Uint64("lives.first", 1, "the seed of the first")
)

const (
	serverIP   = "192.0.2.1"
	serverName = "call.example.jp"
	homeIP     = "192.0.2.40"
	awayIP     = "198.51.100.7"
)

func TestLives(t *testing.T) {
	pair, root := authority(t)
	for i := range *lives {
		seed := *first + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { newLife(t, seed, pair, root).lived() })
		})
	}
}

// authority makes the server's certificate, good at the time of bubbles, too.
func authority(t *testing.T) (tls.Certificate, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crypto.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: []string{serverName},
		NotBefore: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(crypto.Reader, &made, &made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, root
}

// life is one run of the app among everything that may happen to it.
type life struct {
	t      *testing.T
	seed   uint64
	dice   *rand.Rand // of the life's own goroutine
	n      *phonetest.Network
	pc     *phonetest.Computer
	o      *office
	l      *link
	a      *app
	began  time.Time
	agents []*agent

	mu     sync.Mutex
	story  []string
	faults []string

	at       string // where the computer is
	moved    time.Time
	shaken   bool          // the network or the server has been bad since the last calm
	dialogue chan struct{} // ends the far sides' clock
	routines int           // when nobody was logged in
}

func newLife(t *testing.T, seed uint64, pair tls.Certificate, root *x509.Certificate) *life {
	f := &life{t: t, seed: seed, dice: rand.New(rand.NewPCG(seed, 4)), began: time.Now(), at: homeIP, dialogue: make(chan struct{})}
	f.n = phonetest.NewNetwork(phonetest.Weather{Seed: seed})
	f.pc = f.n.Computer(homeIP)
	f.pc.Know(serverName, netip.MustParseAddr(serverIP))
	f.agents = []*agent{
		{id: "agent-a", name: "Aoki", ext: "201", user: "u201", password: "secret"},
		{id: "agent-b", name: "Baba", ext: "202", user: "u202", password: "another", notify: true},
	}
	f.o = &office{n: f.n, ip: serverIP, pair: pair, dice: rand.New(rand.NewPCG(seed, 5)), log: f.log, agents: f.agents}
	f.o.policy = []sdp.Policy{sdp.Off, sdp.Require, sdp.Prefer}[f.dice.IntN(3)]
	soft := live.Softphone{
		Domain: serverIP, SRTP: f.o.policy.String(), KeepAlive: 25,
		Servers: []live.SIPServer{{Transport: "tls", Host: serverName, Port: 5061}, {Transport: "tcp", Host: serverIP, Port: 5060}, {Transport: "udp", Host: serverIP, Port: 5060}},
	}
	soft.Servers = soft.Servers[f.dice.IntN(3):]
	f.l = &link{o: f.o, log: f.log, soft: soft, dice: rand.New(rand.NewPCG(seed, 6)), codes: live.PhoneCodes{Echo: "9999"}}
	f.o.news = f.l.news
	f.o.start()
	f.log("seed %d, %v, first by %s", seed, f.o.policy, soft.Servers[0].Transport)
	f.a = newApp(t, f.pc, f.l, root, f.log, f.fault)
	return f
}

func (f *life) log(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.story = append(f.story, fmt.Sprintf("%9.3f %s", time.Since(f.began).Seconds(), fmt.Sprintf(format, args...)))
}

func (f *life) fault(format string, args ...any) {
	f.log("WRONG: "+format, args...)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

func (f *life) failed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.faults) > 0
}

// pass lets time pass.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// lived lives the life: rounds of anything, with calms between them.
func (f *life) lived() {
	defer f.tellStory()
	go f.speak()
	f.l.connect(true)
	pass(5 * time.Second)
	f.routines = routines() + 1 // a UDP socket may stay open
	f.signIn(0)
	pass(3 * time.Second)
	for range 3 + f.dice.IntN(4) {
		for range 3 + f.dice.IntN(12) {
			f.act()
			if f.dice.IntN(3) > 0 {
				pass(time.Duration(f.dice.IntN(2500)) * time.Millisecond)
			}
		}
		f.calm()
		if f.failed() {
			break
		}
	}
	f.ends()
}

func (f *life) tellStory() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.faults) == 0 {
		return
	}
	f.t.Errorf("seed %d: %s\nthe story:\n%s", f.seed, strings.Join(f.faults, "\n"), strings.Join(f.story, "\n"))
}

// speak is the far sides' clock.
func (f *life) speak() {
	clock := time.NewTicker(20 * time.Millisecond)
	defer clock.Stop()
	for {
		select {
		case <-clock.C:
			f.o.speak()
		case <-f.dialogue:
			return
		}
	}
}

func (f *life) signIn(i int) {
	f.log("%s logs in", f.agents[i].name)
	f.l.signIn(f.agents[i])
}

// calm makes everything well, waits until nothing can be under way any more,
// and looks whether all is as it should be.
func (f *life) calm() {
	f.log("calm")
	f.n.SetWeather(phonetest.Weather{})
	f.plug(homeIP)
	f.revive()
	f.a.pump.hold(false)
	f.a.loop.Tell(devices(true))
	f.a.loop.Tell(seat.SoundTrouble{})
	if f.l.agent() == nil {
		f.signIn(f.dice.IntN(2))
	}
	if f.shaken {
		pass(41 * time.Second)
		f.registered()
		pass(60 * time.Second)
	} else {
		pass(21 * time.Second) // a command that the server never answers takes 15
	}
	f.shaken = false
	f.check()
}

// plug gives the computer an address, unless it has it.
func (f *life) plug(at string) {
	if f.at != at {
		if since := time.Since(f.moved); since < time.Second {
			pass(time.Second - since) // what is gone for less nobody notices, and nothing ends by it
		}
		f.at, f.moved = at, time.Now()
		f.shaken = true
		f.o.shake()
		f.pc.Plug(at)
	}
}

// revive starts the server again, if it is dead.
func (f *life) revive() {
	f.o.mu.Lock()
	up := f.o.isUp
	f.o.mu.Unlock()
	if up {
		return
	}
	f.log("the server is back")
	f.o.start()
	f.l.connect(true)
}

// ends logs out, and looks that nothing is left.
func (f *life) ends() {
	quits := f.dice.IntN(2) == 0
	if f.dice.IntN(2) == 0 && !f.failed() {
		f.o.ring(f.agents[0], false, false)
		f.o.ring(f.agents[1], false, false)
		pass(time.Duration(f.dice.IntN(300)) * time.Millisecond)
	}
	if quits {
		f.log("quits")
		f.a.command(seat.Quit{}) // in a call it asks
		f.a.command(seat.Quit{})
		pass(5 * time.Second)
		if f.a.mu.Lock(); !f.a.exited {
			f.fault("Quit has not ended the app")
		}
		f.a.mu.Unlock()
	} else {
		f.log("logs out")
		f.a.command(seat.LogOut{})
		f.a.command(seat.LogOut{})
		pass(10 * time.Second)
		f.forgotten()
	}
	pass(2 * time.Minute) // what is still sent again, or waited for
	if f.pc.Held() > 1 {
		pass(11 * time.Minute) // a connection that died with a network nobody uses
	}
	f.nothingLeft()
	f.a.close()
	close(f.dialogue)
	f.o.kill()
	f.o.work.Wait()
	if n := f.pc.Held(); n != 0 {
		f.fault("%d sockets are open after the end", n)
	}
}
