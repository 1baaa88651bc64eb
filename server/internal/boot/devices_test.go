package boot

import (
	"slices"
	"testing"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
)

func TestOwnersTellTheFloorWhosePhoneItIs(t *testing.T) {
	phone, sato, tanaka := id.Numbered[id.Device](1), id.Numbered[id.Agent](1), id.Numbered[id.Agent](2)
	var told []acd.DeviceChanged
	o := newOwners(func(c acd.DeviceChanged) { told = append(told, c) })
	expect := func(want ...acd.DeviceChanged) {
		t.Helper()
		if !slices.Equal(told, want) {
			t.Fatalf("told %+v, want %+v", told, want)
		}
		told = nil
	}
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1})
	expect() // nobody's phone
	o.set([]directory.DeviceAccount{{ID: phone, Agent: sato}})
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1})
	expect(acd.DeviceChanged{Device: phone, Agent: sato, Up: true})
	o.changed(sipedge.DeviceState{Device: phone, Contacts: 1, Cause: "unreachable"})
	expect(acd.DeviceChanged{Device: phone, Agent: sato, Up: true, Fault: "unreachable"})
	o.set([]directory.DeviceAccount{{ID: phone, Agent: tanaka}})
	expect(acd.DeviceChanged{Device: phone, Agent: sato}, acd.DeviceChanged{Device: phone, Agent: tanaka, Up: true, Fault: "unreachable"})
	o.changed(sipedge.DeviceState{Device: phone, Cause: "expired"})
	expect(acd.DeviceChanged{Device: phone, Agent: tanaka})
	o.set([]directory.DeviceAccount{{ID: phone, Agent: tanaka}})
	expect()
}

func TestASoftphoneThatCannotTakeCallsIsAnError(t *testing.T) {
	phone, sato := id.Numbered[id.Device](1), id.Numbered[id.Agent](1)
	one, two := id.Numbered[id.Session](1), id.Numbered[id.Session](2)
	var told []acd.DeviceChanged
	o := newOwners(func(c acd.DeviceChanged) { told = append(told, c) })
	expect := func(want ...acd.DeviceChanged) {
		t.Helper()
		if !slices.Equal(told, want) {
			t.Fatalf("told %+v, want %+v", told, want)
		}
		told = nil
	}
	well := acd.DeviceChanged{Device: phone, Agent: sato, Up: true}
	ill := acd.DeviceChanged{Device: phone, Agent: sato, Up: true, Fault: "no_microphone"}
	o.set([]directory.DeviceAccount{{ID: phone, Agent: sato}})
	o.health(one, "no_microphone")
	expect() // it has no softphone
	o.given(phone, one)
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1, Address: "192.0.2.1:5060"})
	expect(well)
	o.health(one, "no_microphone")
	o.health(one, "no_microphone")
	expect(ill)
	o.changed(sipedge.DeviceState{Device: phone, Cause: "expired"})
	expect(ill) // gone, but its agent sits there
	if l := o.line(phone); l.Up || l.Address != "192.0.2.1:5060" || l.Seen.IsZero() {
		t.Errorf("the line is %+v", l)
	}
	o.health(one, "")
	expect(acd.DeviceChanged{Device: phone, Agent: sato})
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1})
	o.health(one, "no_microphone")
	expect(well, ill)
	o.given(phone, two)
	expect(well) // a new login begins well
	o.health(two, "no_microphone")
	o.ended(one)
	expect(ill)
	o.ended(two)
	expect(well)
	o.health(two, "no_microphone")
	expect() // that session is over
	o.set(nil)
	if l := o.line(phone); l.Contacts != 0 || !l.Seen.IsZero() {
		t.Errorf("a phone that is no more has the line %+v", l)
	}
}
