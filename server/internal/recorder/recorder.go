// Package recorder keeps recordings as files: stereo G.711 mu-law WAV at
// 8,000 frames per second, the caller left and the agent right. A file grows
// as <id>.wav.part under its day, by direct writes, so that a killed process
// loses nothing it was given; a background sync bounds what a power cut
// takes. When the recording is closed its header gets its sizes, the file is
// synced, hashed and renamed to <id>.wav. Repair does the same at start for
// what a crash has left.
//
// With keys the same bytes are kept encrypted (see room vault) as <id>.wav.enc.
// There the header is written once, for an audio without an end: no byte of an
// encrypted file is ever written twice, and the file's length tells the rest.
package recorder

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	// syncEvery is how often open files are synced, and with it what a power
	// cut may take.
	syncEvery = 500 * time.Millisecond
	// syncers is how many files are synced at once: the journal of the file
	// system commits those that wait together in one go.
	syncers   = 8
	manyDirty = 16 // files from which one sync of the whole file system is cheaper

	plainSuffix  = ".wav"
	sealedSuffix = ".wav.enc"
	partSuffix   = ".part" // behind the others while a file grows

	dirMode  = 0o750
	fileMode = 0o640
)

// Config is what a Recorder is made of.
type Config struct {
	// Dir is the folder of the recordings; it is made when it is not there.
	Dir string
	// Logger gets what an operator should know. Nil discards.
	Logger *slog.Logger
	// Alarm is told when recordings cannot be written, with a text for people,
	// and when they can again. It must not wait nor call the recorder. Nil: no
	// one is told.
	Alarm func(raised bool, text string)
	// Keys encrypt new recordings with the newest and open old ones. Nil:
	// recordings are kept plain.
	Keys Keys
	// Plain keeps new recordings plain all the same.
	Plain bool
	// Reserve is how many bytes of the disk recordings leave free: below it none
	// is begun. The database and the spool, without which no call is kept at all,
	// are often on the same disk. 0: none.
	Reserve int64
}

// Keys are where the recordings' keys are kept.
type Keys interface {
	vault.Finder
	// Newest gives the key for a new recording.
	Newest() (vault.Key, error)
}

// Recorder keeps recordings below one folder. It is safe for concurrent use.
type Recorder struct {
	root    *os.Root
	keys    Keys
	plain   bool
	reserve int64
	log     *slog.Logger
	tell    func(raised bool, text string)

	stop chan struct{}
	done chan struct{}

	mu     sync.Mutex // guards what follows
	open   map[id.Recording]*Track
	closed bool

	alarm    sync.Mutex // guards what follows; tell is called under it, so that its calls come in order
	raised   bool
	failures uint64 // counts failures: what was written before the last one clears nothing
}

// New makes the recorder and begins to sync what it will open. End it with
// Close.
func New(c Config) (*Recorder, error) {
	if c.Dir == "" {
		return nil, errors.New("recorder: Dir is empty, expected the folder of the recordings")
	}
	if err := os.MkdirAll(c.Dir, dirMode); err != nil {
		return nil, fmt.Errorf("recorder: make the folder of the recordings: %w", err)
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("recorder: open the folder of the recordings: %w", err)
	}
	r := &Recorder{
		root: root, keys: c.Keys, plain: c.Plain || c.Keys == nil, reserve: c.Reserve, log: c.Logger, tell: c.Alarm,
		stop: make(chan struct{}), done: make(chan struct{}), open: map[id.Recording]*Track{},
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.tell == nil {
		r.tell = func(bool, string) {}
	}
	go r.syncLoop()
	return r, nil
}

// Path is where the file of a recording begun at the given time is kept when
// it is finished: YYYY/MM/DD/<id>.wav in UTC, relative to the folder of the
// recordings, with slashes; <id>.wav.enc when it is encrypted.
func Path(rec id.Recording, at time.Time, encrypted bool) string {
	suffix := plainSuffix
	if encrypted {
		suffix = sealedSuffix
	}
	return path.Join(at.UTC().Format("2006/01/02"), rec.String()+suffix)
}

// Close finishes what is still open and stops. Tracks that were open give
// what became of them to their owners' Close.
func (r *Recorder) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	var left []*Track
	for _, t := range r.open {
		left = append(left, t)
	}
	r.mu.Unlock()
	close(r.stop)
	<-r.done
	var errs []error
	for _, t := range left {
		if _, err := t.Close(); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, r.root.Close())...)
}

// failed raises the alarm and gives the number of the failure.
func (r *Recorder) failed(err error) {
	r.alarm.Lock()
	defer r.alarm.Unlock()
	r.failures++
	if !r.raised {
		r.raised = true
		r.tell(true, "recordings cannot be written: "+cause(err))
	}
}

// count is the number of failures so far.
func (r *Recorder) count() uint64 {
	r.alarm.Lock()
	defer r.alarm.Unlock()
	return r.failures
}

// worked clears the alarm, if nothing has failed since the given count.
func (r *Recorder) worked(since uint64) {
	r.alarm.Lock()
	defer r.alarm.Unlock()
	if r.raised && r.failures == since {
		r.raised = false
		r.tell(false, "recordings are written again")
	}
}

// cause is the reason without the file's name, which would differ each time.
func cause(err error) string {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// syncLoop syncs what was written, every syncEvery.
func (r *Recorder) syncLoop() {
	defer close(r.done)
	tick := time.NewTicker(syncEvery)
	defer tick.Stop()
	for {
		select {
		case <-r.stop:
			return
		case <-tick.C:
			r.syncOpen()
		}
	}
}

func (r *Recorder) syncOpen() {
	r.mu.Lock()
	var dirty []*Track
	for _, t := range r.open {
		if t.dirty.Load() {
			dirty = append(dirty, t)
		}
	}
	r.mu.Unlock()
	if len(dirty) >= manyDirty && r.syncTogether(dirty) {
		return
	}
	next := make(chan *Track)
	var wait sync.WaitGroup
	for range min(syncers, len(dirty)) {
		wait.Go(func() {
			for t := range next {
				r.syncOne(t)
			}
		})
	}
	for _, t := range dirty {
		next <- t
	}
	close(next)
	wait.Wait()
}

// syncTogether syncs all files at once, or says that each needs its own: then
// it is told which of them the disk refuses.
func (r *Recorder) syncTogether(dirty []*Track) bool {
	since := make([]uint64, len(dirty))
	for i, t := range dirty {
		t.dirty.Store(false)
		t.mu.Lock()
		since[i] = t.since
		t.mu.Unlock()
	}
	if err := r.syncAll(); err != nil {
		return false
	}
	for _, s := range since {
		r.worked(s)
	}
	return true
}

func (r *Recorder) syncOne(t *Track) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("recorder: panic while syncing", "recording", t.id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	t.sync()
}

// syncDirs makes the names in a folder and those above it last.
func (r *Recorder) syncDirs(dir string) error {
	for ; ; dir = path.Dir(dir) {
		if err := r.syncDir(dir); err != nil || dir == "." {
			return err
		}
	}
}

func (r *Recorder) syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // has no such thing
	}
	d, err := r.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
