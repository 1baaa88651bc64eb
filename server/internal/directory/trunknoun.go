package directory

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Register is the account a trunk registers at its carrier with. The password
// must be kept as it is: the digest's realm is the carrier's.
type Register struct {
	User     string `json:"user" minLength:"1" maxLength:"65" pattern:"^\\+?[A-Za-z0-9\\-_.!~*']{1,64}$" patternDescription:"sip_user"`
	AuthUser string `json:"authUser,omitempty" maxLength:"128" doc:"empty: user"`
	Password string `json:"password,omitempty" writeOnly:"true" maxLength:"128" doc:"never told; absent in a change: as before"`
	Expires  int    `json:"expires,omitempty" minimum:"0" maximum:"86400" doc:"seconds; 0: one hour"`
}

// TrunkLive is how a trunk stands now.
type TrunkLive struct {
	State    string    `json:"state" enum:"unknown,registered,reachable,unreachable,failed,disabled" doc:"registered and reachable: calls can pass"`
	Reason   string    `json:"reason,omitempty" doc:"why it is not as it should be, in the carrier's words where it said any"`
	Since    time.Time `json:"since,omitzero" doc:"of the state"`
	RTT      int64     `json:"rtt,omitempty" doc:"milliseconds until the last answer to OPTIONS or REGISTER"`
	Inbound  int       `json:"inbound" doc:"calls from the carrier now"`
	Outbound int       `json:"outbound" doc:"calls to the carrier now"`
}

// Carriers is what the telephony knows of trunks.
type Carriers interface {
	// Trunk tells how a trunk stands now; false: nothing is known of it.
	Trunk(id.Trunk) (TrunkLive, bool)
	// TestTrunk asks the carrier by OPTIONS whether it is there and, with
	// digits, calls them, plays something to whoever answers and hangs up. It
	// tells every step when it is over, those that failed too, and returns
	// after the last, within a minute.
	TestTrunk(ctx context.Context, trunk id.Trunk, digits string, told func(TestStep))
}

type noCarriers struct{}

func (noCarriers) Trunk(id.Trunk) (TrunkLive, bool) { return TrunkLive{}, false }

func (noCarriers) TestTrunk(_ context.Context, _ id.Trunk, _ string, told func(TestStep)) {
	told(TestStep{What: TestOptions, Detail: "no telephony"})
}

// trunkNoun is the connections to carriers (J-TRUNK-1).
func (d *Directory) trunkNoun() resource.Noun[Trunk] {
	return resource.Noun[Trunk]{
		Name: "trunks", Kind: "trunk", Tag: "trunks", View: access.ViewTrunks, Edit: access.EditTrunks,
		Columns: []resource.Column{
			{Name: "name"}, {Name: "host"}, {Name: "transport", Filter: resource.Equal}, {Name: "profile", Filter: resource.Equal},
			{Name: "channels"}, {Name: "disabled", Filter: resource.YesNo},
		},
		Search: []string{"name", "host", "proxy"},
		Title:  func(t *Trunk) string { return t.Name },
		Blank:  func() Trunk { return Trunk{Transport: "udp"} },
		Fill: func(_ context.Context, _ bun.IDB, of []*Trunk) error {
			for _, t := range of {
				if live, ok := d.carriers.Trunk(t.ID); ok {
					t.Live = &live
				}
			}
			return nil
		},
		Change: d.judgeTrunk, Begun: begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, which string) ([]resource.Use, error) {
			return uses(ctx, db, nil, "select 'numbers' as noun, id::text as id, number as title, 'trunk' as field from numbers where trunk_id = ? order by number", which)
		},
	}
}

