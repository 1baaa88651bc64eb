package demo

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/yobirin/yobirin/server/internal/sound"
)

// agent is one person of the demo's site.
type agent struct {
	login, name, nickname, extension, role string
	english                                bool
}

func (a agent) device() string { return a.login + "-desk" }
func (a agent) user() string   { return "d" + a.extension }

// agents work in the demo, in the order of their extensions.
func agents() []agent {
	return []agent{
		{login: "sato", name: "佐藤 美咲", nickname: "さとう", extension: "2001", role: "agent"},
		{login: "suzuki", name: "鈴木 健太", nickname: "すずき", extension: "2002", role: "agent"},
		{login: "takahashi", name: "高橋 結衣", nickname: "たかはし", extension: "2003", role: "agent"},
		{login: "tanaka", name: "田中 翔太", nickname: "たなか", extension: "2004", role: "agent"},
		{login: "ito", name: "伊藤 さくら", nickname: "いとう", extension: "2005", role: "agent"},
		{login: "watanabe", name: "渡辺 大輔", nickname: "わたなべ", extension: "2006", role: "agent", english: true},
		{login: "yamamoto", name: "山本 葵", nickname: "やまもと", extension: "2007", role: "agent"},
		{login: "nakamura", name: "中村 蓮", nickname: "なかむら", extension: "2008", role: "agent"},
		{login: "kobayashi", name: "小林 陽菜", nickname: "こばやし", extension: "2009", role: "agent"},
		{login: "kato", name: "加藤 悠斗", nickname: "かとう", extension: "2010", role: "agent"},
		{login: "yoshida", name: "吉田 絵里", nickname: "よしだ", extension: "2011", role: "agent", english: true},
		{login: "yamada", name: "山田 直樹", nickname: "やまだ", extension: "2012", role: "supervisor", english: true},
	}
}

// The site's numbers that callers call.
const (
	mainNumber    = "0312345678"
	freeNumber    = "0120123456"
	repairNumber  = "0345678901"
	generalNumber = "0398765432"
	englishNumber = "0367891234"
	bookingNumber = "0355551234" // one agent answers: callers may be called back
	nightNumber   = "0355559876" // out of hours: messages are taken
)

// The keys of the main number's menu.
const (
	menuOrders  = "1"
	menuRepairs = "2"
	menuOther   = "3"
)

// Groups' extensions that scenes dial.
const repairGroup = "3003"

// spare is the phone at which whoever comes logs in, and newcomer is who does:
// an agent without a phone of the own.
func spare() agent { return agent{login: "spare", name: "フリー席", extension: "2090"} }

func newcomer() agent {
	return agent{login: "ishii", name: "石井 涼", nickname: "いしい", extension: "2013", role: "agent"}
}

// pin is the newcomer's at the spare phone.
const pin = "2580"

// busyReasons are the statuses agents take now and then.
func busyReasons() []string { return []string{"離席中", "昼休み", "研修", "会議"} }

// Users lists the SIP users of the demo's phones, whose passwords
// Config.Password gives.
func Users() []string {
	var out []string
	for _, a := range agents() {
		out = append(out, a.user())
	}
	return append(out, spare().user())
}

// Files holds the audio files that the site file names.
func Files() (fs.FS, error) {
	prompts, err := sound.Files()
	return siteFiles{prompts}, err
}

// siteFiles are the built-in prompts and, in the folder site, what only this
// site says.
type siteFiles struct{ prompts fs.FS }

// Open opens a file for reading.
func (f siteFiles) Open(name string) (fs.File, error) {
	if own, ok := strings.CutPrefix(name, "site/"); ok {
		return recorded.Open("speech/site-" + own)
	}
	return f.prompts.Open(name)
}

// Site is the demo's site file, with the carrier where it really is.
func (d *Demo) Site() []byte {
	var b strings.Builder
	carrier := d.Carrier()
	fmt.Fprintf(&b, "# The site of the demo: made anew at every start.\ntrunks:\n  - {name: demo-carrier, host: %q, inbound_from: [%q], channels: 60}\n",
		carrier.String(), carrier.Addr().String())
	b.WriteString(siteHead)
	b.WriteString("agents:\n")
	for _, a := range append(agents(), newcomer()) {
		fmt.Fprintf(&b, "  - {id: %s, name: %s, nickname: %s, extension: %q, role: %s, caller_id: %q", a.login, a.name, a.nickname, a.extension, a.role, mainNumber)
		if d.cfg.Login != nil {
			fmt.Fprintf(&b, ", password: %q", d.cfg.Login(a.login))
		}
		if a == newcomer() {
			fmt.Fprintf(&b, ", pin: %q", pin)
		}
		b.WriteString("}\n")
	}
	b.WriteString("devices:\n")
	for _, a := range agents() {
		fmt.Fprintf(&b, "  - {name: %s, user: %s, password: %q, agent: %s}\n", a.device(), a.user(), d.cfg.Password(a.user()), a.login)
	}
	fmt.Fprintf(&b, "  - {name: %s, user: %s, password: %q, desk: true}\n", spare().device(), spare().user(), d.cfg.Password(spare().user()))
	b.WriteString(siteTail)
	return []byte(b.String())
}

