package directory_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const exchangeSite = `
site:
  international: true
  reject_anonymous: true
  emergency: 03-1234-5678
  park_time: 60
  park_group: 受注
  transfer_ring: 20
  rooms: 5
  message_time: 90
  outside_time: 60
  call_time: 0
  callback_tries: 2
  callback_gap: 15
  callback_kept: 48
  caps: {at_once: 3, daily: 100}
  retention_days: 365
trunks:
  - {name: carrier, host: "127.0.0.1:5090", channels: 23, outside: 10, daily: 1000}
agents:
  - {id: sato, name: 佐藤, extension: "2001", role: supervisor, call_waiting: true}
  - {id: suzuki, name: 鈴木, extension: "2002", language: en}
audio:
  - {name: welcome, file: welcome.wav, voicemail: true}
groups:
  - {name: 受注, extension: "3001", say_position: true, say_wait: true, callback: true, prefer_last: true, retention_days: 0, members: [sato]}
  - {name: 総合, extension: "3002"}
ivrs:
  - name: 代表IVR
    extension: "4001"
    default: {group: 総合}
    schedule:
      dates: ["2026-12-31"]
      rows:
        - {from: "09:00", to: "18:00", weekdays: [mon, sun], designated: true, to_destination: {group: 受注}}
        - {from: "22:00", to: "06:00", holiday: true, to_destination: {group: 総合}}
        - {from: "18:00", to: "24:00", to_destination: {audio: welcome, voicemail: true}}
    buttons: {audio: welcome, wait: 8, tries: 2, direct: true, keys: {"1": {group: 受注}, "0": {agent: sato}}}
numbers:
  - {number: "0312345678", trunk: carrier, route: {ivr: 代表IVR}, max_channels: 7}
codes: {slot: "70", pick_up: "*8", echo: [9999, "*43"], record: null, park: "*7"}
rejected: ["03-0000-0000", {number: +12125550123, note: 迷惑電話}]
barred: ["0990*", {number: 0312340000}]
callers: [{number: 090-1111-2222, name: 大口, priority: 9}]
holidays: ["2026-12-29", {date: "2026-12-30", name: 年末休業}]
`

func TestExchangeReachesThePlans(t *testing.T) {
	db := open(t)
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	r := room{directory.New(db.db, directory.Options{Audio: db.audio, Doors: db.doors, Zone: tokyo, Now: now}), db.db, db.doors, db.audio}
	r.apply(t, exchangeSite)
	if diff := r.apply(t, exchangeSite); len(diff) != 0 {
		t.Errorf("a second time changes\n%s", diff)
	}
	s := load(t, r)
	p := s.Route
	group := map[string]id.Group{}
	for _, g := range s.Groups {
		group[g.Name] = g.ID
	}
	got := p.Settings
	if len(got.Holidays) < 7*16 || got.Holidays["2026-05-06"] != "憲法記念日 振替休日" || got.Holidays["2026-09-22"] != "国民の休日" || got.Holidays["2026-12-30"] != "年末休業" ||
		got.Holidays["2025-01-01"] != "元日" || got.Holidays["2031-01-01"] != "元日" {
		t.Errorf("holidays are %v", got.Holidays)
	}
	if _, ok := got.Holidays["2026-12-29"]; !ok {
		t.Error("a holiday without a name is none")
	}
	got.Holidays = nil
	want := route.Settings{
		Record: true, Language: "ja", Zone: tokyo, International: true, RejectAnonymous: true, Emergency: s.Numbers[0].ID,
		ParkTime: time.Minute, ParkGroup: group["受注"], TransferRing: 20 * time.Second, Rooms: 5, MessageTime: 90 * time.Second,
		OutsideTime: time.Hour, CallbackTries: 2, CallbackGap: 15 * time.Minute, CallbackKept: 48 * time.Hour,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("settings are\n%+v, want\n%+v", got, want)
	}
	if s.Settings.RetentionDays != 365 || s.Groups[0].RetentionDays == nil && s.Groups[1].RetentionDays == nil {
		t.Error("retention is lost")
	}
	if _, yes := p.Rejects(leg.Identity{Number: "0300000000"}); !yes || !p.Restricts("0990123456") || !p.Restricts("0312340000") || p.Restricts("0312340001") || p.Priority("09011112222") != 9 {
		t.Error("lists of numbers are lost")
	}
	floor := s.Floor
	if floor.FirstSlot != 7001 || floor.LastSlot != 7099 || floor.Rooms != 5 || floor.Caps != (acd.Caps{AtOnce: 3, Daily: 100}) ||
		floor.Trunks[0].Channels != 23 || floor.Trunks[0].Outside != 10 || floor.Trunks[0].Daily != 1000 || floor.Numbers[0].Channels != 7 {
		t.Errorf("the floor has %+v", floor)
	}
	for _, g := range p.Groups {
		if own := g.Name == "受注"; g.SayPosition != own || g.SayWait != own || g.Callback != own || g.PreferLast != own {
			t.Errorf("group %+v", g)
		}
	}
	for _, a := range p.Agents {
		if sato := a.Name == "佐藤"; a.Supervises != sato || (a.Language == "en") == sato {
			t.Errorf("agent %+v", a)
		}
	}
	for _, a := range floor.Agents {
		if a.CallWaiting != (a.Extension == "2001") {
			t.Errorf("agent on the floor %+v", a)
		}
	}
	if !p.Audios[0].Voicemail {
		t.Error("the audio takes no message")
	}
	checkCodes(t, p)
	checkIVR(t, p, group)
}

