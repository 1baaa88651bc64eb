package sipedge

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Limits of subscriptions (RFC 6665).
const (
	watchersPerDevice = 100
	watchersAll       = 20_000
	watchMin          = time.Minute // below: 423
	watchMax          = time.Hour   // above: shortened; also when the phone says nothing (RFC 4235 section 3.4)
	watchPace         = 200 * time.Millisecond
	// comeAgain is when phones are asked to subscribe again after a stop.
	comeAgain = 10 * time.Second
)

// packages are the event packages that phones may subscribe to, with the type
// of their bodies.
var packages = map[string]string{"dialog": dialogInfoType, "message-summary": summaryType}

const allowedEvents = "dialog, message-summary"

// watcher is one subscription of a phone. Its fields but sub and flow never change.
type watcher struct {
	device id.Device
	user   string
	seal   string
	ext    string // "" for message-summary
	event  string // with its id
	source string // the contact's host and port
	sub    *sipua.Subscription
	flow   sipua.Flow
}

// same says whether one phone subscribed twice to the same: it was restarted
// and forgot the first.
func (w *watcher) same(o *watcher) bool {
	return w.device == o.device && w.ext == o.ext && w.event == o.event && w.source == o.source
}

// watchers owns lamps, messages and who watches them.
type watchers struct {
	edge *Edge

	mu       sync.Mutex
	closed   bool
	lamps    map[string][]LampDialog
	mails    map[id.Device]mail
	all      int
	byExt    map[string][]*watcher
	byDevice map[id.Device][]*watcher
}

func newWatchers(e *Edge) *watchers {
	return &watchers{
		edge: e, lamps: map[string][]LampDialog{}, mails: map[id.Device]mail{},
		byExt: map[string][]*watcher{}, byDevice: map[id.Device][]*watcher{},
	}
}

// subscribed answers a SUBSCRIBE outside a dialog.
func (e *Edge) subscribed(in *sipua.Incoming) {
	refuse := func(status int, headers ...sipua.Header) { in.Respond(sipua.Answer{Status: status, Headers: headers}) }
	event, ok := sipua.ParseEvent(in.Header("Event"))
	body := packages[event.Package]
	if !ok || body == "" {
		refuse(489, sipua.Header{Name: "Allow-Events", Value: allowedEvents})
		return
	}
	if e.draining.Load() {
		refuse(503, retryAfter()...)
		return
	}
	acct, no := e.authenticate(in.Request)
	if no != nil {
		in.Respond(*no)
		return
	}
	expires, no := subscribeExpires(in)
	contacts := in.Contacts()
	switch {
	case no != nil:
		in.Respond(*no)
		return
	case !acceptsType(in.Headers("Accept"), body):
		refuse(406, sipua.Header{Name: "Accept", Value: body})
		return
	case len(contacts) != 1:
		refuse(400)
		return
	}
	if _, all := e.phones.reach(acct.ID, time.Now()); all == 0 {
		refuse(480, retryAfter()...) // its REGISTER may be under way
		return
	}
	w := &watcher{device: acct.ID, user: acct.User, seal: acct.seal, event: event.String(), flow: in.Flow()}
	u := contacts[0].URI
	w.source = strings.ToLower(u.Host) + ":" + itoa(u.Port)
	if event.Package == "dialog" {
		if w.ext = dialedAs(in.URI()); w.ext == "" || e.cfg.Lamp != nil && !e.cfg.Lamp(w.ext) {
			refuse(404)
			return
		}
	}
	e.watchers.add(w, in, expires)
}

// subscribeExpires reads how long a subscription is wanted.
func subscribeExpires(in *sipua.Incoming) (time.Duration, *sipua.Answer) {
	v := strings.TrimSpace(in.Header("Expires"))
	if v == "" {
		return watchMax, nil
	}
	n, err := strconv.ParseUint(v, 10, 32)
	switch d := time.Duration(n) * time.Second; {
	case err != nil:
		return 0, &sipua.Answer{Status: 400, Phrase: "Bad Expires"}
	case n > 0 && d < watchMin:
		return 0, &sipua.Answer{Status: 423, Headers: []sipua.Header{{Name: "Min-Expires", Value: itoa(int(watchMin / time.Second))}}}
	default:
		return min(d, watchMax), nil
	}
}

// acceptsType says whether the Accept headers allow a body; none allows all.
func acceptsType(headers []string, body string) bool {
	major, _, _ := strings.Cut(body, "/")
	for _, h := range headers {
		for t := range strings.SplitSeq(h, ",") {
			t, _, _ = strings.Cut(t, ";")
			switch strings.ToLower(strings.TrimSpace(t)) {
			case body, major + "/*", "*/*":
				return true
			}
		}
	}
	return len(headers) == 0
}

