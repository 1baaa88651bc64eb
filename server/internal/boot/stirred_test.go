package boot

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/live"
)

func TestConsolesHearOfPhonesThatComeAndGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told [][]live.Changed
		var at []time.Duration
		began := time.Now()
		s := newStirred(func(all []live.Changed) {
			told, at = append(told, all), append(at, time.Since(began))
		})
		go s.run(t.Context())
		phone := func(n uint32) id.Device { return id.Numbered[id.Device](n) }
		change := func(n uint32) live.Changed {
			return live.Changed{Noun: "devices", ID: phone(n).String(), Action: "update"}
		}
		for _, n := range []uint32{2, 1, 2} {
			s.note(phone(n))
		}
		<-time.After(stirredGather)
		synctest.Wait()
		s.note(phone(1)) // told of before, and gone again
		<-time.After(time.Minute)
		if len(told) != 2 || !slices.Equal(told[0], []live.Changed{change(2), change(1)}) || !slices.Equal(told[1], []live.Changed{change(1)}) {
			t.Fatalf("told %+v", told)
		}
		if want := []time.Duration{stirredGather, stirredGather + time.Second}; !slices.Equal(at, want) {
			t.Errorf("told at %v, want %v", at, want)
		}
	})
}

// The phones of a disabled agent and those with another password are told of;
// what is gone for good leaves nothing behind.
func TestOwnersForgetWhatHasNoAccount(t *testing.T) {
	phone, sato := id.Numbered[id.Device](1), id.Numbered[id.Agent](1)
	var stirs []id.Device
	var told []acd.DeviceChanged
	o := newOwners(func(c acd.DeviceChanged) { told = append(told, c) })
	o.stirred = func(d id.Device) { stirs = append(stirs, d) }
	o.set([]directory.DeviceAccount{{ID: phone, Agent: sato}})
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1})
	o.changed(sipedge.DeviceState{Device: phone, Cause: "renewed"})
	if l := o.line(phone); l.Up || l.Contacts != 0 || !slices.Equal(stirs, []id.Device{phone, phone}) {
		t.Fatalf("the line is %+v, told %v", l, stirs)
	}
	o.changed(sipedge.DeviceState{Device: phone, Up: true, Contacts: 1})
	told = nil
	o.set(nil) // its agent is disabled
	if gone := []acd.DeviceChanged{{Device: phone, Agent: sato}}; !slices.Equal(told, gone) {
		t.Fatalf("the floor was told %+v", told)
	}
	o.changed(sipedge.DeviceState{Device: phone, Cause: "removed"})
	if len(stirs) != 4 || len(o.states)+len(o.seen)+len(o.since) != 0 {
		t.Fatalf("told %v, kept %+v", stirs, o.states)
	}
}

// What a site may set of phones, the SIP edge takes: else it would refuse the
// plan as a whole, for one phone.
func TestSIPEdgeTakesWhatASiteMaySet(t *testing.T) {
	most, ok := reflect.TypeFor[directory.Device]().FieldByName("MaxContacts")
	n, err := strconv.Atoi(most.Tag.Get("maximum"))
	if !ok || err != nil {
		t.Fatal("a phone's contacts have no limit")
	}
	edge, err := sipedge.New(sipedge.Config{Listen: "127.0.0.1:0", Report: func(leg.Fact) bool { return true }, Media: ports{}})
	if err != nil {
		t.Fatal(err)
	}
	device := sipedge.DeviceAccount{ID: id.Numbered[id.Device](1), User: "d1", HA1MD5: strings.Repeat("0", 32), MaxContacts: n}
	if err := edge.SetPlan(sipedge.Plan{Devices: []sipedge.DeviceAccount{device}}); err != nil {
		t.Error(err)
	}
}
