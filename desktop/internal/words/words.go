// Package words has the few texts that Go itself shows: in the tray, the
// popup, notifications and dialogs before the screen is there. The screen's
// texts are the front end's.
package words

import (
	"embed"
	"encoding/json"
	"strings"
)

//go:embed ja.json en.json
var files embed.FS

// Key names one text. The constants below are all there are.
type Key string

// The texts of the tray.
const (
	Product        Key = "product"
	TrayShow       Key = "tray.show"
	TrayStatus     Key = "tray.status"
	TrayPhoneOn    Key = "tray.phone_on"
	TrayPhoneOff   Key = "tray.phone_off"
	TrayLogOut     Key = "tray.log_out"
	TrayQuit       Key = "tray.quit"
	TrayCalls      Key = "tray.calls"  // {n}
	TrayUnread     Key = "tray.unread" // {n}
	StatusIdle     Key = "status.available"
	StatusRinging  Key = "status.ringing"
	StatusTalking  Key = "status.talking"
	StatusHolding  Key = "status.holding"
	StatusPaused   Key = "status.paused"
	StatusPausedAs Key = "status.paused_as" // {name}
	StatusOffline  Key = "status.offline"
	StatusError    Key = "status.error"
	StatusNobody   Key = "status.nobody"
	PhoneOff       Key = "phone.off"
	PhoneConnects  Key = "phone.registering"
	PhoneConnected Key = "phone.registered"
	PhoneFailed    Key = "phone.failed"
)

// The texts of ringing calls, in the popup and in notifications.
const (
	CallExternal Key = "call.external"
	CallInternal Key = "call.internal"
	CallAnswer   Key = "call.answer"
	CallReject   Key = "call.reject"
	CallShow     Key = "call.show"
	CallTo       Key = "call.to"     // {number}
	CallWaited   Key = "call.waited" // {time}
	CallOthers   Key = "call.others" // {n}
	CallCount    Key = "call.count"  // {n}
	CallMissed   Key = "call.missed"
	CallWithheld Key = "call.withheld"
	CallUnknown  Key = "call.unknown"
)

// The texts of calls that ring because they came back.
const (
	BackTransfer   Key = "back.transfer"    // {name}
	BackTransferBy Key = "back.transfer_by" // {name}, {by}
	BackWhy        Key = "back.why"         // {what}, {why}
	BackPark       Key = "back.park"        // {slot}
	BackParkBy     Key = "back.park_by"     // {slot}, {by}
	WhyBusy        Key = "why.busy"
	WhyNoAnswer    Key = "why.no-answer"
	WhyRejected    Key = "why.rejected"
	WhyNoPhone     Key = "why.unregistered"
	WhyDevice      Key = "why.device-error"
	WhyNoNumber    Key = "why.not-found"
	WhyForbidden   Key = "why.forbidden"
	WhyNoLine      Key = "why.congestion"
	WhyOverflow    Key = "why.overflow"
	WhyTimeout     Key = "why.timeout"
)

// The texts of dialogs and of files that the system shows.
const (
	AlreadyRuns    Key = "start.already_runs"
	NoWebView      Key = "start.no_webview"
	StartFailed    Key = "start.failed" // {reason}
	AutostartAbout Key = "autostart.about"
	AutostartName  Key = "autostart.name"
)

// Words are the texts of one language.
type Words struct {
	language string
	texts    map[Key]string
}

// In gives the words of a language. "ja", "ja-JP" and what is empty or
// unknown is Japanese, what begins with "en" English.
func In(language string) Words {
	name := "ja"
	if strings.HasPrefix(strings.ToLower(language), "en") {
		name = "en"
	}
	return Words{language: name, texts: read(name)}
}

// Language is "ja" or "en".
func (w Words) Language() string { return w.language }

// Say gives a text. Pairs are a place's name and what stands there:
// Say(CallOthers, "n", "3"). A place without a value stays as it is.
func (w Words) Say(key Key, pairs ...string) string {
	text, found := w.texts[key]
	if !found {
		return string(key)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// Has says whether there is a text of this name: causes are the server's, and
// a newer one may have others.
func (w Words) Has(key Key) bool { return w.texts[key] != "" }

func read(language string) map[Key]string {
	texts := map[Key]string{}
	raw, err := files.ReadFile(language + ".json")
	if err == nil {
		err = json.Unmarshal(raw, &texts)
	}
	if err != nil {
		panic("words: " + language + ".json: " + err.Error()) // embedded: a test has read it
	}
	return texts
}
