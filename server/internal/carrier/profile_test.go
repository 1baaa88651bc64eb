package carrier

import (
	"os"
	"strings"
	"testing"
)

func TestPresetsAreWhole(t *testing.T) {
	for _, name := range append(Presets(), "") {
		p, err := Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Check(name); err != nil {
			t.Error(err)
		}
		// What a preset has can be said in a site file, and says the same there.
		said := map[string]string{}
		for _, s := range Switches() {
			if v := s.Get(&p); v != "" && v != "0" {
				said[s.Name] = v
			}
		}
		again, err := Build("hgw-extension", said)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, s := range Switches() {
			got, want := s.Get(&again), s.Get(&p)
			if got != want && want != "" && want != "0" {
				t.Errorf("%s: %s is %q, want %q", name, s.Name, got, want)
			}
		}
	}
	if _, err := Preset("ntt"); err == nil || !strings.Contains(err.Error(), "ngn-direct") {
		t.Errorf("an unknown preset: %v", err)
	}
}

func TestSwitchesAreChecked(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"cdecs", "PCMU", "codecs"},
		{"codecs", "G729", "PCMU and PCMA"},
		{"codecs", "PCMU,opus", "PCMU and PCMA"},
		{"codecs", "", "PCMU and PCMA"},
		{"called", "From", "Request-URI"},
		{"assert", "Remote-Party-ID", "P-Asserted-Identity"},
		{"e164", "yes", "true or false"},
		{"session_timer", "on", "required"},
		{"session_time", "60", "90 to 86400"},
		{"session_time", "30m", "90 to 86400"},
		{"min_se", "1900", "session_time"},
		{"refresher", "uac", "carrier"},
		{"dscp", "64", "1 to 63"},
		{"dscp", "0", "1 to 63"},
		{"withhold_by", "anonymous", "prefix"},
		{"country", "+81", "country code"},
		{"from_user", "a b", "letters"},
		{"from_domain", "a b", "host"},
	} {
		_, err := Build("", map[string]string{c.name: c.value})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q gave %v, want a word of %q", c.name, c.value, err, c.want)
		}
	}
}

func TestSwitchesOverrideThePreset(t *testing.T) {
	p, err := Build("ngn-direct", map[string]string{
		"codecs": "pcma, PCMU", "called": "request-uri", "session_timer": "supported", "qualify": "true", "dscp": "default", "assert": "none", "refresher": "carrier",
	})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(p.Codecs, " ") != "PCMA PCMU" || p.CalledOrder()[0] != CalledURI || p.SessionTimer != "" || p.NoQualify || p.DSCP != 0 ||
		p.Assert != AssertNone || p.Refresher != RefreshCarrier || p.TelephoneEvt != UseOff {
		t.Errorf("%+v", p)
	}
	if fresh, _ := Preset("ngn-direct"); len(fresh.Codecs) != 1 || fresh.DSCP != 32 {
		t.Errorf("the preset itself changed: %+v", fresh)
	}
}

// TestEverySwitchIsDocumented: the table of docs/trunks.md is of these switches.
func TestEverySwitchIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/trunks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Switches() {
		row := "| `" + s.Name + "` | " + s.Expected + " | " + s.Does + " | "
		for _, name := range append([]string{""}, Presets()...) {
			p, _ := Preset(name)
			v := s.Get(&p)
			if v == "" || v == "0" {
				v = "–"
			}
			row += strings.ReplaceAll(v, ",", ", ") + " | "
		}
		if row = strings.TrimSpace(row); !strings.Contains(string(raw), row+"\n") {
			t.Errorf("docs/trunks.md lacks the row\n%s", row)
		}
	}
	for _, name := range Presets() {
		if !strings.Contains(string(raw), "`"+name+"`") {
			t.Errorf("docs/trunks.md does not tell of %s", name)
		}
	}
}
