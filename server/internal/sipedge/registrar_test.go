package sipedge

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func flowFrom(s string) sipua.Flow { return sipua.Flow{Transport: sipua.UDP, Remote: ap(s)} }

// wired is a registrar with what it told.
type wired struct {
	*registrar
	told []DeviceState
	acct *DeviceAccount
}

func newWired(rule SecondLogin, most int) *wired {
	w := &wired{acct: &DeviceAccount{ID: id.Numbered[id.Device](1), User: "d2001", MaxContacts: most, SecondLogin: rule}}
	w.registrar = newRegistrar(RegisterLimits{Min: 30 * time.Second, Max: time.Hour, Default: time.Hour}, func(s DeviceState) { w.told = append(w.told, s) },
		limited(GuardLimits{}))
	return w
}

// put registers one contact.
func (w *wired) put(at time.Time, callID string, cseq int, from, contact string, more map[string][]string) reply {
	h := map[string][]string{"CSeq": {itoa(cseq) + " REGISTER"}, "User-Agent": {"Phone/1"}}
	if contact != "" {
		h["Contact"] = strings.Split(contact, "|")
	}
	for k, v := range more {
		h[k] = v
	}
	return w.register(at, w.acct, fakeInvite{headers: h, flow: flowFrom(from), callID: callID})
}

func contactsOf(r reply) (out []string) {
	for _, h := range r.headers {
		if h.Name == "Contact" {
			out = append(out, h.Value)
		}
	}
	return out
}

func TestRegisterRefreshUnregister(t *testing.T) {
	w := newWired(RingAll, 5)
	r := w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d2001@10.0.0.1:5060>;expires=600", nil)
	if r.status != 200 || !slices.Equal(contactsOf(r), []string{"<sip:d2001@10.0.0.1:5060>;expires=600"}) {
		t.Fatalf("%+v", r)
	}
	if len(w.told) != 1 || !w.told[0].Up || w.told[0].Address != "udp:192.0.2.1:5060" || w.told[0].UserAgent != "Phone/1" {
		t.Fatalf("told %+v", w.told)
	}
	if !w.guard.isFlow(ap("192.0.2.1:5060")) && w.guard.flows[ap("192.0.2.1:5060")] == nil {
		t.Fatal("the flow is not trusted")
	}
	if r = w.put(noon.Add(time.Minute), "a", 2, "192.0.2.1:5060", "<sip:d2001@10.0.0.1:5060>;expires=600", nil); r.status != 200 || len(w.told) != 1 {
		t.Fatalf("a refresh was news: %+v, %+v", r, w.told)
	}
	// The NAT gave the phone another port: the same contact, another flow.
	w.put(noon.Add(2*time.Minute), "a", 3, "192.0.2.1:7000", "<sip:d2001@10.0.0.1:5060>;expires=600", nil)
	up, all := w.reach(w.acct.ID, noon.Add(2*time.Minute))
	if all != 1 || up[0].target().Flow.Remote != ap("192.0.2.1:7000") || !up[0].target().Sticky {
		t.Fatalf("%+v", up)
	}
	r = w.put(noon.Add(3*time.Minute), "a", 4, "192.0.2.1:7000", "*", map[string][]string{"Expires": {"0"}})
	last := w.told[len(w.told)-1]
	if r.status != 200 || len(contactsOf(r)) != 0 || last.Up || last.Cause != "unregistered" || last.Contacts != 0 {
		t.Fatalf("%+v, told %+v", r, last)
	}
}

func TestRegisterRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		contact string
		more    map[string][]string
		status  int
	}{
		"too brief":         {"<sip:d@10.0.0.1>;expires=10", nil, 423},
		"star with another": {"*|<sip:d@10.0.0.1>", map[string][]string{"Expires": {"0"}}, 400},
		"star that stays":   {"*", map[string][]string{"Expires": {"60"}}, 400},
		"bad expires":       {"<sip:d@10.0.0.1>", map[string][]string{"Expires": {"soon"}}, 400},
		"bad cseq":          {"<sip:d@10.0.0.1>", map[string][]string{"CSeq": {"x REGISTER"}}, 400},
		"no sip":            {"<tel:+81312345678>", nil, 400},
		"long":              {"<sip:" + strings.Repeat("a", 600) + "@10.0.0.1>", nil, 400},
		"many":              {strings.Repeat("<sip:d@10.0.0.1>|", 11) + "<sip:d@10.0.0.2>", nil, 400},
		"query":             {"", nil, 200},
		"for ever":          {"<sip:d@10.0.0.1>;expires=4294967295", nil, 200},
	} {
		w := newWired(RingAll, 5)
		r := w.put(noon, "a", 1, "192.0.2.1:5060", c.contact, c.more)
		if r.status != c.status {
			t.Errorf("%s: %d, want %d", name, r.status, c.status)
		}
		if name == "too brief" && (len(r.headers) != 1 || r.headers[0] != sipua.Header{Name: "Min-Expires", Value: "30"}) {
			t.Errorf("423 with %v", r.headers)
		}
		if name == "for ever" && contactsOf(r)[0] != "<sip:d@10.0.0.1>;expires=3600" {
			t.Errorf("%v", contactsOf(r))
		}
		if _, all := w.reach(w.acct.ID, noon); all != 0 && c.status != 200 {
			t.Errorf("%s: refused, but kept", name)
		}
	}
}

