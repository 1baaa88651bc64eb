// Package blob keeps large files: on this server's disk, and in the bucket of a
// service that speaks S3. It knows nothing of what is in them.
package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"

	"github.com/yobirin/yobirin/shared/fault"
)

// partSuffix marks a file that is not whole.
const partSuffix = ".part"

// Disk is a folder of files. Names are slash-separated paths inside it; what
// leads out of it is refused, also through a link. It is safe for concurrent use.
type Disk struct{ dir string }

// NewDisk keeps files in a folder, which is made when it is first needed.
func NewDisk(dir string) *Disk { return &Disk{dir} }

// Draft is a file that is being written; nobody sees it before Commit. It is
// for one goroutine.
type Draft struct {
	disk *Disk
	name string
	file *os.File
}

// Create begins a file. What a crash left of one with this name is overwritten.
func (d *Disk) Create(name string) (*Draft, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("blob: %q is no name of a file", name)
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: make the folder: %w", err)
	}
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, fmt.Errorf("blob: open the folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("blob: make a folder: %w", err)
	}
	f, err := root.OpenFile(name+partSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("blob: begin a file: %w", err)
	}
	return &Draft{d, name, f}, nil
}

// Write appends to the file.
func (w *Draft) Write(p []byte) (int, error) { return w.file.Write(p) }

// Commit makes the file last and gives it its name. An error leaves nothing.
func (w *Draft) Commit() error {
	if err := errors.Join(w.file.Sync(), w.file.Close()); err != nil {
		return errors.Join(fmt.Errorf("blob: end a file: %w", err), w.disk.remove(w.name+partSuffix))
	}
	root, err := os.OpenRoot(w.disk.dir)
	if err != nil {
		return fmt.Errorf("blob: open the folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	if err := root.Rename(w.name+partSuffix, w.name); err != nil {
		return fmt.Errorf("blob: name a file: %w", err)
	}
	if err := syncDir(root, path.Dir(w.name)); err != nil {
		return fmt.Errorf("blob: make a file last: %w", err)
	}
	return nil
}

// Abort leaves nothing of the file. After Commit it does nothing.
func (w *Draft) Abort() error {
	if err := w.file.Close(); errors.Is(err, os.ErrClosed) {
		return nil
	}
	return w.disk.remove(w.name + partSuffix)
}

// Open opens a file for reading and gives its length. One that is not there is
// a fault NotFound.
func (d *Disk) Open(name string) (*os.File, int64, error) {
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, 0, fault.Wrap(err, fault.NotFound, "not_found", "the file is not there")
	}
	defer func() { _ = root.Close() }()
	// Looked at before it is opened: opening a pipe would wait.
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	if err != nil {
		return nil, 0, fault.Wrap(err, fault.NotFound, "not_found", "the file is not there")
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, 0, fault.Wrap(err, fault.NotFound, "not_found", "the file is not there")
	}
	return f, info.Size(), nil
}

// Delete deletes a file and makes that last. One that is not there is deleted.
func (d *Disk) Delete(name string) error { return d.remove(name) }

func (d *Disk) remove(name string) error {
	root, err := os.OpenRoot(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("blob: open the folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	if err := root.Remove(name); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return fmt.Errorf("blob: delete a file: %w", err)
	}
	return syncDir(root, path.Dir(name))
}

// Names lists all files, also those that are not whole.
func (d *Disk) Names() ([]string, error) {
	root, err := os.OpenRoot(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("blob: open the folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	var out []string
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("blob: list the folder: %w", err)
	}
	return out, nil
}

func syncDir(root *os.Root, dir string) error {
	if runtime.GOOS == "windows" {
		return nil // cannot sync a folder
	}
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
