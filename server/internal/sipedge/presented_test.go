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
				from, contact, headers := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyWithhold}))
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
	from, contact, headers := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyPresent}))
	if from != `"本社" <sip:+81312345678@ims.example>` || contact != "acct77" {
		t.Errorf("From %s, Contact %s", from, contact)
	}
	if headers["P-Asserted-Identity"] != `"本社" <sip:+81312345678@ims.example>` {
		t.Errorf("%v", headers)
	}
	if _, ok := headers["Privacy"]; ok {
		t.Error("186 sent a Privacy header")
	}
	if _, _, h := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyDefault})); h["Privacy"] != "id" {
		t.Error("the profile's privacy was not used")
	}
	tr.Profile.FromUser = "05011112222"
	if from, _, _ := everything(presented(tr, &leg.Dial{Number: "09087654321", From: who, Privacy: leg.PrivacyPresent})); from != `"本社" <sip:05011112222@ims.example>` {
		t.Errorf("From %s", from)
	}
}