func (d *Directory) judgeTrunk(ctx context.Context, tx bun.Tx, c *resource.Change[Trunk]) error {
	j := judging(ctx, tx)
	t := c.After
	if t == nil {
		return j.err()
	}
	j.named("trunks", t.Name, t.ID.String())
	j.host("host", t.Host)
	j.host("proxy", t.Proxy)
	for i, host := range t.Backup {
		if host == "" {
			j.fields = append(j.fields, required(fmt.Sprintf("backup[%d]", i)))
		}
		j.host(fmt.Sprintf("backup[%d]", i), host)
	}
	for i, text := range t.InboundFrom {
		network, ok := networkOf(text)
		if !ok {
			j.wrong(fmt.Sprintf("inboundFrom[%d]", i), text, networkShape, "pattern.network")
			continue
		}
		t.InboundFrom[i] = network
	}
	if r := t.Register; r != nil {
		j.plain("register.authUser", r.AuthUser)
		switch {
		case r.Password == "":
			j.fields = append(j.fields, required("register.password"))
		case !plain(r.Password, 128):
			j.wrong("register.password", "", "text without control characters, and without spaces around it", "plain")
		}
	}
	if _, err := carrier.Build(t.Profile, t.Switches); err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			return err
		}
		for _, w := range f.Fields {
			j.wrong(w.Name, w.Value, w.Expected, "switch")
			j.fields[len(j.fields)-1].Limit = w.Expected
		}
	}
	if len(t.Switches) == 0 {
		t.Switches = nil
	}
	j.leads("unknownTo", &t.UnknownTo)
	if len(j.fields) == 0 && !c.Given["register.password"] && elsewhere(c.Before, t) {
		j.fields = append(j.fields, fault.Field{Name: "register.password", Expected: "the password too, because it would be shown to another server", Rule: "secret_again"})
	}
	return j.err()
}

// elsewhere says whether a trunk's password, which is as it was, would be shown
// to another host than it was given for. What is shown is only a digest, from
// which a weak one is guessed.
func elsewhere(before, after *Trunk) bool {
	if before == nil || before.Register == nil || after.Register == nil {
		return false
	}
	known := append([]string{before.Host, before.Proxy}, before.Backup...)
	return slices.ContainsFunc(append([]string{after.Host, after.Proxy}, after.Backup...), func(host string) bool {
		return host != "" && !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, host) })
	})
}

// host refuses what is no host; nothing is for others to judge.
func (j *judged) host(field, text string) {
	if expected := hostExpected(text); text != "" && expected != "" {
		j.wrong(field, text, expected, "pattern.host")
	}
}

// hostExpected says why a text is no host, host:port, address or [v6]:port;
// "": it is one.
func hostExpected(s string) string {
	name := s
	if _, err := netip.ParseAddr(s); err == nil {
		return ""
	}
	if h, port, err := net.SplitHostPort(s); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "a port from 1 to 65535 after the host"
		}
		name = h
	}
	if _, err := netip.ParseAddr(name); err != nil && !hostShape.MatchString(name) {
		return "a " + hostWords
	}
	return ""
}

const networkShape = "a network such as 192.0.2.0/24, or an address"

// networkOf gives a network or an address as a network.
func networkOf(s string) (string, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked().String(), true
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a, a.BitLen()).String(), true
	}
	return "", false
}

// registerUser is what the user of a trunk's account looks like.
var registerUser = regexp.MustCompile(`^\+?[A-Za-z0-9\-_.!~*']{1,64}$`)

// SwitchDoc is a switch of the carrier profiles as the API tells it.
type SwitchDoc struct {
	Name     string   `json:"name" example:"session_timer"`
	Kind     string   `json:"kind" enum:"yes-no,one,several,seconds,text" doc:"what its values are"`
	Options  []string `json:"options,omitempty" nullable:"false" doc:"of one and several: what may be chosen"`
	Expected string   `json:"expected" doc:"what it may be set to, in English"`
	Does     string   `json:"does" doc:"what it is for, in English"`
}

// PresetDoc is a preset of the carrier profiles.
type PresetDoc struct {
	Name   string            `json:"name" doc:"empty: the plain one"`
	Values map[string]string `json:"values" doc:"of the switches that it sets"`
}

// CarrierProfiles tells the presets and their switches.
type CarrierProfiles struct {
	Presets  []PresetDoc `json:"presets" nullable:"false"`
	Switches []SwitchDoc `json:"switches" nullable:"false"`
}

func carrierProfiles() (CarrierProfiles, error) {
	out := CarrierProfiles{Presets: []PresetDoc{}, Switches: []SwitchDoc{}}
	for _, s := range carrier.Switches() {
		kind, options := s.Values()
		out.Switches = append(out.Switches, SwitchDoc{s.Name, kind, options, s.Expected, s.Does})
	}
	for _, name := range append([]string{""}, carrier.Presets()...) {
		p, err := carrier.Preset(name)
		if err != nil {
			return out, err
		}
		values := map[string]string{}
		for _, s := range carrier.Switches() {
			if v := s.Get(&p); strings.Trim(v, "0") != "" {
				values[s.Name] = v
			}
		}
		out.Presets = append(out.Presets, PresetDoc{name, values})
	}
	return out, nil
}
