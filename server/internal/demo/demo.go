// Package demo plays a call centre's day on real SIP and RTP over loopback: a
// carrier whose callers call the site's numbers, with varied patience, and
// the desk phones of twelve agents who answer, talk, hold, let it ring, refuse
// and call by themselves. Where the server has the demo's site they also park,
// transfer, meet, supervise and so on: each of these is a scene. It stands on the shared user agent and stream code
// alone and knows nothing of the server but its address, so what it shows is
// what the wire carries.
package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Config is what a Demo is made of.
type Config struct {
	// Server is where the server takes SIP over UDP. Required.
	Server netip.AddrPort
	// Carrier is where the carrier takes SIP over UDP; port 0 is any. The zero
	// value is 127.0.0.1 with any port. All sockets of the demo are there.
	Carrier netip.AddrPort
	// Realm is the realm the server challenges phones with; empty: any.
	Realm string
	// Password gives the SIP password of each of Users; the same for the same
	// user each time. Required.
	Password func(user string) string
	// Login gives the agents' console passwords; nil: they have none.
	Login func(login string) string
	// Pause is called now and then to put an agent into a status, and with an
	// empty status to end that. It may wait. Nil: no one takes a break.
	Pause func(agent, status string)
	// Office has agents also use what the site's exchange can: they park, pick
	// up, transfer, ask colleagues, meet in conference rooms, sit down at a hot
	// desk, and so do callers with menus, messages and callbacks. The site must
	// be the one of Site.
	Office bool
	// Tell gets a line of text for each of these, to be shown to people. It
	// must not block. Nil: nobody watches.
	Tell func(line string)
	// Language of these lines: ja, or en, which is also the empty one.
	Language string
	// Scenes is how many of these are played at once; 0 is one.
	Scenes int
	// Pace stretches every wait of the actors: tests make it small. 0 is 1.
	Pace float64
	// Every is the mean time between two callers; 0 is four seconds.
	Every time.Duration
	// Agents is how many of the twelve work; 0 is all.
	Agents int
	// Seed makes another day of it.
	Seed uint64
	// Tones has callers beep at 440 Hz and agents at 660 Hz instead of talking.
	Tones bool
	// Logger gets what an operator should know. Nil discards.
	Logger *slog.Logger

	ears func(who part) func(law pcm.Law, payload []byte)
}

// Demo is one run of it.
type Demo struct {
	cfg     Config
	cast    *cast
	carrier *carrier
	phones  []*phone
	spare   *phone // of the hot desk, nil without Office
	stage   *stage // nil without Office
	serving sync.WaitGroup
	jobs    sync.WaitGroup // calls of Pause

	mu      sync.Mutex
	started bool
	closed  bool
}

// New opens the demo's sockets, so that Site can tell where the carrier is.
// Nothing is sent before Start. End it with Close.
func New(cfg Config) (*Demo, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	says, err := readSpeech()
	if err != nil {
		return nil, err
	}
	if cfg.Tones {
		says = tones()
	}
	c := &cast{
		log: cfg.Logger, clock: newClock(cfg.Logger, cfg.Pace), wheel: newWheel(cfg.Logger), dice: newDice(cfg.Seed),
		speech: says, bind: cfg.Carrier.Addr(), server: cfg.Server, listen: cfg.ears,
	}
	d := &Demo{cfg: cfg, cast: c}
	if d.carrier, err = c.newCarrier(cfg.Carrier.Port()); err != nil {
		return nil, err
	}
	for _, a := range agents()[:cfg.Agents] {
		p, err := c.newPhone(a, cfg.Realm, cfg.Password(a.user()), d.carrier.met)
		if err != nil {
			return nil, errors.Join(err, d.closeSockets())
		}
		d.phones = append(d.phones, p)
	}
	if cfg.Office {
		a := spare()
		if d.spare, err = c.newPhone(a, cfg.Realm, cfg.Password(a.user()), d.carrier.met); err != nil {
			return nil, errors.Join(err, d.closeSockets())
		}
		d.stage = newStage(d)
	}
	return d, nil
}

// all are the agents' phones and, where there is one, the hot desk's.
func (d *Demo) all() []*phone {
	if d.spare == nil {
		return d.phones
	}
	return append(slices.Clone(d.phones), d.spare)
}

