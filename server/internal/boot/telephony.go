package boot

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/exchange"
	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/server/internal/sound"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	maxCalls    = 5000             // calls at once on one server
	endCalls    = 5 * time.Second  // for calls cut by a stop to write their records
	silentAfter = time.Minute      // without audio, comfort noise or RTCP a far side is gone
	goodbye     = 3 * time.Second  // for phones and carriers to answer the last requests
	lastWords   = 10 * time.Second // for events to reach the database at a stop
	keepFree    = 512 << 20        // bytes of the disk that recordings leave to all else
)

func (m *Main) recordings() string { return filepath.Join(m.cfg.DataDir, "recordings") }

func (m *Main) startMedia(context.Context) error {
	if err := m.openKeys(); err != nil {
		return err
	}
	r, err := recorder.New(recorder.Config{Dir: m.recordings(), Keys: m.keys, Plain: !m.cfg.EncryptRecordings, Reserve: keepFree, Logger: m.log, Alarm: func(raised bool, text string) {
		if raised {
			m.alarms.Raise("recordings", text)
			return
		}
		m.alarms.Clear("recordings")
	}})
	if err != nil {
		return err
	}
	m.recorder = r
	m.onClose("recorder", func(context.Context) error { return r.Close() })
	sounds, err := sound.Open(sound.Options{Folder: filepath.Join(m.cfg.DataDir, "audio"), Logger: m.log})
	if err != nil {
		return err
	}
	plane, err := media.New(media.Config{
		Shards: m.cores,
		Ports:  media.PortRange{First: m.cfg.RTPPorts.Low, Last: m.cfg.RTPPorts.High},
		PublicAddress: func(remote netip.Addr) netip.Addr {
			a, _ := m.cfg.PublicAddress.For(remote)
			if remote.IsLoopback() && a.Is4() != remote.Is4() {
				return remote // a browser's leg, which is carried over this machine's own address
			}
			return a
		},
		Report: func(f leg.Fact) { _ = m.trials.take(f) || m.exchange.Fact(f) },
		Audio:  sounds, Recorder: tape{r}, Logger: m.log, Registerer: m.registry,
	})
	if err != nil {
		return err
	}
	m.plane, m.sounds = plane, sounds
	m.wires = newWires(plane)
	return nil
}

func (m *Main) startExchange(context.Context) error {
	m.exchange = exchange.New(exchange.Config{
		Wires: m.wires, Journal: m.book, Clerk: clerk{m}, Logger: m.log, Zone: m.cfg.TimeZone, Now: time.Now,
		Seed: uint64(time.Now().UnixNano()), MaxCalls: maxCalls, CrashDir: filepath.Join(m.cfg.DataDir, "crash"),
	})
	m.owners = newOwners(m.exchange.DeviceChanged)
	m.owners.stirred = m.stirred.note
	edge, err := sipedge.New(m.sipConfig())
	if err != nil {
		return err
	}
	m.edge, m.wires.edge = edge, edge
	m.lamps = newLamps(edge.SetLamp, edge.RemoveLamp)
	m.exchange.Start(m.recall())
	m.onClose("floor", func(context.Context) error { m.exchange.Close(); return nil })
	if err := m.plane.Start(); err != nil {
		return err
	}
	m.onClose("media", func(context.Context) error { return m.plane.Close() })
	return nil
}

func (m *Main) sipConfig() sipedge.Config {
	c := sipedge.Config{
		Listen:     m.cfg.SIPListen.String(),
		Report:     m.reported,
		Registered: m.owners.changed,
		TrunkState: m.trunkChanged,
		Lamp:       m.hasLamp, Redirect: m.redirected,
		Media: ports{m.wires}, Bridge: iceBridge{m},
		DataDir: m.cfg.DataDir, Logger: m.log, Metrics: m.registry, UserAgent: "Yobirin",
	}
	switch a := m.cfg.PublicAddress.Default; {
	case m.cfg.SIPListen.Host.IsLoopback():
		// Nobody else can reach us, and at another address not even those who do.
		c.PublicHost = m.cfg.SIPListen.Host.String()
	case a.IsValid():
		c.PublicHost = a.String()
	}
	if m.cfg.SIPTLSListen != nil {
		c.ListenTLS = m.cfg.SIPTLSListen.String()
		c.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: m.certificate}
	}
	return c
}

