package sipedge

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

func TestRefusal(t *testing.T) {
	for _, c := range []struct {
		cause        leg.Cause
		status, q850 int
	}{
		{leg.Cause{Kind: leg.CauseBusy}, 486, 17},
		{leg.Cause{Kind: leg.CauseOverflow}, 486, 17},
		{leg.Cause{Kind: leg.CauseNoAnswer}, 480, 19},
		{leg.Cause{Kind: leg.CauseTimeout}, 480, 19},
		{leg.Cause{Kind: leg.CauseRejected}, 603, 21},
		{leg.Cause{Kind: leg.CauseNotFound}, 404, 1},
		{leg.Cause{Kind: leg.CauseForbidden}, 403, 21},
		{leg.Cause{Kind: leg.CauseUnregistered}, 480, 20},
		{leg.Cause{Kind: leg.CauseDeviceError}, 480, 27},
		{leg.Cause{Kind: leg.CauseCongestion}, 503, 34},
		{leg.Cause{Kind: leg.CauseUnacceptable}, 488, 65},
		{leg.Cause{Kind: leg.CauseLoop}, 482, 25},
		{leg.Cause{Kind: leg.CauseShutdown}, 503, 41},
		{leg.Cause{Kind: leg.CauseTrouble}, 500, 41},
		{leg.Cause{Kind: "nonsense"}, 500, 41},
		{leg.Cause{Kind: leg.CauseNotFound, SIP: 484, Q850: 28}, 484, 28},             // passed on from the other leg
		{leg.Cause{Kind: leg.CauseForbidden, SIP: 401}, 403, 21},                      // between us and the next hop: not passed on
		{leg.Cause{Kind: leg.CauseBusy, SIP: 600, Q850: 4096}, 600, 17},               // hostile Q.850
		{leg.Cause{Kind: leg.CauseAnsweredElsewhere, Q850: -1}, 480, q850NonSelected}, //
	} {
		if status, q := refuse(c.cause); status != c.status || q != c.q850 {
			t.Errorf("refuse(%+v) = %d, Q.850 %d; want %d, %d", c.cause, status, q, c.status, c.q850)
		}
	}
}

func TestEveryKindHasARefusal(t *testing.T) {
	for _, k := range []leg.Kind{
		leg.CauseNormal, leg.CauseCallerGone, leg.CauseBusy, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseAnsweredElsewhere,
		leg.CauseDeviceError, leg.CauseUnregistered, leg.CauseNotFound, leg.CauseForbidden, leg.CauseCongestion, leg.CauseMediaTimeout,
		leg.CauseUnacceptable, leg.CauseTimeout, leg.CauseOverflow, leg.CauseLoop, leg.CauseShutdown, leg.CauseRestart, leg.CauseTrouble,
	} {
		if r, ok := refusals[k]; !ok || r.status < 400 || r.status > 699 || r.q850 < 1 || r.q850 > 127 {
			t.Errorf("%s: %+v", k, r)
		}
	}
}

func TestKindOfFailure(t *testing.T) {
	phone, carrier := dialed{}, dialed{trunk: true}
	for _, c := range []struct {
		status, q850 int
		d            dialed
		want         leg.Kind
	}{
		{486, 0, phone, leg.CauseBusy},
		{600, 0, carrier, leg.CauseBusy},
		{603, 0, phone, leg.CauseRejected},
		{433, 0, carrier, leg.CauseRejected},
		{480, 0, phone, leg.CauseRejected},                                  // do not disturb
		{480, 0, dialed{rang: time.Second}, leg.CauseRejected},              // a hand on the phone
		{480, 0, dialed{rang: 20 * time.Second}, leg.CauseNoAnswer},         // the phone's own limit
		{480, 19, phone, leg.CauseNoAnswer},                                 //
		{480, 21, dialed{rang: 20 * time.Second}, leg.CauseRejected},        //
		{480, 0, carrier, leg.CauseNoAnswer},                                //
		{404, 0, carrier, leg.CauseNotFound},                                //
		{484, 0, carrier, leg.CauseNotFound},                                //
		{604, 0, carrier, leg.CauseNotFound},                                //
		{403, 0, carrier, leg.CauseForbidden},                               //
		{403, 1, carrier, leg.CauseNotFound},                                // Q.850 says more
		{401, 0, carrier, leg.CauseForbidden},                               //
		{408, 0, phone, leg.CauseDeviceError},                               //
		{408, 0, dialed{rang: time.Second, trunk: true}, leg.CauseNoAnswer}, //
		{487, 0, phone, leg.CauseCallerGone},                                //
		{487, 17, phone, leg.CauseCallerGone},                               //
		{488, 0, phone, leg.CauseUnacceptable},                              //
		{606, 0, phone, leg.CauseUnacceptable},                              //
		{482, 0, carrier, leg.CauseLoop},                                    //
		{483, 0, carrier, leg.CauseLoop},                                    //
		{503, 0, carrier, leg.CauseCongestion},                              //
		{503, 17, carrier, leg.CauseBusy},                                   //
		{500, 34, carrier, leg.CauseCongestion},                             //
		{500, 0, carrier, leg.CauseTrouble},                                 //
		{504, 0, carrier, leg.CauseCongestion},                              // another trunk may do
		{408, 0, carrier, leg.CauseCongestion},
		{302, 0, carrier, leg.CauseForbidden}, // not followed
		{699, 0, carrier, leg.CauseTrouble},   //
	} {
		if got := kindOf(c.status, c.q850, c.d); got != c.want {
			t.Errorf("kindOf(%d, Q.850 %d, %+v) = %s, want %s", c.status, c.q850, c.d, got, c.want)
		}
	}
}

func TestCauseOfDialogEnd(t *testing.T) {
	for _, c := range []struct {
		ev      sipua.Ended
		d       dialed
		inbound bool
		want    leg.Kind
	}{
		{sipua.Ended{Why: sipua.WhyBye}, dialed{}, true, leg.CauseNormal},
		{sipua.Ended{Why: sipua.WhyCancelled}, dialed{}, true, leg.CauseCallerGone},
		{sipua.Ended{Why: sipua.WhyCancelled, Reason: sipua.Reason{SIP: 200}}, dialed{}, true, leg.CauseAnsweredElsewhere},
		{sipua.Ended{Why: sipua.WhyNoResponse}, dialed{}, false, leg.CauseDeviceError},
		{sipua.Ended{Why: sipua.WhyNoResponse}, dialed{trunk: true}, false, leg.CauseCongestion},
		{sipua.Ended{Why: sipua.WhyTransport}, dialed{}, false, leg.CauseDeviceError},
		{sipua.Ended{Why: sipua.WhyNoAck}, dialed{}, true, leg.CauseDeviceError},
		{sipua.Ended{Why: sipua.WhyGone}, dialed{}, true, leg.CauseDeviceError},
		{sipua.Ended{Why: sipua.WhyExpired}, dialed{}, true, leg.CauseTimeout},
		{sipua.Ended{Why: sipua.WhyShutdown}, dialed{}, true, leg.CauseShutdown},
		{sipua.Ended{Why: sipua.WhyTrouble}, dialed{}, true, leg.CauseTrouble},
		{sipua.Ended{Why: sipua.WhyRejected, Status: 486}, dialed{}, false, leg.CauseBusy},
	} {
		if got := causeOf(c.ev, c.d, c.inbound); got.Kind != c.want {
			t.Errorf("causeOf(%+v) = %s, want %s", c.ev, got.Kind, c.want)
		}
	}
}
