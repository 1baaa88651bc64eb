package call

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/route"
)

// codeDoc is what docs/feature-codes.md tells of one feature code: its name in
// Japanese, what it does, and which tests prove it.
type codeDoc struct {
	ja, en  string
	how     string
	scripts []string
	e2e     []string
}

var codeDocs = map[route.Feature]codeDoc{
	route.FeaturePark: {"パーク保留", "park", "Puts the other side into the lowest free slot and speaks the slot's number. A `2` within 700 ms is part of the code. After 180 s the call rings back, then goes to the group.",
		[]string{"park", "park-2", "park-full", "park-timeout", "park-caller-gone"}, []string{"TestCodePark"}},
	route.FeatureTransfer: {"直転送", "blind transfer", "Hands the other side on. It comes back when the target is busy, unknown or does not answer within 15 s.",
		[]string{"transfer", "transfer-busy", "transfer-no-answer", "transfer-outside"}, []string{"TestCodeTransfer"}},
	route.FeatureConsult: {"保留転送", "attended transfer", "Calls somebody while the other side hears music. Hanging up connects the two, pressed again it returns.",
		[]string{"consult", "consult-back", "consult-busy", "consult-complete-while-ringing"}, []string{"TestCodeConsult"}},
	route.FeatureJoin: {"三者通話", "three-way talk", "While consulting: all three talk.",
		[]string{"consult-three", "consult-three-caller-leaves", "consult-three-target-leaves"}, []string{"TestCodeJoin"}},
	route.FeatureSlot: {"パーク応答", "pick up a parked call", "Two digits after it name the slot: `9001` to `9099`.",
		[]string{"park", "park-caller-gone", "pick-up-two"}, []string{"TestCodeSlot"}},
	route.FeatureRoom: {"電話会議室", "conference room", "Two digits after it name the room: `9201`, `9202`, `9203`.",
		[]string{"room", "room-unknown", "room-two-at-once"}, []string{"TestCodeRoom"}},
	route.FeaturePickUp: {"代理応答", "pick up for a group", "Answers the call that has rung longest in a group.",
		[]string{"pick-up", "pick-up-two"}, []string{"TestCodePickUp"}},
	route.FeatureWhisper: {"ウィスパリング", "whisper", "Listens to an agent and is heard by the agent alone. During it `1` listens, `2` whispers, `3` barges in. Not for role agent.",
		[]string{"monitor", "monitor-hold"}, []string{"TestCodeWhisper"}},
	route.FeatureMonitor: {"モニタリング", "monitor", "Listens to an agent, in whatever call it is, until hung up. Not for role agent.",
		[]string{"monitor", "monitor-park", "monitor-two", "monitor-not-allowed"}, []string{"TestCodeMonitor"}},
	route.FeatureBarge: {"三者介入", "barge in", "Listens to an agent and is heard by all. Not for role agent.",
		[]string{"monitor", "monitor-two"}, []string{"TestCodeBarge"}},
	route.FeatureSeatOut: {"フリーデスクログアウト", "hot desk: log out", "The agent leaves this phone.",
		[]string{"hot-desk"}, []string{"TestCodeSeat"}},
	route.FeatureSeatIn: {"フリーデスクログイン", "hot desk: log in", "The agent sits down at this phone, with its PIN of four digits and `#`.",
		[]string{"hot-desk", "hot-desk-wrong-pin"}, []string{"TestCodeSeat"}},
	route.FeatureCampaigns: {"キャンペーンログイン", "campaigns: log in", "The phone stays connected and waits for calls of campaigns; a prompt says when there is none.",
		[]string{"services"}, []string{"TestCodeCampaigns"}},
	route.FeatureEcho: {"エコーテスト", "echo test", "One hears what one says.",
		[]string{"services"}, []string{"TestCodeEcho"}},
	route.FeatureWhoAmI: {"内線番号の確認", "who am I", "Speaks the extension of this phone.",
		[]string{"services", "hot-desk"}, []string{"TestCodeWhoAmI"}},
	route.FeatureRecord: {"音声ファイルの録音", "record an audio file", "Records what is said after the tone, until `#`. Not for role agent.",
		[]string{"record-audio"}, []string{"TestCodeRecord"}},
}

// TestFeatureCodes keeps docs/feature-codes.md, and that what it points to is
// there: every script, and every end-to-end test in the source.
func TestFeatureCodes(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Feature codes\n\nWhat can be dialed or pressed on any phone. The table is the one of a new site; an administrator can change the digits. " +
		"Codes that begin with `#` or `*` are pressed during a call, by the site's side of it only; the others are dialed. " +
		"`make docs` makes this page anew from the codes and their tests.\n\n" +
		"| code | then | 名称 | what | how it goes | proven end to end by |\n| --- | --- | --- | --- | --- | --- |\n")
	told := map[route.Feature]bool{}
	for _, c := range route.DefaultCodes() {
		d, is := codeDocs[c.Feature]
		if !is {
			t.Errorf("the code %s (%s) is not told of", c.Digits, c.Feature)
			continue
		}
		told[c.Feature] = true
		fmt.Fprintf(&b, "| `%s` | %s | %s | **%s**. %s | %s | %s |\n", c.Digits, argumentOf(c.Feature), d.ja, d.en, d.how, scriptLinks(t, d), e2eTests(t, d))
	}
	b.WriteString("\nEmergency numbers 110, 118 and 119 are no codes: they go out from every phone, whatever stands before them or is forbidden: " +
		"[" + "how it goes" + "](ladders/emergency.md), proven by " + e2eTests(t, codeDoc{e2e: []string{"TestCodeEmergency"}}) + ".\n")
	for f := range codeDocs {
		if !told[f] {
			t.Errorf("%s is told of, and is no code", f)
		}
	}
	keepPage(t, "feature-codes.md", b.String())
}

func argumentOf(f route.Feature) string {
	switch f.Takes() {
	case route.ArgumentTwo:
		return "two digits"
	case route.ArgumentAgent:
		return "an agent's extension"
	case route.ArgumentGroup:
		return "a group's extension"
	case route.ArgumentExtension:
		return "extension or outside number, then `#`"
	case route.ArgumentNone:
	}
	return ""
}

func scriptLinks(t *testing.T, d codeDoc) string {
	t.Helper()
	var out []string
	for _, s := range d.scripts {
		if _, err := os.Stat(scriptFolder + s + ".txt"); err != nil {
			t.Errorf("%s is to be shown by %s: %v", d.en, s, err)
		}
		out = append(out, fmt.Sprintf("[%s](ladders/%s.md)", s, s))
	}
	return strings.Join(out, ", ")
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)

func e2eTests(t *testing.T, d codeDoc) string {
	t.Helper()
	there := map[string]bool{}
	paths, err := filepath.Glob("../../e2e/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunc.FindAllStringSubmatch(string(raw), -1) {
			there[m[1]] = true
		}
	}
	var out []string
	for _, n := range d.e2e {
		if !there[n] {
			t.Errorf("%s is to be proven by %s, and there is no such test in server/e2e", d.en, n)
		}
		out = append(out, "`"+n+"`")
	}
	return strings.Join(out, ", ")
}
