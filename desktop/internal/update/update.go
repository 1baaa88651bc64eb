// Package update tells the person that a newer version of the app is there.
// It installs nothing: IT's tools do. What it believes is a manifest that was
// signed with a key which is kept off all servers, so that neither who answers
// at its address nor who sits between can offer anybody a program.
package update

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"reflect"
	"runtime"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/fault"
)

const (
	// soon is within what the first look is taken: not at once, as many apps
	// are started at the same time of the morning.
	soon = time.Minute
	// every is how often it is looked after, and again is after a failure.
	every = 6 * time.Hour
	again = 30 * time.Minute
	// patience is how long a fetch may take.
	patience = 30 * time.Second
)

// Options are what New needs.
type Options struct {
	// Fetch gets what is published; nothing and no error is that nothing is.
	// Over makes one.
	Fetch func(context.Context) ([]byte, error)
	// Key is the public key; empty: nothing is looked for.
	Key ed25519.PublicKey
	// Version is this program's. One that is no version, as a developer's, is
	// never told of another.
	Version string
	// Platform is "windows/amd64" and the like; "" is this program's.
	Platform string
	// Tell takes seat.Updates; it must not block.
	Tell func(seat.Input)
	// Seen is when the newest manifest that was ever seen was released, and Keep
	// keeps a newer one for the next start. Keep may be nil.
	Seen time.Time
	Keep func(seen time.Time)
	Log  *slog.Logger
}

// Updates looks for newer versions. Make it with New.
type Updates struct {
	o        Options
	own      version
	language chan string // the newest one only
	stop     context.CancelFunc
	done     chan struct{}
}

// New starts looking, within a minute and then every six hours. Close it.
func New(o Options) (*Updates, error) {
	if o.Fetch == nil || o.Tell == nil || o.Log == nil {
		return nil, fault.New(fault.Internal, "update_options", "update needs a way to fetch, a receiver of its facts and a log")
	}
	if len(o.Key) != 0 && len(o.Key) != ed25519.PublicKeySize {
		return nil, fault.New(fault.Invalid, "key_invalid", "the key has %d bytes, expected %d", len(o.Key), ed25519.PublicKeySize)
	}
	if o.Platform == "" {
		o.Platform = runtime.GOOS + "/" + runtime.GOARCH
	}
	if o.Keep == nil {
		o.Keep = func(time.Time) {}
	}
	ctx, stop := context.WithCancel(context.Background())
	u := &Updates{o: o, language: make(chan string, 1), stop: stop, done: make(chan struct{})}
	own, ok := parseVersion(o.Version)
	if len(o.Key) == 0 || !ok {
		o.Log.Info("update: not looking for newer versions", "version", o.Version, "key", len(o.Key) > 0)
		close(u.done)
		return u, nil
	}
	u.own = own
	go u.run(ctx)
	return u, nil
}

// Do follows the language of seat.Show, as the notes are told in one, and
// ignores the rest.
func (u *Updates) Do(e seat.Effect) {
	show, is := e.(seat.Show)
	if !is {
		return
	}
	for {
		select {
		case u.language <- show.Tray.Language:
			return
		default:
		}
		select { // an older one makes room
		case <-u.language:
		default:
		}
	}
}

// Close ends looking.
func (u *Updates) Close() {
	u.stop()
	<-u.done
}

// errNothing is that nothing is published, or nobody to ask is known yet.
var errNothing = errors.New("nothing is published")

// looker is what the goroutine knows.
type looker struct {
	*Updates
	language string
	newer    *Manifest
	told     *seat.Update
	trouble  string // the last one logged
}

func (u *Updates) run(ctx context.Context) {
	defer close(u.done)
	l := &looker{Updates: u}
	timer := time.NewTimer(rand.N(soon))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case l.language = <-u.language:
		case <-timer.C:
			timer.Reset(l.look(ctx))
		}
		l.tell()
	}
}

// look fetches and judges, and gives the time until the next look. What is not
// to be believed is logged once and changes nothing.
func (l *looker) look(ctx context.Context) (next time.Duration) {
	err := l.fetch(ctx)
	switch err {
	case nil:
		l.trouble = ""
		return every
	case errNothing:
		l.trouble = ""
		return again
	}
	if ctx.Err() == nil && err.Error() != l.trouble {
		l.trouble = err.Error()
		l.o.Log.Warn("update: no word of a newer version", "error", err)
	}
	if fault.CodeOf(err) == fault.Unavailable {
		return again
	}
	return every
}

func (l *looker) fetch(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "update_panic", "panic: %v", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	raw, err := l.o.Fetch(ctx)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "update_fetch", "it cannot be fetched")
	}
	if len(raw) == 0 {
		l.newer = nil
		return errNothing
	}
	m, err := Open(raw, l.o.Key)
	if err != nil {
		return err
	}
	if m.Released.Before(l.o.Seen) {
		return fault.New(fault.Denied, "manifest_old", "the manifest of %s is older than one seen before, of %s",
			m.Released.Format(time.RFC3339), l.o.Seen.Format(time.RFC3339))
	}
	if m.Released.After(l.o.Seen) {
		l.o.Seen = m.Released
		l.o.Keep(m.Released)
	}
	l.newer = nil
	if v, ok := parseVersion(m.Version); !ok || v.compare(l.own) <= 0 {
		return nil
	}
	if m.SHA256[l.o.Platform] == "" {
		return fault.New(fault.NotFound, "platform_missing", "version %s is not there for %s", m.Version, l.o.Platform)
	}
	l.newer = &m
	return nil
}

// tell says what there is, when it has changed.
func (l *looker) tell() {
	var u *seat.Update
	if l.newer != nil {
		u = &seat.Update{Version: l.newer.Version, Notes: l.newer.Notes.in(l.language), URL: l.newer.URL}
	}
	if !reflect.DeepEqual(u, l.told) {
		l.told = u
		l.o.Tell(seat.Updates{Update: u})
	}
}

// Over makes an Options.Fetch that gets a URL, no more than can be read.
func Over(client *http.Client, url string) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return nil, err
		}
		answer, err := client.Do(request)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("the server answers %d", answer.StatusCode)
		}
		return io.ReadAll(io.LimitReader(answer.Body, MaxEnvelope+1))
	}
}
