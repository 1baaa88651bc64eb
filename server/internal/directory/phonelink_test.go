package directory_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
)

// fetch asks for a file as a phone does, without any session.
func (d door) fetch(t *testing.T, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	r.Header.Set("User-Agent", "Yealink SIP-T46U 108.86.0.20 80:5e:c0:12:34:56")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

func (d door) link(t *testing.T, device, body string) (made directory.NewPhoneLink, folder string) {
	t.Helper()
	made = want[directory.NewPhoneLink](t, d.send(t, "boss", "POST", device+"/link", body), http.StatusOK)
	u, err := url.Parse(made.URL)
	if err != nil || u.Scheme != "http" || !strings.HasPrefix(u.Path, "/phones/") || !strings.HasSuffix(u.Path, "/") {
		t.Fatalf("the address is %q", made.URL)
	}
	return made, u.Path
}

func (d door) phone(t *testing.T) (device string, record record) {
	t.Helper()
	record = d.make(t, "devices", `{"name": "受付", "user": "d9", "password": "a-long-sip-secret", "transport": "udp", "mac": "80:5e:c0:12:34:56"}`)
	return "devices/" + record["id"].(string), record
}

func TestPhoneTakesItsFileFromItsAddress(t *testing.T) {
	d := openPeople(t)
	one, device := d.phone(t)
	if l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK); l.State != "none" {
		t.Errorf("before: %+v", l)
	}
	d.refuses(t, "lead", "POST", one+"/link", `{"maker": "yealink"}`, "403 not_allowed")
	d.refuses(t, "lead", "DELETE", one+"/link", ``, "403 not_allowed")
	d.refuses(t, "sato", "GET", one+"/link", ``, "403 not_allowed")
	d.refuses(t, "boss", "POST", one+"/link", `{"maker": "yealink", "ntp": "a b"}`, "ntp=pattern.time_server")
	made, folder := d.link(t, one, `{"maker": "yealink", "language": "ja", "ntp": "ntp.example.jp"}`)
	if made.State != "open" || len(made.Files) != 1 || made.Files[0] != made.URL+"805ec0123456.cfg" || made.Until != nil {
		t.Errorf("made %+v", made)
	}
	w := d.fetch(t, "GET", folder+"805ec0123456.cfg")
	text := w.Body.String()
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(text, "account.1.user_name = d9\n") || !strings.Contains(text, "lang.gui = Japanese\n") || !strings.Contains(text, "local_time.ntp_server1 = ntp.example.jp\n") {
		t.Fatalf("%d: %s", w.Code, text)
	}
	// The password in the file is the one that the registrar takes.
	_, password, _ := strings.Cut(text, "account.1.password = ")
	password, _, _ = strings.Cut(password, "\n")
	want[directory.Provisioning](t, d.send(t, "boss", "POST", one+"/provisioning", `{"kind": "qr", "password": "`+password+`"}`), http.StatusOK)
	d.refuses(t, "boss", "POST", one+"/provisioning", `{"kind": "qr", "password": "a-long-sip-secret"}`, "password=device_password_wrong")
	if again := d.fetch(t, "GET", folder+"805EC0123456.CFG"); again.Body.String() != text {
		t.Errorf("again, in capitals: %d %s", again.Code, again.Body)
	}
	if head := d.fetch(t, "HEAD", folder+"805ec0123456.cfg"); head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != fmt.Sprint(len(text)) {
		t.Errorf("HEAD: %d %v", head.Code, head.Header())
	}
	l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK)
	if l.State != "open" || l.Taken != 3 || l.LastAt == nil || l.LastFrom != "192.0.2.1" || !strings.HasPrefix(l.LastBy, "Yealink SIP-T46U") || l.Maker != "yealink" {
		t.Errorf("afterwards: %+v", l)
	}
	trail := d.audited(t)
	if !strings.Contains(trail, "phone-link.made") || strings.Count(trail, "phone-file.taken") != 3 {
		t.Errorf("the audit has %s", trail)
	}
	if h := d.history(t, "devices", device["id"].(string)); h[len(h)-1] != "update password" {
		t.Errorf("its history is %q", h)
	}
}