func TestOldRegisterChangesNothing(t *testing.T) {
	w := newWired(RingAll, 5)
	w.put(noon, "a", 5, "192.0.2.1:5060", "<sip:d@10.0.0.1>;expires=600", nil)
	if r := w.put(noon, "a", 4, "192.0.2.9:5060", "<sip:d@10.0.0.1>;expires=0", nil); r.status != 500 {
		t.Fatalf("status %d", r.status)
	}
	if up, _ := w.reach(w.acct.ID, noon); len(up) != 1 || up[0].remote != ap("192.0.2.1:5060") {
		t.Fatalf("%+v", up)
	}
}

func TestSecondLogin(t *testing.T) {
	for _, c := range []struct {
		rule   SecondLogin
		most   int
		status int
		keep   []string
	}{
		{RingAll, 5, 200, []string{"192.0.2.1:5060", "192.0.2.2:5060"}},
		{RingAll, 1, 403, []string{"192.0.2.1:5060"}},
		{NewestWins, 5, 200, []string{"192.0.2.2:5060"}},
		{RefuseLater, 5, 403, []string{"192.0.2.1:5060"}},
	} {
		w := newWired(c.rule, c.most)
		w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
		r := w.put(noon, "b", 1, "192.0.2.2:5060", "<sip:d@10.0.0.2>", nil)
		up, _ := w.reach(w.acct.ID, noon)
		var keep []string
		for _, b := range up {
			keep = append(keep, b.remote.String())
		}
		if r.status != c.status || !slices.Equal(keep, c.keep) {
			t.Errorf("%s, %d: %d %v, want %d %v", c.rule, c.most, r.status, keep, c.status, c.keep)
		}
		// The same phone at a new address is no second login.
		if r := w.put(noon, "a", 2, "192.0.2.3:5060", "<sip:d@10.0.0.3>", nil); r.status != 200 {
			t.Errorf("%s: the phone moved and was refused", c.rule)
		}
	}
}

func TestPhoneThatDiedMakesRoom(t *testing.T) {
	w := newWired(RefuseLater, 1)
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
	at := noon
	for range missesAllowed {
		at = at.Add(30 * time.Second)
		for _, p := range w.due(at, 30*time.Second) {
			w.pinged(p, silent, 0)
		}
	}
	if last := w.told[len(w.told)-1]; last.Up || last.Cause != "unreachable" || last.Contacts != 1 {
		t.Fatalf("told %+v", last)
	}
	if r := w.put(at, "b", 1, "192.0.2.2:5060", "<sip:d@10.0.0.2>", nil); r.status != 200 {
		t.Fatalf("status %d", r.status)
	}
}

func TestQualify(t *testing.T) {
	w := newWired(RingAll, 5)
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
	if p := w.due(noon.Add(29*time.Second), 30*time.Second); len(p) != 0 {
		t.Fatal("asked too early")
	}
	at := noon.Add(30 * time.Second)
	first := w.due(at, 30*time.Second)
	if len(first) != 1 {
		t.Fatalf("%d asked", len(first))
	}
	w.due(at.Add(pingPatience), 30*time.Second) // silence counts once
	w.due(at.Add(2*pingPatience), 30*time.Second)
	if len(w.told) != 1 {
		t.Fatalf("one miss told %+v", w.told)
	}
	second := w.due(at.Add(30*time.Second), 30*time.Second)
	w.pinged(first[0], silent, 0) // its transaction ends late: no second miss
	if len(w.told) != 1 {
		t.Fatalf("a late end counted: %+v", w.told)
	}
	w.due(at.Add(30*time.Second+pingPatience), 30*time.Second)
	if len(w.told) != 2 || w.told[1].Up || w.told[1].Cause != "unreachable" {
		t.Fatalf("two misses told %+v", w.told)
	}
	if up, all := w.reach(w.acct.ID, noon); len(up) != 0 || all != 1 {
		t.Fatalf("%d of %d reachable", len(up), all)
	}
	w.pinged(second[0], answered, 40*time.Millisecond)
	if len(w.told) != 3 || !w.told[2].Up || w.list()[0].RTT != 40*time.Millisecond {
		t.Fatalf("back: %+v", w.told)
	}
}

func TestCutConnectionIsDownAtOnce(t *testing.T) {
	w := newWired(RingAll, 5)
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1;transport=tcp>", nil)
	w.pinged(w.due(noon.Add(time.Minute), 30*time.Second)[0], cut, 0)
	if len(w.told) != 2 || w.told[1].Up || w.told[1].Cause != "unreachable" {
		t.Fatalf("told %+v", w.told)
	}
	// Connected again: the same contact on another flow.
	w.put(noon.Add(2*time.Minute), "a", 2, "192.0.2.1:7777", "<sip:d@10.0.0.1;transport=tcp>", nil)
	if len(w.told) != 3 || !w.told[2].Up || w.guard.flows[ap("192.0.2.1:5060")] != nil {
		t.Fatalf("told %+v; old flow trusted: %v", w.told, w.guard.flows[ap("192.0.2.1:5060")] != nil)
	}
}

