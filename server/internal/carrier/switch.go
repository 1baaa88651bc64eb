package carrier

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// Switch is one thing that carriers do differently and that a site may set
// otherwise than its preset has it.
type Switch struct {
	Name     string // as in the site file
	Expected string // what it may be set to, for people
	Does     string // what it is for
	get      func(*Profile) string
	set      func(*Profile, string) bool
}

const (
	yesOrNo = "true or false"
	inUse   = "off, supported or required"
)

// Switches lists every switch, in the order of docs/trunks.md.
func Switches() []Switch {
	return append(append(identitySwitches(), numberSwitches()...), protocolSwitches()...)
}

func identitySwitches() []Switch {
	return []Switch{
		truth("trust_identity", "the carrier's P-Asserted-Identity (else P-Preferred-Identity) says who calls; off: From does",
			func(p *Profile) *bool { return &p.TrustIdentity }),
		word("assert", "P-Asserted-Identity, P-Preferred-Identity or none", "the header in which the real number goes to the carrier (RFC 3325)",
			func(p *Profile) *Asserted { return &p.Assert }, "none", AssertAsserted, AssertPreferred),
		truth("assert_hidden", "send that header also with a withheld number: the carrier keeps it to itself",
			func(p *Profile) *bool { return &p.AssertHidden }),
		truth("withhold", "calls that say neither 184 nor 186 withhold the number", func(p *Profile) *bool { return &p.Withhold }),
		word("withhold_by", "header or prefix", "184 and 186 as headers (anonymous From, Privacy: id), or dialed before the number",
			func(p *Profile) *Withholding { return &p.WithholdBy }, "header", WithholdByHeader, WithholdByPrefix),
		text("from_user", "a SIP user", "user of From instead of the caller's number", func(p *Profile) *string { return &p.FromUser }),
		truth("from_account", "From carries the user that the trunk registers with", func(p *Profile) *bool { return &p.FromAccount }),
		text("from_domain", "a host", "host of From and of identity headers; empty: the trunk's", func(p *Profile) *string { return &p.FromDomain }),
		truth("diversion", "tell the number that a diverted call came to as Diversion (RFC 5806)", func(p *Profile) *bool { return &p.Diversion }),
		truth("history_info", "tell it as History-Info (RFC 7044)", func(p *Profile) *bool { return &p.HistoryInfo }),
	}
}

func numberSwitches() []Switch {
	return []Switch{
		list("called", "a list of P-Called-Party-ID, To and Request-URI", "where the dialed number of an inbound call stands, first hit wins",
			func(p *Profile) *[]CalledFrom { return &p.Called }, CalledParty, CalledTo, CalledURI),
		truth("e164", "numbers travel as +81…, not as 0…; 0120, 0570 and numbers such as 110 never do", func(p *Profile) *bool { return &p.E164 }),
		text("country", "a country code of 1 to 3 digits", "of numbers that come without one; empty: 81", func(p *Profile) *string { return &p.Country }),
		truth("user_phone", "numbers in URIs are marked ;user=phone (RFC 3261 section 19.1.1)", func(p *Profile) *bool { return &p.UserPhone }),
		truth("redirects", "follow 3xx answers within the carrier's network; off guards against toll fraud", func(p *Profile) *bool { return &p.Redirects }),
	}
}

func protocolSwitches() []Switch {
	return []Switch{
		use("session_timer", "session timers (RFC 4028); required: in every answer, asked for or not", func(p *Profile) *Use { return &p.SessionTimer }),
		length("session_time", "Session-Expires that is asked for", func(p *Profile) *time.Duration { return &p.SessionTime }),
		length("min_se", "the least Session-Expires that is accepted; below: 422", func(p *Profile) *time.Duration { return &p.MinSE }),
		word("refresher", "us, carrier or either", "who is asked to refresh the session",
			func(p *Profile) *Refresher { return &p.Refresher }, "either", RefreshUs, RefreshCarrier),
		use("reliable", "reliable provisional responses (RFC 3262, PRACK)", func(p *Profile) *Use { return &p.Reliable }),
		list("codecs", "a list of PCMU and PCMA", "codecs, best first", func(p *Profile) *[]string { return &p.Codecs }, "PCMU", "PCMA"),
		use("telephone_event", "keys as RFC 4733 events; off: as tones in the audio", func(p *Profile) *Use { return &p.TelephoneEvt }),
		{
			Name: "qualify", Expected: yesOrNo, Does: "ask the carrier's addresses with OPTIONS whether they are there",
			get: func(p *Profile) string { return strconv.FormatBool(!p.NoQualify) },
			set: func(p *Profile, v string) bool {
				on, ok := parseTruth(v)
				p.NoQualify = !on
				return ok
			},
		},
		{
			Name: "dscp", Expected: "1 to 63, or default", Does: "mark on packets to the carrier (RFC 2474); default: CS3 for SIP, EF for audio",
			get: func(p *Profile) string {
				if p.DSCP == 0 {
					return "default"
				}
				return strconv.Itoa(p.DSCP)
			},
			set: func(p *Profile, v string) bool {
				if v == "default" {
					p.DSCP = 0
					return true
				}
				n, err := strconv.Atoi(v)
				p.DSCP = n
				return err == nil && n > 0 && n < 64
			},
		},
	}
}

