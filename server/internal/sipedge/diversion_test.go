package sipedge

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// headersOf is a request of which only headers are read.
type headersOf map[string][]string

func (h headersOf) URI() sipua.URI                { return sipua.URI{} }
func (h headersOf) Headers(name string) []string  { return h[name] }
func (h headersOf) Header(name string) (v string) { return strings.Join(h[name], "") }

func TestDiversionsAreCounted(t *testing.T) {
	const history = "<sip:1@x?Reason=SIP%3Bcause%3D302>;index=1, <sip:2@x;cause=408>;index=1.1;mp=1, <sip:3@x>;index=1.1.1;mp=1.1"
	for _, x := range []struct {
		diversion, history []string
		want               int
	}{
		{},
		{diversion: []string{"<sip:1@x>;reason=unconditional"}, want: 1},
		{diversion: []string{`"a, b;counter=9" <sip:1@x;counter=7>;reason=user-busy;counter=3`}, want: 3},
		{diversion: []string{"<sip:1@x>;counter=2, <sip:2@x>", "<sip:3@x> ; Counter = 4"}, want: 7},
		{diversion: []string{"<sip:1@x>;counter=-2, <sip:2@x>;counter=x"}, want: 2},
		{diversion: []string{"<sip:1@x>;counter=9999999999", "<sip:1@x>;counter=99"}, want: 100},
		{history: []string{history}, want: 2},
		{diversion: []string{"sip:1@x;counter=4"}, history: []string{history}, want: 4},
		{diversion: []string{",,, ,"}, want: 0},
	} {
		if got := diversions(headersOf{"Diversion": x.diversion, "History-Info": x.history}); got != x.want {
			t.Errorf("%q %q: %d, want %d", x.diversion, x.history, got, x.want)
		}
	}
}

func FuzzDiversions(f *testing.F) {
	f.Add(`"a" <sip:1@x>;counter=3, <sip:2@x>`, "<sip:1@x?Reason=SIP%3Bcause%3D302>;index=1")
	f.Fuzz(func(t *testing.T, diversion, history string) {
		if n := diversions(headersOf{"Diversion": {diversion}, "History-Info": {history}}); n < 0 || n > maxDiverted {
			t.Fatalf("%d", n)
		}
	})
}

// A number that forwards to a mobile phone that forwards to the number: every
// round takes two channels, until somebody counts.
func TestACallIsNotSentOnForEver(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Profile.Diversion = true
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		carrier := r.net.Phone(t, "09012345678", carrierAt, phonetest.Unmanaged, nil)
		arrive := func(diversion string) leg.Incoming {
			carrier.DialCall(sipua.Call{
				Targets: []sipua.Target{{URI: r.uri("0312340001")}}, To: sipua.Address{URI: r.uri("0312340001")},
				Headers: []sipua.Header{{Name: "Diversion", Value: diversion}},
			})
			return next[leg.Incoming](r)
		}
		onward := func(in leg.Incoming) {
			r.edge.Order(leg.Dial{Leg: newLeg(), Like: in.Leg, Trunk: carrierID, Number: "09099990000", From: leg.Identity{Number: "0312340001"}, Diverted: "0312340001"})
		}
		onward(arrive("<sip:0312340001@x>;reason=unconditional;counter=4"))
		if got := carrier.Incoming().Dialog.Request().Header("Diversion"); !strings.Contains(got, ";counter=5;") {
			t.Errorf("it was sent on with %q", got)
		}
		onward(arrive("<sip:0312340001@x>;reason=unconditional;counter=5"))
		if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseLoop {
			t.Errorf("it ended with %+v", e.Cause)
		}
	})
}
