package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// lineKey is a programmable key as a Yealink's file has it: its type, what it
// watches or dials, and what is dialed before that to pick up.
type lineKey struct{ kind, value, pickUp string }

// lineKeys are the keys of a file by their labels.
func lineKeys(text string) map[string]lineKey {
	said := yealinkSaid(text)
	keys := map[string]lineKey{}
	for n := 1; n <= 60; n++ {
		at := fmt.Sprintf("linekey.%d.", n)
		if kind := said[at+"type"]; kind != "" {
			keys[said[at+"label"]] = lineKey{kind, said[at+"value"], said[at+"pickup_value"]}
		}
	}
	return keys
}

// TestPhoneKeysOfAFile: a phone takes its file and does what its keys say:
// lamps of a colleague and a group that ring, talk and go out, a call picked up
// by the keys' digits, one parked and taken again by the slot's key. It is told
// to take its file anew, and the file follows.
func TestPhoneKeysOfAFile(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.agent(1, nil).agent(2, nil).group(1, nil, 1).number(1, object{"group": c.groupName(1)}, nil).apply()
	outside, one := c.outside(1, voiceA), c.desk(1, voiceB)
	api := c.server.api(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first := func(path string) string {
		t.Helper()
		var list struct{ Items []struct{ ID string } }
		must(api.call("GET", path, nil, &list))
		if len(list.Items) != 1 {
			t.Fatalf("%s: %+v", path, list.Items)
		}
		return list.Items[0].ID
	}
	device := "/api/v1/devices/" + first("/api/v1/devices?user="+c.user(2))
	group := first("/api/v1/groups?q=" + c.groupName(1))
	keys := []object{{"kind": "lamp", "agent": c.agentID(1), "label": "colleague"}, {"kind": "lamp", "group": group, "label": "group"}, {"kind": "code", "feature": "pick-up", "group": group, "label": "pick up"}, {"kind": "code", "feature": "park", "label": "park"}}
	for n := 1; n <= 50; n++ {
		keys = append(keys, object{"kind": "park", "slot": n, "label": fmt.Sprintf("slot %d", 9000+n)})
	}
	_, _, err := api.raw("PATCH", device, object{"mac": fmt.Sprintf("805ec1%06x", c.n), "keys": keys}, "If-Match", "*")
	must(err)
	var made struct{ Files []string }
	must(api.call("POST", device+"/link", object{"maker": "yealink"}, &made))
	text, status := taken(t, made.Files[0])
	if status != http.StatusOK {
		t.Fatalf("the phone's file: %d %s", status, text)
	}
	file, said := lineKeys(text), yealinkSaid(text)
	two := startDesk(t, deskSpec{User: said["user_name"], Password: said["password"], Server: c.server.sipAddr(), Tone: voiceC})
	c.server.agentState(t, c.extension(2), "available")

	colleague, everybody := two.watch(file["colleague"].value, "dialog"), two.watch(file["group"].value, "dialog")
	colleague.shows("active", "<state>terminated</state>")
	everybody.shows("active", "<state>terminated</state>")
	caller := outside.dial(c.did(1))
	ringing := one.incoming()
	colleague.shows("<state>early</state>", c.caller(1))
	everybody.shows("<state>early</state>", c.caller(1))
	if k := file["group"]; k.pickUp+k.value != file["pick up"].value || file["colleague"].kind != "16" || file["pick up"].kind != "13" {
		t.Fatalf("the keys are %+v", file)
	}
	got := two.dial(file["pick up"].value).up()
	ringing.over()
	colleague.shows("<state>terminated</state>")
	everybody.shows("<state>terminated</state>")
	got.hears(voiceA)
	caller.hears(voiceC)

	if file["park"].kind != "11" {
		t.Errorf("the key that parks is %+v", file["park"])
	}
	got.press(file["park"].value)
	slot := itoa(c.slotOf(c.caller(1)).Slot)
	got.over()
	place := two.watch(file["slot "+slot].value, "dialog")
	place.shows("<state>confirmed</state>", c.caller(1))
	again := two.dial(file["slot "+slot].value).up()
	again.hears(voiceA)
	caller.hangUp()
	again.over()

	caller = outside.dial(c.did(1))
	answered := one.incoming().answer()
	caller.up()
	colleague.shows("<state>confirmed</state>")
	caller.hangUp()
	answered.over()
	colleague.shows("<state>terminated</state>")

	fileFollows(t, api, device, made.Files[0], two)
}

// fileFollows: a phone is told to take its file anew, in which its new keys are.
func fileFollows(t *testing.T, api *client, device, file string, phone *desk) {
	t.Helper()
	var told struct {
		Items []struct {
			OK     bool
			Status int
			Detail string
		}
	}
	if err := api.call("POST", device+"/resync", object{}, &told); err != nil {
		t.Fatal(err)
	}
	if len(told.Items) != 1 || told.Items[0].OK || told.Items[0].Status == 0 || told.Items[0].Detail == "" || len(phone.came("NOTIFY")) == 0 {
		t.Errorf("a phone that knows no better was told %+v", told.Items)
	}
	if _, _, err := api.raw("PATCH", device, object{"keys": []object{{"kind": "dial", "number": "0312345678"}}}, "If-Match", "*"); err != nil {
		t.Fatal(err)
	}
	if text, _ := taken(t, file); !strings.Contains(text, "linekey.2.value = 0312345678\n") || strings.Contains(text, "linekey.3.") {
		t.Errorf("the file does not follow:\n%s", text)
	}
}
