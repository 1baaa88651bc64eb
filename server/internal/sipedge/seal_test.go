package sipedge

import (
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

const fresh = "another-long-sip-secret"

// renewedFor is a plan in which the first phone has another password.
func renewedFor(p Plan) Plan {
	d := &p.Devices[0]
	d.HA1MD5, d.HA1SHA256 = digest.HA1(digest.MD5, d.User, Realm, fresh), digest.HA1(digest.SHA256, d.User, Realm, fresh)
	return p
}

// A phone whose password is renewed, or that is removed, is registered no
// more at once; its call goes on, its lamps end, and what it knows is refused.
func TestEndOfAnAccountEndsItsRegistrationsButNoCall(t *testing.T) {
	for name, c := range map[string]struct {
		plan         func(Plan) Plan
		cause, lamps string
	}{
		"renewed": {renewedFor, renewed, "probation"},
		"removed": {func(p Plan) Plan { p.Devices = p.Devices[1:]; return p }, removed, "rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, office(), nil, func(t *testing.T, r *rig) {
				desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
				mate := r.net.Phone(t, "d2002", "192.0.2.12:5060", phonetest.Answers, nil)
				reg, state := r.tryRegister(desk, secret)
				if s := <-state; s.State != sipua.Registered {
					t.Fatalf("%+v", s)
				}
				<-r.phone
				r.register(mate)
				<-r.phone
				lamp := r.watch(desk, "dialog", "2002")
				lamp.Next()
				call, talk := r.connected(desk, "0355556666")

				if err := r.edge.SetPlan(c.plan(office())); err != nil {
					t.Fatal(err)
				}
				if s := <-r.phone; s.Device != deskID || s.Up || s.Contacts != 0 || s.Cause != c.cause {
					t.Fatalf("told %+v", s)
				}
				if n := lamp.Next(); n.State != "terminated" || n.Reason != c.lamps {
					t.Errorf("its lamp: %+v", n)
				}
				if left := r.edge.Registrations(); len(left) != 1 || left[0].Device != id.Numbered[id.Device](2) {
					t.Errorf("registered: %+v", left)
				}
				r.edge.Order(leg.Dial{Leg: newLeg(), Device: deskID})
				if e := next[leg.Ended](r); e.Cause.Kind != leg.CauseUnregistered {
					t.Errorf("called: %+v", e)
				}
				reg.Refresh()
				if s := <-state; s.State != sipua.Failed || s.Status != 403 {
					t.Errorf("registering again: %+v", s)
				}

				<-time.After(10 * time.Minute)
				r.none() // the call is up
				call.Dialog.Hangup(sipua.Hangup{})
				if e := next[leg.Ended](r); e.Leg != talk || e.Cause.Kind != leg.CauseNormal {
					t.Errorf("the call: %+v", e)
				}
			})
		})
	}
}

// With its new password the phone is there again.
func TestRenewedPasswordRegisters(t *testing.T) {
	inBubble(t, usual(), nil, func(t *testing.T, r *rig) {
		desk := r.net.Phone(t, "d2001", "192.0.2.11:5060", phonetest.Answers, nil)
		r.register(desk)
		<-r.phone
		if err := r.edge.SetPlan(usual()); err != nil { // the same once more: no news
			t.Fatal(err)
		}
		synctest.Wait()
		if len(r.phone) != 0 || len(r.edge.Registrations()) != 1 {
			t.Fatalf("the same plan ended %+v", <-r.phone)
		}
		if err := r.edge.SetPlan(renewedFor(usual())); err != nil {
			t.Fatal(err)
		}
		<-r.phone
		_, state := r.tryRegister(desk, fresh)
		if s := <-state; s.State != sipua.Registered {
			t.Fatalf("%+v", s)
		}
		if s := <-r.phone; !s.Up || s.Contacts != 1 {
			t.Fatalf("%+v", s)
		}
	})
}

// What was registered with a password that was renewed while the server was
// down does not come back.
func TestRestartForgetsARenewedPassword(t *testing.T) {
	dir := t.TempDir()
	here := func(c *Config) { c.DataDir = dir }
	inBubble(t, office(), here, func(t *testing.T, r *rig) {
		for _, user := range []string{"d2001", "d2002"} {
			r.register(r.net.Phone(t, user, "192.0.2.1"+user[4:]+":5060", phonetest.Answers, nil))
			<-r.phone
		}
		r.stop(r.edge)
		r.start(renewedFor(office()), here)
		if left := r.edge.Registrations(); len(left) != 1 || left[0].Device != id.Numbered[id.Device](2) {
			t.Fatalf("registered: %+v", left)
		}
	})
}

// A file of before there were seals is believed.
func TestRegistrationsWithoutASealComeBack(t *testing.T) {
	w := newWired(RingAll, 5)
	now, dir := time.Now(), t.TempDir()
	w.put(now, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1:5060>;expires=600", nil)
	if err := w.save(dir); err != nil {
		t.Fatal(err)
	}
	again, acct := newWired(RingAll, 5), *w.acct
	acct.seal = sealOf(&acct)
	plan := &index{devices: map[id.Device]*DeviceAccount{acct.ID: &acct}}
	again.restore(readSnapshot(dir, slog.New(slog.DiscardHandler)), plan, now)
	again.prune(plan)
	if len(again.list()) != 1 {
		t.Fatal("lost")
	}
}

// A REGISTER that was authenticated before its account got another password,
// and comes to be carried out after, is refused; one with the new password
// that comes before the plan's prune ends what the old one registered.
func TestRegisterMeetsARenewedPassword(t *testing.T) {
	w := newWired(RingAll, 5)
	renewedAcct := *w.acct
	renewedAcct.seal = "fresh"
	plan := w.acct
	w.current = func(id.Device) *DeviceAccount { return plan }
	w.put(noon, "a", 1, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil)
	old := w.acct
	plan = &renewedAcct
	if r := w.put(noon, "a", 2, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil); r.status != 403 {
		t.Errorf("overtaken: %d", r.status)
	}
	w.acct = plan
	if r := w.put(noon, "b", 1, "192.0.2.9:5060", "<sip:d@10.0.0.9>", nil); r.status != 200 || len(contactsOf(r)) != 1 {
		t.Errorf("%+v", r)
	}
	w.prune(&index{devices: map[id.Device]*DeviceAccount{plan.ID: plan}})
	if left := w.list(); len(left) != 1 || left[0].Contact != "sip:d@10.0.0.9" {
		t.Errorf("registered: %+v", left)
	}
	plan, w.acct = nil, old
	if r := w.put(noon, "a", 3, "192.0.2.1:5060", "<sip:d@10.0.0.1>", nil); r.status != 403 {
		t.Errorf("removed: %d", r.status)
	}
}
