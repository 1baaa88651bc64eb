package e2e

import (
	"crypto/tls"
	"fmt"
	"os"
	"testing"
	"time"
)

// TestPhoneOverTLS: a phone registers over TLS, checks our certificate, talks
// over SRTP alone both ways, and is rung on its connection. A renewed
// certificate is used without a restart.
func TestPhoneOverTLS(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp(scratch(), "tls-")
	if err != nil {
		t.Fatal(err)
	}
	cert, key := trusted(t).certify(t, dir, 24*time.Hour)
	at := fmt.Sprintf("127.0.0.1:%d", freePort(t, "127.0.0.1"))
	s := startServer(t, serverSpec{Env: []string{"YOBIRIN_TLS_CERT=" + cert, "YOBIRIN_TLS_KEY=" + key, "YOBIRIN_SIP_TLS_LISTEN=" + at}})
	serial := func() string {
		t.Helper()
		conn, err := tls.Dial("tcp", at, &tls.Config{RootCAs: trusted(t).pool, ServerName: "127.0.0.1"})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		return conn.ConnectionState().PeerCertificates[0].SerialNumber.String()
	}

	c := newScene(t, s)
	c.simple(nil)
	c.site.Devices[0]["srtp"] = "require"
	c.apply()
	account := fmt.Sprintf("<sip:%[1]s@%[2]s;transport=tls>;auth_user=%[1]s;auth_pass=%[3]s;mediaenc=srtp-mand;regint=60", c.user(1), at, c.password(1))
	arrive := func() *phone {
		t.Helper()
		p := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, AutoAnswer: true, Account: account, Trust: trusted(t).file})
		s.agentState(t, c.extension(1), "available")
		return p
	}
	call := func(agent, caller *phone) {
		t.Helper()
		caller.dial(c.uri(c.did(1)))
		agent.await("CALL_ESTABLISHED")
		caller.hears("660", 3, toneA, toneB)
		agent.hears("440", 3, toneA, toneB)
		caller.hangUp()
		agent.await("CALL_CLOSED")
		s.agentState(t, c.extension(1), "available")
	}
	caller := c.carrier(c.caller(1), toneA, false)
	agent := arrive()
	call(agent, caller)

	before := serial()
	trusted(t).certify(t, dir, 24*time.Hour)
	if after := serial(); after == before {
		t.Errorf("the certificate %s is used after its renewal", before)
	}
	call(agent, caller) // on the connection of before
	agent.stop()
	s.agentState(t, c.extension(1), "offline")
	call(arrive(), caller)
}
