package sipua

import (
	"context"
	"net"
	"time"

	"github.com/emiago/sipgo/sip"
)

// UA is the user agent. Make it with New; end it with Close.
type UA struct{}

// New makes a UA; it does nothing until it is fed by Serve or ServeStream.
func New(c Config) (*UA, error) { return &UA{}, nil }

// Serve reads a datagram socket until it or the UA is closed. A read error
// that is not net.ErrClosed is waited out and tried again, then Reopen is
// asked. It returns nil after Close.
func (u *UA) Serve(conn net.PacketConn, l Listen) error { return nil }

// ServeStream accepts connections until the listener or the UA is closed;
// for TLS bring a listener that does the handshake (tls.NewListener).
func (u *UA) ServeStream(l net.Listener, how Listen) error { return nil }

// Close ends every dialog with BYE, CANCEL or 503, waits until they are over
// or ctx is done, and closes all sockets.
func (u *UA) Close(ctx context.Context) error { return nil }

// Dial starts an outbound dialog. It never blocks; what happens comes to
// sink, at least Ended. An error means that c is not a call that can be made.
func (u *UA) Dial(c Call, sink Sink) (*Dialog, error) { return &Dialog{}, nil }

// Send sends a request outside a dialog and answers digest challenges once.
// It never blocks; done is called exactly once.
func (u *UA) Send(o Outgoing, done func(Result)) {}

// Ping sends OPTIONS; done is called exactly once, with any final response
// counting as alive.
func (u *UA) Ping(t Target, from Address, done func(Result)) {}

// Register keeps a registration alive until Registration.Stop.
func (u *UA) Register(c RegisterConfig) (*Registration, error) { return &Registration{}, nil }

// Registration is a registration that is kept alive.
type Registration struct{}

// Stop unregisters (Expires: 0) and ends the registration; done, which may be
// nil, is called when the registrar answered or did not.
func (r *Registration) Stop(done func()) {}

// Refresh registers again at once, as after a change of network.
func (r *Registration) Refresh() {}

// Stats are the UA's counters, for metrics and leak tests.
type Stats struct {
	Dialogs, ClientTransactions, ServerTransactions, Connections int
	Malformed, Dropped                                           uint64
}

// Stats counts what the UA holds now.
func (u *UA) Stats() Stats { return Stats{} }

// Dialog is one INVITE session.
type Dialog struct {
	invite      *Request
	callID      string
	sticky      bool
	contactUser string
	reliable    Reliability
	timer       struct{ want SessionTimer }
}

type serverTx struct{}

func (t *serverTx) respond(*sip.Response)                                   {}
func (u *UA) response(r *sip.Request, a Answer, tag string) *sip.Response { return nil }

func (d *Dialog) do(f func())             {}
func (d *Dialog) ring(Answer)             {}
func (d *Dialog) answer([]byte, []Header) {}
func (d *Dialog) reject(Answer)           {}
func (d *Dialog) hangup(Hangup)           {}
func (d *Dialog) offer([]byte, []Header)  {}
func (d *Dialog) accept([]byte)           {}
func (d *Dialog) decline(int)             {}
func (d *Dialog) info(string, []byte)     {}
func (d *Dialog) press(string, int)       {}

func checkURI(*URI) error                                { return nil }
func tidy(s string) string                               { return s }
func unescape(s string) string                           { return s }
func headerOf(m *sip.MessageData, name string) string    { return "" }
func headersOf(m *sip.MessageData, name string) []string { return nil }
func callIDOf(m *sip.MessageData) string                 { return "" }
func fromOf(m *sip.MessageData) Address                  { return Address{} }
func toOf(m *sip.MessageData) Address                    { return Address{} }
func contactsOf(m *sip.MessageData) []Address            { return nil }
func mediaType(*sip.ContentTypeHeader) string            { return "" }
func sdpOf(m *sip.MessageData) []byte                    { return nil }

var _ = time.Second
