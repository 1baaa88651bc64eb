package sipedge

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/leg"
)

func carrierWith(p Profile) *Trunk {
	return &Trunk{Host: "carrier.example", Profile: p, Register: &Register{User: "acct77"}}
}

// everything is all of a presentation that goes on the wire.
func everything(p presentation) (from, contact string, headers map[string]string) {
	headers = map[string]string{}
	for _, h := range p.headers {
		headers[h.Name] = h.Value
	}
	return p.from.String(), p.contact, headers
}

func TestWithheldNumberStandsOnlyWhereTheProfileSays(t *testing.T) {
	who := leg.Identity{Number: "0312345678", Name: "0312345678"}
	for _, assert := range []Asserted{carrier.AssertNone, carrier.AssertAsserted, carrier.AssertPreferred} {
		for _, hidden := range []bool{false, true} {
			for _, e164 := range []bool{false, true} {
				tr := carrierWith(Profile{Assert: assert, AssertHidden: hidden, E164: e164})
				from, contact, headers := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyWithhold}, 0))
				if from != `"Anonymous" <sip:anonymous@anonymous.invalid>` || headers["Privacy"] != "id" {
					t.Errorf("From %s, Privacy %q", from, headers["Privacy"])
				}
				if strings.Contains(contact, "312345678") || contact == "acct77" {
					t.Errorf("Contact %q names us", contact)
				}
				for name, v := range headers {
					if told := strings.Contains(v, "312345678"); told && (name != string(assert) || !hidden) {
						t.Errorf("%s: %s tells the number", name, v)
					}
				}
				if _, told := headers[string(assert)]; assert != carrier.AssertNone && told != hidden {
					t.Errorf("assert %q, hidden %v: told %v", assert, hidden, told)
				}
			}
		}
	}
}

func TestPresentedNumber(t *testing.T) {
	who := leg.Identity{Number: "0312345678", Name: "本社"}
	tr := carrierWith(Profile{Assert: carrier.AssertAsserted, E164: true, FromDomain: "ims.example", Withhold: true})
	from, contact, headers := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyPresent}, 0))
	if from != `"本社" <sip:+81312345678@ims.example>` || contact != "acct77" {
		t.Errorf("From %s, Contact %s", from, contact)
	}
	if headers["P-Asserted-Identity"] != `"本社" <sip:+81312345678@ims.example>` {
		t.Errorf("%v", headers)
	}
	if _, ok := headers["Privacy"]; ok {
		t.Error("186 sent a Privacy header")
	}
	if _, _, h := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyDefault}, 0)); h["Privacy"] != "id" {
		t.Error("the profile's privacy was not used")
	}
	tr.Profile.FromUser = "05011112222"
	if from, _, _ := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyPresent}, 0)); from != `"本社" <sip:05011112222@ims.example>` {
		t.Errorf("From %s", from)
	}
}

func TestEmergencyCallsTellTheNumber(t *testing.T) {
	who := leg.Identity{Number: "0312345678", Name: "本社"}
	for name, p := range map[string]Profile{
		"plain": {Withhold: true}, "e164": {E164: true, Assert: carrier.AssertPreferred}, "prefix": {WithholdBy: carrier.WithholdByPrefix, FromAccount: true},
	} {
		tr := carrierWith(p)
		out := presented(tr, &leg.Dial{Number: "119", From: who, Privacy: leg.PrivacyWithhold}, 0)
		_, _, headers := everything(out)
		header := string(p.Assert)
		if header == "" {
			header = "P-Asserted-Identity"
		}
		if _, private := headers["Privacy"]; private || !strings.Contains(headers[header], "312345678") || out.prefix != "" || out.from.URI.Host == "anonymous.invalid" {
			t.Errorf("%s: From %s, prefix %q, %v", name, out.from, out.prefix, headers)
		}
		if got := tr.number("119"); got != "119" {
			t.Errorf("%s: 119 is dialed as %s", name, got)
		}
	}
}

func TestAccountInFrom(t *testing.T) {
	who := leg.Identity{Number: "0312345678", Name: "本社"}
	hgw := carrierWith(Profile{FromAccount: true, WithholdBy: carrier.WithholdByPrefix})
	for privacy, prefix := range map[leg.Privacy]string{leg.PrivacyWithhold: "184", leg.PrivacyPresent: "186", leg.PrivacyDefault: ""} {
		out := presented(hgw, &leg.Dial{Number: "09087654321", From: who, Privacy: privacy, Diverted: "0399990000"}, 0)
		from, contact, headers := everything(out)
		if out.prefix != prefix || !strings.Contains(from, "<sip:acct77@") || contact != "acct77" || len(headers) != 0 || strings.Contains(from, "本社") == (prefix == "184") {
			t.Errorf("%s: prefix %q, From %s, Contact %s, %v", privacy, out.prefix, from, contact, headers)
		}
	}
	provider := carrierWith(Profile{FromAccount: true})
	if from, contact, headers := everything(presented(provider, &leg.Dial{From: who, Privacy: leg.PrivacyWithhold}, 0)); !strings.Contains(from, "anonymous.invalid") ||
		contact != "anonymous" || headers["Privacy"] != "id" {
		t.Errorf("From %s, Contact %s, %v", from, contact, headers)
	}
	withheld := leg.Identity{Withheld: true}
	if out := presented(provider, &leg.Dial{From: withheld, Privacy: leg.PrivacyPresent}, 0); out.from.URI.User != "anonymous" {
		t.Errorf("a caller who withholds the number is shown as %s", out.from)
	}
}

func TestDivertedNumberIsTold(t *testing.T) {
	tr := carrierWith(Profile{E164: true, Diversion: true, HistoryInfo: true, UserPhone: true, FromDomain: "ims.example"})
	o := leg.Dial{Number: "09087654321", From: leg.Identity{Number: "0312345678"}, Diverted: "0312340001"}
	_, _, headers := everything(presented(tr, &o, 0))
	if want := "<sip:+81312340001@ims.example;user=phone>;reason=unconditional;counter=1;privacy=off"; headers["Diversion"] != want {
		t.Errorf("Diversion %s, want %s", headers["Diversion"], want)
	}
	want := "<sip:+81312340001@ims.example;user=phone?Reason=SIP%3Bcause%3D302>;index=1, <sip:+819087654321@carrier.example;user=phone>;index=1.1;mp=1"
	if headers["History-Info"] != want {
		t.Errorf("History-Info %s, want %s", headers["History-Info"], want)
	}
	o.Privacy = leg.PrivacyWithhold
	if _, _, headers := everything(presented(tr, &o, 0)); headers["Diversion"]+headers["History-Info"] != "" {
		t.Errorf("a withheld call tells where it came from: %v", headers)
	}
}
