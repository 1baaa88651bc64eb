package sipedge

import (
	"slices"
	"testing"
	"time"
)

// A phone behind a router registers again soon: the router may give it another
// address at any time, and calls to the old one would go nowhere until then.
// Others register as rarely as they want.
func TestBehindARouterOneRegistersSoonAgain(t *testing.T) {
	for _, x := range []struct {
		from, contact, granted string
		more                   map[string][]string
	}{
		{"192.0.2.1:61000", "<sip:d2001@10.0.0.1:5060>;expires=600", "<sip:d2001@10.0.0.1:5060>;expires=120", nil},
		{"192.0.2.1:61000", "<sip:d2001@10.0.0.1:5060>;expires=60", "<sip:d2001@10.0.0.1:5060>;expires=60", nil},
		{"192.0.2.1:5060", "<sip:d2001@192.0.2.1:5060>;expires=600", "<sip:d2001@192.0.2.1:5060>;expires=600", nil},
		{"192.0.2.1:5060", "<sip:d2001@phone.example>;expires=600", "<sip:d2001@phone.example>;expires=600", nil},
		{"192.0.2.1:5060", "<sip:d2001@10.0.0.1:5060>;expires=600", "<sip:d2001@10.0.0.1:5060>;expires=600", map[string][]string{"Path": {"<sip:192.0.2.1;lr>"}, "Supported": {"path"}}},
	} {
		w := newWired(RingAll, 5)
		w.limits.BehindNAT = 2 * time.Minute
		if r := w.put(noon, "a", 1, x.from, x.contact, x.more); r.status != 200 || !slices.Equal(contactsOf(r), []string{x.granted}) {
			t.Errorf("%s from %s: %+v, want %s", x.contact, x.from, r, x.granted)
		}
		if r := w.put(noon, "a", 2, x.from, "<sip:d2001@10.0.0.1:5060>;expires=0", x.more); r.status != 200 {
			t.Errorf("leaving: %+v", r)
		}
	}
}