// trunkChanged raises an alarm for a trunk over which nobody can call.
func (m *Main) trunkChanged(s sipedge.TrunkState) {
	name := "trunk-" + s.ID.String()
	switch s.State {
	case sipedge.TrunkUnreachable, sipedge.TrunkFailed:
		m.alarms.Raise(name, fmt.Sprintf("the trunk %s is %s: %s", m.trunkName(s.ID), s.State, s.Reason))
	case sipedge.TrunkUnknown, sipedge.TrunkRegistered, sipedge.TrunkReachable, sipedge.TrunkDisabled:
		m.alarms.Clear(name)
	}
}

func (m *Main) trunkName(t id.Trunk) string {
	if site := m.site.Load(); site != nil {
		for _, account := range site.SIP.Trunks {
			if account.ID == t {
				return account.Name
			}
		}
	}
	return t.String()
}

// certificate reads the pair anew for each handshake, so that a renewed one
// is used without a restart.
func (m *Main) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(m.cfg.TLS.Cert, m.cfg.TLS.Key)
	if err != nil {
		return nil, fmt.Errorf("the TLS certificate cannot be read: %w", err)
	}
	return &pair, nil
}

// startSIP is last: a call may come in at once.
func (m *Main) startSIP(ctx context.Context) error {
	if err := m.edge.Start(ctx); err != nil {
		return err
	}
	m.onClose("SIP", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, goodbye)
		defer cancel()
		if err := m.edge.Close(ctx); err != nil {
			m.log.Warn("not every phone and carrier said goodbye", obs.Err(err))
		}
		return nil
	})
	m.onClose("calls", func(ctx context.Context) error {
		m.edge.Drain()
		if m.browsers != nil {
			m.browsers.Drain()
		}
		ctx, cancel := context.WithTimeout(ctx, m.drainFor)
		defer cancel()
		if cut := m.exchange.Drain(ctx, endCalls); cut > 0 {
			m.log.Warn("calls were ended by the stop", "calls", cut)
		}
		return nil
	})
	m.log.Info("SIP is served", "address", m.edge.Addr().String())
	return nil
}

// PhoneAddr is where a phone on this machine reaches the server.
func (m *Main) PhoneAddr() netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), m.edge.Addr().Port())
}

// ConsoleURL is where a browser on this machine finds the console.
func (m *Main) ConsoleURL() string {
	scheme := "http"
	if m.cfg.TLS.Enabled() {
		scheme = "https"
	}
	_, p, _ := net.SplitHostPort(m.HTTPAddr().String())
	port, _ := strconv.Atoi(p)
	return fmt.Sprintf("%s://127.0.0.1:%d/", scheme, port)
}

// Floor runs fn on the floor between two of its steps; fn only reads.
func (m *Main) Floor(ctx context.Context, fn func(now time.Time, f *acd.Floor)) error {
	return m.exchange.Inspect(ctx, fn)
}

// tape is the recorder as the media plane wants it.
type tape struct{ r *recorder.Recorder }

// Open begins a recording's file.
func (t tape) Open(rec id.Recording, _ id.Call, at time.Time) (media.Track, error) {
	track, err := t.r.Open(rec, at)
	if err != nil {
		return nil, err
	}
	return reel{track}, nil
}

// reel is one recording as the media plane wants it.
type reel struct{ *recorder.Track }

// Close ends the recording.
func (r reel) Close() (media.Stored, error) {
	s, err := r.Track.Close()
	return media.Stored{Path: s.Path, Bytes: s.Bytes, SHA256: s.SHA256, Key: s.Key}, err
}
