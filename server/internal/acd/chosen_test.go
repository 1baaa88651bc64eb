package acd

import (
	"testing"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// A status that the site does not have, or not any more, is not chosen; who is
// paused by one that is deleted stays so.
func TestOnlyStatusesOfThePlanAreChosen(t *testing.T) {
	r := newRunner(t, 1)
	g, a := numbered[id.Group](1, id.Numbered), numbered[id.Agent](1, id.Numbered)
	lunch, training := numbered[id.Status](1, id.Numbered), numbered[id.Status](2, id.Numbered)
	p := Plan{
		Agents:   []Agent{{ID: a, Extension: "2001", Devices: []id.Device{device(0)}}},
		Groups:   []Group{{ID: g, Extension: "3001", Strategy: RingAll, Members: []Member{{a, 1}}}},
		Statuses: []id.Status{lunch, training},
	}
	pause := func(status id.Status) error {
		return r.step(SetStatus{Agent: a, Paused: true, Status: status, Cause: journal.BySelf})
	}
	for _, in := range []Input{SetPlan{p}, DeviceChanged{Device: device(0), Up: true}} {
		if err := r.step(in); err != nil {
			t.Fatal(err)
		}
	}
	if err := pause(numbered[id.Status](9, id.Numbered)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a status that nobody made: %v", err)
	}
	if err := pause(training); err != nil {
		t.Fatal(err)
	}
	p.Statuses = []id.Status{lunch}
	if err := r.step(SetPlan{p}); err != nil {
		t.Fatal(err)
	}
	if state, status, _ := r.floor.agents[a].state(); state != journal.StatePaused || status != training {
		t.Errorf("when its status is deleted the agent is %s by %s", state, status)
	}
	if err := pause(training); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a status that was deleted: %v", err)
	}
	p.Statuses = []id.Status{}
	if err := r.step(SetPlan{p}); err != nil {
		t.Fatal(err)
	}
	if err := pause(lunch); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("where all are deleted: %v", err)
	}
	if err := pause(id.Status{}); err != nil {
		t.Errorf("a pause without a status: %v", err)
	}
}
