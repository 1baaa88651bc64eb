package voice

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// session is one call's audio. The phone's goroutine calls its exported
// methods; send is called by the engine's sender, hear by the playing device,
// take and takeControl by what reads the sockets.
type session struct {
	e       *Engine
	opening Opening
	ctx     context.Context // done when the session is closed
	cancel  context.CancelFunc

	ringing atomic.Bool   // ringback is played
	key     atomic.Uint32 // a key just pressed, to be heard by oneself

	// Of the phone's goroutine alone.
	local    sdp.Local
	text     []byte // our last plain description
	offered  *proposal
	plain    *plainWire
	retired  []*plainWire // of before a move, heard until the next agreement
	ice      *icePeer     // in use; nil: plain
	wantICE  bool
	freshICE bool // the addresses have changed
	counted  bool // among those that need the devices

	telling sync.Mutex
	closed  bool

	// state is what was agreed on last, and what the phone has ordered.
	state struct {
		sync.Mutex
		agreed      bool
		media       seat.Media
		codec       codec
		wire        wire // what is sent by
		send        bool
		receive     bool
		farHeld     bool
		muted, held bool
		early       bool
		since       time.Time // of what was agreed on
	}

	seal seal

	talk struct {
		sync.Mutex
		*talker
	}

	ear ear

	figures figures
}

// newSession makes a session with sockets on the opening's address.
func newSession(e *Engine, o Opening) (*session, error) {
	if !o.Local.IsValid() {
		return nil, fmt.Errorf("voice: no local address to open a call's audio on")
	}
	if o.Tell == nil {
		o.Tell = func(Heard) {}
	}
	var random [26]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	be := binary.BigEndian
	s := &session{e: e, opening: o, wantICE: o.ICE}
	talker, err := newTalker(be.Uint32(random[:]), be.Uint32(random[4:]), be.Uint16(random[8:])&0x7fff)
	if err != nil {
		return nil, err
	}
	s.talk.talker = talker
	s.ear.start()
	s.figures.name = fmt.Sprintf("%x", random[10:18])
	s.local = sdp.Local{
		SessionID: be.Uint64(random[18:]) >> 2, Version: 1, Laws: []pcm.Law{pcm.Mu, pcm.A}, Events: true, Mux: true,
		Policy: o.SRTP, Opus: o.Opus,
	}
	if o.SRTP != sdp.Off {
		if s.local.Keys, err = makeKeys(); err != nil {
			return nil, err
		}
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if err := s.open(o.Local); err != nil {
		s.cancel()
		return nil, err
	}
	e.guarded("looking after a call", s.watch)
	return s, nil
}

// makeKeys makes a key for each suite.
func makeKeys() ([]sdp.Crypto, error) {
	var keys []sdp.Crypto
	for i, suite := range []sdp.Suite{sdp.GCM128, sdp.CM128} {
		key := make([]byte, suite.KeyLength())
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
		keys = append(keys, sdp.Crypto{Tag: i + 1, Suite: suite, Key: key})
	}
	return keys, nil
}

// tell tells the phone, unless the session is closed.
func (s *session) tell(h Heard) {
	s.telling.Lock()
	defer s.telling.Unlock()
	if !s.closed {
		s.opening.Tell(h)
	}
}

// need has the devices run as long as the session lives.
func (s *session) need() {
	if !s.counted {
		s.counted = true
		s.e.need(true)
	}
}

// Early says that nobody has answered yet.
func (s *session) Early(on bool) {
	s.state.Lock()
	was := s.state.early
	s.state.early = on
	if was && !on {
		s.state.since = time.Now()
	}
	s.state.Unlock()
	s.microphone()
}

// Ringback plays the ringback tone.
func (s *session) Ringback(on bool) {
	s.ringing.Store(on)
	if on {
		s.need()
	}
}

// Mute sends silence.
func (s *session) Mute(on bool) {
	s.state.Lock()
	s.state.muted = on
	s.state.Unlock()
	s.microphone()
}

// Hold keeps microphone and ear from the call.
func (s *session) Hold(on bool) {
	s.state.Lock()
	s.state.held = on
	s.state.Unlock()
	s.microphone()
	s.ear.Lock()
	s.ear.heard = !on
	s.ear.Unlock()
}

// microphone opens or closes it as the orders are now.
func (s *session) microphone() {
	s.state.Lock()
	open := s.state.agreed && !s.state.muted && !s.state.held && !s.state.early
	s.state.Unlock()
	s.talk.Lock()
	s.talk.open = open
	s.talk.Unlock()
}

// Press sends keys; what is no key is left out.
func (s *session) Press(digits string) {
	s.talk.Lock()
	defer s.talk.Unlock()
	for i := range len(digits) {
		key := digits[i]
		if key >= 'a' && key <= 'd' {
			key -= 'a' - 'A'
		}
		s.talk.keys.add(key)
	}
}

// Media is how the audio travels, and its codec.
func (s *session) Media() (seat.Media, string) {
	s.state.Lock()
	defer s.state.Unlock()
	if !s.state.agreed {
		return "", ""
	}
	return s.state.media, s.state.codec.String()
}

// Close ends the session.
func (s *session) Close() {
	s.telling.Lock()
	was := s.closed
	s.closed = true
	s.telling.Unlock()
	if was {
		return
	}
	s.report(true)
	s.e.forget(s)
	s.cancel()
	s.withdraw()
	s.dropRetired()
	s.plain.close()
	if s.ice != nil {
		s.ice.close()
	}
	if s.counted {
		s.e.need(false)
	}
}

// send codes and sends a frame of the microphone.
func (s *session) send(frame []int16) {
	s.state.Lock()
	w := s.state.wire
	s.state.Unlock()
	s.talk.Lock()
	defer s.talk.Unlock()
	key := s.talk.frame(frame, func(packet []byte) {
		if w != nil {
			w.send(packet)
		}
	})
	if key != 0 {
		s.key.Store(uint32(key))
	}
	if s.talk.on {
		s.talk.lastSent = time.Now()
	}
}

// watch looks after reports and silence.
func (s *session) watch() {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case now := <-ticker.C:
			s.listenFor(now)
			s.sample(now)
		}
	}
}

// Timing of what watch does.
const (
	watchEvery  = 250 * time.Millisecond
	firstReport = time.Second
	reportEvery = 5 * time.Second
	nothingFor  = 3 * time.Second
)

// listenFor tells when nothing comes though it should.
func (s *session) listenFor(now time.Time) {
	s.state.Lock()
	expected := s.state.agreed && s.state.receive && !s.state.early && !s.state.farHeld
	since := s.state.since
	s.state.Unlock()
	s.ear.Lock()
	if s.ear.last.After(since) {
		since = s.ear.last
	}
	tell := expected && !s.ear.silent && now.Sub(since) >= nothingFor
	if tell {
		s.ear.silent, s.ear.sounding = true, false
	}
	s.ear.Unlock()
	if tell {
		s.tell(HeardNothing{})
	}
}

var _ Audio = (*session)(nil)