// Whoever guesses learns nothing, whatever is wrong.
func TestStrangersGetNoPhoneFile(t *testing.T) {
	d := openPeople(t)
	one, _ := d.phone(t)
	_, folder := d.link(t, one, `{"maker": "yealink"}`)
	token := strings.Trim(strings.TrimPrefix(folder, "/phones/"), "/")
	var body []byte
	for _, path := range []string{
		folder, folder + "805ec0123457.cfg", folder + "000000000000.cfg", folder + "y000000000000.boot", folder + "805ec0123456.xml", folder + "sub/805ec0123456.cfg",
		"/phones/", "/phones/805ec0123456.cfg", "/phones/" + token, "/phones/" + strings.ToUpper(token) + "/805ec0123456.cfg", "/phones/" + token[1:] + "/805ec0123456.cfg",
		"/phones/" + strings.Repeat("a", 26) + "/805ec0123456.cfg", "/phones/" + strings.Repeat("a", 4000) + "/805ec0123456.cfg", "/phones/%00/805ec0123456.cfg", "/phones/'%20or%20true--/805ec0123456.cfg",
	} {
		w := d.fetch(t, "GET", path)
		if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "account.1") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if body == nil {
			body = w.Body.Bytes()
		} else if !bytes.Equal(body, w.Body.Bytes()) {
			t.Errorf("%s is answered otherwise: %s", path, w.Body)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		if w := d.fetch(t, method, folder+"805ec0123456.cfg"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	if trail := d.audited(t); strings.Contains(trail, "phone-file.taken") {
		t.Errorf("the audit has %s", trail)
	}
}

// A phone asks for its file and registers as soon as it is told where, and some
// give up when they are refused: the exchange knows the password by then.
func TestTheExchangeKnowsANewPasswordFirst(t *testing.T) {
	d := openPeople(t)
	one, _ := d.phone(t)
	var known directory.DeviceAccount
	d.room.OnChange(func(s directory.Snapshot) { known = s.SIP.Devices[0] }) // and nothing runs that tells it later
	takes := func(when, password string) {
		t.Helper()
		sum := sha256.Sum256([]byte("d9:" + directory.Realm + ":" + password))
		if known.HA1SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s, the exchange knows another password", when)
		}
	}
	_, folder := d.link(t, one, `{"maker": "yealink"}`)
	_, password, _ := strings.Cut(d.fetch(t, "GET", folder+"805ec0123456.cfg").Body.String(), "account.1.password = ")
	password, _, _ = strings.Cut(password, "\n")
	takes("when its address is made", password)
	given := want[directory.GivenPassword](t, d.send(t, "boss", "POST", one+"/reset-password", "{}"), http.StatusOK)
	takes("when a password is given", given.Password)
}

// An address ends when it is renewed, when it is switched off, and when the
// password is changed otherwise.
func TestPhoneAddressesEnd(t *testing.T) {
	d := openPeople(t)
	one, device := d.phone(t)
	_, first := d.link(t, one, `{"maker": "grandstream"}`)
	const file = "cfg805ec0123456.xml"
	old := d.fetch(t, "GET", first+file).Body.String()
	_, second := d.link(t, one, `{"maker": "grandstream"}`)
	if w := d.fetch(t, "GET", first+file); w.Code != http.StatusNotFound {
		t.Errorf("an address that was renewed gives %d", w.Code)
	}
	if w := d.fetch(t, "GET", second+file); w.Code != http.StatusOK || w.Body.String() == old {
		t.Errorf("the new one gives %d and the old password", w.Code)
	}
	given := want[directory.GivenPassword](t, d.send(t, "boss", "POST", one+"/reset-password", "{}"), http.StatusOK)
	if w := d.fetch(t, "GET", second+file); w.Code != http.StatusNotFound {
		t.Errorf("after the password %s was given: %d", given.Password, w.Code)
	}
	if l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK); l.State != "ended" {
		t.Errorf("it is %s", l.State)
	}
	_, third := d.link(t, one, `{"maker": "snom"}`)
	d.change(t, "devices", device, `{"password": "another-sip-secret"}`)
	if w := d.fetch(t, "GET", third+"805EC0123456.xml"); w.Code != http.StatusNotFound {
		t.Errorf("after a password was typed: %d", w.Code)
	}
	_, fourth := d.link(t, one, `{"maker": "snom"}`)
	if w := d.fetch(t, "GET", fourth+"805EC0123456.xml"); w.Code != http.StatusOK {
		t.Errorf("the fourth: %d", w.Code)
	}
	want[any](t, d.ask(t, "boss", "DELETE", one+"/link", nil), http.StatusNoContent)
	want[any](t, d.ask(t, "boss", "DELETE", one+"/link", nil), http.StatusNoContent)
	if w := d.fetch(t, "GET", fourth+"805EC0123456.xml"); w.Code != http.StatusNotFound {
		t.Errorf("switched off: %d", w.Code)
	}
	if trail := d.audited(t); strings.Count(trail, "phone-link.ended") != 1 || strings.Count(trail, "phone-link.made") != 4 {
		t.Errorf("the audit has %s", trail)
	}
	_, fifth := d.link(t, one, `{"maker": "poly", "days": 30}`)
	for _, name := range []string{"805ec0123456.cfg", "805ec0123456-user.cfg"} {
		if w := d.fetch(t, "GET", fifth+name); w.Code != http.StatusOK {
			t.Errorf("poly's %s: %d", name, w.Code)
		}
	}
	want[any](t, d.ask(t, "boss", "DELETE", one, nil, "If-Match: *"), http.StatusNoContent)
	if w := d.fetch(t, "GET", fifth+"805ec0123456.cfg"); w.Code != http.StatusNotFound {
		t.Errorf("of a deleted phone: %d", w.Code)
	}
}

