package sipedge

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// opusSDP is what an app describes itself with.
const opusSDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 111\r\na=rtpmap:111 opus/48000/2\r\n"

// opusCall is a call from one phone to another, or from the carrier.
type opusCall struct {
	from, to  string // "app", "desk", or "carrier" for from
	offer     string // of an app that calls; "": with Opus
	answer    string // of an app that is called; "": with Opus
	announced bool   // the caller is answered before anybody is called
	early     bool   // what plays while it rings settles the caller's codec
	offered   bool   // the one who is called is offered Opus
	caller    string // codec of the caller's leg in the end
	called    string
}

func TestOpusIsForTwoApps(t *testing.T) {
	for name, c := range map[string]opusCall{
		"app to app":                     {from: "app", to: "app", offered: true, caller: "opus", called: "opus"},
		"app to a desk phone":            {from: "app", to: "desk", caller: "PCMU", called: "PCMU"},
		"desk phone to app":              {from: "desk", to: "app", caller: "PCMU", called: "PCMU"},
		"a desk phone that offers it":    {from: "desk", to: "app", offer: opusSDP, caller: "PCMU", called: "PCMU"},
		"from outside to app":            {from: "carrier", to: "app", offer: opusSDP, caller: "PCMU", called: "PCMU"},
		"app without it":                 {from: "app", to: "app", offer: phonetest.SDP, caller: "PCMU", called: "PCMU"},
		"to an app that does not want":   {from: "app", to: "app", answer: phonetest.SDP, offered: true, caller: "PCMU", called: "PCMU"},
		"app that was announced to":      {from: "app", to: "app", announced: true, caller: "PCMU", called: "PCMU"},
		"app that hears something early": {from: "app", to: "app", early: true, offer: strings.Replace(opusSDP, "opus/", "OPUS/", 1), offered: true, caller: "PCMU", called: "opus"},
	} {
		t.Run(name, func(t *testing.T) { opusBetween(t, c) })
	}
}

func opusBetween(t *testing.T, c opusCall) {
	plan := usual()
	app, other := account(2, "app-1"), account(3, "app-2")
	app.Opus, other.Opus = true, true
	plan.Devices = append(plan.Devices, app, other, account(4, "d2004"))
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		// Who is called answers by hand.
		called, device := r.net.Phone(t, "d2004", "192.0.2.14:5060", phonetest.Unmanaged, nil), id.Numbered[id.Device](4)
		if c.to == "app" {
			called, device = r.net.Phone(t, "app-2", "192.0.2.13:5060", phonetest.Unmanaged, nil), other.ID
		}
		r.register(called)
		call := sipua.Call{Targets: []sipua.Target{{URI: r.uri("2002")}}, To: sipua.Address{URI: r.uri("2002")}, Offer: []byte(c.offer)}
		var caller *phonetest.Phone
		switch c.from {
		case "app":
			caller = r.net.Phone(t, "app-1", "192.0.2.12:5060", phonetest.Unmanaged, nil)
			call.Credentials = &sipua.Credentials{User: "app-1", Password: secret}
			if c.offer == "" {
				call.Offer = []byte(opusSDP)
			}
		case "desk":
			caller = r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Unmanaged, nil)
			call.Credentials = &sipua.Credentials{User: "d2001", Password: secret}
		case "carrier":
			caller = r.net.Phone(t, "0900", carrierAt, phonetest.Unmanaged, nil)
		}
		if len(call.Offer) == 0 {
			call.Offer = []byte(phonetest.SDP)
		}
		caller.DialCall(call)
		in := next[leg.Incoming](r)
		if c.announced {
			r.edge.Order(leg.Answer{Leg: in.Leg})
			next[leg.Answered](r)
		}
		out := id.LegOf(id.CallOf(in.Leg), 2)
		r.edge.Order(leg.Dial{Leg: out, Device: device, From: leg.Identity{Number: "2001"}, Like: in.Leg})
		rings := called.Incoming()
		if c.early {
			r.edge.Order(leg.Ring{Leg: in.Leg, Early: true})
			synctest.Wait()
		}
		body := c.answer
		switch {
		case body != "":
		case c.to == "app" && c.offered:
			body = opusSDP
		default:
			body = phonetest.SDP
		}
		rings.Dialog.Answer([]byte(body))
		if a := next[leg.Answered](r); a.Leg != out || a.Codec != c.called {
			t.Fatalf("%+v, expected %s", a, c.called)
		}
		if !c.announced {
			r.edge.Order(leg.Answer{Leg: in.Leg})
			if a := next[leg.Answered](r); a.Leg != in.Leg || a.Codec != c.caller {
				t.Fatalf("%+v, expected %s", a, c.caller)
			}
		}
		r.media.mu.Lock()
		defer r.media.mu.Unlock()
		if got := r.media.ports[out].mayOpus; got != c.offered {
			t.Errorf("offered Opus: %v", got)
		}
		if got := r.media.ports[in.Leg].mayOpus; got != (c.caller == "opus") {
			t.Errorf("the caller may have Opus: %v", got)
		}
	})
}

// TestAConsultationHasTheCodecOfWhoAsks: a second leg follows the first, which
// has been agreed on long before.
func TestAConsultationHasTheCodecOfWhoAsks(t *testing.T) {
	plan := usual()
	app, other := account(2, "app-1"), account(3, "app-2")
	app.Opus, other.Opus = true, true
	plan.Devices = append(plan.Devices, app, other)
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		one := r.net.Phone(t, "app-1", "192.0.2.12:5060", phonetest.Unmanaged, nil)
		two := r.net.Phone(t, "app-2", "192.0.2.13:5060", phonetest.Unmanaged, nil)
		r.register(one)
		r.register(two)
		first := newLeg()
		r.edge.Order(leg.Dial{Leg: first, Device: app.ID, From: leg.Identity{Number: "0900"}})
		one.Incoming().Dialog.Answer([]byte(opusSDP)) // says more than it was offered
		if a := next[leg.Answered](r); a.Codec != "PCMU" {
			t.Fatalf("%+v", a)
		}
		second := newLeg()
		r.edge.Order(leg.Dial{Leg: second, Device: other.ID, From: leg.Identity{Number: "2001"}, Like: first})
		two.Incoming().Dialog.Answer([]byte(phonetest.SDP))
		next[leg.Answered](r)
		r.media.mu.Lock()
		defer r.media.mu.Unlock()
		if r.media.ports[first].mayOpus || r.media.ports[second].mayOpus {
			t.Error("Opus was offered beside a leg of G.711")
		}
	})
}

func TestOffersOpus(t *testing.T) {
	for text, want := range map[string]bool{
		opusSDP: true, strings.ReplaceAll(opusSDP, "\r\n", "\n"): true, strings.Replace(opusSDP, "opus", "OPUS", 1): true,
		phonetest.SDP: false, "": false, strings.Replace(opusSDP, "/2", "", 1): false,
		strings.Replace(opusSDP, "RTP/AVP", "UDP/TLS/RTP/SAVPF", 1): false, // its audio does not come to the port itself
	} {
		if got := offersOpus([]byte(text)); got != want {
			t.Errorf("%v for %q", got, text)
		}
	}
}
