package media

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/yobirin/yobirin/shared/leg"
)

const (
	// libraryLimit bounds the prepared sounds, in bytes of both laws.
	libraryLimit = 256 << 20
	// loaders bounds how many sounds are loaded at once.
	loaders = 4
	// maxSounds bounds one playlist.
	maxSounds = 64
)

// sound is one entry of the library; shards look at it without waiting.
type sound struct {
	clip   atomic.Pointer[clip]
	failed atomic.Pointer[string]
}

// get gives the clip when it is loaded, or why it could not be.
func (d *sound) get() (*clip, string) {
	if f := d.failed.Load(); f != nil {
		return nil, *f
	}
	return d.clip.Load(), ""
}

// library keeps every sound once, in both laws.
type library struct {
	source AudioSource
	log    *slog.Logger
	slots  chan struct{}

	mu     sync.Mutex
	sounds map[leg.Sound]*sound
	bytes  int
}

func newLibrary(source AudioSource, log *slog.Logger) *library {
	return &library{source: source, log: log, slots: make(chan struct{}, loaders), sounds: map[leg.Sound]*sound{}}
}

// list gives the entries of a playlist and begins to load what is missing.
func (l *library) list(wanted []leg.Sound) []*sound {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*sound
	for _, w := range wanted[:min(len(wanted), maxSounds)] {
		d := l.sounds[w]
		if d == nil {
			d = &sound{}
			l.sounds[w] = d
			if c, ok := toneClip(w.Tone); ok {
				d.clip.Store(c)
			} else {
				go l.load(w, d)
			}
		}
		out = append(out, d)
	}
	return out
}

func (l *library) load(w leg.Sound, d *sound) {
	l.slots <- struct{}{}
	defer func() {
		<-l.slots
		if r := recover(); r != nil {
			l.fail(w, d, fmt.Errorf("panic: %v", r))
		}
	}()
	if l.source == nil {
		l.fail(w, d, fmt.Errorf("no audio source"))
		return
	}
	samples, err := l.source.Sound(w)
	if err == nil && len(samples) == 0 {
		err = fmt.Errorf("the sound is empty")
	}
	if err != nil {
		l.fail(w, d, err)
		return
	}
	c := newClip(samples)
	l.mu.Lock()
	if l.bytes += 2 * len(c.mu); l.bytes > libraryLimit {
		// Players keep what they play; the library begins anew.
		clear(l.sounds)
		l.bytes = 0
	}
	l.mu.Unlock()
	d.clip.Store(c)
}

// fail tells those who wait and forgets the sound, so that the next Play
// tries again.
func (l *library) fail(w leg.Sound, d *sound, err error) {
	l.log.Error("media: a sound cannot be played", "audio", w.Audio, "prompt", w.Prompt, "tone", string(w.Tone), "music", w.Music, "error", err)
	text := "the sound cannot be loaded"
	d.failed.Store(&text)
	l.mu.Lock()
	if l.sounds[w] == d {
		delete(l.sounds, w)
	}
	l.mu.Unlock()
}

func (l *library) forget(w leg.Sound) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d := l.sounds[w]; d != nil {
		if c := d.clip.Load(); c != nil {
			l.bytes = max(0, l.bytes-2*len(c.mu))
		}
		delete(l.sounds, w)
	}
}
