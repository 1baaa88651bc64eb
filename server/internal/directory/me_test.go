package directory_test

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

const meSite = `
agents:
  - {id: sato, name: 佐藤, extension: "2001", caller_id: "0355550000"}
  - {id: suzuki, name: 鈴木, extension: "2002", role: supervisor, may: ["0312345678", "0399990000"], caller_id: "0355550000"}
  - {id: kato, name: 加藤, extension: "2003", no_outside: true}
devices:
  - {name: sato-desk, user: d2001, password: a-long-sip-secret, agent: sato}
numbers:
  - {number: "0312345678", name: 代表, popup_ring: "https://crm.example/ring?n=@@@@", popup_answer: "http://crm.example/@@@@"}
  - {number: "0355550000", name: 営業}
  - {number: "0399990000", name: 裏, listed: false}
`

// sipSide is a telephony that knows what the test says.
type sipSide struct {
	up       map[id.Device]bool
	given    []id.Device
	health   []string
	resynced []id.Device
	resyncs  []directory.Resynced // what phones answer
	asked    []string             // names and addresses by which the API was reached
}

func (s *sipSide) Line(d id.Device) directory.Line { return directory.Line{Up: s.up[d]} }

func (s *sipSide) Ways(host string, remote netip.Addr) ([]live.SIPServer, bool) {
	s.asked = append(s.asked, host+" "+remote.String())
	return []live.SIPServer{{Transport: "udp", Host: host, Port: 5060}}, true
}

func (s *sipSide) Given(d id.Device, _ id.Agent, _ id.Session) { s.given = append(s.given, d) }

func (s *sipSide) Resync(_ context.Context, d id.Device) []directory.Resynced {
	s.resynced = append(s.resynced, d)
	return s.resyncs
}

func (s *sipSide) Health(_ id.Session, cause string) { s.health = append(s.health, cause) }

// me is an agent's session in a room whose telephony the test has in hand.
func me(t testing.TB) (room, *sipSide, func(login string) access.Session) {
	t.Helper()
	r := open(t)
	sip := &sipSide{up: map[id.Device]bool{}}
	clock := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Telephony: sip, Now: now})
	r.apply(t, meSite)
	s := load(t, r)
	return r, sip, func(login string) access.Session {
		for _, a := range s.Agents {
			if a.Login == login {
				return access.Session{ID: id.New[id.Session](now()), Agent: access.Agent{ID: a.ID, Login: a.Login, Role: a.Role, Language: a.Language}, Client: access.App}
			}
		}
		t.Fatalf("no agent %s", login)
		return access.Session{}
	}
}

