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
