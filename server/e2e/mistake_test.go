package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestSiteMistakes: a site file with mistakes is refused with file, line and
// reason for each, and changes nothing.
func TestSiteMistakes(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(nil).apply()
	bad := strings.Join([]string{
		"agents:",
		"  - {id: newcomer, name: 新人, extension: \"2990\", password: Passw0rd1, role: agent}",
		"  - {id: x, name: 短い, extension: \"2991\", password: Passw0rd1, role: agent}",
		"  - {id: emergency, name: 緊急, extension: \"1190\", password: Passw0rd1, role: agent}",
		"  - {id: twice, name: 重複, extension: \"" + c.extension(1) + "\", password: Passw0rd1, role: agent}",
		"  - {id: weakling, name: 弱い, extension: \"2993\", password: hunter22, role: agent}",
		"groups:",
		"  - name: 迷子",
		"    extension: \"3990\"",
		"    strategy: loudest",
		"    ring_tone: 5",
		"    overflow: {group: どこにもない}",
		"numbers:",
		"  - {number: \"12\", name: 短縮, trunk: " + c.trunk() + ", route: {group: " + c.groupName(1) + "}}",
	}, "\n")
	out, err := c.server.applyFile(t, bad)
	if err == nil {
		t.Fatalf("the file was taken:\n%s", out)
	}
	for _, want := range []string{
		"site.yaml:3", "site.yaml:4", "site.yaml:5", "site.yaml:6", "site.yaml:10", "loudest", "site.yaml:11", "ring_tone", "site.yaml:12", "どこにもない", "site.yaml:14",
	} {
		if !contains(out, want) {
			t.Errorf("the refusal does not tell %q:\n%s", want, out)
		}
	}
	if contains(out, "hunter22") {
		t.Errorf("the refusal repeats a password:\n%s", out)
	}
	for _, a := range c.server.floor(t).Agents {
		if a.Extension == "2990" {
			t.Error("a refused file made an agent")
		}
	}
	if out, err := c.server.applyFile(t, c.site.text(t), "--dry-run"); err != nil || !contains(out, "the site is as the file says") {
		t.Errorf("after the refusal the site is not as before: %v\n%s", err, out)
	}
	if out, err := c.server.applyFile(t, "agents: [\n"); err == nil || !contains(out, "site.yaml:") {
		t.Errorf("broken YAML: %v\n%s", err, out)
	}
}

// TestWrongSettings: a setting that is wrong or unknown stops the start, all of
// them at once, each with its name, its value and what was expected.
func TestWrongSettings(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	file := filepath.Join(dir, "yobirind.yaml")
	if err := os.WriteFile(file, []byte("time_zone: Mars/Olympus\nhttp_listne: \":80\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := launch(serverSpec{Dir: dir, Env: []string{
		"YOBIRIN_SIP_LISTEN=somewhere", "YOBIRIN_RTP_PORTS=9-3", "YOBIRIN_COLOUR=blue", "YOBIRIN_ADMIN_PASSWORD=short",
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.end)
	select {
	case <-s.done:
	case <-s.ready:
		t.Fatal("the server started with wrong settings")
	case <-time.After(patience):
		t.Fatal("the server neither starts nor ends")
	}
	said := s.log.String()
	if s.err == nil {
		t.Error("the start ended as if all were well")
	}
	for _, want := range []string{
		"YOBIRIN_SIP_LISTEN", "somewhere", "an address like", "YOBIRIN_RTP_PORTS", "9-3", "YOBIRIN_COLOUR", "YOBIRIN_ADMIN_PASSWORD",
		"yobirind.yaml:1", "Mars/Olympus", "IANA", "yobirind.yaml:2", "http_listne",
	} {
		if !contains(said, want) {
			t.Errorf("the refusal does not tell %q:\n%s", want, said)
		}
	}
	if contains(said, "short") {
		t.Errorf("the refusal repeats the password:\n%s", said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("the refused start left %v behind", left)
	}
}

// TestFirstStart: without a password in the settings the first start makes one
// and says it once; one from the settings is said never.
func TestFirstStart(t *testing.T) {
	t.Parallel()
	said := regexp.MustCompile(`log in as "admin" with the password "([^"]+)"`)
	s := startServer(t, serverSpec{Env: []string{"YOBIRIN_ADMIN_PASSWORD="}})
	var m []string
	eventually(t, patience, "the first start to say the password", func() (string, bool) {
		m = said.FindStringSubmatch(s.out.String())
		return s.out.String(), m != nil
	})
	if err := s.client.login("admin", m[1]); err != nil {
		t.Errorf("the password that was said does not open: %v", err)
	}
	if contains(s.log.String(), m[1]) {
		t.Error("the password is in the log too")
	}
	if err := newClient(s.http).login("admin", "Wrong-pass-1"); err == nil || !contains(err.Error(), "401") {
		t.Errorf("a wrong password: %v, want 401", err)
	}
	s.end()
	again := s.again(t)
	if said.MatchString(again.out.String()) {
		t.Error("the second start says a password again")
	}
	if err := again.client.login("admin", m[1]); err != nil {
		t.Errorf("after a restart the password does not open: %v", err)
	}
	if other := startServer(t, serverSpec{}); contains(other.out.String()+other.log.String(), adminPassword) {
		t.Error("the password of the settings is said")
	}
}
