package phone

import (
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

func aLeg() string { return id.LegOf(id.NewCall(time.Now()), 3).String() }

func header(name, value string) sipua.Header { return sipua.Header{Name: name, Value: value} }

// ring lets a call come in.
func (r *rig) ring(headers ...sipua.Header) (*phonetest.Call, seat.LineOffered) {
	r.t.Helper()
	c := r.call(nil, headers...)
	o := next[seat.LineOffered](r, nil)
	return c, o
}

// talk is a call that came in and was answered.
func (r *rig) talk() (*phonetest.Call, seat.Line) {
	r.t.Helper()
	c, o := r.ring()
	r.phone.Do(seat.AcceptLine{Line: o.Line})
	phonetest.Await[sipua.Answered](c)
	next[seat.LineUp](r, nil)
	r.last().log()
	return c, o.Line
}

func TestACallComesIn(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Script{Accept: true})
				leg := aLeg()
				c, o := r.ring(header("X-Yobirin-Leg", leg), header("Alert-Info", "<http://127.0.0.1/Bellcore-dr1>;info=alert-external"),
					header("P-Called-Party-ID", `"代表" <sip:0398765432@192.0.2.1>`))
				if o.Leg != leg || o.Internal || o.Auto || o.From != (seat.Person{Number: "0312345678", Name: "山田 太郎"}) ||
					o.Called != (seat.Person{Number: "0398765432", Name: "代表"}) {
					t.Errorf("%+v", o)
				}
				if p := phonetest.Await[sipua.Progress](c); p.Response.Status() != 180 {
					t.Errorf("answered %d", p.Response.Status())
				}
				if len(r.voice.all()) != 0 {
					t.Error("audio was opened before anybody answered")
				}
				pass(7 * time.Second)
				r.phone.Do(seat.AcceptLine{Line: o.Line})
				a := phonetest.Await[sipua.Answered](c)
				if !strings.Contains(string(a.SDP), "sendrecv") || !strings.Contains(string(a.SDP), homeIP) {
					t.Errorf("answered %s", a.SDP)
				}
				if up := next[seat.LineUp](r, nil); up != (seat.LineUp{Line: o.Line, Leg: leg, Media: seat.MediaPlain, Codec: "PCMU"}) {
					t.Errorf("%+v", up)
				}
				began := time.Now()
				for range 3 {
					if q := next[seat.LineQuality](r, nil); q.Line != o.Line || q.Quality.MOS != 4.2 {
						t.Errorf("%+v", q)
					}
				}
				if d := time.Since(began); d < 5*time.Second || d > 7*time.Second {
					t.Errorf("three figures in %s", d)
				}
				r.phone.Do(seat.PressLine{Line: o.Line, Digits: "12#"})
				r.phone.Do(seat.MuteLine{Line: o.Line, On: true})
				r.until("keys and mute", func() bool { return strings.HasSuffix(r.last().log(), "press 12#, mute true") })
				c.Dialog.Hangup(sipua.Hangup{})
				if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByThem || e.Line != o.Line || e.Last.MOS != 4.2 {
					t.Errorf("%+v", e)
				}
				none[seat.LineQuality](r)
			})
		})
	}
}

