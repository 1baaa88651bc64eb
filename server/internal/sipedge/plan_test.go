package sipedge

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	someMD5    = "0123456789abcdef0123456789abcdef"
	someSHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

func device(n uint32, user string) DeviceAccount {
	return DeviceAccount{ID: id.Numbered[id.Device](n), User: user, HA1MD5: someMD5, HA1SHA256: someSHA256}
}

func trunkNo(n uint32, host string) Trunk { return Trunk{ID: id.Numbered[id.Trunk](n), Host: host} }

func TestPlanIsChecked(t *testing.T) {
	bad := func(change func(*DeviceAccount)) Plan {
		d := device(1, "d1")
		change(&d)
		return Plan{Devices: []DeviceAccount{d}}
	}
	badTrunk := func(change func(*Trunk)) Plan {
		tr := trunkNo(1, "carrier.example")
		change(&tr)
		return Plan{Trunks: []Trunk{tr}}
	}
	for field, p := range map[string]Plan{
		"devices[0].id":                   bad(func(d *DeviceAccount) { d.ID = id.Device{} }),
		"devices[0].user":                 bad(func(d *DeviceAccount) { d.User = "a b" }),
		"devices[0].ha1":                  bad(func(d *DeviceAccount) { d.HA1MD5, d.HA1SHA256 = "", "" }),
		"devices[0].ha1_md5":              bad(func(d *DeviceAccount) { d.HA1MD5 = "xyz" }),
		"devices[0].ha1_sha256":           bad(func(d *DeviceAccount) { d.HA1SHA256 = someMD5 }),
		"devices[0].max_contacts":         bad(func(d *DeviceAccount) { d.MaxContacts = 99 }),
		"devices[0].srtp":                 bad(func(d *DeviceAccount) { d.SRTP = "yes" }),
		"devices[0].second_login":         bad(func(d *DeviceAccount) { d.SecondLogin = "oldest" }),
		"devices[1].user":                 {Devices: []DeviceAccount{device(1, "d1"), device(2, "d1")}},
		"trunks[0].host":                  badTrunk(func(t *Trunk) { t.Host = "bad host" }),
		"trunks[0].proxy":                 badTrunk(func(t *Trunk) { t.Proxy = "x:99999" }),
		"trunks[0].transport":             badTrunk(func(t *Trunk) { t.Transport = "sctp" }),
		"trunks[0].inbound_from[0]":       badTrunk(func(t *Trunk) { t.InboundFrom = []netip.Prefix{{}} }),
		"trunks[0].register.user":         badTrunk(func(t *Trunk) { t.Register = &Register{} }),
		"trunks[0].profile.called[0]":     badTrunk(func(t *Trunk) { t.Profile.Called = []carrier.CalledFrom{"X"} }),
		"trunks[0].profile.assert":        badTrunk(func(t *Trunk) { t.Profile.Assert = "X" }),
		"trunks[0].profile.session_timer": badTrunk(func(t *Trunk) { t.Profile.SessionTimer = "X" }),
		"trunks[0].profile.session_time":  badTrunk(func(t *Trunk) { t.Profile.SessionTime = 1 }),
		"trunks[0].profile.min_se":        badTrunk(func(t *Trunk) { t.Profile.MinSE = 1 }),
		"trunks[0].profile.country":       badTrunk(func(t *Trunk) { t.Profile.Country = "JP" }),
		"trunks[0].profile.from_user":     badTrunk(func(t *Trunk) { t.Profile.FromUser = "a@b" }),
		"trunks[0].profile.from_domain":   badTrunk(func(t *Trunk) { t.Profile.FromDomain = "a b" }),
		"trunks[0].profile.codecs[0]":     badTrunk(func(t *Trunk) { t.Profile.Codecs = []string{"opus"} }),
	} {
		_, err := newIndex(p)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != field || f.Fields[0].Expected == "" {
			t.Errorf("%s: %v", field, err)
		}
		if err != nil && strings.Contains(err.Error(), someMD5) {
			t.Errorf("%s: the error tells a digest: %v", field, err)
		}
	}
}

func TestLongestPrefixWins(t *testing.T) {
	wide, narrow, literal := trunkNo(1, "wide.example"), trunkNo(2, "narrow.example"), trunkNo(3, "203.0.113.5:5090")
	wide.InboundFrom = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	narrow.InboundFrom = []netip.Prefix{netip.MustParsePrefix("203.0.113.128/25")}
	x, err := newIndex(Plan{Trunks: []Trunk{wide, narrow, literal}})
	if err != nil {
		t.Fatal(err)
	}
	e := &Edge{}
	e.trunks = newTrunkKeeper(e)
	for from, want := range map[string]id.Trunk{
		"203.0.113.1:5060": wide.ID, "203.0.113.200:1": narrow.ID, "203.0.113.5:5090": literal.ID,
		"203.0.113.5:6000": literal.ID, "[2001:db8::7]:5060": wide.ID, "192.0.2.1:5060": {},
	} {
		got := e.trunkAt(x, ap(from))
		if got == nil && !want.IsZero() || got != nil && got.ID != want {
			t.Errorf("%s: %+v, want %s", from, got, want)
		}
	}
}

// zone is a DNS of a few names.
type zone struct {
	srv map[string][]*net.SRV
	a   map[string][]netip.Addr
}

func (z zone) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	if l, ok := z.srv["_"+service+"._"+proto+"."+name]; ok {
		return "", l, nil
	}
	return "", nil, errors.New("no such name")
}

func (z zone) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if l, ok := z.a[host]; ok {
		return l, nil
	}
	return nil, errors.New("no such name")
}

func TestResolve(t *testing.T) {
	z := zone{
		srv: map[string][]*net.SRV{
			"_sip._udp.carrier.example":  {{Target: "p1.carrier.example.", Port: 5070}, {Target: "p2.carrier.example.", Port: 5060}},
			"_sips._tcp.carrier.example": {{Target: "p1.carrier.example.", Port: 5061}},
			"_sip._udp.closed.example":   {{Target: "."}},
		},
		a: map[string][]netip.Addr{
			"p1.carrier.example": {netip.MustParseAddr("192.0.2.1")}, "p2.carrier.example": {netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::2")},
			"plain.example": {netip.MustParseAddr("192.0.2.9")},
		},
	}
	for _, c := range []struct {
		host string
		port uint16
		t    Transport
		want []string
	}{
		{"192.0.2.7", 0, TLS, []string{"192.0.2.7:5061"}},
		{"2001:db8::1", 5070, "", []string{"[2001:db8::1]:5070"}},
		{"carrier.example", 0, UDP, []string{"192.0.2.1:5070", "192.0.2.2:5060", "[2001:db8::2]:5060"}},
		{"carrier.example", 0, TLS, []string{"192.0.2.1:5061"}},
		{"plain.example", 0, "", []string{"192.0.2.9:5060"}},
		{"plain.example", 5080, "", []string{"192.0.2.9:5080"}},
		{"closed.example", 0, UDP, nil},
		{"nowhere.example", 0, UDP, nil},
	} {
		got, err := resolveWith(t.Context(), z, c.host, c.port, c.t)
		var s []string
		for _, a := range got {
			s = append(s, a.String())
		}
		if !slices.Equal(s, c.want) || (err == nil) != (c.want != nil) {
			t.Errorf("%s:%d %s: %v, %v; want %v", c.host, c.port, c.t, s, err, c.want)
		}
	}
}