func checkCodes(t *testing.T, p *route.Plan) {
	t.Helper()
	for dialed, feature := range map[string]route.Feature{"7042": route.FeatureSlot, "*83001": route.FeaturePickUp, "*43": route.FeatureEcho, "9999": route.FeatureEcho, "9998": route.FeatureWhoAmI} {
		if d, refused := p.Dial(&p.Agents[0], dialed); refused != nil || d.Feature != feature {
			t.Errorf("%s is %+v, %+v", dialed, d, refused)
		}
	}
	for _, gone := range []string{"9001", "9997"} {
		if d, refused := p.Dial(&p.Agents[0], gone); refused == nil {
			t.Errorf("%s is %+v", gone, d)
		}
	}
	if p.InCall("*7", false).Feature != route.FeaturePark || p.InCall("#9", false).Feature != route.FeatureConsult {
		t.Error("codes pressed during a call are lost")
	}
}

func checkIVR(t *testing.T, p *route.Plan, group map[string]id.Group) {
	t.Helper()
	m := p.IVRs[0]
	want := []route.Row{
		{From: 9 * 60, To: 18 * 60, Weekdays: [7]bool{0: true, 1: true}, Starred: true, Then: route.Destination{Kind: route.ToGroup, Group: group["受注"]}},
		{From: 22 * 60, To: 6 * 60, Holiday: true, Then: route.Destination{Kind: route.ToGroup, Group: group["総合"]}},
		{From: 18 * 60, To: 24 * 60, Weekdays: [7]bool{true, true, true, true, true, true, true}, Then: route.Destination{Kind: route.ToAudio, Audio: p.Audios[0].ID, Voicemail: true}},
	}
	if !m.Schedule.Enabled || !m.Schedule.Designated["2026-12-31"] || !slices.Equal(m.Schedule.Rows, want) {
		t.Errorf("schedule %+v", m.Schedule)
	}
	b := m.Buttons
	if !b.Enabled || b.Wait != 8*time.Second || b.Tries != 2 || !b.Direct || b.Keys["0"].Kind != route.ToAgent || b.Audio != p.Audios[0].ID {
		t.Errorf("buttons %+v", b)
	}
	at := time.Date(2026, 12, 31, 9, 0, 0, 0, p.Settings.Zone)
	if d := ivr.Decide(&p.IVRs[0], at, p.Settings.Zone, p.Settings.Holidays); d.Why != ivr.BySchedule || d.Row != 0 || d.Kind != ivr.Designated {
		t.Errorf("on the designated date: %+v", d)
	}
}