// Set sets a switch by its name to a value as in the site file; lists are
// separated by commas. Errors name the switch, the value and what was expected.
func (p *Profile) Set(name, value string) error {
	var names []string
	for _, s := range Switches() {
		if s.Name != name {
			names = append(names, s.Name)
			continue
		}
		if !s.Set(p, value) {
			return fault.Wrong("switches."+name, value, s.Expected)
		}
		return nil
	}
	return fault.Wrong("switches", name, "one of "+strings.Join(names, ", "))
}

// Set sets the switch to a value as in the site file; false when it is none.
func (s Switch) Set(p *Profile, value string) bool { return s.set(p, strings.TrimSpace(value)) }

// Get gives the switch's value as Set takes it.
func (s Switch) Get(p *Profile) string { return s.get(p) }

func parseTruth(v string) (on, ok bool) {
	switch v {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

func truth(name, does string, at func(*Profile) *bool) Switch {
	return Switch{
		Name: name, Expected: yesOrNo, Does: does,
		get: func(p *Profile) string { return strconv.FormatBool(*at(p)) },
		set: func(p *Profile, v string) bool {
			on, ok := parseTruth(v)
			*at(p) = on
			return ok
		},
	}
}

// word is a switch of a few words; zero is what its zero value is called.
func word[T ~string](name, expected, does string, at func(*Profile) *T, zero string, others ...T) Switch {
	return Switch{
		Name: name, Expected: expected, Does: does,
		get: func(p *Profile) string {
			if *at(p) == "" {
				return zero
			}
			return string(*at(p))
		},
		set: func(p *Profile, v string) bool {
			if v == zero {
				*at(p) = ""
				return true
			}
			for _, w := range others {
				if strings.EqualFold(v, string(w)) {
					*at(p) = w
					return true
				}
			}
			return false
		},
	}
}

func use(name, does string, at func(*Profile) *Use) Switch {
	return word(name, inUse, does, at, string(UseSupported), UseOff, UseRequired)
}

func text(name, expected, does string, at func(*Profile) *string) Switch {
	return Switch{
		Name: name, Expected: expected, Does: does,
		get: func(p *Profile) string { return *at(p) },
		set: func(p *Profile, v string) bool {
			*at(p) = v
			return len(v) <= 255
		},
	}
}

func length(name, does string, at func(*Profile) *time.Duration) Switch {
	return Switch{
		Name: name, Expected: "90 to 86400 seconds", Does: does,
		get: func(p *Profile) string { return seconds(*at(p)) },
		set: func(p *Profile, v string) bool {
			n, err := strconv.Atoi(v)
			*at(p) = time.Duration(n) * time.Second
			return err == nil && n >= 90 && n <= 86400
		},
	}
}

// list is a switch of several words, each once.
func list[T ~string](name, expected, does string, at func(*Profile) *[]T, known ...T) Switch {
	return Switch{
		Name: name, Expected: expected, Does: does,
		get: func(p *Profile) string {
			var out []string
			for _, v := range *at(p) {
				out = append(out, string(v))
			}
			return strings.Join(out, ",")
		},
		set: func(p *Profile, v string) bool {
			var out []T
			for part := range strings.SplitSeq(v, ",") {
				i := slices.IndexFunc(known, func(k T) bool { return strings.EqualFold(string(k), strings.TrimSpace(part)) })
				if i < 0 || slices.Contains(out, known[i]) {
					return false
				}
				out = append(out, known[i])
			}
			*at(p) = out
			return true
		},
	}
}
