package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Plane is the whole RTP plane. Make it with New.
type Plane struct {
	cfg     Config
	pool    *pool
	library *library
	shards  []*shard

	mu      sync.RWMutex
	ports   map[id.Leg]*Port
	started bool
	closed  bool
}

// New checks the configuration and makes a plane; Start begins its work.
func New(cfg Config) (*Plane, error) {
	if cfg.Report == nil {
		return nil, errors.New("media: Report is missing")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Shards <= 0 {
		cfg.Shards = runtime.GOMAXPROCS(0)
	}
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{
		{&cfg.SilentAfter, 30 * time.Second}, {&cfg.LearnFor, 3 * time.Second},
		{&cfg.MovedAfter, 200 * time.Millisecond}, {&cfg.GoneAfter, 3 * time.Second},
		{&cfg.PortRest, 30 * time.Second}, {&cfg.ReportEvery, 5 * time.Second},
	} {
		if *d.value <= 0 {
			*d.value = d.standard
		}
	}
	pool, err := newPool(cfg.Ports, cfg.PortRest, opener(cfg.Portable), time.Now)
	if err != nil {
		return nil, err
	}
	p := &Plane{cfg: cfg, pool: pool, library: newLibrary(cfg.Audio, cfg.Logger), ports: map[id.Leg]*Port{}}
	start := time.Now()
	for range cfg.Shards {
		w := newWriter(cfg.Recorder, cfg.Report, cfg.Logger)
		s := newShard(&p.cfg, w, pool.put, start)
		if s.loop, err = newLoop(s, cfg.Portable); err != nil {
			return nil, err
		}
		p.shards = append(p.shards, s)
	}
	return p, p.register(cfg.Registerer)
}

// Start starts the shards and writers.
func (p *Plane) Start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.started || p.closed {
		return errors.New("media: the plane was started before")
	}
	p.started = true
	for _, s := range p.shards {
		go s.writer.run()
		go s.serve()
	}
	return nil
}

// Close closes every port, finishes recordings and stops the loops. Facts of
// that (Measured, Recorded) are reported before it returns.
func (p *Plane) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	started := p.started
	clear(p.ports)
	p.mu.Unlock()
	if !started {
		return nil
	}
	for _, s := range p.shards {
		s.post((*shard).stop)
	}
	for _, s := range p.shards {
		<-s.done
		if s.batch != nil {
			s.writer.full <- s.batch
		}
		close(s.writer.full)
		<-s.writer.done
	}
	return nil
}

// shardOf keeps the legs of a call together.
func (p *Plane) shardOf(c id.Call) *shard {
	h := binary.BigEndian.Uint64(c[:8])*0x9E3779B97F4A7C15 ^ binary.BigEndian.Uint64(c[8:])
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return p.shards[(h>>33)%uint64(len(p.shards))]
}

// Do carries out the orders that belong to media (Hear, Play, StopPlay, Record,
// StopRecord, PauseRecord, SendDigits, Catch, Join) and gives false for every
// other. It never blocks. Orders for a leg that has no port are dropped; a leg
// that is only heard or recorded may come later. What is ordered for one leg
// is done in order, also while it moves.
func (p *Plane) Do(o leg.Order) bool {
	switch o := o.(type) {
	case leg.Hear:
		p.toLeg(o.Leg, func(s *shard) { s.setHear(o) })
	case leg.Play:
		sounds := p.library.list(o.Sounds)
		p.toLeg(o.Leg, func(s *shard) { s.play(o, sounds) })
	case leg.StopPlay:
		p.toLeg(o.Leg, func(s *shard) { s.stopPlay(o) })
	case leg.SendDigits:
		p.toLeg(o.Leg, func(s *shard) { s.digitsOrder(o) })
	case leg.Catch:
		p.toLeg(o.Leg, func(s *shard) { s.catch(o) })
	case leg.Join:
		p.join(o)
	case leg.Record:
		p.shardOf(o.Call).post(func(s *shard) { s.record(o) })
	case leg.PauseRecord:
		p.shardOf(o.Call).post(func(s *shard) { s.pauseRecord(o) })
	case leg.StopRecord:
		p.shardOf(o.Call).post(func(s *shard) { s.stopRecord(o) })
	case leg.Dial, leg.Ring, leg.Answer, leg.HangUp, leg.Nudge, leg.TellReferrer:
		return false
	default:
		return false
	}
	return true
}

// toLeg hands a command to the shard the leg lives in.
func (p *Plane) toLeg(l id.Leg, f func(*shard)) {
	if port := p.Port(l); port != nil {
		port.post(f)
	}
}

// Open makes the leg's port: bound sockets, no media yet. A leg has one port.
func (p *Plane) Open(l id.Leg, spec OpenSpec) (*Port, error) {
	p.mu.RLock()
	running, taken := p.started && !p.closed, p.ports[l] != nil
	p.mu.RUnlock()
	switch {
	case !running:
		return nil, fault.New(fault.Unavailable, "media_stopped", "the media plane is not running")
	case taken:
		return nil, fault.New(fault.Conflict, "media_port", "leg %s has a media port already", l)
	}
	bind := p.bindAddress(spec.SignalSource)
	rtp, rtcp, err := p.pool.take(bind)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "media_port", "no media port is free")
	}
	for _, s := range []socket{rtp, rtcp} {
		if m, ok := s.(marker); ok && spec.DSCP > 0 {
			m.mark(spec.DSCP)
		}
	}
	port, err := p.newPort(l, spec, bind, rtp, rtcp)
	if err == nil {
		err = p.keep(port)
	}
	if err != nil {
		p.pool.put(rtp.port())
		rtp.close()
		rtcp.close()
		return nil, err
	}
	return port, nil
}

// keep enters the port and hands its stream to the shard.
func (p *Plane) keep(port *Port) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.ports[port.leg] != nil {
		return fault.New(fault.Conflict, "media_port", "leg %s has a media port already", port.leg)
	}
	if !port.post(func(s *shard) { s.attach(port.stream) }) {
		return fault.New(fault.Unavailable, "media_busy", "the media plane is overloaded")
	}
	p.ports[port.leg] = port
	return nil
}

func (p *Plane) bindAddress(remote netip.Addr) netip.Addr {
	b := p.cfg.BindAddress.Unmap()
	switch {
	case b.IsValid() && !b.IsUnspecified():
		return b
	case remote.IsValid() && !remote.Unmap().Is4():
		return netip.IPv6Unspecified()
	}
	return netip.IPv4Unspecified()
}

// Port gives the leg's open port, or nil.
func (p *Plane) Port(l id.Leg) *Port {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.ports[l]
}

// CloseLeg closes the leg's port; leg.Measured is reported. Closing twice, or
// a leg without a port, does nothing.
func (p *Plane) CloseLeg(l id.Leg) {
	p.mu.Lock()
	port := p.ports[l]
	delete(p.ports, l)
	p.mu.Unlock()
	if port != nil {
		port.end()
	}
}

// Forget drops a prepared sound, so that the next Play loads it again.
func (p *Plane) Forget(s leg.Sound) { p.library.forget(s) }

// String tells the size of the plane, for logs.
func (p *Plane) String() string { return fmt.Sprintf("media plane with %d shards", len(p.shards)) }