func (c *Config) complete() error {
	if !c.Server.IsValid() || c.Server.Port() == 0 || c.Server.Addr().IsUnspecified() {
		return fmt.Errorf("demo: Server is %s, expected the address and port of the server's SIP over UDP", c.Server)
	}
	if c.Password == nil {
		return errors.New("demo: Password is nil, expected a function that gives the phones' passwords")
	}
	if n := len(agents()); c.Agents < 0 || c.Agents > n {
		return fmt.Errorf("demo: Agents is %d, expected 0 to %d", c.Agents, n)
	}
	if c.Language != "" && c.Language != "ja" && c.Language != "en" {
		return fmt.Errorf("demo: Language is %q, expected ja or en", c.Language)
	}
	if c.Every < 0 {
		return fmt.Errorf("demo: Every is %s, expected a time between callers", c.Every)
	}
	if !(c.Pace >= 0) {
		return fmt.Errorf("demo: Pace is %v, expected 0 or more", c.Pace)
	}
	if c.Scenes < 0 {
		return fmt.Errorf("demo: Scenes is %d, expected 0 or more", c.Scenes)
	}
	if !c.Carrier.IsValid() {
		c.Carrier = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0)
	}
	if c.Every == 0 {
		c.Every = 4 * time.Second
	}
	if c.Agents == 0 {
		c.Agents = len(agents())
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Pace == 0 {
		c.Pace = 1
	}
	if c.Scenes == 0 {
		c.Scenes = 1
	}
	return nil
}

// newUA makes a user agent on a socket of its own.
func (c *cast) newUA(port uint16, invite func(*sipua.Dialog) sipua.Sink) (*sipua.UA, net.PacketConn, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(c.bind, port)))
	if err != nil {
		return nil, nil, fmt.Errorf("demo: open a socket for SIP: %w", err)
	}
	ua, err := sipua.New(sipua.Config{Log: c.log, UserAgent: "Yobirin demo", Invite: invite})
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	return ua, conn, nil
}

// at is a number or user at the server.
func (c *cast) at(user string) sipua.URI {
	return sipua.URI{Scheme: "sip", User: user, Host: c.server.Addr().String(), Port: int(c.server.Port())}
}

// Carrier is where the carrier takes SIP.
func (d *Demo) Carrier() netip.AddrPort { return addrOf(d.carrier.conn) }

func addrOf(c net.PacketConn) netip.AddrPort { return c.LocalAddr().(*net.UDPAddr).AddrPort() }

// Start registers the phones and begins to call. The server must know the
// site by then: phones that it refuses would be banned.
func (d *Demo) Start() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.started || d.closed {
		return errors.New("demo: it was started before")
	}
	d.started = true
	go d.cast.wheel.run()
	if err := d.serve(d.carrier.ua, d.carrier.conn); err != nil {
		return err
	}
	for _, p := range d.all() {
		if err := d.serve(p.ua, p.conn); err != nil {
			return err
		}
		if err := p.register(); err != nil {
			return err
		}
	}
	d.begin()
	if d.stage != nil {
		return d.stage.begin()
	}
	return nil
}

// serve runs a user agent, and returns when it can send.
func (d *Demo) serve(ua *sipua.UA, conn net.PacketConn) error {
	ready, failed := make(chan struct{}), make(chan error, 1)
	d.serving.Go(func() {
		defer caught(d.cast.log, "sip")
		err := ua.Serve(conn, sipua.Listen{Transport: sipua.UDP, Ready: func() { close(ready) }})
		if err != nil {
			d.cast.log.Error("demo: a socket for SIP is not served any more", "err", err)
		}
		failed <- err
	})
	select {
	case <-ready:
		return nil
	case err := <-failed:
		return fmt.Errorf("demo: serve SIP: %w", err)
	}
}

// Close ends every call, unregisters the phones and closes all sockets. When
// the server answers no more, that waits until ctx is done.
func (d *Demo) Close(ctx context.Context) error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return nil
	}
	d.closed = true
	started := d.started
	d.mu.Unlock()
	d.cast.clock.close()
	if d.stage != nil {
		d.stage.close()
	}
	if !started {
		return d.closeSockets()
	}
	var gone sync.WaitGroup
	phones := d.all()
	for _, p := range phones {
		gone.Add(1)
		p.stop(gone.Done)
	}
	left := make(chan struct{})
	go func() {
		gone.Wait()
		close(left)
	}()
	select {
	case <-left:
	case <-ctx.Done():
	}
	errs := make([]error, len(phones)+1)
	var ending sync.WaitGroup
	ending.Go(func() { errs[0] = d.carrier.ua.Close(ctx) })
	for i, p := range phones {
		ending.Go(func() { errs[i+1] = p.ua.Close(ctx) })
	}
	ending.Wait()
	d.serving.Wait()
	d.jobs.Wait()
	d.cast.wheel.close()
	return errors.Join(errs...)
}

func (d *Demo) closeSockets() error {
	errs := []error{d.carrier.conn.Close()}
	for _, p := range d.all() {
		errs = append(errs, p.conn.Close())
	}
	return errors.Join(errs...)
}

// Figures counts the audio packets of the calls that are open now.
type Figures struct {
	Lines                int
	Sent, Received, Lost uint64
}

// Figures gives the figures of the calls that are open now.
func (d *Demo) Figures() Figures { return d.cast.wheel.figures() }