func (r room) audited(t testing.TB) string {
	t.Helper()
	rows, _, err := r.doors.ListAudit(t.Context(), access.Trail{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range slices.Backward(rows) {
		if row.Via == access.ViaSystem {
			continue // the site file that set the scene
		}
		out = append(out, row.Action)
	}
	return strings.Join(out, " ")
}

func TestProfileTellsWhatMayBePresented(t *testing.T) {
	r, _, as := me(t)
	for login, want := range map[string]string{
		"sato":   "0312345678 0355550000*", // all listed ones
		"suzuki": "0312345678* 0399990000", // its usual one is not among those it may present
		"kato":   "",
	} {
		p, err := r.Profile(t.Context(), as(login))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range p.Numbers {
			text := n.Number
			if n.Default {
				text += "*"
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want || p.NoOutside != (login == "kato") {
			t.Errorf("%s may present %v, want %s", login, got, want)
		}
		if sv := login == "suzuki"; p.Codes.Echo != "9999" || (p.Codes.Monitor == "995") != sv || (p.Codes.Barge == "996") != sv || (p.Codes.Whisper == "994") != sv {
			t.Errorf("%s has the codes %+v", login, p.Codes)
		}
	}
}

func TestPersonalSettings(t *testing.T) {
	r, _, as := me(t)
	sato := as("sato")
	yes, no, browser, newest, en := true, false, "browser", "newest", "en"
	change := directory.PersonalChange{Language: &en, NotifyExternal: &no, PopupOnRing: &yes, PopupTarget: &browser, SecondLogin: &newest}
	before := load(t, r).Version
	if err := r.ChangePersonal(t.Context(), sato, access.Origin{}, change); err != nil {
		t.Fatal(err)
	}
	p, err := r.Profile(t.Context(), sato)
	want := live.PersonalSettings{NotifyInternal: true, CRMSearch: true, PopupOnRing: true, PopupOnAnswer: true, PopupTarget: "browser", SecondLogin: "newest", HistoryOrder: "newest"}
	if err != nil || p.Settings != want || p.Agent.Language != "en" {
		t.Errorf("the profile is %+v, %v", p, err)
	}
	s := load(t, r)
	if s.SIP.Devices[0].SecondLogin != "newest" || s.Version == before {
		t.Errorf("the phone's rule is %s", s.SIP.Devices[0].SecondLogin)
	}
	sato.Agent.Language = "en"
	if err := r.ChangePersonal(t.Context(), sato, access.Origin{}, change); err != nil || load(t, r).Version != s.Version || r.audited(t) != "me.changed" {
		t.Errorf("what changes nothing is a change: %v, %s", err, r.audited(t))
	}
	r.apply(t, meSite)
	if p, _ := r.Profile(t.Context(), sato); p.Settings != want {
		t.Errorf("the site file took the settings back: %+v", p.Settings)
	}
	bad := "tray"
	if err := r.ChangePersonal(t.Context(), sato, access.Origin{}, directory.PersonalChange{PopupTarget: &bad}); keyOf(err) != "invalid" {
		t.Errorf("a wrong word: %v", err)
	}
}

func TestOwnPhones(t *testing.T) {
	r, _, as := me(t)
	sato, suzuki := as("sato"), as("suzuki")
	made, password, err := r.AddDevice(t.Context(), sato, access.Origin{}, "会議室")
	if err != nil || len(password) < 12 || !strings.HasPrefix(made.User, "sato-") || made.State != "offline" || made.Kind != "desk" {
		t.Fatalf("made %+v, %v", made, err)
	}
	if s := load(t, r); len(s.SIP.Devices) != 2 || len(s.Route.Agent(sato.Agent.ID).Devices) != 2 {
		t.Errorf("the plan has %+v", s.SIP.Devices)
	}
	if _, _, err := r.AddDevice(t.Context(), suzuki, access.Origin{}, "会議室"); keyOf(err) != "name_taken" {
		t.Errorf("the name again: %v", err)
	}
	if _, _, err := r.AddDevice(t.Context(), suzuki, access.Origin{}, " \u202e"); keyOf(err) != "invalid" {
		t.Errorf("a name that is none: %v", err)
	}
	if err := r.RemoveDevice(t.Context(), suzuki, access.Origin{}, made.ID); keyOf(err) != "not_found" {
		t.Errorf("somebody else's phone: %v", err)
	}
	if err := r.RemoveDevice(t.Context(), sato, access.Origin{}, made.ID); err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		if _, _, err := r.AddDevice(t.Context(), sato, access.Origin{}, fmt.Sprint("phone ", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := r.AddDevice(t.Context(), sato, access.Origin{}, "one too many"); keyOf(err) != "too_many_devices" {
		t.Errorf("the eleventh: %v", err)
	}
	all, err := r.MyDevices(t.Context(), sato.Agent.ID)
	if got := r.audited(t); err != nil || len(all) != 10 || !strings.HasPrefix(got, "device.added device.removed device.added") {
		t.Errorf("%d phones, audit %s, %v", len(all), got, err)
	}
}

// installation is a name for one of the app's installations.
func installation(n int) string { return fmt.Sprintf("installation-%04d", n) }

func (r room) softphone(t testing.TB, s access.Session, n int) live.Softphone {
	t.Helper()
	out, err := r.Softphone(t.Context(), s, access.Origin{}, installation(n), fmt.Sprint("PC ", n), []live.SIPServer{{Transport: "tls"}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnInstallationIsOnePhone(t *testing.T) {
	r, sip, as := me(t)
	sato := as("sato")
	first := r.softphone(t, sato, 1)
	s := load(t, r)
	account := s.SIP.Devices[slices.IndexFunc(s.SIP.Devices, func(d directory.DeviceAccount) bool { return d.User == first.User })]
	if first.SRTP != "require" || account.SRTP != "require" || account.SecondLogin != "newest" || account.Agent != sato.Agent.ID || account.ID.String() != first.Device {
		t.Errorf("%+v is in the plan as %+v", first, account)
	}
	again := r.softphone(t, sato, 1)
	if again.Device != first.Device || again.User != first.User || again.Password == first.Password || len(sip.given) != 2 {
		t.Errorf("the same installation got %+v after %+v", again, first)
	}
	plain, err := r.Softphone(t.Context(), sato, access.Origin{}, installation(1), "PC", []live.SIPServer{{Transport: "udp"}})
	if err != nil || plain.SRTP != "prefer" {
		t.Errorf("without TLS: %+v, %v", plain, err)
	}
	r.apply(t, meSite+"site: {softphone_srtp: off, softphone_transport: udp}\n")
	if off, err := r.Softphone(t.Context(), sato, access.Origin{}, installation(1), "PC", []live.SIPServer{{Transport: "tls"}, {Transport: "udp"}}); err != nil || off.SRTP != "off" {
		t.Errorf("where the site says so: %+v, %v", off, err)
	}
	mine, err := r.MyDevices(t.Context(), sato.Agent.ID)
	if err != nil || len(mine) != 2 || mine[1].Kind != "app" || mine[1].Name != "PC" {
		t.Errorf("the agent sees %+v, %v", mine, err)
	}
	if diff := r.apply(t, meSite); len(diff) != 0 && strings.Contains(diff.String(), "devices") {
		t.Errorf("the site file touches the app's phone:\n%s", diff)
	}
	if len(load(t, r).SIP.Devices) != 2 {
		t.Error("the site file took the app's phone away")
	}
	if _, err := r.db.Bun().ExecContext(t.Context(), "update devices set agent_id = null where app_of is null; delete from agents where login = 'sato'"); err != nil {
		t.Fatal(err)
	}
	if left := load(t, r).SIP.Devices; len(left) != 1 {
		t.Errorf("the agent has gone, and left %+v", left)
	}
}

func TestTheLongestUnusedInstallationGoes(t *testing.T) {
	r, sip, as := me(t)
	sato := as("sato")
	first, second := r.softphone(t, sato, 1), r.softphone(t, sato, 2)
	used, err := id.Parse[id.Device](first.Device)
	if err != nil {
		t.Fatal(err)
	}
	sip.up[used] = true // long unused, but somebody sits there
	for n := 3; n <= 6; n++ {
		r.softphone(t, sato, n)
	}
	mine, err := r.MyDevices(t.Context(), sato.Agent.ID)
	has := func(device string) bool {
		return slices.ContainsFunc(mine, func(d directory.MyDevice) bool { return d.ID.String() == device })
	}
	if err != nil || len(mine) != 6 || !has(first.Device) || has(second.Device) {
		t.Errorf("there are %+v, %v", mine, err)
	}
}

func TestASecondLoginOfTheApp(t *testing.T) {
	r, sip, as := me(t)
	sato := as("sato")
	rule := func(word string) {
		t.Helper()
		if err := r.ChangePersonal(t.Context(), sato, access.Origin{}, directory.PersonalChange{SecondLogin: &word}); err != nil {
			t.Fatal(err)
		}
	}
	rule("refuse")
	first := r.softphone(t, sato, 1)
	used, _ := id.Parse[id.Device](first.Device)
	r.softphone(t, sato, 2) // the first one is not registered
	sip.up[used] = true
	if _, err := r.Softphone(t.Context(), sato, access.Origin{}, installation(2), "PC", nil); keyOf(err) != "second_login" {
		t.Errorf("a second one is refused with %v", err)
	}
	r.softphone(t, sato, 1)
	rule("newest")
	newest := r.softphone(t, sato, 3)
	mine, err := r.MyDevices(t.Context(), sato.Agent.ID)
	if err != nil || len(mine) != 2 || mine[1].ID.String() != newest.Device {
		t.Errorf("there are %+v, %v", mine, err)
	}
}

func TestPopupPages(t *testing.T) {
	r := open(t)
	for page, good := range map[string]bool{
		"https://crm.example/?n=@@@@": true, "http://10.0.0.1:8080/a/@@@@/b#@@@@": true, "https://crm.example": true,
		"javascript:alert(1)": false, "file:///etc/passwd": false, "https://": false, "https://@@@@.example/": false, "https://user@crm.example/": false,
		"https://crm.example@@@@/": false, "https:crm.example/@@@@": false, "//crm.example/": false, "https://crm.example/a b": false, "HTTPS://crm.example/": true,
		"https://crm.example/" + strings.Repeat("x", 1024): false, "ftp://crm.example/": false, "https://crm.example:port/": false,
	} {
		site := fmt.Sprintf("numbers: [{number: \"0312345678\", popup_ring: %q}]", page)
		_, err := r.Apply(t.Context(), directory.Source{Data: []byte(site)}, true)
		if (err == nil) != good || err != nil && fault.KeyOf(err) != "site_invalid" {
			t.Errorf("%s: %v", page, err)
		}
	}
	if n := func() directory.Number { r.apply(t, meSite); return load(t, r).Numbers[0] }(); n.PopupRing != "https://crm.example/ring?n=@@@@" || n.PopupAnswer != "http://crm.example/@@@@" {
		t.Errorf("stored as %+v", n)
	}
}

// TestPhonesAreToldTheServerByTheNameTheyUse: what listens depends on how the
// computer reaches us.
func TestPhonesAreToldTheServerByTheNameTheyUse(t *testing.T) {
	r := open(t)
	sip := &sipSide{}
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Telephony: sip})
	d := openDoorTo(t, r)
	soft := want[live.Softphone](t, d.ask(t, "sato", "POST", "me/softphone", strings.NewReader(`{"installation":"`+installation(1)+`","name":"PC"}`), "Content-Type: application/json"), 200)
	if len(soft.Servers) != 1 || soft.Servers[0].Host != "example.com" || soft.Domain != "example.com" {
		t.Errorf("the account is %+v", soft)
	}
	want[any](t, d.ask(t, "sato", "POST", "me/devices", strings.NewReader(`{"name":"desk"}`), "Content-Type: application/json"), 201)
	if got := strings.Join(sip.asked, ", "); got != "example.com 192.0.2.1, example.com 192.0.2.1" { // as httptest has it
		t.Errorf("the telephony was asked for %s", got)
	}
}