func TestHowACallThatRingsEnds(t *testing.T) {
	for name, x := range map[string]struct {
		end  func(r *rig, c *phonetest.Call, l seat.Line)
		want seat.LineEnded
		far  int // what the caller gets
	}{
		"the caller gives up": {func(_ *rig, c *phonetest.Call, _ seat.Line) { c.Dialog.Hangup(sipua.Hangup{}) }, seat.LineEnded{By: seat.EndedMissed}, 0},
		"another phone answers": {func(_ *rig, c *phonetest.Call, _ seat.Line) {
			c.Dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{SIP: 200, Text: "Call completed elsewhere"}})
		}, seat.LineEnded{By: seat.EndedElsewhere, Text: "Call completed elsewhere"}, 0},
		"busy":     {func(r *rig, _ *phonetest.Call, l seat.Line) { r.phone.Do(seat.RefuseLine{Line: l, Status: 486}) }, seat.LineEnded{By: seat.EndedByUs}, 486},
		"declined": {func(r *rig, _ *phonetest.Call, l seat.Line) { r.phone.Do(seat.RefuseLine{Line: l, Status: 603}) }, seat.LineEnded{By: seat.EndedByUs}, 603},
		"hung up":  {func(r *rig, _ *phonetest.Call, l seat.Line) { r.phone.Do(seat.HangUpLine{Line: l}) }, seat.LineEnded{By: seat.EndedByUs}, 480},
		"no audio": {func(r *rig, _ *phonetest.Call, l seat.Line) {
			r.voice.mu.Lock()
			r.voice.broken = true
			r.voice.mu.Unlock()
			r.phone.Do(seat.AcceptLine{Line: l})
		}, seat.LineEnded{By: seat.EndedFailed, Status: 500, Text: "audio: no sockets left"}, 500},
		"forgotten": {func(*rig, *phonetest.Call, seat.Line) {}, seat.LineEnded{By: seat.EndedMissed, Status: 480}, 480},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(sipua.UDP, phonetest.Script{})
				c, o := r.ring()
				x.end(r, c, o.Line)
				x.want.Line = o.Line
				if e := next[seat.LineEnded](r, nil); e != x.want {
					t.Errorf("%+v", e)
				}
				r.phone.Do(seat.AcceptLine{Line: o.Line}) // too late
				pass(time.Minute)
				none[seat.LineEnded](r)
				if x.far != 0 {
					events := c.Events()
					if e, ok := events[len(events)-1].(sipua.Ended); !ok || e.Status != x.far {
						t.Errorf("the caller got %s", c.Story())
					}
				}
			})
		})
	}
}

func TestAnOfferThatCannotBeUnderstood(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		c := r.call([]byte("not a description"))
		o := next[seat.LineOffered](r, nil)
		r.phone.Do(seat.AcceptLine{Line: o.Line})
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedFailed || e.Status != 488 {
			t.Errorf("%+v", e)
		}
		if e, ok := c.Next().(sipua.Ended); ok && e.Status != 488 {
			t.Errorf("the caller got %d", e.Status)
		}
	})
}

// TestTheServerAsksForTheOffer: an INVITE without a description is answered
// with our offer, and the ACK brings the answer.
func TestTheServerAsksForTheOffer(t *testing.T) {
	in(t, func(r *rig) {
		r.serve(phonetest.Unmanaged)
		raw := r.n.Raw(r.t, "192.0.2.9:5060")
		r.soft.Servers[0].Host = "192.0.2.9"
		r.phone.Do(seat.Register{Account: r.soft})
		reg := raw.Expect("REGISTER")
		raw.Send(reg.From, phonetest.Reply(reg, "200 OK", "x", "Contact: "+reg.Header("Contact"), ""))
		r.state(seat.PhoneRegistered)
		contact := strings.Trim(strings.SplitN(reg.Header("Contact"), ">", 2)[0], "<")
		request := func(method, branch, cseq, tag, body string) string {
			text := method + " " + contact + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK" + branch +
				"\nFrom: <sip:300@192.0.2.9>;tag=f\nTo: <sip:201@192.0.2.9>" + tag + "\nCall-ID: c\nCSeq: " + cseq + " " + method +
				"\nMax-Forwards: 70\nContact: <sip:300@192.0.2.9:5060>"
			if body != "" {
				text += "\nContent-Type: application/sdp"
			}
			return text + "\n\n" + body
		}
		raw.Send(reg.From, request("INVITE", "1", "1", "", ""))
		o := next[seat.LineOffered](r, nil)
		r.phone.Do(seat.AcceptLine{Line: o.Line})
		ok := raw.Expect("200")
		if !strings.Contains(ok.Body, "a=sendrecv") {
			t.Fatalf("our offer: %q", ok.Body)
		}
		raw.Send(reg.From, request("ACK", "2", "1", ";tag="+ok.Tag("To"), phonetest.SDP))
		next[seat.LineUp](r, nil)
		if s := r.last().log(); s != "offer sendrecv, accept, ringback false" {
			t.Errorf("audio: %s", s)
		}
		raw.Send(reg.From, request("OPTIONS", "3", "2", ";tag="+ok.Tag("To"), ""))
		raw.Expect("200")
		raw.Send(reg.From, strings.Replace(request("NOTIFY", "4", "3", ";tag="+ok.Tag("To"), ""), "\nMax", "\nEvent: hold\nMax", 1))
		raw.Expect("200")
		if m := raw.Expect("INVITE"); !strings.Contains(m.Body, "a=sendonly") {
			t.Errorf("asked to hold, the phone said %q", m.Body)
		} else {
			raw.Send(m.From, phonetest.Reply(m, "200 OK", "", "Contact: <sip:300@192.0.2.9:5060>", phonetest.SDP))
		}
		if h := next[seat.LineHeld](r, nil); !h.Held || h.Failed {
			t.Errorf("%+v", h)
		}
	})
}

