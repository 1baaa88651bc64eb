package directory_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/pcm"
)

type room struct {
	*directory.Directory
	db    *pg.DB
	doors *access.Doors
	audio string
}

func open(t testing.TB) room {
	db := pgtest.New(t)
	doors := access.New(db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	audio := filepath.Join(t.TempDir(), "audio")
	return room{directory.New(db, directory.Options{Audio: audio, Doors: doors}), db, doors, audio}
}

func folder() fs.FS {
	wave := pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 16000, Channels: 2, Samples: make([]int16, 32000)})
	return fstest.MapFS{"welcome.wav": {Data: wave}, "text.wav": {Data: []byte("not audio")}}
}

func example(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (r room) apply(t testing.TB, text string) directory.Diff {
	t.Helper()
	diff, err := r.Apply(t.Context(), directory.Source{Data: []byte(text), Dir: folder()}, false)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return diff
}

func TestApplyTheExampleTwice(t *testing.T) {
	r := open(t)
	diff := r.apply(t, example(t))
	if len(diff) != 13 {
		t.Errorf("the first application changed %d nouns, want 13:\n%s", len(diff), diff)
	}
	before, err := r.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := r.apply(t, example(t)); len(diff) != 0 {
		t.Errorf("the second application changed\n%s", diff)
	}
	after, err := r.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if before.Version != after.Version {
		t.Errorf("version went from %d to %d though nothing changed", before.Version, after.Version)
	}
	if _, _, err := r.doors.Login(t.Context(), "sato", "Passw0rd1", access.Console, access.Origin{}); err != nil {
		t.Errorf("log in with the applied password: %v", err)
	}
	wave, err := os.ReadFile(r.SoundPath(after.Audios[0].ID))
	if err != nil {
		t.Fatal(err)
	}
	w, err := pcm.ParseWAV(wave)
	if err != nil || w.Rate != 8000 || w.Channels != 1 || after.Audios[0].Milliseconds != 1000 {
		t.Errorf("audio is kept as %d Hz, %d channels, %d ms (%v), want 8 kHz mono of 1 s", w.Rate, w.Channels, after.Audios[0].Milliseconds, err)
	}
}

func TestLoadGivesThePlans(t *testing.T) {
	r := open(t)
	r.apply(t, example(t))
	s, err := r.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	number := s.Route.Called("+81312345678")
	if number == nil || number.Route.Kind != route.ToIVR || s.Route.Trunk(number.Trunk).Name != "carrier" {
		t.Fatalf("the number's plan is %+v", number)
	}
	ivr := s.Route.IVR(number.Route.IVR)
	if g := s.Route.Group(ivr.Default.Group); g == nil || g.Name != "受注" || g.RingTime != 20*time.Second || g.Record == nil || !*g.Record {
		t.Errorf("the IVR's group is %+v", g)
	}
	var orders, general = s.Floor.Groups[0], s.Floor.Groups[1]
	if orders.Extension != "3001" {
		orders, general = general, orders
	}
	if *orders.MaxWaiting != 50 || general.MaxWaiting != nil || len(orders.Members) != 2 || orders.Members[1].Level != 1 ||
		!orders.ACW.Enabled || orders.ACW.Release != 10*time.Second || orders.ACW.Status != s.Statuses[0].ID || general.ACW.Enabled {
		t.Errorf("the floor's groups are %+v and %+v", orders, general)
	}
	if len(s.Floor.Agents) != 2 || len(s.Floor.Agents[0].Devices)+len(s.Floor.Agents[1].Devices) != 1 {
		t.Errorf("the floor's agents are %+v", s.Floor.Agents)
	}
	if d := s.SIP.Devices[0]; d.User != "d2001" || d.HA1MD5 != "d1aa23547e8bafb4fc8bdc27c926ee53" ||
		d.HA1SHA256 != "df8c6a5dad60d6f2d47482170ce6d2c40432b26ea3e0301b5c70773649ec6d2f" {
		t.Errorf("the device is %+v", d)
	}
	for _, trunk := range s.SIP.Trunks {
		if trunk.Name != "050" {
			continue
		}
		p, err := carrier.Build(trunk.Profile, trunk.Switches)
		if err != nil || len(p.Codecs) != 2 || p.TelephoneEvt != carrier.UseOff || p.SessionTime != 600*time.Second || !p.FromAccount || len(trunk.Backup) != 2 {
			t.Errorf("the trunk %+v has the profile %+v, %v", trunk, p, err)
		}
	}
	if n := len(s.SIP.Trunks); n != 2 || s.SIP.Trunks[0].Register == nil && s.SIP.Trunks[1].Register == nil {
		t.Errorf("the trunks are %+v", s.SIP.Trunks)
	}
	var plain int
	if err := r.db.Bun().QueryRowContext(t.Context(), "select count(*) from devices where devices::text like '%a-long-sip-secret%'").Scan(&plain); err != nil || plain != 0 {
		t.Errorf("the device's password is stored as it is (%v)", err)
	}
}

func TestApplyChangesWhatTheFileSays(t *testing.T) {
	r := open(t)
	r.apply(t, example(t))
	text := strings.NewReplacer("timeout: 300", "timeout: 120", "password: Passw0rd1", "password: Changed99", "a-long-sip-secret", "another-sip-secret").Replace(example(t))
	dry, err := r.Apply(t.Context(), directory.Source{Data: []byte(text), Dir: folder()}, true)
	if err != nil {
		t.Fatal(err)
	}
	want := "update devices sato-desk: password\nupdate groups 受注: timeout 300 → 120\nupdate agents sato: password\n"
	if dry.String() != want {
		t.Errorf("a trial says\n%swant\n%s", dry, want)
	}
	if diff := r.apply(t, text); diff.String() != want {
		t.Errorf("the application says\n%swant\n%s", diff, want)
	}
	if _, _, err := r.doors.Login(t.Context(), "sato", "Passw0rd1", access.Console, access.Origin{}); err == nil {
		t.Error("the old password still opens")
	}
	// Two extensions change places; nouns that are not in the file stay.
	swap := "agents:\n  - {id: sato, name: 佐藤, extension: 2002}\n  - {id: suzuki, name: 鈴木, extension: 2001}\n"
	r.apply(t, swap)
	s, err := r.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d, _ := s.Route.Extension("2002"); s.Route.Agent(d.Agent).Name != "佐藤" || len(s.Groups) != 2 {
		t.Errorf("after the swap 2002 is %+v", d)
	}
}

// mistakes of a file, one of each kind, as file and what is expected to be said.
var mistakes = []struct{ name, file, want string }{
	{"no YAML", "agents: [", "site.yaml:1:9: got \"sequence end token ']' not found\", expected YAML"},
	{"a list", "- a", "site.yaml:1:1: got \"a list\", expected a mapping with the keys site, trunks"},
	{"unknown noun", "agnts: []", `site.yaml:1:1: got "agnts", expected one of the keys site, trunks, statuses, audio, agents`},
	{"unknown key", "agents:\n  - {id: sato, name: a, shoe: 43}", `site.yaml:2:25: agents[0]: got "shoe", expected one of the keys id, name`},
	{"login", "agents:\n  - {id: s!, name: a}", `site.yaml:2:10: agents[0].id: got "s!", expected 3 to 15 letters and digits`},
	{"weak password", "agents: [{id: sato, name: a, password: secret12}]", "site.yaml:1:40: agents[0].password: expected 8 to 256 bytes with a digit"},
	{"PIN", "agents: [{id: sato, name: a, pin: 12}]", "agents[0].pin: expected 4 digits"},
	{"role", "agents: [{id: sato, name: a, role: king}]", `agents[0].role: got "king", expected one of agent, supervisor, administrator`},
	{"no name", "agents: [{id: sato}]", "agents[0].name: expected a value"},
	{"twice", "agents: [{id: sato, name: a}, {id: sato, name: b}]", "agents[1]: got \"a mapping\", expected each of the agents once"},
	{"missing agent", "groups: [{name: g, members: [nobody]}]", `groups[0].members[0]: got "nobody", expected an agent's login ID that is in this file or already in the site`},
	{"member twice", "agents: [{id: sato, name: a}]\ngroups: [{name: g, members: [sato, sato]}]", "groups[0].members[1]: got \"sato\", expected each agent once"},
	{"level", "agents: [{id: sato, name: a}]\ngroups: [{name: g, members: [{agent: sato, level: 100}]}]", `groups[0].members[0].level: got "100", expected a whole number from 1 to 99`},
	{"missing group", "numbers: [{number: 0312345678, route: {group: nowhere}}]", `numbers[0].route.group: got "nowhere", expected a group that is in this file`},
	{"two destinations", "groups: [{name: g, overflow: {group: g, hangup: busy}}]", "groups[0].overflow: got \"a mapping\", expected exactly one of group, agent"},
	{"extension taken", "agents: [{id: sato, name: a, extension: 2001}]\ngroups: [{name: g, extension: 2001}]", "groups[0].extension: got \"2001\", expected an extension of its own; the agent sato has this one"},
	{"code", "groups: [{name: g, extension: 9941}]", "expected an extension that does not begin with 994 (whisper)"},
	{"emergency number", "transfers: [{name: t, number: 110}]", `transfers[0].number: got "110", expected a Japanese phone number`},
	{"no number", "numbers: [{number: 12ab}]", `numbers[0].number: got "12ab", expected a Japanese phone number`},
	{"color", "statuses: [{name: s, color: red}]", `statuses[0].color: got "red", expected a colour as in #f59f00`},
	{"network", "trunks: [{name: t, host: h, inbound_from: [300.1.1.1]}]", `trunks[0].inbound_from[0]: got "300.1.1.1", expected a network`},
	{"host", "trunks: [{name: t, host: 'a b'}]", `trunks[0].host: got "a b", expected a host name or address`},
	{"switch", "trunks: [{name: t, host: h, switches: {ptime: 30}}]", `trunks[0].switches: got "ptime", expected one of the keys trust_identity, assert`},
	{"switch's value", "trunks: [{name: t, host: h, profile: ngn-direct, switches: {codecs: [PCMU, G729]}}]", `trunks[0].switches.codecs: got "PCMU,G729", expected a list of PCMU and PCMA`},
	{"switches that do not go together", "trunks: [{name: t, host: h, switches: {min_se: 600, session_time: 300}}]", `trunks[0].switches.min_se: got "600", expected 90 seconds to session_time, 300`},
	{"switches that are none", "trunks: [{name: t, host: h, switches: [e164]}]", `trunks[0].switches: got "a list", expected a mapping with the keys trust_identity`},
	{"preset", "trunks: [{name: t, host: h, profile: ntt}]", `trunks[0].profile: got "ntt", expected one of ngn-direct, hgw-extension`},
	{"backup", "trunks: [{name: t, host: h, backup: [a, 'b:99999']}]", `trunks[0].backup[1]: got "b:99999", expected a port from 1 to 65535`},
	{"new device without password", "devices: [{name: d, user: d1}]", "devices[0].password: expected a password, because the device is new"},
	{"short device password", "devices: [{name: d, user: d1, password: short}]", "devices[0].password: expected 12 to 128 characters"},
	{"user taken", "devices: [{name: d, user: u, password: a-long-sip-secret}, {name: e, user: u, password: a-long-sip-secret}]", `devices[1].user: got "u", expected a SIP user of its own; the device d has this one`},
	{"no audio file", "audio: [{name: a, file: nowhere.wav}]", "audio[0].file: got \"nowhere.wav\", expected a WAV file that can be read"},
	{"outside the folder", "audio: [{name: a, file: ../welcome.wav}]", "audio[0].file: got \"../welcome.wav\", expected a WAV file in the folder of the site file"},
	{"no sound", "audio: [{name: a, file: text.wav}]", "audio[0].file: got \"text.wav\", expected a WAV file with 16-bit or G.711 samples"},
	{"date", "ivrs: [{name: i, schedule: {dates: [2026-13-01]}}]", "ivrs[0].schedule.dates[0]: got \"2026-13-01\", expected a date"},
	{"clock", "ivrs: [{name: i, schedule: {rows: [{from: '9', to: '24:00', to_destination: {hangup: busy}}]}}]", "ivrs[0].schedule.rows[0].from: got \"9\", expected a time as in 09:00"},
	{"key", "ivrs: [{name: i, buttons: {keys: {x: {hangup: busy}}}}]", "ivrs[0].buttons.keys: got \"x\", expected a key: 0 to 9, * or #"},
	{"prefix", "numbers: [{number: 0312345678, prefix: '0'}]", "numbers[0].prefix: got \"0\", expected a prefix that is not the beginning of an outside number"},
	{"anchor", "agents: [&a {id: sato, name: a}, *a]", "agents[0]: got \"a YAML anchor, alias or tag\""},
	{"direction mark", "groups: [{name: \"a\\u202eb\"}]", "groups[0].name: got \"a�b\", expected 1 to 64 characters without control characters"},
	{"too deep", "site: " + strings.Repeat("[", 100), "site.yaml:1:1: expected at most 64 levels of nesting"},
}

func TestApplyNamesEveryMistake(t *testing.T) {
	r := open(t)
	for _, m := range mistakes {
		_, err := r.Apply(t.Context(), directory.Source{Data: []byte(m.file), Dir: folder()}, false)
		var found directory.Mistakes
		if fault.CodeOf(err) != fault.Invalid || !errors.As(err, &found) || !strings.Contains(found.Error(), m.want) {
			t.Errorf("%s: said\n%v\nwant\n%s", m.name, err, m.want)
		}
	}
	all := "agents:\n  - {id: x, name: a}\n  - {id: sato, name: a, role: king}\ngroups:\n  - {name: g, timeout: long, members: [nobody]}\n"
	_, err := r.Apply(t.Context(), directory.Source{Name: "mine.yaml", Data: []byte(all)}, false)
	var found directory.Mistakes
	if !errors.As(err, &found) || len(found) != 4 || found[0].File != "mine.yaml" || found[0].Line != 2 || found[1].Line != 3 || found[3].Line != 5 {
		t.Errorf("all at once: %v", err)
	}
}

func TestApplyWithAMistakeChangesNothing(t *testing.T) {
	r := open(t)
	r.apply(t, example(t))
	before, _ := r.Load(t.Context())
	text := strings.Replace(example(t), "timeout: 300", "timeout: 120", 1) + "  - {number: broken}\n"
	if _, err := r.Apply(t.Context(), directory.Source{Data: []byte(text), Dir: folder()}, false); err == nil {
		t.Fatal("a broken file was taken")
	}
	after, _ := r.Load(t.Context())
	if before.Version != after.Version || after.Groups[0].Timeout != before.Groups[0].Timeout {
		t.Errorf("the site changed from version %d to %d", before.Version, after.Version)
	}
}

func TestChangesAreTold(t *testing.T) {
	r := open(t)
	told := make(chan directory.Snapshot, 10)
	r.OnChange(func(s directory.Snapshot) { told <- s })
	// Another server on the same database hears of it, too.
	other := directory.New(r.db, directory.Options{Doors: r.doors})
	heard := make(chan directory.Snapshot, 10)
	other.OnChange(func(s directory.Snapshot) { heard <- s })
	ctx, stop := contextOf(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := other.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	first := <-heard // what there is when it begins to listen
	r.apply(t, example(t))
	mine, theirs := <-told, <-heard
	if mine.Version <= first.Version || theirs.Version != mine.Version || len(theirs.Agents) != 2 {
		t.Errorf("told version %d, heard %d with %d agents", mine.Version, theirs.Version, len(theirs.Agents))
	}
	r.apply(t, example(t))
	stop()
	wg.Wait()
	if len(told) != 0 || len(heard) != 0 {
		t.Error("an application that changed nothing was told")
	}
}

func TestFirstAdministrator(t *testing.T) {
	r := open(t)
	if _, err := r.FirstAdministrator(t.Context(), "weak"); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a weak password: %v", err)
	}
	made, err := r.FirstAdministrator(t.Context(), "")
	if err != nil || !access.CheckPassword(made) {
		t.Fatalf("drew %q, %v", made, err)
	}
	s, _, err := r.doors.Login(t.Context(), "admin", made, access.Console, access.Origin{})
	if err != nil || s.Agent.Role != access.RoleAdministrator {
		t.Errorf("logged in as %+v, %v", s, err)
	}
	if again, err := r.FirstAdministrator(t.Context(), "Another1pass"); err != nil || again != "" {
		t.Errorf("a second start made %q, %v", again, err)
	}
}