// While a phone's agent is disabled the phone gets no file, as it may not
// register; its address is good again with its agent.
func TestPhoneAddressOfADisabledAgent(t *testing.T) {
	d := openPeople(t)
	sato := want[record](t, d.ask(t, "boss", "GET", "agents/"+d.agent(t, "sato").ID.String(), nil), http.StatusOK)
	made := d.make(t, "devices", `{"name": "sato-2", "user": "d9", "password": "a-long-sip-secret", "mac": "805ec0123456", "agent": "`+sato["id"].(string)+`"}`)
	one := "devices/" + made["id"].(string)
	_, folder := d.link(t, one, `{"maker": "yealink"}`)
	const file = "805ec0123456.cfg"
	stranger := d.fetch(t, "GET", "/phones/"+strings.Repeat("a", 26)+"/"+file)
	for _, c := range []struct {
		disabled bool
		status   int
		state    string
	}{{false, http.StatusOK, "open"}, {true, http.StatusNotFound, "disabled"}, {false, http.StatusOK, "open"}} {
		sato = d.change(t, "agents", sato, fmt.Sprintf(`{"disabled": %t}`, c.disabled))
		w := d.fetch(t, "GET", folder+file)
		if w.Code != c.status {
			t.Errorf("disabled %t: %d %s", c.disabled, w.Code, w.Body)
		}
		if c.disabled && !bytes.Equal(w.Body.Bytes(), stranger.Body.Bytes()) {
			t.Errorf("it is answered otherwise than a stranger: %s", w.Body)
		}
		if l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK); l.State != c.state {
			t.Errorf("it is %s, want %s", l.State, c.state)
		}
	}
	if trail := d.audited(t); strings.Count(trail, "phone-file.taken") != 2 {
		t.Errorf("the audit has %s", trail)
	}
}

