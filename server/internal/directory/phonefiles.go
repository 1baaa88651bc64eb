package directory

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/server/internal/obs"
)

// How often an address may ask for phones' files: a branch office behind one
// address whose power comes back asks for some files of each phone at once.
const (
	filesAtOnce = 600
	filesEvery  = 200 * time.Millisecond // as many again, evenly
	fileTimeout = 15 * time.Second
)

// PhoneFiles answers desk phones that ask for their files below /phones/. It
// asks for no session: who knows the address is the phone. All it ever says
// to others is that there is no such file.
func (d *Directory) PhoneFiles() http.Handler { return phoneFiles{d, &filePace{}} }

type phoneFiles struct {
	d    *Directory
	pace *filePace
}

// ServeHTTP answers GET and HEAD.
func (p phoneFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead { // phones may want to leave their logs
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	remote := remoteOf(r)
	if wait, ok := p.pace.take(remote, p.d.now()); !ok {
		h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, phonesPath), "/")
	ctx, cancel := context.WithTimeout(r.Context(), fileTimeout)
	defer cancel()
	f, err := p.d.linkedFile(ctx, token, name, access.Origin{Address: remote.String(), UserAgent: r.UserAgent()}, func(v *Device, password string, s PhoneSetup) deskphone.Account {
		servers, _ := p.d.telephony.Ways(r.Host, remote)
		return p.d.accountOf(v, password, domainOf(servers, r.Host), servers, s)
	})
	switch {
	case errors.Is(err, errNoFile):
		http.NotFound(w, r)
	case err != nil:
		if r.Context().Err() == nil {
			p.d.log.Error("a phone's file could not be given", obs.Err(err))
		}
		http.Error(w, "try again later", http.StatusServiceUnavailable)
	default:
		h.Set("Content-Type", f.MIME)
		h.Set("Content-Length", strconv.Itoa(len(f.Text)))
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, f.Text) // a phone that went away asks again
		}
	}
}

func remoteOf(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}
