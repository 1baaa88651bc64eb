package seat

import "testing"

// TestWhyACallFailed: what the server has said of it counts before what the
// status means; what it says without words for it does not.
func TestWhyACallFailed(t *testing.T) {
	for _, x := range []struct {
		status int
		why    string
		want   string
	}{
		{403, "", "call_forbidden"},
		{403, "restricted", "call_restricted"},
		{403, "redirected-restricted", "call_restricted"},
		{403, "no-outside", "call_no_outside"},
		{403, "no-international", "call_no_international"},
		{403, "not-your-number", "caller_id_unknown"},
		{403, "no-emergency", "call_forbidden"},
		{503, "no-trunk", "call_no_trunk"},
		{503, "channels-trunk", "call_lines_full"},
		{503, "channels-number", "call_lines_full"},
		{503, "channels-agent-day", "call_cap"},
		{503, "something-newer", "call_server_trouble"},
		{404, "no-such-number", "call_no_such_number"},
		{0, "", "call_failed"},
	} {
		if got := whyFailed(x.status, "", x.why); got.Code != x.want || (got.Params["status"] == "") != (x.status == 0) {
			t.Errorf("%d %q: %+v, expected %s", x.status, x.why, got, x.want)
		}
	}
}
