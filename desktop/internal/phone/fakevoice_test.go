package phone

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
)

// fakeVoice is audio without sound: it keeps the contract of voice.Audio and
// writes down what it was told.
type fakeVoice struct {
	mu     sync.Mutex
	opened []*fakeAudio
	broken bool // Open fails
}

func (v *fakeVoice) Open(o voice.Opening) (voice.Audio, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken {
		return nil, errors.New("no sockets left")
	}
	a := &fakeAudio{o: o, local: o.Local, ice: o.ICE, media: seat.MediaPlain}
	v.opened = append(v.opened, a)
	return a, nil
}

func (v *fakeVoice) all() []*fakeAudio {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]*fakeAudio(nil), v.opened...)
}

// last is the audio opened last.
func (r *rig) last() *fakeAudio {
	r.t.Helper()
	all := r.voice.all()
	if len(all) == 0 {
		r.t.Fatal("no audio was opened")
	}
	return all[len(all)-1]
}

type fakeAudio struct {
	o voice.Opening

	mu       sync.Mutex
	local    netip.Addr
	ice      bool // of the next offer
	proposed bool // an offer waits for its answer
	proposal bool // it is one with ICE
	media    seat.Media
	far      bool
	story    []string
	closed   bool
}

func (a *fakeAudio) did(format string, args ...any) {
	a.story = append(a.story, fmt.Sprintf(format, args...))
}

// log is what it was told since the last time, one after the other.
func (a *fakeAudio) log() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := strings.Join(a.story, ", ")
	a.story = nil
	return s
}

func (a *fakeAudio) isClosed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closed
}

// describe writes a description with what matters here.
func (a *fakeAudio) describe(d voice.Direction) []byte {
	s := "v=0\r\no=- 1 1 IN IP4 " + a.local.String() + "\r\ns=-\r\nc=IN IP4 " + a.local.String() + "\r\nt=0 0\r\nm=audio 7000 RTP/AVP 0\r\na=" + string(d) + "\r\n"
	if a.ice {
		s += "a=ice-ufrag:x\r\n"
	}
	return []byte(s)
}

func (a *fakeAudio) Offer(d voice.Direction) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return nil, errors.New("closed")
	}
	a.did("offer %s", d)
	out := a.describe(d)
	a.proposed, a.proposal = true, a.ice
	a.ice = a.media == seat.MediaICE || a.o.ICE // UseICE is for one offer until it is accepted
	return out, nil
}

func (a *fakeAudio) Accept(answer []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !bytes.HasPrefix(answer, []byte("v=0")):
		a.did("accept refused")
		return errors.New("no description")
	case !a.proposed:
		a.did("accept without an offer")
		return errors.New("nothing was offered")
	}
	a.did("accept")
	if a.proposal {
		a.media, a.ice = seat.MediaICE, true
	} else {
		a.media = seat.MediaPlain
	}
	return nil
}

func (a *fakeAudio) Answer(offer []byte, d voice.Direction) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.proposed = false
	if !bytes.HasPrefix(offer, []byte("v=0")) {
		a.did("answer refused")
		return nil, errors.New("no description")
	}
	a.did("answer %s", d)
	held := bytes.Contains(offer, []byte("a=sendonly")) || bytes.Contains(offer, []byte("a=inactive"))
	if held != a.far {
		a.far = held
		a.o.Tell(voice.HeardFar{Held: held})
	}
	return a.describe(d), nil
}

func (a *fakeAudio) Early(on bool)         { a.note("early %t", on) }
func (a *fakeAudio) Ringback(on bool)      { a.note("ringback %t", on) }
func (a *fakeAudio) Mute(on bool)          { a.note("mute %t", on) }
func (a *fakeAudio) Hold(on bool)          { a.note("hold %t", on) }
func (a *fakeAudio) Press(digits string)   { a.note("press %s", digits) }
func (a *fakeAudio) hear(h voice.Heard)    { a.o.Tell(h) }
func (a *fakeAudio) Quality() seat.Quality { return seat.Quality{MOS: 4.2} }

func (a *fakeAudio) note(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.did(format, args...)
}

func (a *fakeAudio) Move(local netip.Addr) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.did("move %s", local)
	a.local = local
	return nil
}

func (a *fakeAudio) UseICE() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.did("ice")
	a.ice = true
	return nil
}

func (a *fakeAudio) Media() (seat.Media, string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.media, "PCMU"
}

func (a *fakeAudio) Close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
}