const siteHead = `site: {park_time: 180, park_group: 総合, rooms: 5}
codes: {park: "#7", transfer: "#8", consult: "#9", join: "*", monitor: "995", seat-in: "998", seat-out: "997", echo: "9999"}
statuses:
  - {name: 離席中, color: "#f59f00", icon: coffee}
  - {name: 昼休み, color: "#fd7e14", icon: soup}
  - {name: 後処理, color: "#7950f2", icon: pencil}
  - {name: 研修, color: "#15aabf", icon: school}
  - {name: 会議, color: "#e64980", icon: users}
audio:
  - {name: ご案内, file: ja/greeting.wav}
  - {name: 順番待ち, file: ja/please-wait.wav}
  - {name: 混雑, file: ja/all-busy.wav}
  - {name: 時間外, file: ja/closed.wav, voicemail: true}
  - {name: 代表メニュー, file: site/menu.wav}
  - {name: Greeting, file: en/greeting.wav}
  - {name: Please wait, file: en/please-wait.wav}
  - {name: All busy, file: en/all-busy.wav}
`

// Groups overflow and time out into 総合, and that one into an announcement,
// so that no caller's way has no end.
const siteTail = `groups:
  - name: 受注
    extension: "3001"
    strategy: longest-idle
    color: "#228be6"
    display: 受注
    max_waiting: 8
    timeout: 60
    ring_time: 12
    ringing_period: 2
    record: true
    greeting: ご案内
    announcement: 順番待ち
    announce_every: 20
    acw: {status: 後処理, release: 6}
    pause_on_no_answer: {enabled: true, status: 離席中, release: 20}
    overflow: {group: 総合}
    timeout_to: {group: 総合}
    members: [{agent: sato, level: 1}, {agent: suzuki, level: 1}, {agent: takahashi, level: 1}, {agent: tanaka, level: 2}]
  - name: 総合
    extension: "3002"
    strategy: all
    color: "#40c057"
    display: 総合
    max_waiting: 10
    timeout: 75
    ring_time: 15
    ringing_period: 2
    record: true
    greeting: ご案内
    announcement: 順番待ち
    announce_every: 25
    acw: {status: 後処理, release: 5}
    overflow: {audio: 混雑}
    timeout_to: {audio: 混雑}
    members: [{agent: ito, level: 1}, {agent: watanabe, level: 1}, {agent: yamamoto, level: 1}]
  - name: 修理
    extension: "3003"
    strategy: round-robin
    color: "#fd7e14"
    display: 修理
    max_waiting: 6
    timeout: 60
    ring_time: 12
    ringing_period: 2
    record: true
    greeting: ご案内
    announcement: 順番待ち
    announce_every: 20
    acw: {status: 後処理, release: 10}
    pause_on_no_answer: {enabled: true, status: 離席中, release: 20}
    overflow: {group: 総合}
    timeout_to: {group: 総合}
    members: [{agent: nakamura, level: 1}, {agent: kobayashi, level: 1}, {agent: kato, level: 1}]
  - name: English desk
    extension: "3004"
    strategy: longest-idle
    color: "#be4bdb"
    display: English
    max_waiting: 4
    timeout: 60
    ring_time: 15
    ringing_period: 2
    record: true
    greeting: Greeting
    announcement: Please wait
    announce_every: 25
    acw: {status: 後処理, release: 6}
    overflow: {audio: All busy}
    timeout_to: {audio: All busy}
    members: [{agent: yoshida, level: 1}, {agent: yamada, level: 1}, {agent: watanabe, level: 2}]
  - name: 予約
    extension: "3005"
    strategy: longest-idle
    color: "#15aabf"
    display: 予約
    max_waiting: 6
    timeout: 150
    ring_time: 15
    ringing_period: 2
    record: true
    greeting: ご案内
    say_position: true
    say_wait: true
    callback: true
    acw: {status: 後処理, release: 4}
    overflow: {audio: 混雑}
    timeout_to: {audio: 混雑}
    members: [{agent: kato, level: 1}]
# On New Year's Day the office is closed, on all others callers choose by key.
ivrs:
  - name: 代表IVR
    extension: "4001"
    default: {group: 受注}
    schedule: {enabled: true, dates: ["2027-01-01"], rows: [{from: "00:00", to: "24:00", designated: true, to_destination: {audio: 時間外, voicemail: true}}]}
    buttons: {enabled: true, audio: 代表メニュー, keys: {"1": {group: 受注}, "2": {group: 修理}, "3": {group: 総合}}}
transfers:
  - {name: 夜間携帯, number: "09012345678", caller_id: "0312345678"}
numbers:
  - {number: "0312345678", name: 代表, trunk: demo-carrier, route: {ivr: 代表IVR}, max_channels: 30, prefix: "7"}
  - {number: "0120123456", name: フリーダイヤル, trunk: demo-carrier, route: {group: 受注}, max_channels: 20}
  - {number: "0345678901", name: 修理受付, trunk: demo-carrier, route: {group: 修理}, max_channels: 20}
  - {number: "0398765432", name: 総合案内, trunk: demo-carrier, route: {group: 総合}, max_channels: 20}
  - {number: "0367891234", name: English line, trunk: demo-carrier, route: {group: English desk}, max_channels: 10, language: en}
  - {number: "0355551234", name: 予約受付, trunk: demo-carrier, route: {group: 予約}, max_channels: 10}
  - {number: "0355559876", name: 夜間受付, trunk: demo-carrier, route: {audio: 時間外, voicemail: true}, max_channels: 10}
`