func TestAnsweredByTheServersWish(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.TCP, phonetest.Script{})
		_, o := r.ring(header("Call-Info", "<sip:192.0.2.1>;answer-after=0"))
		if !o.Auto {
			t.Errorf("%+v", o)
		}
	})
	in(t, func(r *rig) { // a phone that rings is told to answer (NOTIFY talk)
		r.registered(sipua.TCP, phonetest.Script{})
		c, o := r.ring()
		c.Dialog.Nudge()
		phonetest.Await[sipua.Answered](c)
		if up := next[seat.LineUp](r, nil); up.Line != o.Line {
			t.Errorf("%+v", up)
		}
	})
}

// dialTo dials and gives the call at the server.
func (r *rig) dialTo(digits, callerID string) *phonetest.Call {
	r.t.Helper()
	r.phone.Do(seat.DialLine{Line: "d1", Digits: digits, CallerID: callerID})
	return r.srv.Incoming()
}

func TestACallGoesOut(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(tr, phonetest.Script{})
				c := r.dialTo("*80#0398765432", "0312340000")
				q := c.Dialog.Request()
				if u := q.URI(); u.User != "*80%230398765432" || u.Host != serverIP {
					t.Errorf("to %s", u.String())
				}
				if h := q.Header("P-Preferred-Identity"); h != "<sip:0312340000@192.0.2.1>" || q.From().URI.User != "201" {
					t.Errorf("as %q, from %s", h, q.From())
				}
				first, leg := aLeg(), aLeg()
				c.Dialog.Ring(sipua.Answer{Status: 180, Headers: []sipua.Header{header("X-Yobirin-Leg", first)}})
				if p := next[seat.LineProgress](r, nil); p != (seat.LineProgress{Line: "d1", Leg: first}) {
					t.Errorf("%+v", p)
				}
				if s := r.last().log(); s != "offer sendrecv, ringback true" {
					t.Errorf("audio: %s", s)
				}
				c.Dialog.Ring(sipua.Answer{Status: 180}) // nothing new
				c.Dialog.Answer([]byte(phonetest.SDP), header("X-Yobirin-Leg", leg))
				if up := next[seat.LineUp](r, nil); up.Leg != leg || up.Line != "d1" {
					t.Errorf("%+v", up)
				}
				if s := r.last().log(); s != "ringback true, accept, ringback false" {
					t.Errorf("audio: %s", s)
				}
				none[seat.LineProgress](r)
				r.phone.Do(seat.HangUpLine{Line: "d1"})
				if e := next[seat.LineEnded](r, nil); e.By != seat.EndedByUs {
					t.Errorf("%+v", e)
				}
				if e := phonetest.Await[sipua.Confirmed](c); e.SDP != nil {
					t.Errorf("%+v", e)
				}
				for {
					if e, ok := c.Next().(sipua.Ended); ok {
						if e.By != sipua.Remote || e.Why != sipua.WhyBye {
							t.Errorf("%+v", e)
						}
						return
					}
				}
			})
		})
	}
}

func TestWhatIsHeardBeforeTheAnswer(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{Reliable: sipua.ReliableSupported})
		c := r.dialTo("0398765432", "")
		if h := c.Dialog.Request().Header("P-Preferred-Identity"); h != "" {
			t.Errorf("as %q", h)
		}
		c.Dialog.Ring(sipua.Answer{Status: 183, Body: []byte(phonetest.SDP)})
		if p := next[seat.LineProgress](r, nil); !p.Early {
			t.Errorf("%+v", p)
		}
		if s := r.last().log(); s != "offer sendrecv, early true, accept, ringback false" {
			t.Errorf("audio: %s", s)
		}
		c.Dialog.Ring(sipua.Answer{Status: 180}) // it rings, but nothing is heard: our tone
		r.until("our own tone", func() bool { return r.last().log() == "ringback true" })
		r.last().hear(voice.HeardSound{})
		r.until("the network's tone", func() bool { return r.last().log() == "ringback false" })
		c.Dialog.Answer(nil)
		next[seat.LineUp](r, nil)
		if s := r.last().log(); s != "early false, ringback false" {
			t.Errorf("audio: %s", s)
		}
	})
}

