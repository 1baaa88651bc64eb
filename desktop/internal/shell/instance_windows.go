package shell

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func ensureDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	return nil
}

// nameOf names what belongs to this person's folder.
func nameOf(dir string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(dir)))
	return "yobirin-" + hex.EncodeToString(sum[:8])
}

// lock makes a mutex of this session; Windows takes it away with the process.
func lock(dir string) (release func(), free bool, err error) {
	name, err := windows.UTF16PtrFromString(`Local\` + nameOf(dir))
	if err != nil {
		return nil, false, fmt.Errorf("shell: %w", err)
	}
	handle, err := windows.CreateMutex(nil, false, name)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) || errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		if handle != 0 {
			_ = windows.CloseHandle(handle)
		}
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("shell: CreateMutex: %w", err)
	}
	return func() { _ = windows.CloseHandle(handle) }, true, nil
}

func pipeName(dir string) (*uint16, error) {
	return windows.UTF16PtrFromString(`\\.\pipe\` + nameOf(dir))
}

// pipes is a listener of named pipes.
type pipes struct {
	dir      string
	name     *uint16
	security *windows.SecurityAttributes
	next     windows.Handle // made ahead, so that there always is one to open
	closed   atomic.Bool
}

func listen(dir string) (net.Listener, error) {
	name, err := pipeName(dir)
	if err != nil {
		return nil, fmt.Errorf("shell: %w", err)
	}
	security, err := ownOnly()
	if err != nil {
		return nil, fmt.Errorf("shell: %w", err)
	}
	p := &pipes{dir: dir, name: name, security: security}
	if p.next, err = p.make(windows.FILE_FLAG_FIRST_PIPE_INSTANCE); err != nil {
		return nil, fmt.Errorf("shell: pipe: %w", err)
	}
	return p, nil
}

// ownOnly lets this person open the pipe and nobody else.
func ownOnly() (*windows.SecurityAttributes, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	descriptor, err := windows.SecurityDescriptorFromString("D:P(A;;GA;;;" + user.User.Sid.String() + ")")
	if err != nil {
		return nil, err
	}
	attributes := &windows.SecurityAttributes{SecurityDescriptor: descriptor}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	return attributes, nil
}

func (p *pipes) make(first uint32) (windows.Handle, error) {
	return windows.CreateNamedPipe(p.name, windows.PIPE_ACCESS_DUPLEX|first,
		windows.PIPE_TYPE_BYTE|windows.PIPE_WAIT|windows.PIPE_REJECT_REMOTE_CLIENTS,
		windows.PIPE_UNLIMITED_INSTANCES, maxHandover, maxHandover, 0, p.security)
}

func (p *pipes) Accept() (net.Conn, error) {
	err := windows.ConnectNamedPipe(p.next, nil)
	if p.closed.Load() {
		_ = windows.CloseHandle(p.next)
		return nil, net.ErrClosed
	}
	if err != nil && !errors.Is(err, windows.ERROR_PIPE_CONNECTED) {
		_ = windows.DisconnectNamedPipe(p.next)
		return nil, err
	}
	conn := newPipeConn(p.next, true)
	if p.next, err = p.make(0); err != nil {
		p.closed.Store(true)
		return conn, nil
	}
	return conn, nil
}

// Close wakes Accept by opening the pipe itself.
func (p *pipes) Close() error {
	if p.closed.Swap(true) {
		return nil
	}
	if conn, err := dial(p.dir, time.Now().Add(time.Second)); err == nil {
		conn.Close()
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

func dial(dir string, _ time.Time) (net.Conn, error) {
	name, err := pipeName(dir)
	if err != nil {
		return nil, err
	}
	// The server may learn who we are, but not act as us.
	const identification = 0x00110000 // SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION
	handle, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING, identification, 0)
	if err != nil {
		return nil, fmt.Errorf("shell: pipe: %w", err)
	}
	return newPipeConn(handle, false), nil
}

// pipeConn is a pipe as a connection. A deadline ends it: whoever waits then
// gets an error.
type pipeConn struct {
	handle windows.Handle
	server bool
	timer  atomic.Pointer[time.Timer]
	closed atomic.Bool
}

func newPipeConn(handle windows.Handle, server bool) *pipeConn {
	return &pipeConn{handle: handle, server: server}
}

func (c *pipeConn) Read(b []byte) (int, error) {
	var n uint32
	err := windows.ReadFile(c.handle, b, &n, nil)
	return int(n), err
}

func (c *pipeConn) Write(b []byte) (int, error) {
	var n uint32
	err := windows.WriteFile(c.handle, b, &n, nil)
	return int(n), err
}

func (c *pipeConn) Close() error {
	if c.server && !c.closed.Load() {
		_ = windows.FlushFileBuffers(c.handle) // until the answer is read, or the deadline cancels it
	}
	if c.closed.Swap(true) {
		return nil
	}
	if t := c.timer.Load(); t != nil {
		t.Stop()
	}
	if c.server {
		_ = windows.DisconnectNamedPipe(c.handle)
	}
	return windows.CloseHandle(c.handle)
}

// SetDeadline cancels what waits at that time.
func (c *pipeConn) SetDeadline(at time.Time) error {
	t := time.AfterFunc(time.Until(at), func() {
		if !c.closed.Load() {
			_ = windows.CancelIoEx(c.handle, nil)
		}
	})
	if old := c.timer.Swap(t); old != nil {
		old.Stop()
	}
	return nil
}

func (c *pipeConn) SetReadDeadline(at time.Time) error  { return c.SetDeadline(at) }
func (c *pipeConn) SetWriteDeadline(at time.Time) error { return c.SetDeadline(at) }
func (c *pipeConn) LocalAddr() net.Addr                 { return pipeAddr{} }
func (c *pipeConn) RemoteAddr() net.Addr                { return pipeAddr{} }
