package sipedge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	snapshotFile  = "registrations.json"
	snapshotEvery = time.Second
	snapshotLimit = 64 << 20
)

// kept is a binding as it is written down.
type kept struct {
	Device    id.Device      `json:"device"`
	User      string         `json:"user"`           // a device whose user changed must register again
	Seal      string         `json:"seal,omitempty"` // and one whose password changed; none in files of before there were seals
	Key       string         `json:"key"`
	Contact   string         `json:"contact"`
	Remote    netip.AddrPort `json:"remote"`
	Transport string         `json:"transport"`
	CallID    string         `json:"callId"`
	CSeq      uint32         `json:"cseq"`
	Expires   time.Time      `json:"expires"`
	Agent     string         `json:"agent,omitempty"`
	Path      []string       `json:"path,omitempty"`
}

// save writes the registrations down, if any changed since: first a new file,
// then its name, so that a crash leaves the old or the new one.
func (r *registrar) save(dir string) error {
	if dir == "" {
		return nil
	}
	r.mu.Lock()
	if !r.dirty {
		r.mu.Unlock()
		return nil
	}
	r.dirty = false
	list := []kept{}
	for dev, c := range r.devices {
		for _, b := range c.bindings {
			list = append(list, kept{dev, c.user, c.seal, b.key, b.uri.String(), b.remote, string(b.via), b.callID, b.cseq, b.expires, b.agent, b.path})
		}
	}
	r.mu.Unlock()
	err := writeWhole(filepath.Join(dir, snapshotFile), list)
	if err != nil {
		r.mu.Lock()
		r.dirty = true
		r.mu.Unlock()
	}
	return err
}

func writeWhole(path string, v any) (err error) {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("sipedge: %s: %w", path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("sipedge: registrations: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// readSnapshot reads what save wrote. A file that cannot be read costs
// nothing but the time until the phones register again.
func readSnapshot(dir string, log *slog.Logger) []kept {
	if dir == "" {
		return nil
	}
	path := filepath.Join(dir, snapshotFile)
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var list []kept
	if err == nil && st.Size() > snapshotLimit {
		err = fmt.Errorf("%d bytes, expected at most %d", st.Size(), snapshotLimit)
	}
	if err == nil {
		var b []byte
		if b, err = os.ReadFile(path); err == nil {
			err = json.Unmarshal(b, &list)
		}
	}
	if err != nil {
		log.Warn("the registrations of the last run are lost, phones have to register again", "file", path, "error", err)
		return nil
	}
	return list
}

// restore takes bindings back that are still good for this plan.
func (r *registrar) restore(list []kept, x *index, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, k := range list {
		acct := x.devices[k.Device]
		uri, err := sipua.ParseURI(k.Contact)
		if acct == nil || acct.User != k.User || k.Seal != "" && k.Seal != acct.seal || err != nil || !now.Before(k.Expires) || !k.Remote.IsValid() {
			continue
		}
		b := &binding{
			key: k.Key, uri: uri, remote: k.Remote, via: sipua.Transport(k.Transport), callID: k.CallID, cseq: k.CSeq,
			expires: k.Expires, agent: clean(k.Agent, maxText), path: k.Path, up: true,
			// Ask soon, but not all in the same second.
			asked: now.Add(-time.Duration(i%20) * time.Second),
		}
		if b.via.Reliable() && !b.dialable() {
			continue // its connection is gone with the last run; the phone will notice and come again
		}
		c := r.devices[k.Device]
		if c == nil {
			c = &contacts{device: k.Device, user: k.User, seal: acct.seal}
			r.devices[k.Device] = c
		}
		c.bindings = append(c.bindings, b)
		r.guard.trust(b.remote, acct.User, b.expires)
	}
	for _, c := range r.devices {
		r.tell(c)
	}
}

// dialable says whether a stream contact can be connected to: it is not
// behind NAT, its URI names the address it registered from. Its remote
// becomes the address it listens on.
func (b *binding) dialable() bool {
	a, err := netip.ParseAddr(b.uri.Host)
	if err != nil || a.Unmap() != b.remote.Addr() {
		return false
	}
	port := uint16(b.uri.Port)
	if port == 0 {
		port = 5060
		if b.via.Secure() {
			port = 5061
		}
	}
	b.remote = netip.AddrPortFrom(b.remote.Addr(), port)
	return true
}