// exchangeMistakes is a site of which each file that follows is refused.
var exchangeMistakes = []struct{ name, file, want string }{
	{"unknown feature", "codes: {dance: '#1'}", `site.yaml:1:9: codes: got "dance", expected one of park, transfer`},
	{"in-call code without mark", "codes: {park: '7'}", `codes.park: got "7", expected a * or # and 1 to 3 further keys`},
	{"slot code", "codes: {slot: '*1'}", `codes.slot: got "*1", expected 1 to 4 digits that begin with 2 to 9`},
	{"two slot codes", "codes: {slot: [70, 80]}", "codes.slot: got \"a list\", expected one code"},
	{"code is a phone number", "codes: {echo: '117'}", `codes.echo: got "117", expected 2 to 6 keys (digits, * or #) that are no outside number`},
	{"code before emergency", "codes: {echo: '11'}", `codes.echo: got "11", expected a code that neither begins nor continues 110 (police)`},
	{"code behind 184", "codes: {whisper: '1845'}", `codes.whisper: got "1845", expected a code that neither begins nor continues 184`},
	{"two alike", "codes: {echo: '99'}", `codes.echo: got "99", expected a code that neither is nor begins nor continues`},
	{"pressed alike", "codes: {park: '#89'}", `codes.park: got "#89", expected a code that neither is nor begins nor continues #8 (transfer)`},
	{"join and consult alike", "codes: {consult: '*1'}", `codes.consult: got "*1", expected a code that neither is nor begins nor continues * (join all three)`},
	{"code takes an extension", "codes: {echo: '200'}", `codes.echo: got "200", expected codes that leave the extension 2001 to the agent sato`},
	{"slots take an extension", "codes: {slot: '20'}", `codes.slot: got "20", expected codes that leave the extension 2001 to the agent sato`},
	{"rooms take an extension", "site: {rooms: 20}", `site.rooms: got "20", expected codes that leave the extension 9210 to the group far`},
	{"extension takes a changed code", "codes: {echo: '77'}\ngroups: [{name: new, extension: 7700}]", "groups[0].extension: got \"7700\", expected an extension that does not begin with 77 (echo test)"},
	{"extension is a slot", "groups: [{name: new, extension: 9042}]", "groups[0].extension: got \"9042\", expected an extension that does not begin with 9042 (park slot)"},
	{"code is a prefix", "codes: {echo: '65'}", `codes.echo: got "65", expected a code that does not hide the prefix 65 of a phone number`},
	{"code hides emergency behind a prefix", "codes: {slot: '651'}", `codes.slot: got "651", expected a code that does not hide the prefix 65`},
	{"prefix is a code", "numbers: [{number: 0398765432, prefix: '994'}]", `numbers[0].prefix: got "994", expected a prefix that, alone or before 110, 118 or 119, is not the code 994 (whisper)`},
	{"extension hides emergency behind a prefix", "groups: [{name: new, extension: 65110}]", "groups[0].extension: got \"65110\", expected an extension that is not the prefix 65"},
	{"prefix before emergency is an extension", "groups: [{name: new, extension: 8119}]\nnumbers: [{number: 0398765432, prefix: '8'}]", `numbers[0].prefix: got "8", expected a prefix that with 110, 118 or 119 behind it is not an extension`},
	{"rejected nonsense", "rejected: [abc]", `rejected[0]: got "abc", expected a phone number`},
	{"rejected twice", "rejected: ['0312345678', {number: 03-1234-5678}]", "rejected[1]: got \"a mapping\", expected each of the rejected once"},
	{"barred emergency", "barred: ['110']", `barred[0]: got "110", expected a phone number such as 0312345678, or its first digits`},
	{"barred everything", "barred: ['*']", `barred[0]: got "*", expected a phone number`},
	{"priority", "callers: [{number: 0312345678, priority: 101}]", `callers[0].priority: got "101", expected a whole number from 0 to 100`},
	{"holiday", "holidays: [2026-02-30]", `holidays[0]: got "2026-02-30", expected a date`},
	{"emergency number of nobody", "site: {emergency: 0399999999}", `site.emergency: got "0399999999", expected a phone number that is in this file`},
	{"park group of nobody", "site: {park_group: nowhere}", `site.park_group: got "nowhere", expected a group`},
	{"no such room", "groups: [{name: g, overflow: {conference: 4}}]", `groups[0].overflow.conference: got "4", expected a whole number from 1 to 3`},
	{"rooms", "site: {rooms: 100}", `site.rooms: got "100", expected a whole number from 1 to 99`},
	{"caps", "site: {caps: {at_onc: 3}}", `site.caps: got "at_onc", expected one of the keys at_once, daily`},
	{"wait", "ivrs: [{name: i, buttons: {wait: 61}}]", `ivrs[0].buttons.wait: got "61", expected a whole number from 0 to 60`},
}

func TestExchangeMistakes(t *testing.T) {
	r := open(t)
	r.apply(t, `
agents: [{id: sato, name: 佐藤, extension: "2001"}]
groups: [{name: far, extension: "9210"}]
numbers: [{number: "0312345678", prefix: "65"}]
`)
	for _, m := range exchangeMistakes {
		_, err := r.Apply(t.Context(), directory.Source{Data: []byte(m.file), Dir: folder()}, false)
		var found directory.Mistakes
		if !errors.As(err, &found) || !strings.Contains(found.Error(), m.want) {
			t.Errorf("%s: said\n%v\nwant\n%s", m.name, err, m.want)
		}
	}
	// What looks like a collision and is none.
	r.apply(t, "codes: {echo: '9996', slot: '66', park: '**'}\nsite: {rooms: 9}\ngroups: [{name: near, extension: 9001}]\n")
}

// C-IVR-4: a loop is told with its path, and stored all the same.
func TestLoopsAreWarnedOf(t *testing.T) {
	r := open(t)
	loop := "ivrs:\n  - {name: 昼, extension: '4001', default: {ivr: 夜}}\n  - {name: 夜, default: {extension: '4001'}}\n  - {name: 他, default: {hangup: busy}}\n"
	for _, dry := range []bool{true, false} {
		diff, err := r.Apply(t.Context(), directory.Source{Data: []byte(loop)}, dry)
		if err != nil {
			t.Fatal(err)
		}
		if want := "warning: 昼: a call can go round until it is cut off: 昼 → 夜 → 昼\n"; !strings.HasSuffix(diff.String(), want) || len(diff) != 4 {
			t.Errorf("said\n%swant at its end\n%s", diff, want)
		}
	}
	if diff := r.apply(t, loop); len(diff) != 0 {
		t.Errorf("a second time says\n%s", diff)
	}
	// A group that closes a circle is told of, too; mistakes of others are not.
	diff := r.apply(t, "groups: [{name: g, overflow: {ivr: 昼}}]")
	if len(diff) != 2 || diff[1].Action != directory.Warning {
		t.Errorf("said\n%s", diff)
	}
	diff = r.apply(t, "ivrs: [{name: 他, default: {hangup: busy}, buttons: {keys: {}}}]")
	if !strings.Contains(diff.String(), "他: the buttons have no audio file") {
		t.Errorf("said\n%s", diff)
	}
}
