package deskphone_test

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/deskphone"
)

// known is a kind of phone of each maker with room for some keys.
func known(maker string) string {
	return map[string]string{"yealink": "T27G", "grandstream": "GRP2612", "poly": "VVX350", "panasonic": "KX-HDV230", "fanvil": "V62"}[maker]
}

func withKeys(maker string) deskphone.Account {
	a := account()
	a.Model = known(maker)
	a.Keys = []deskphone.Key{
		{Does: deskphone.Watches, Number: "9001", Label: "パーク 1"},
		{Does: deskphone.Watches, Number: "2002", Label: "田中 <花子> & \"B\""},
		{Does: deskphone.Presses, Number: "#7"},
		{Does: deskphone.Nothing, Label: "forgotten"},
		{Does: deskphone.Dials, Number: "93003001", Label: "代理応答 受注"},
		{Does: deskphone.Watches, Number: "2003", Label: "佐藤"},
		{Does: deskphone.Watches, Number: "3001", Label: "受注", PickUp: "9300"},
	}
	return a
}

func fileOf(t *testing.T, maker string, a deskphone.Account) string {
	t.Helper()
	files, err := deskphone.Files(maker, a)
	if err != nil {
		t.Fatal(err)
	}
	return files[0].Text
}

// A file has the keys that the phone has, and empties those that are taken off
// the list; a phone without a list keeps its own.
func TestKeysThatAPhoneHas(t *testing.T) {
	a := withKeys("yealink")
	a.Model = "T33G"
	text := fileOf(t, "yealink", a)
	for want, is := range map[string]bool{
		"linekey.2.type = 16\nlinekey.2.line = 1\nlinekey.2.value = 9001\nlinekey.2.label = パーク 1\n": true,
		"linekey.4.type = 11\nlinekey.4.line = 1\nlinekey.4.value = #7\nlinekey.4.label = #7\n":      true,
		"linekey.1.": false, "linekey.5.": false, "forgotten": false, "dialoginfo_callpickup = 1": true,
	} {
		if strings.Contains(text, want) != is {
			t.Errorf("a phone with four keys has %q: %v\n%s", want, !is, text)
		}
	}
	a.Model = "T53W"
	a.Keys = a.Keys[:1]
	if text := fileOf(t, "yealink", a); !strings.Contains(text, "linekey.21.type = 0\n") || strings.Contains(text, "linekey.22.") {
		t.Errorf("the keys that are on no list are not emptied:\n%s", text)
	}
	for _, maker := range deskphone.Makers() {
		a := withKeys(maker)
		a.Model = "of another maker"
		for len(a.Keys) < deskphone.MostKeys {
			a.Keys = append(a.Keys, deskphone.Key{Does: deskphone.Watches, Number: "2999"})
		}
		most, presses := deskphone.MakerKeys(maker)
		text := fileOf(t, maker, a)
		if got := strings.Count(text, "2003") + strings.Count(text, "2999") + 5; most > 5 && got < most {
			t.Errorf("%s: a phone of unknown kind has room for %d keys, but the file has %d", maker, most, got)
		}
		if strings.Contains(text, "#7") != presses {
			t.Errorf("%s: a key that presses into a call: %v", maker, presses)
		}
		a.Keys, a.Model = nil, known(maker)
		plain := account()
		if fileOf(t, maker, a) != fileOf(t, maker, plain) {
			t.Errorf("%s: a phone without a list does not keep its keys", maker)
		}
	}
}

func TestPhonesThatAreKnown(t *testing.T) {
	makers := map[string]bool{}
	for _, p := range deskphone.Phones() {
		makers[p.Maker] = true
		if got, ok := deskphone.PhoneOf(p.Model); !ok || got != p || p.Keys < 1 || p.Keys > deskphone.MostKeys {
			t.Errorf("%+v is found as %+v", p, got)
		}
	}
	if len(makers) != 5 { // of Snom's no number is known
		t.Errorf("phones of %v", makers)
	}
	if _, ok := deskphone.PhoneOf(""); ok {
		t.Error("no name is a phone")
	}
}
