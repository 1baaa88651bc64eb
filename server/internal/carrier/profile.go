// Package carrier knows how telephone carriers differ: a profile of switches
// for each, presets that are known to work, and the rules for changing single
// switches. It is data; the SIP edge acts by it.
package carrier

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// CalledFrom is a place where a carrier may put the number that was dialed.
type CalledFrom string

// The places.
const (
	CalledParty CalledFrom = "P-Called-Party-ID" // RFC 7315 section 4.2
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

// Withholding is how a carrier is told to withhold our number (184) or to
// show it (186).
type Withholding string

// The ways. The zero value is WithholdByHeader.
const (
	WithholdByHeader Withholding = "header" // anonymous From and Privacy: id (RFC 3325)
	WithholdByPrefix Withholding = "prefix" // 184 or 186 before the number, as a telephone does
)

// Refresher is who keeps a session alive (RFC 4028).
type Refresher string

// The refreshers.
const (
	RefreshEither  Refresher = ""        // as the far side likes
	RefreshUs      Refresher = "us"      // asked for: we
	RefreshCarrier Refresher = "carrier" // asked for: the far side
)

// Profile holds one carrier's switches. Switches tells what each is for.
type Profile struct {
	Called        []CalledFrom // first hit wins; empty: P-Called-Party-ID, To, Request-URI
	TrustIdentity bool
	Assert        Asserted
	AssertHidden  bool
	Withhold      bool
	WithholdBy    Withholding
	E164          bool
	Country       string // empty: 81
	FromDomain    string // empty: the trunk's host
	FromUser      string // empty: the caller's number
	FromAccount   bool
	UserPhone     bool
	SessionTimer  Use
	SessionTime   time.Duration // 0 is 1800 s
	MinSE         time.Duration // 0 is 90 s
	Refresher     Refresher
	Reliable      Use
	Codecs        []string // best first; empty: PCMU, PCMA
	TelephoneEvt  Use      // UseOff: DTMF travels in-band
	NoQualify     bool
	Diversion     bool
	HistoryInfo   bool
	Redirects     bool
	DSCP          int // 0: the server's own
}

// Presets are the names of the presets, besides "" for a plain trunk that is
// authenticated by its address.
func Presets() []string {
	return []string{"ngn-direct", "hgw-extension", "generic-e164-pai", "050-register"}
}

// Preset gives the profile of that name; docs/trunks.md tells what each is for.
func Preset(name string) (Profile, error) {
	switch name {
	case "":
		// A carrier, or another exchange, that knows us by our address.
		return Profile{TrustIdentity: true, Assert: AssertAsserted, AssertHidden: true}, nil
	case "ngn-direct":
		// NTT's network without a home gateway between, as captured in May 2026.
		return Profile{
			TrustIdentity: true, Assert: AssertPreferred, AssertHidden: true, SessionTimer: UseRequired, Refresher: RefreshUs,
			SessionTime: 300 * time.Second, MinSE: 300 * time.Second, Codecs: []string{"PCMU"}, TelephoneEvt: UseOff, NoQualify: true, DSCP: 32,
		}, nil
	case "hgw-extension":
		// A home gateway (ひかり電話ルータ) at which we are an extension: the
		// line's number is the gateway's business.
		return Profile{
			SessionTimer: UseOff, Reliable: UseOff, Codecs: []string{"PCMU"}, Called: []CalledFrom{CalledTo, CalledURI},
			FromAccount: true, WithholdBy: WithholdByPrefix,
		}, nil
	case "generic-e164-pai":
		// A carrier with numbers as +81… and the identity of RFC 3325.
		return Profile{TrustIdentity: true, Assert: AssertAsserted, AssertHidden: true, E164: true, Diversion: true, HistoryInfo: true}, nil
	case "050-register":
		// An IP telephone provider with an account for each line.
		return Profile{Reliable: UseOff, Called: []CalledFrom{CalledTo, CalledURI}, FromAccount: true}, nil
	default:
		return Profile{}, fault.Wrong("profile", name, strings.Join(Presets(), ", ")+" or empty")
	}
}

// Build gives a preset with single switches set otherwise.
func Build(preset string, switches map[string]string) (Profile, error) {
	p, err := Preset(preset)
	if err != nil {
		return Profile{}, err
	}
	names := make([]string, 0, len(switches))
	for name := range switches {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := p.Set(name, switches[name]); err != nil {
			return Profile{}, err
		}
	}
	return p, p.Check("switches")
}

// Check says whether the switches go together; at names the profile in errors.
func (p *Profile) Check(at string) error {
	for i, c := range p.Called {
		if c != CalledParty && c != CalledTo && c != CalledURI {
			return fault.Wrong(fmt.Sprintf("%s.called[%d]", at, i), string(c), "P-Called-Party-ID, To or Request-URI")
		}
	}
	for i, c := range p.Codecs {
		if c != "PCMU" && c != "PCMA" {
			return fault.Wrong(fmt.Sprintf("%s.codecs[%d]", at, i), c, "PCMU or PCMA")
		}
	}
	for _, w := range []struct {
		name, value string
		allowed     []string
	}{
		{"assert", string(p.Assert), []string{"", string(AssertAsserted), string(AssertPreferred)}},
		{"withhold_by", string(p.WithholdBy), []string{"", string(WithholdByHeader), string(WithholdByPrefix)}},
		{"refresher", string(p.Refresher), []string{"", string(RefreshUs), string(RefreshCarrier)}},
		{"session_timer", string(p.SessionTimer), uses()},
		{"reliable", string(p.Reliable), uses()},
		{"telephone_event", string(p.TelephoneEvt), uses()},
	} {
		if !slices.Contains(w.allowed, w.value) {
			return fault.Wrong(at+"."+w.name, w.value, "one of "+strings.Join(w.allowed[1:], ", "))
		}
	}
	return p.checkText(at)
}

func uses() []string { return []string{"", string(UseOff), string(UseSupported), string(UseRequired)} }

const (
	leastSession = 90 * time.Second // RFC 4028 section 4
	mostSession  = 24 * time.Hour
	usualSession = 1800 * time.Second
)

func (p *Profile) checkText(at string) error {
	whole := p.SessionTime
	if whole == 0 {
		whole = usualSession
	}
	switch {
	case whole < leastSession || whole > mostSession:
		return fault.Wrong(at+".session_time", seconds(p.SessionTime), "90 to 86400 seconds (RFC 4028 section 4)")
	case p.MinSE != 0 && (p.MinSE < leastSession || p.MinSE > whole):
		return fault.Wrong(at+".min_se", seconds(p.MinSE), "90 seconds to session_time, "+seconds(whole)+" (RFC 4028 section 5)")
	case strings.Trim(p.Country, "0123456789") != "" || len(p.Country) > 3:
		return fault.Wrong(at+".country", p.Country, "a country code of 1 to 3 digits")
	case p.FromUser != "" && !isUser(p.FromUser):
		return fault.Wrong(at+".from_user", p.FromUser, "letters, digits and -_.!~*', with + before them or not")
	case !isHost(p.FromDomain):
		return fault.Wrong(at+".from_domain", p.FromDomain, "a host name or address, with a port or not")
	case p.DSCP < 0 || p.DSCP > 63:
		return fault.Wrong(at+".dscp", fmt.Sprint(p.DSCP), "1 to 63, or default")
	}
	return nil
}

func seconds(d time.Duration) string { return fmt.Sprint(int64(d / time.Second)) }

// isUser accepts the unreserved characters of a SIP user (RFC 3261 section 25.1).
func isUser(s string) bool {
	s = strings.TrimPrefix(s, "+")
	return s != "" && len(s) <= 64 && only(s, "-_.!~*'")
}

func isHost(s string) bool { return len(s) <= 255 && only(s, "-_.:[]") }

func only(s, marks string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(marks, c) {
			return false
		}
	}
	return true
}

// CalledOrder is where the dialed number is looked for, in order.
func (p *Profile) CalledOrder() []CalledFrom {
	if len(p.Called) > 0 {
		return p.Called
	}
	return []CalledFrom{CalledParty, CalledTo, CalledURI}
}

// CountryCode is the country that numbers without one are of.
func (p *Profile) CountryCode() string {
	if p.Country == "" {
		return "81"
	}
	return p.Country
}