func TestHowACallThatWasDialedEnds(t *testing.T) {
	for name, x := range map[string]struct {
		end  func(r *rig, c *phonetest.Call)
		want seat.LineEnded
	}{
		"busy": {func(_ *rig, c *phonetest.Call) { c.Dialog.Reject(sipua.Answer{Status: 486}) }, seat.LineEnded{By: seat.EndedFailed, Status: 486, Text: "Busy Here"}},
		"forbidden": {func(_ *rig, c *phonetest.Call) {
			c.Dialog.Reject(sipua.Answer{Status: 403, Phrase: "No outside calls"})
		}, seat.LineEnded{By: seat.EndedFailed, Status: 403, Text: "No outside calls"}},
		"refused with a reason": {func(_ *rig, c *phonetest.Call) {
			c.Dialog.Reject(sipua.Answer{Status: 403, Headers: []sipua.Header{{Name: "Warning", Value: `399 call.example.jp "no-outside"`}}})
		}, seat.LineEnded{By: seat.EndedFailed, Status: 403, Text: "Forbidden", Why: "no-outside"}},
		"refused with nonsense": {func(_ *rig, c *phonetest.Call) {
			c.Dialog.Reject(sipua.Answer{Status: 403, Headers: []sipua.Header{{Name: "Warning", Value: `399 x "<b>No</b>"`}}})
		}, seat.LineEnded{By: seat.EndedFailed, Status: 403, Text: "Forbidden"}},
		"no number": {func(_ *rig, c *phonetest.Call) { c.Dialog.Reject(sipua.Answer{Status: 404}) }, seat.LineEnded{By: seat.EndedFailed, Status: 404, Text: "Not Found"}},
		"given up":  {func(r *rig, _ *phonetest.Call) { r.phone.Do(seat.HangUpLine{Line: "d1"}) }, seat.LineEnded{By: seat.EndedByUs}},
		"answer without a description": {func(_ *rig, c *phonetest.Call) { c.Dialog.Answer(nil) },
			seat.LineEnded{By: seat.EndedFailed, Status: 488, Text: "the answer has no description"}},
		"answer with nonsense": {func(_ *rig, c *phonetest.Call) { c.Dialog.Answer([]byte("nonsense")) },
			seat.LineEnded{By: seat.EndedFailed, Status: 488, Text: "description: no description"}},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(r *rig) {
				r.registered(sipua.UDP, phonetest.Script{})
				c := r.dialTo("0398765432", "")
				x.end(r, c)
				x.want.Line, x.want.Last = "d1", seat.Quality{MOS: 4.2}
				if e := next[seat.LineEnded](r, nil); e != x.want {
					t.Errorf("%+v", e)
				}
				pass(2 * time.Minute)
				none[seat.LineEnded](r)
				if e, ok := c.Events()[len(c.Events())-1].(sipua.Ended); !ok || name == "given up" && e.Why != sipua.WhyCancelled {
					t.Errorf("the server: %s", c.Story())
				}
			})
		})
	}
}

func TestWhatCannotBeDialed(t *testing.T) {
	in(t, func(r *rig) {
		r.phone.Do(seat.DialLine{Line: "d1", Digits: "104"})
		if e := next[seat.LineEnded](r, nil); e.By != seat.EndedFailed || e.Status != 503 || e.Line != "d1" {
			t.Errorf("%+v", e)
		}
		r.registered(sipua.UDP, phonetest.Script{})
		for _, digits := range []string{"", "abc", "1 2", "1@evil", "1>", "+", strings.Repeat("1", 65)} {
			r.phone.Do(seat.DialLine{Line: "d2", Digits: digits})
			if e := next[seat.LineEnded](r, nil); e.Status != 484 {
				t.Errorf("%q: %+v", digits, e)
			}
		}
		r.voice.mu.Lock()
		r.voice.broken = true
		r.voice.mu.Unlock()
		r.phone.Do(seat.DialLine{Line: "d3", Digits: "104"})
		if e := next[seat.LineEnded](r, nil); e.Status != 500 {
			t.Errorf("%+v", e)
		}
	})
}
