package e2e

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// taken is a file that a phone took from its address, without any session.
func taken(t *testing.T, address string) (string, int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), res.StatusCode
}

// yealinkSaid reads the file as that phone does.
func yealinkSaid(text string) map[string]string {
	said := map[string]string{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " = "); ok {
			said[strings.TrimPrefix(key, "account.1.")] = value
		}
	}
	return said
}

// yealinkAccount makes of the file what baresip calls an account.
func yealinkAccount(text string) string {
	said := yealinkSaid(text)
	return fmt.Sprintf("<sip:%s@%s:%s;transport=%s>;auth_user=%s;auth_pass=%s;regint=%s", said["user_name"], said["sip_server.1.address"], said["sip_server.1.port"],
		[]string{"udp", "tcp"}[said["sip_server.1.transport_type"][0]-'0'], said["auth_name"], said["password"], said["sip_server.1.expires"])
}

// grandstreamAccount does the same of that phone's file.
func grandstreamAccount(t *testing.T, text string) string {
	t.Helper()
	var said struct {
		Config struct {
			User     string `xml:"P35"`
			Auth     string `xml:"P36"`
			Password string `xml:"P34"`
			Server   string `xml:"P47"`
			Minutes  int    `xml:"P32"`
			Way      int    `xml:"P130"`
		} `xml:"config"`
	}
	if err := xml.Unmarshal([]byte(text), &said); err != nil {
		t.Fatal(err)
	}
	c := said.Config
	return fmt.Sprintf("<sip:%s@%s;transport=%s>;auth_user=%s;auth_pass=%s;regint=%d", c.User, c.Server, []string{"udp", "tcp"}[c.Way], c.Auth, c.Password, 60*c.Minutes)
}

// TestPhoneSetUpByAddress: a phone takes its settings from its own address,
// registers with what they say, is called and calls. With a new address it has
// a new login; the old address and the old login are good for nothing, and
// who keeps trying the latter is in nobody's way.
func TestPhoneSetUpByAddress(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(object{"ring_time": 20}).apply()
	api := c.server.api(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var list struct{ Items []struct{ ID, User string } }
	must(api.call("GET", "/api/v1/devices?limit=500&user="+c.user(1), nil, &list))
	if len(list.Items) != 1 {
		t.Fatalf("the phones with the user %s are %+v", c.user(1), list.Items)
	}
	device := "/api/v1/devices/" + list.Items[0].ID
	_, _, err := api.raw("PATCH", device, object{"mac": fmt.Sprintf("805ec0%06x", c.n), "transport": "tcp", "secondLogin": "newest"}, "If-Match", "*")
	must(err)
	link := func(maker string) string {
		t.Helper()
		var made struct {
			URL   string
			Files []string
		}
		must(api.call("POST", device+"/link", object{"maker": maker, "language": "ja"}, &made))
		if len(made.Files) != 1 || !strings.HasPrefix(made.Files[0], made.URL) {
			t.Fatalf("made %+v", made)
		}
		return made.Files[0]
	}
	arrive := func(account string) *phone {
		t.Helper()
		p := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, AutoAnswer: true, Account: account})
		c.server.agentState(t, c.extension(1), "available")
		return p
	}
	old := link("yealink")
	text, status := taken(t, old)
	if status != http.StatusOK {
		t.Fatalf("the phone's file: %d %s", status, text)
	}
	login := yealinkAccount(text)
	first := arrive(login)
	caller := c.carrier(c.caller(1), toneA, false)
	caller.dial(c.uri(c.did(1)))
	first.await("CALL_ESTABLISHED")
	caller.hears("660", 3, toneA, toneB)
	first.hears("440", 3, toneA, toneB)
	caller.hangUp()
	first.await("CALL_CLOSED")
	c.server.agentState(t, c.extension(1), "available")
	first.dial(c.uri("9999")) // the echo test
	first.await("CALL_ESTABLISHED")
	first.hears("660", 3, toneA, toneB)
	first.hangUp()
	first.await("CALL_CLOSED")
	first.stop()
	c.server.agentState(t, c.extension(1), "offline")

	now := link("grandstream")
	if text, status := taken(t, old); status != http.StatusNotFound {
		t.Errorf("the old address gives %d %s", status, text)
	}
	c.refusesLogin(text, login)
	text, _ = taken(t, now)
	// The old login goes on trying meanwhile, from the same address.
	second := arrive(grandstreamAccount(t, text))
	caller.dial(c.uri(c.did(1)))
	second.await("CALL_ESTABLISHED")
	second.hears("440", 3, toneA, toneB)
	caller.hangUp()
	second.await("CALL_CLOSED")
}

// refusesLogin: what the file said before is let in no more, whoever tries it.
func (c *scene) refusesLogin(file, account string) {
	c.t.Helper()
	// The edge hears of a new login in a moment; a phone that it let in until
	// then would not come again for minutes.
	eventually(c.t, patience, "the edge to know of the new login", func() (string, bool) {
		said := yealinkSaid(file)
		got := newRawPeer(c.t, fmt.Sprintf("127.66.2.%d", c.n), c.server.sipAddr()).register(said["auth_name"], said["password"], "127.0.0.1:9")
		return got, got == "403"
	})
	refused := startPhone(c.t, phoneSpec{Name: c.user(1), Tone: toneB, Account: account})
	// The event may have come before anybody listened to baresip, and its next
	// try is up to a minute away: asked, it says how it stands.
	eventually(c.t, patience, "the old login to be refused", func() (string, bool) {
		said := refused.do("reginfo", "").Data
		return said, strings.Contains(said, "ERR")
	})
}
