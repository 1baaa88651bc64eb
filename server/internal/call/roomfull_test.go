package call

import (
	"fmt"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// One member more than a room takes is told so and sent away; nobody in the
// room hears it, and it hears nobody.
func TestRoomIsFull(t *testing.T) {
	o := theOffice(t)
	o.swift = true
	o.site.floor.Trunks[0].Channels = 0
	o.site.spec.Trunks[0].Channels = 0
	o.replan()
	for i := range maxMembers {
		o.callsIn(fmt.Sprintf("0901111%04d", i), "0312345672")
	}
	first := o.lines[0]
	o.said(first)
	if len(first.hears) != maxMembers-1 {
		t.Fatalf("the first hears %d of %d others", len(first.hears), maxMembers-1)
	}
	late := o.dials("sato-desk", "9201")
	if late.plays != "room-full" || len(late.hears) != 0 || len(first.hears) != maxMembers-1 {
		t.Errorf("the one too many hears %q and %d others, the first %d", late.plays, len(late.hears), len(first.hears))
	}
	o.said(late)
	if late.state != "over" {
		t.Errorf("the one too many is still %s", late.state)
	}
	// Where one has left there is a place again.
	o.ends(o.lines[1], leg.SideRemote, leg.CauseNormal)
	if again := o.dials("sato-desk", "9201"); again.state != "up" || len(again.hears) != maxMembers-1 {
		t.Errorf("the next is %s and hears %d", again.state, len(again.hears))
	}
	for _, l := range o.lines {
		o.ends(l, leg.SideRemote, leg.CauseNormal)
	}
	o.wait(time.Minute)
	o.agrees()
	o.nothingIsLeft()
}

// A phone whose call a carrier led to where the site calls nobody hears why;
// what a carrier says in its own words is no reason of ours.
func TestRedirectedCallersHearWhy(t *testing.T) {
	for _, c := range []struct {
		cause leg.Cause
		want  say.ID
	}{
		{leg.Cause{Kind: leg.CauseForbidden, SIP: 302, Text: leg.TextRedirected + route.ReasonRestricted}, say.Restricted},
		{leg.Cause{Kind: leg.CauseForbidden, SIP: 301, Text: leg.TextRedirected + route.ReasonNoInternational}, say.NoInternational},
		{leg.Cause{Kind: leg.CauseForbidden, SIP: 403, Text: leg.TextRedirected + route.ReasonRestricted}, ""},
		{leg.Cause{Kind: leg.CauseForbidden, SIP: 302, Text: "the carrier redirects the call; that is not followed"}, ""},
		{leg.Cause{Kind: leg.CauseBusy, SIP: 486}, ""},
	} {
		if got := limitPrompt(c.cause); got != c.want {
			t.Errorf("%+v: %q, want %q", c.cause, got, c.want)
		}
	}
}
