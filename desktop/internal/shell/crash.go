package shell

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"
)

// Files of the crash watch, in the app's folder.
const (
	runningFile = "running"
	crashFile   = "crash.txt"
	bundleStart = "crash-"
	maxBundles  = 5
	maxLogLine  = 64 << 10
)

// Watch makes bundles for IT: of a run that did not end well, at the next
// start, and on demand.
type Watch struct {
	dir, version string
	now          func() time.Time
	mu           sync.Mutex
	crash        *os.File
}

// NewWatch begins to watch this run. When the one before did not end by Close,
// crashed is the path of a bundle of it. It is for the one instance only, after
// Claim. dir is the app's folder, which has the logs in it.
func NewWatch(dir, version string) (w *Watch, crashed string, err error) {
	return newWatch(dir, version, time.Now)
}

func newWatch(dir, version string, now func() time.Time) (*Watch, string, error) {
	w := &Watch{dir: dir, version: version, now: now}
	crashed := ""
	marker := filepath.Join(dir, runningFile)
	if before, err := os.ReadFile(marker); err == nil {
		// A bundle that fails must not keep the app from starting.
		crashed, _ = w.bundle("the run before did not end by itself: "+oneLine(before), false)
	}
	file, err := os.OpenFile(filepath.Join(dir, crashFile), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, crashed, fmt.Errorf("shell: crash watch: %w", err)
	}
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		_ = file.Close()
		return nil, crashed, fmt.Errorf("shell: crash watch: %w", err)
	}
	w.crash = file
	started := fmt.Sprintf("version %s, started %s\n", version, now().UTC().Format(time.RFC3339))
	if err := os.WriteFile(marker, []byte(started), 0o600); err != nil {
		return nil, crashed, errors.Join(fmt.Errorf("shell: crash watch: %w", err), w.Close())
	}
	return w, crashed, nil
}

// Close says that this run ends well.
func (w *Watch) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.crash == nil {
		return nil
	}
	err := errors.Join(debug.SetCrashOutput(nil, debug.CrashOptions{}), w.crash.Close())
	w.crash = nil
	if removed := os.Remove(filepath.Join(w.dir, runningFile)); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

// Bundle makes a bundle of this run now and gives its path.
func (w *Watch) Bundle() (string, error) { return w.bundle("made on demand", true) }

// Bundles gives the paths of the bundles, oldest first.
func (w *Watch) Bundles() []string {
	found, err := filepath.Glob(filepath.Join(w.dir, bundleStart+"*.zip"))
	if err != nil {
		return nil // only for a pattern that is none
	}
	slices.Sort(found)
	return found
}

func (w *Watch) bundle(reason string, live bool) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.now().UTC()
	path := filepath.Join(w.dir, bundleStart+at.Format("20060102-150405.000")+".zip")
	file, err := os.CreateTemp(w.dir, ".crash-*")
	if err != nil {
		return "", fmt.Errorf("shell: crash bundle: %w", err)
	}
	archive := zip.NewWriter(file)
	err = w.fill(archive, reason, at, live)
	err = errors.Join(err, archive.Close(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("shell: crash bundle: %w", err), os.Remove(file.Name()))
	}
	for bundles := w.Bundles(); len(bundles) > maxBundles; bundles = bundles[1:] {
		if err := os.Remove(bundles[0]); err != nil {
			return path, fmt.Errorf("shell: crash bundle: %w", err)
		}
	}
	return path, nil
}

// fill writes the bundle's files, scrubbed.
func (w *Watch) fill(archive *zip.Writer, reason string, at time.Time, live bool) error {
	if err := add(archive, "about.txt", strings.NewReader(w.about(reason, at))); err != nil {
		return err
	}
	files := []string{filepath.Join(w.dir, crashFile)}
	for n := range logFiles {
		files = append(files, (&LogFile{dir: filepath.Join(w.dir, "logs")}).path(n))
	}
	for _, path := range files {
		from, err := os.Open(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		err = add(archive, filepath.Base(path), from)
		_ = from.Close()
		if err != nil {
			return err
		}
	}
	if !live {
		return nil
	}
	var dump strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&dump, 2); err != nil {
		return err
	}
	return add(archive, "goroutines.txt", strings.NewReader(dump.String()))
}

func add(archive *zip.Writer, name string, from io.Reader) error {
	to, err := archive.Create(name)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(from, maxLogLine)
	s := newScrubber()
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			if _, err := to.Write(s.scrub(line)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// about is what IT needs to know of the program and the computer, and nothing
// of the person.
func (w *Watch) about(reason string, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Yobirin %s\nmade %s\nwhy: %s\nsystem %s %s, %d processors\n%s\n",
		w.version, at.Format(time.RFC3339), reason, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if runtime.GOOS == "linux" {
		fmt.Fprintf(&b, "session %s, desktop %s\n", oneLine([]byte(os.Getenv("XDG_SESSION_TYPE"))), oneLine([]byte(os.Getenv("XDG_CURRENT_DESKTOP"))))
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(&b, "\n%s", info)
	}
	return b.String()
}

// oneLine keeps a text from outside to one short line.
func oneLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return strings.ToValidUTF8(line[:min(len(line), 200)], "?")
}
