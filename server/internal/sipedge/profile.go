package sipedge

import (
	"fmt"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// CalledFrom is a place where a carrier may put the number that was dialed.
type CalledFrom string

// The places.
const (
	CalledParty CalledFrom = "P-Called-Party-ID" // RFC 3455 section 4.2
	CalledTo    CalledFrom = "To"
	CalledURI   CalledFrom = "Request-URI"
)

// Asserted is the header in which we tell a carrier our real number.
type Asserted string

// The headers (RFC 3325). The zero value sends neither.
const (
	AssertNone      Asserted = ""
	AssertAsserted  Asserted = "P-Asserted-Identity"
	AssertPreferred Asserted = "P-Preferred-Identity"
)

// Use says how far an extension of SIP is used towards a trunk.
type Use string

// The uses. The zero value is UseSupported.
const (
	UseOff       Use = "off"       // never
	UseSupported Use = "supported" // when the far side wishes
	UseRequired  Use = "required"  // always asked for
)

// Profile holds one carrier's switches.
type Profile struct {
	Called        []CalledFrom  // where to read the dialed number, first hit wins; empty: P-Called-Party-ID, To, Request-URI
	TrustIdentity bool          // the carrier's P-Asserted-Identity is believed (RFC 3325)
	Assert        Asserted      // where our real number goes
	AssertHidden  bool          // send that header also when the number is withheld
	Withhold      bool          // privacy of a call that says neither 184 nor 186
	E164          bool          // numbers travel as +81…, not as 0…
	Country       string        // country code for E164 and for reading +… numbers; empty: 81
	FromDomain    string        // domain of From and identity headers; empty: the trunk's host
	FromUser      string        // user in From instead of the caller's number (050-style accounts); empty: the number
	SessionTimer  Use           // RFC 4028
	SessionTime   time.Duration // Session-Expires we ask for; 0 is 1800 s
	MinSE         time.Duration // 0 is 90 s
	Reliable      Use           // RFC 3262 (100rel)
	Codecs        []string      // offered, best first; empty: PCMU, PCMA
	TelephoneEvt  Use           // RFC 4733 offered; UseOff: DTMF travels in-band
	NoQualify     bool          // do not send OPTIONS
}

// Preset gives one of the named profiles: "ngn-direct", "hgw-extension",
// "generic-e164-pai", "050-register"; "" is a plain IP-authenticated trunk.
func Preset(name string) (Profile, error) {
	switch name {
	case "":
		return Profile{TrustIdentity: true, Assert: AssertAsserted, AssertHidden: true}, nil
	case "ngn-direct":
		return Profile{
			TrustIdentity: true, Assert: AssertPreferred, AssertHidden: true, SessionTimer: UseRequired,
			SessionTime: 300 * time.Second, MinSE: 300 * time.Second, Codecs: []string{"PCMU"}, TelephoneEvt: UseOff, NoQualify: true,
		}, nil
	case "hgw-extension":
		return Profile{SessionTimer: UseOff, Reliable: UseOff, Codecs: []string{"PCMU"}, Called: []CalledFrom{CalledTo, CalledURI}}, nil
	case "generic-e164-pai":
		return Profile{TrustIdentity: true, Assert: AssertAsserted, AssertHidden: true, E164: true}, nil
	case "050-register":
		return Profile{Reliable: UseOff, Called: []CalledFrom{CalledTo, CalledURI}}, nil
	default:
		return Profile{}, fault.Wrong("profile", name, "ngn-direct, hgw-extension, generic-e164-pai, 050-register or empty")
	}
}

func (p *Profile) check(at string) error {
	for i, c := range p.Called {
		switch c {
		case CalledParty, CalledTo, CalledURI:
		default:
			return fault.Wrong(fmt.Sprintf("%s.called[%d]", at, i), string(c), "P-Called-Party-ID, To or Request-URI")
		}
	}
	switch p.Assert {
	case AssertNone, AssertAsserted, AssertPreferred:
	default:
		return fault.Wrong(at+".assert", string(p.Assert), "P-Asserted-Identity, P-Preferred-Identity or empty")
	}
	for name, u := range map[string]Use{"session_timer": p.SessionTimer, "reliable": p.Reliable, "telephone_event": p.TelephoneEvt} {
		switch u {
		case "", UseOff, UseSupported, UseRequired:
		default:
			return fault.Wrong(at+"."+name, string(u), "off, supported or required")
		}
	}
	if p.SessionTime != 0 && (p.SessionTime < 90*time.Second || p.SessionTime > 24*time.Hour) {
		return fault.Wrong(at+".session_time", p.SessionTime.String(), "90 s to 24 h (RFC 4028 section 4)")
	}
	if p.MinSE != 0 && (p.MinSE < 90*time.Second || p.SessionTime != 0 && p.MinSE > p.SessionTime) {
		return fault.Wrong(at+".min_se", p.MinSE.String(), "90 s to the session time (RFC 4028 section 5)")
	}
	if strings.Trim(p.Country, "0123456789") != "" || len(p.Country) > 3 {
		return fault.Wrong(at+".country", p.Country, "a country code of 1 to 3 digits")
	}
	if p.FromUser != "" && !isToken(strings.TrimPrefix(p.FromUser, "+")) {
		return fault.Wrong(at+".from_user", p.FromUser, "letters, digits and -_.!~*'")
	}
	if err := checkHost(at+".from_domain", p.FromDomain, false); err != nil {
		return err
	}
	for i, c := range p.Codecs {
		if c != "PCMU" && c != "PCMA" {
			return fault.Wrong(fmt.Sprintf("%s.codecs[%d]", at, i), c, "PCMU or PCMA")
		}
	}
	return nil
}

func (p *Profile) calledOrder() []CalledFrom {
	if len(p.Called) > 0 {
		return p.Called
	}
	return []CalledFrom{CalledParty, CalledTo, CalledURI}
}

func (p *Profile) country() string {
	if p.Country == "" {
		return "81"
	}
	return p.Country
}
