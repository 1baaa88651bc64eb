package e2e

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/sipua"
)

// TestSoftphone: what the agent app asks for at its login, a registration with
// it at once, its health, the call's report, and the end of the login.
func TestSoftphone(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil)
	c.site.Devices = c.site.Devices[1:] // the first agent has no phone but the app
	c.apply()
	s := c.server
	me := newClient(s.http)
	if err := me.login(c.login(1), "Passw0rd1"); err != nil {
		t.Fatal(err)
	}
	var soft live.Softphone
	body := object{"installation": fmt.Sprintf("installation-%08d", c.n), "name": "PC"}
	if err := me.call("POST", "/api/v1/me/softphone", body, &soft); err != nil {
		t.Fatal(err)
	}
	if len(soft.Servers) == 0 || soft.Servers[0].Host != "127.0.0.1" || fmt.Sprint(soft.Servers[0].Port) != s.port() || soft.SRTP != "prefer" || !soft.ICE || soft.KeepAlive == 0 {
		t.Fatalf("the account is %+v", soft)
	}
	account := fmt.Sprintf("<sip:%[1]s@%[2]s;transport=udp>;auth_user=%[1]s;auth_pass=%[3]s;regint=60", soft.User, s.sipAddr(), soft.Password)
	p := startPhone(t, phoneSpec{Name: soft.User, Tone: toneB, Account: account})
	s.agentState(t, c.extension(1), "available")
	p.never("REGISTER_FAIL")
	health := func(cause, state string) {
		t.Helper()
		if err := me.call("PUT", "/api/v1/me/health", object{"cause": cause}, nil); err != nil {
			t.Fatal(err)
		}
		if row := s.agentState(t, c.extension(1), state); row.Cause != cause {
			t.Errorf("the agent's cause is %q, want %q", row.Cause, cause)
		}
	}
	health("no_microphone", "error")
	health("", "available")

	other := c.phone(2, toneA, true)
	p.dial(c.uri(c.extension(2)))
	other.await("CALL_ESTABLISHED")
	p.hangUp()
	row := s.ended(t, 1, "number", c.extension(2))[0]
	var record struct {
		Parties []struct{ Leg, AgentID string }
		Reports []struct {
			Leg     string
			Quality struct{ MOS float64 }
		}
	}
	if err := s.api(t).call("GET", "/api/v1/calls/"+row.ID, nil, &record); err != nil || len(record.Parties) < 2 {
		t.Fatalf("%+v %v", record, err)
	}
	report := object{"leg": record.Parties[0].Leg, "media": "plain", "codec": "PCMU", "quality": object{
		"lossPercent": 0, "farLoss": 0, "jitterMs": 2, "roundTripMs": 1, "bufferMs": 40, "mos": 4.3,
	}}
	if err := me.call("POST", "/api/v1/me/quality", report, nil); err != nil {
		t.Fatal(err)
	}
	report["leg"] = record.Parties[1].Leg
	if err := me.call("POST", "/api/v1/me/quality", report, nil); err == nil {
		t.Error("another's leg was reported")
	}
	if err := s.api(t).call("GET", "/api/v1/calls/"+row.ID, nil, &record); err != nil || len(record.Reports) != 1 || record.Reports[0].Quality.MOS != 4.3 {
		t.Errorf("the timeline has %+v, %v", record.Reports, err)
	}

	health("no_microphone", "error")
	if err := me.call("DELETE", "/api/v1/session", nil, nil); err != nil {
		t.Fatal(err)
	}
	s.agentState(t, c.extension(1), "available")
}

// TestSoftphoneReplaced: with the rule "newest" a second installation's login
// ends the first one's registration and account, and the other way round. The
// one that lost it is refused, which its app takes for what it is.
func TestSoftphoneReplaced(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil)
	c.site.Devices = c.site.Devices[1:]
	c.apply()
	me := newClient(c.server.http)
	if err := me.login(c.login(1), "Passw0rd1"); err != nil {
		t.Fatal(err)
	}
	if err := me.call("PATCH", "/api/v1/me", object{"secondLogin": "newest"}, nil); err != nil {
		t.Fatal(err)
	}
	account := func(n int) (out live.Softphone) {
		t.Helper()
		body := object{"installation": fmt.Sprintf("installation-%08d-%d", c.n, n), "name": "PC"}
		if err := me.call("POST", "/api/v1/me/softphone", body, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := enroll(t, account(1))
	first.await(200)
	second := enroll(t, account(2))
	second.await(200)
	first.reg.Refresh()
	first.await(403)
	enroll(t, account(1)).await(200) // taken back by the person
	second.reg.Refresh()
	second.await(403)
}

// enrolled is a registration that tells its answers.
type enrolled struct {
	t    *testing.T
	reg  *sipua.Registration
	told chan int
}

func enroll(t *testing.T, soft live.Softphone) *enrolled {
	t.Helper()
	e := &enrolled{t: t, told: make(chan int, 16)}
	ua, err := sipua.New(sipua.Config{UserAgent: "e2e"})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ready, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		_ = ua.Serve(conn, sipua.Listen{Ready: func() { close(ready) }})
	}()
	<-ready
	t.Cleanup(func() {
		_ = conn.Close()
		<-over
		_ = ua.Close(t.Context())
	})
	at := soft.Servers[0]
	uri, err := sipua.ParseURI("sip:" + soft.Domain)
	if err != nil {
		t.Fatal(err)
	}
	aor := sipua.Address{URI: uri}
	aor.URI.User = soft.User
	e.reg, err = ua.Register(sipua.RegisterConfig{
		Target: sipua.Target{URI: uri, Next: netip.AddrPortFrom(netip.MustParseAddr(at.Host), uint16(at.Port)), Transport: sipua.UDP},
		AOR:    aor, ContactUser: soft.User, Expires: time.Hour, Manual: true,
		Credentials: &sipua.Credentials{User: soft.User, Password: soft.Password},
		State: func(s sipua.RegistrationStatus) {
			if s.State == sipua.Registered || s.State == sipua.Failed {
				e.told <- s.Status
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// await waits for the registrar's answer.
func (e *enrolled) await(status int) {
	e.t.Helper()
	select {
	case got := <-e.told:
		if got != status {
			e.t.Fatalf("the registrar answers %d, want %d", got, status)
		}
	case <-time.After(patience):
		e.t.Fatal("the registrar does not answer")
	}
}