func TestPhoneAddressesNeedAPhone(t *testing.T) {
	d := openPeople(t)
	made := d.make(t, "devices", `{"name": "soft", "user": "d9", "password": "a-long-sip-secret"}`)
	d.refuses(t, "boss", "POST", "devices/"+made["id"].(string)+"/link", `{"maker": "yealink"}`, "mac=required")
	d.refuses(t, "boss", "POST", "devices/"+made["id"].(string)+"/link", `{"maker": "acme"}`, "maker=one_of")
	d.refuses(t, "boss", "GET", "devices/00000000-0000-7000-8000-000000000000/link", ``, "404 not_found")
}

// A link for some days is good for those days. Addresses are asked for as fast
// as a branch office does, and not faster.
func TestPhoneAddressesExpireAndArePaced(t *testing.T) {
	r, sip, _ := me(t)
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Telephony: sip, Zone: time.UTC, Now: func() time.Time { return now }})
	d := openDoorTo(t, r)
	one, _ := d.phone(t)
	made, folder := d.link(t, one, `{"maker": "fanvil", "days": 2}`)
	if made.Until == nil || !made.Until.Equal(now.Add(48*time.Hour)) {
		t.Errorf("it is good until %v", made.Until)
	}
	now = now.Add(48*time.Hour - time.Second)
	file := folder + "805ec0123456.cfg"
	if w := d.fetch(t, "GET", file); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<RegisterAddr>example.com</RegisterAddr>") {
		t.Errorf("on the last second: %d %s", w.Code, w.Body)
	}
	now = now.Add(time.Second)
	if w := d.fetch(t, "GET", file); w.Code != http.StatusNotFound {
		t.Errorf("afterwards: %d", w.Code)
	}
	if l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK); l.State != "expired" {
		t.Errorf("it is %s", l.State)
	}
	asked := 1
	for ; asked < 1000; asked++ {
		if w := d.fetch(t, "GET", file); w.Code == http.StatusTooManyRequests {
			if w.Header().Get("Retry-After") == "" {
				t.Error("how long to wait is not said")
			}
			break
		}
	}
	if asked < 590 || asked > 600 {
		t.Errorf("asked %d times at once", asked)
	}
	now = now.Add(10 * time.Second)
	if w := d.fetch(t, "GET", file); w.Code != http.StatusNotFound {
		t.Errorf("some seconds later: %d", w.Code)
	}
}

// Where the site's operator has switched them off, nobody makes addresses.
func TestPhoneAddressesSwitchedOff(t *testing.T) {
	r := open(t)
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, NoPhoneLinks: true})
	d := openDoorTo(t, r)
	one, _ := d.phone(t)
	d.refuses(t, "boss", "POST", one+"/link", `{"maker": "yealink"}`, "409 phone_links_off")
	if l := want[directory.PhoneLink](t, d.ask(t, "boss", "GET", one+"/link", nil), http.StatusOK); l.State != "off" {
		t.Errorf("it is %s", l.State)
	}
}

// Who may not listen to others' calls gives no phone of somebody who may, by
// no way.
func TestPhoneAddressesGiveNoFurtherRights(t *testing.T) {
	d := openPeople(t)
	role := d.make(t, "roles", `{"name": "端末係", "permissions": ["directory.read", "devices.view", "devices.edit"]}`)
	d.make(t, "agents", `{"login": "keeper", "name": "係", "extension": "2077", "password": "Passw0rd1", "role": "`+role["id"].(string)+`"}`)
	_, token, err := d.doors.Login(t.Context(), "keeper", "Passw0rd1", access.App, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	d.token["keeper"] = token
	made := d.make(t, "devices", `{"name": "lead-desk", "user": "d9", "password": "a-long-sip-secret", "mac": "805ec0123456", "agent": "`+d.agent(t, "lead").ID.String()+`"}`)
	d.refuses(t, "keeper", "POST", "devices/"+made["id"].(string)+"/link", `{"maker": "yealink"}`, "403 beyond_rights")
}