func TestExpiry(t *testing.T) {
	w := newWired(RingAll, 5)
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>;expires=60", nil)
	w.expire(noon.Add(59 * time.Second))
	if len(w.told) != 1 {
		t.Fatal("expired early")
	}
	w.expire(noon.Add(60 * time.Second))
	if last := w.told[len(w.told)-1]; last.Up || last.Cause != "expired" || len(w.devices) != 0 {
		t.Fatalf("told %+v, %d devices kept", last, len(w.devices))
	}
}

func TestPlanWithoutTheDeviceEndsItsRegistration(t *testing.T) {
	w := newWired(RingAll, 5)
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
	w.prune(&index{})
	if last := w.told[len(w.told)-1]; last.Up || last.Cause != "removed" || len(w.list()) != 0 {
		t.Fatalf("told %+v", last)
	}
}

func TestRegistrationsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	w := newWired(RingAll, 5)
	w.put(now, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1:5060>;expires=600", map[string][]string{"Path": {"<sip:edge.example;lr>"}})
	if err := w.save(dir); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(filepath.Join(dir, snapshotFile)); err != nil || st.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", st, err)
	}
	if rest, _ := filepath.Glob(filepath.Join(dir, "*")); len(rest) != 1 {
		t.Fatalf("left behind: %v", rest)
	}
	list := readSnapshot(dir, slog.New(slog.DiscardHandler))
	again := newWired(RingAll, 5)
	again.restore(list, &index{devices: map[id.Device]*DeviceAccount{w.acct.ID: w.acct}}, now)
	up, _ := again.reach(w.acct.ID, now)
	if len(up) != 1 || len(again.told) != 1 || !again.told[0].Up {
		t.Fatalf("%+v, told %+v", up, again.told)
	}
	target := up[0].target()
	if target.Next != ap("192.0.2.1:5060") || target.URI.String() != "sip:d@10.0.0.1:5060" || len(target.Route) != 1 {
		t.Fatalf("%+v", target)
	}
	// The phone goes on with the next CSeq, and an older one is still old.
	if r := again.put(now, "a", 0, "192.0.2.1:5060", "<sip:d@10.0.0.1:5060>", nil); r.status != 500 {
		t.Fatalf("status %d", r.status)
	}
	other := newWired(RingAll, 5)
	other.restore(list, &index{devices: map[id.Device]*DeviceAccount{w.acct.ID: {ID: w.acct.ID, User: "renamed"}}}, now)
	other.restore(list, &index{devices: map[id.Device]*DeviceAccount{w.acct.ID: w.acct}}, now.Add(time.Hour))
	if len(other.list()) != 0 {
		t.Fatalf("restored %+v", other.list())
	}
}

func TestBrokenSnapshotIsNoTragedy(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, snapshotFile), []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := readSnapshot(dir, slog.New(slog.DiscardHandler)); got != nil {
		t.Fatalf("%+v", got)
	}
}

func TestContactKey(t *testing.T) {
	key := func(s string) string {
		a, err := sipua.ParseAddress(s)
		if err != nil {
			t.Fatal(err)
		}
		return keyOf(a)
	}
	if key("<sip:d@10.0.0.1>;expires=5") != key("<sip:d@10.0.0.1:5060>") {
		t.Error("the default port makes another contact")
	}
	if key("<sip:d@10.0.0.1>") == key("<sip:d@10.0.0.1;transport=tcp>") {
		t.Error("transports are mixed up")
	}
	if key(`<sip:d@10.0.0.1>;+sip.instance="<urn:uuid:1>";reg-id=1`) != key(`<sip:d@10.0.0.7:4>;+sip.instance="<urn:uuid:1>";reg-id=1`) {
		t.Error("an instance that moved is another contact")
	}
}

// Whoever watches is told where its phone went: the same contact from another
// flow, and the same phone with another contact (TCP, without an instance).
func TestPhoneIsFollowed(t *testing.T) {
	w := newWired(RingAll, 5)
	var went []string
	w.moved = func(_ id.Device, from, to sipua.Flow) {
		went = append(went, from.Remote.String()+" "+to.Remote.String())
	}
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
	w.put(noon, "b", 1, "192.0.2.2:5060", "<sip:d@10.0.0.2>", nil) // another phone
	w.put(noon, "a", 2, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil) // a refresh
	if len(went) != 0 {
		t.Fatalf("%v", went)
	}
	w.put(noon, "a", 3, "192.0.2.1:7000", "<sip:d@10.0.0.1>", nil)
	w.put(noon, "b", 2, "192.0.2.2:7000", "<sip:d@10.0.0.2:7000>", nil)
	if want := []string{"192.0.2.1:5060 192.0.2.1:7000", "192.0.2.2:5060 192.0.2.2:7000"}; !slices.Equal(went, want) {
		t.Fatalf("%v", went)
	}
}
