package live

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

var phoneLeg = id.LegOf(id.Numbered[id.Call](1<<16), 1)

// deskPhones answers every offer and notes the rest.
type deskPhones struct {
	mu    sync.Mutex
	notes []string
	wake  chan struct{}
}

func (d *deskPhones) note(s string) {
	d.mu.Lock()
	d.notes = append(d.notes, s)
	d.mu.Unlock()
	d.wake <- struct{}{}
}

func (d *deskPhones) Offer(from Line, m wire.PhoneOffer) {
	if !from.Remote().IsLoopback() || from.Viewer().Agent != supervisor.Agent {
		d.note("a stranger")
	}
	from.Tell(wire.PhoneAnswer{Type: wire.TypePhoneAnswer, Ref: m.Ref, Leg: phoneLeg, SDP: m.SDP})
}
func (d *deskPhones) HangUp(_ Line, m wire.PhoneHangUp) { d.note("hang up " + m.Leg.String()) }
func (d *deskPhones) Digits(_ Line, m wire.PhoneDigits) { d.note("digits " + m.Digits) }
func (d *deskPhones) Resume(_ Line, m wire.PhoneResume) { d.note("resume " + m.Legs[0].String()) }
func (d *deskPhones) Left(_ Line, over bool) {
	if over {
		d.note("left for good")
		return
	}
	d.note("left")
}

func (d *deskPhones) expect(t *testing.T, want string) {
	t.Helper()
	select {
	case <-d.wake:
	case <-time.After(20 * time.Second):
		t.Fatalf("%q never came", want)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if got := d.notes[0]; got != want {
		t.Fatalf("got %q, expected %q", got, want)
	}
	d.notes = d.notes[1:]
}

// phoneSockets serves sockets of one viewer on the phones.
func phoneSockets(t *testing.T, phones Phones) (*Hub, func() *peer) {
	t.Helper()
	h := New(Options{Zone: time.UTC})
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := h.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	sockets, err := NewSockets(h, phones, func(*http.Request) bool { return true }, nil)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sockets.Serve(w, r, supervisor) }))
	h.SetPlan(Plan{Agents: []Agent{{ID: supervisor.Agent}}})
	t.Cleanup(func() {
		stop()
		wg.Wait()
		if err := sockets.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		web.Close()
	})
	return h, func() *peer {
		address := strings.TrimPrefix(web.URL, "http://")
		p, status, err := dial(address, web.URL)
		if err != nil || status != http.StatusSwitchingProtocols {
			t.Fatalf("status %d, %v", status, err)
		}
		_ = p.SetDeadline(time.Now().Add(20 * time.Second))
		t.Cleanup(func() { _ = p.Close() })
		p.expect(t, `"type":"snapshot"`)
		return p
	}
}

func (p *peer) expect(t *testing.T, what string) string {
	t.Helper()
	op, body, err := p.next()
	if err != nil || op != 1 || !strings.Contains(string(body), what) {
		t.Fatalf("got opcode %d, %.200s, %v; want %s", op, body, err, what)
	}
	return string(body)
}

func (p *peer) say(t *testing.T, text string) {
	t.Helper()
	if err := p.send(1, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func TestPhoneMessagesReachThePhones(t *testing.T) {
	d := &deskPhones{wake: make(chan struct{}, 100)}
	h, open := phoneSockets(t, d)
	p := open()
	p.say(t, `{"type":"phone.offer","ref":"a","sdp":"v=0","dial":"9952001"}`)
	var a wire.PhoneAnswer
	if err := json.Unmarshal([]byte(p.expect(t, `"type":"phone.answer"`)), &a); err != nil || a.Ref != "a" || a.Leg != phoneLeg || a.SDP != "v=0" {
		t.Errorf("answered %+v, %v", a, err)
	}
	l := phoneLeg.String()
	p.say(t, `{"type":"phone.digits","leg":"`+l+`","digits":"5#"}`)
	d.expect(t, "digits 5#")
	p.say(t, `{"type":"phone.resume","legs":["`+l+`"]}`)
	d.expect(t, "resume "+l)
	p.say(t, `{"type":"phone.hangup","leg":"`+l+`"}`)
	d.expect(t, "hang up "+l)
	p.say(t, `{"type":"phone.offer","ref":"b","sdp":"v=0","dial":"tel:1"}`)
	p.expect(t, `"code":"invalid"`)
	_ = p.Close()
	d.expect(t, "left")
	open()
	h.Drop(supervisor.Session)
	d.expect(t, "left for good")
}

func TestAFloodOfPhoneMessagesIsCut(t *testing.T) {
	d := &deskPhones{wake: make(chan struct{}, 1000)}
	_, open := phoneSockets(t, d)
	p := open()
	for range 2 * sayBurst {
		if err := p.send(1, []byte(`{"type":"phone.offer","ref":"a","sdp":"v=0","dial":"1"}`)); err != nil {
			t.Fatal(err)
		}
	}
	refused := 0
	for range 2 * sayBurst {
		if strings.Contains(p.expect(t, `"ref":"a"`), `"code":"too-many"`) {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no offer was refused")
	}
	for range sayBurst {
		if p.send(1, []byte(`{"type":"phone.digits","leg":"`+phoneLeg.String()+`","digits":"5"}`)) != nil {
			break // cut while writing
		}
	}
	for {
		if op, _, err := p.next(); err != nil || op == 8 {
			break
		}
	}
}

func TestWithoutPhonesCallsAreRefused(t *testing.T) {
	_, open := phoneSockets(t, nil)
	p := open()
	p.say(t, `{"type":"phone.offer","ref":"a","sdp":"v=0","dial":"9952001"}`)
	p.expect(t, `"code":"unavailable"`)
	p.say(t, `{"type":"phone.resume","legs":["`+phoneLeg.String()+`"]}`)
	p.expect(t, `"type":"phone.ended"`)
}