// add makes a subscription, within the limits.
func (ws *watchers) add(w *watcher, in *sipua.Incoming, expires time.Duration) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	var before *watcher
	for _, o := range ws.byDevice[w.device] {
		if o.same(w) {
			before = o
		}
	}
	now := ws.edge.account(w.device)
	switch {
	case now == nil || now.seal != w.seal: // overtaken by another plan, whose prune has been here
		in.Respond(sipua.Answer{Status: 403})
		return
	case ws.closed:
		in.Respond(sipua.Answer{Status: 503, Headers: retryAfter()})
		return
	case before == nil && len(ws.byDevice[w.device]) >= watchersPerDevice:
		in.Respond(sipua.Answer{Status: 403, Phrase: "Too Many Subscriptions"})
		return
	case before == nil && ws.all >= watchersAll:
		in.Respond(sipua.Answer{Status: 503, Headers: retryAfter()})
		return
	}
	w.sub = in.Subscribe(sipua.Terms{
		Expires: expires, Pace: watchPace, Sticky: true, ContactUser: in.URI().User,
		State: func(version uint32) sipua.Content { return ws.state(w, version) },
		Renew: func(sub *sipua.Subscription, in *sipua.Incoming) { ws.renew(w, sub, in) },
		Over:  func() { ws.remove(w) },
	})
	if w.sub == nil {
		return
	}
	if before != nil {
		before.sub.End("deactivated", 0)
	}
	ws.all++
	ws.byDevice[w.device] = append(ws.byDevice[w.device], w)
	if w.ext != "" {
		ws.byExt[w.ext] = append(ws.byExt[w.ext], w)
	}
}

// remove forgets a subscription that is over.
func (ws *watchers) remove(w *watcher) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if !slices.Contains(ws.byDevice[w.device], w) {
		return
	}
	ws.all--
	drop(ws.byDevice, w.device, w)
	drop(ws.byExt, w.ext, w)
}

func drop[K comparable](m map[K][]*watcher, k K, w *watcher) {
	left := slices.DeleteFunc(m[k], func(o *watcher) bool { return o == w })
	if len(left) == 0 {
		delete(m, k)
		return
	}
	m[k] = left
}

// state writes what a subscription is told now.
func (ws *watchers) state(w *watcher, version uint32) sipua.Content {
	ws.mu.Lock()
	dialogs, m := ws.lamps[w.ext], ws.mails[w.device]
	ws.mu.Unlock()
	if w.ext == "" {
		return ws.edge.summary(w.user, m)
	}
	return ws.edge.dialogInfo(w.ext, dialogs, version)
}

// renew takes a refresh. From where the subscription stands it is taken as it
// is; from elsewhere the phone proves its password.
func (ws *watchers) renew(w *watcher, sub *sipua.Subscription, in *sipua.Incoming) {
	ws.mu.Lock()
	known := w.flow == in.Flow()
	ws.mu.Unlock()
	if !known {
		acct, no := ws.edge.authenticate(in.Request)
		if no == nil && acct.ID != w.device {
			no = &sipua.Answer{Status: 403}
		}
		if no != nil {
			in.Respond(*no)
			return
		}
	}
	expires, no := subscribeExpires(in)
	if no != nil {
		in.Respond(*no)
		return
	}
	ws.mu.Lock()
	w.flow = in.Flow()
	ws.mu.Unlock()
	sub.Renew(in, expires)
}

func (ws *watchers) setLamp(ext string, dialogs []LampDialog) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if slices.Equal(ws.lamps[ext], dialogs) {
		return
	}
	if len(dialogs) == 0 {
		delete(ws.lamps, ext)
	} else {
		ws.lamps[ext] = dialogs
	}
	for _, w := range ws.byExt[ext] {
		w.sub.Changed()
	}
}

func (ws *watchers) removeLamp(ext string) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	delete(ws.lamps, ext)
	for _, w := range ws.byExt[ext] {
		w.sub.End("noresource", 0)
	}
}

// setMail reports whether it is news.
func (ws *watchers) setMail(device id.Device, m mail) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.mails[device] == m {
		return false
	}
	ws.mails[device] = m
	if m == (mail{}) {
		delete(ws.mails, device)
	}
	for _, w := range ws.byDevice[device] {
		if w.ext == "" {
			w.sub.Changed()
		}
	}
	return true
}

// mailOf gives what waits for a device, and whether a phone of it subscribed.
func (ws *watchers) mailOf(device id.Device) (m mail, subscribed bool) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.mails[device], slices.ContainsFunc(ws.byDevice[device], func(w *watcher) bool { return w.ext == "" })
}

// move follows a phone that registered anew from elsewhere.
func (ws *watchers) move(device id.Device, from, to sipua.Flow) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for _, w := range ws.byDevice[device] {
		if w.flow == from {
			w.flow = to
			w.sub.Move(from, to)
		}
	}
}

// prune ends what devices hold that are not in the plan, and forgets their
// messages; phones with another password now may come again with it.
func (ws *watchers) prune(x *index) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for device, list := range ws.byDevice {
		acct := x.devices[device]
		for _, w := range list {
			switch {
			case acct == nil || acct.User != w.user:
				w.sub.End("rejected", 0)
			case acct.seal != w.seal:
				w.sub.End("probation", comeAgain)
			}
		}
	}
	for device := range ws.mails {
		if x.devices[device] == nil {
			delete(ws.mails, device)
		}
	}
}

func (ws *watchers) count() int {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.all
}

// close ends every subscription and asks the phones to come again; it waits
// until all are told, or ctx is over.
func (ws *watchers) close(ctx context.Context) {
	var sent sync.WaitGroup
	ws.mu.Lock()
	ws.closed = true
	for _, list := range ws.byDevice {
		for _, w := range list {
			w.sub.End("probation", comeAgain)
			sent.Add(1)
			w.sub.After(sent.Done)
		}
	}
	ws.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer ws.edge.caught("ending subscriptions")
		sent.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
