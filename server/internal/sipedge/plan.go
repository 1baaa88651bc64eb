package sipedge

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Plan is who may talk to this server: its phones and its carriers. It is a
// value; SetPlan swaps it whole, so a call sees one plan or the other.
type Plan struct {
	Devices []DeviceAccount
	Trunks  []Trunk
}

// SRTP says what a phone's media must be.
type SRTP string

// The policies. The zero value is SRTPOff.
const (
	SRTPOff     SRTP = "off"
	SRTPPrefer  SRTP = "prefer"
	SRTPRequire SRTP = "require"
)

// SecondLogin says what happens when a device registers one contact more
// than it has (C-CALL-5).
type SecondLogin string

// The rules. The zero value is RingAll.
const (
	RingAll     SecondLogin = "ring-all" // every contact rings, up to MaxContacts
	NewestWins  SecondLogin = "newest"   // the new contact replaces the others
	RefuseLater SecondLogin = "refuse"   // the new contact is refused with 403
)

// DeviceAccount is one phone's SIP account. Passwords never come here: only
// their digests for the realm "yobirin".
type DeviceAccount struct {
	ID          id.Device
	User        string
	HA1MD5      string // hexadecimal MD5(user:realm:password), RFC 2617; empty: MD5 is not offered to this device
	HA1SHA256   string // hexadecimal SHA-256(user:realm:password), RFC 7616; empty: SHA-256 is not accepted
	SRTP        SRTP
	MaxContacts int // 0 is DefaultMaxContacts
	SecondLogin SecondLogin
	Opus        bool // it may be offered Opus, where the leg it talks with has it too

	seal string // of its user and password, made by newIndex
}

// DefaultMaxContacts is how many phones may share one account.
const DefaultMaxContacts = 5

// mostContacts is the greatest MaxContacts; what a site may set is no more.
const mostContacts = 50

// Transport is how SIP travels to a trunk.
type Transport string

// The transports. The zero value is UDP.
const (
	UDP Transport = "udp"
	TCP Transport = "tcp"
	TLS Transport = "tls"
)

// Register is the account under which a trunk registers us at its carrier.
type Register struct {
	User     string
	AuthUser string // empty: User
	Password string
	Expires  time.Duration // 0 is one hour
}

// Trunk is one carrier connection.
type Trunk struct {
	ID          id.Trunk
	Name        string
	Disabled    bool           // no call in, no call out; inbound is answered 403
	Host        string         // host or host:port; a name is resolved by SRV, then A/AAAA (RFC 3263)
	Proxy       string         // host or host:port requests are sent to instead of Host
	Backup      []string       // further hosts or host:ports, tried in order when those before are down
	Transport   Transport      // zero is UDP
	InboundFrom []netip.Prefix // sources calls are accepted from; empty: Host, when it is an address
	Register    *Register      // nil: authenticated by address alone
	Channels    int            // contracted channels, for status only: the brain counts
	Profile     Profile
}

// index is a plan made ready for look-ups. It is never changed.
type index struct {
	byUser   map[string]*DeviceAccount
	devices  map[id.Device]*DeviceAccount
	trunks   map[id.Trunk]*Trunk
	order    []*Trunk // as given
	prefixes []prefixTrunk
	fixed    map[netip.AddrPort]*Trunk // trunks whose Host is an address with a port
}

type prefixTrunk struct {
	prefix netip.Prefix
	trunk  *Trunk
}

func newIndex(p Plan) (*index, error) {
	x := &index{
		byUser: make(map[string]*DeviceAccount, len(p.Devices)), devices: make(map[id.Device]*DeviceAccount, len(p.Devices)),
		trunks: make(map[id.Trunk]*Trunk, len(p.Trunks)), fixed: map[netip.AddrPort]*Trunk{},
	}
	for i, d := range p.Devices {
		if err := checkDevice(fmt.Sprintf("devices[%d]", i), &d); err != nil {
			return nil, err
		}
		if _, double := x.byUser[d.User]; double {
			return nil, fault.Wrong(fmt.Sprintf("devices[%d].user", i), d.User, "a user that no other device has")
		}
		if d.MaxContacts == 0 {
			d.MaxContacts = DefaultMaxContacts
		}
		d.HA1MD5, d.HA1SHA256 = strings.ToLower(d.HA1MD5), strings.ToLower(d.HA1SHA256) // as digests are compared
		d.seal = sealOf(&d)
		x.byUser[d.User], x.devices[d.ID] = &d, &d
	}
	for i, t := range p.Trunks {
		if err := checkTrunk(fmt.Sprintf("trunks[%d]", i), &t); err != nil {
			return nil, err
		}
		if _, double := x.trunks[t.ID]; double {
			return nil, fault.Wrong(fmt.Sprintf("trunks[%d].id", i), t.ID.String(), "an identifier that no other trunk has")
		}
		t.InboundFrom = slices.Clone(t.InboundFrom)
		x.add(&t)
	}
	// Longest prefix first, so the first hit is the best one.
	slices.SortStableFunc(x.prefixes, func(a, b prefixTrunk) int { return b.prefix.Bits() - a.prefix.Bits() })
	return x, nil
}

func (x *index) add(t *Trunk) {
	x.trunks[t.ID] = t
	x.order = append(x.order, t)
	named := len(t.InboundFrom) > 0
	for _, at := range append([]string{t.Host}, t.Backup...) {
		host, port := splitHost(at)
		addr, err := netip.ParseAddr(host)
		if err != nil {
			continue
		}
		addr = addr.Unmap()
		if port == 0 {
			port = defaultPort(t.Transport)
		}
		x.fixed[netip.AddrPortFrom(addr, port)] = t
		if !named {
			t.InboundFrom = append(t.InboundFrom, netip.PrefixFrom(addr, addr.BitLen()))
		}
	}
	for _, p := range t.InboundFrom {
		x.prefixes = append(x.prefixes, prefixTrunk{p.Masked(), t})
	}
}

func checkDevice(at string, d *DeviceAccount) error {
	switch {
	case d.ID.IsZero():
		return fault.Wrong(at+".id", "", "the identifier of the device")
	case d.User == "" || len(d.User) > 64 || !isToken(d.User):
		return fault.Wrong(at+".user", d.User, "1 to 64 letters, digits and -_.!~*'")
	case d.HA1MD5 == "" && d.HA1SHA256 == "":
		return fault.Wrong(at+".ha1", "", "at least one digest of the password")
	case !isHex(d.HA1MD5, 32):
		return fault.Wrong(at+".ha1_md5", "", "32 hexadecimal digits")
	case !isHex(d.HA1SHA256, 64):
		return fault.Wrong(at+".ha1_sha256", "", "64 hexadecimal digits")
	case d.MaxContacts < 0 || d.MaxContacts > mostContacts:
		return fault.Wrong(at+".max_contacts", fmt.Sprint(d.MaxContacts), fmt.Sprintf("0 to %d", mostContacts))
	}
	switch d.SRTP {
	case "", SRTPOff, SRTPPrefer, SRTPRequire:
	default:
		return fault.Wrong(at+".srtp", string(d.SRTP), "off, prefer or require")
	}
	switch d.SecondLogin {
	case "", RingAll, NewestWins, RefuseLater:
	default:
		return fault.Wrong(at+".second_login", string(d.SecondLogin), "ring-all, newest or refuse")
	}
	return nil
}

func checkTrunk(at string, t *Trunk) error {
	if t.ID.IsZero() {
		return fault.Wrong(at+".id", "", "the identifier of the trunk")
	}
	if err := checkHost(at+".host", t.Host, true); err != nil {
		return err
	}
	if err := checkHost(at+".proxy", t.Proxy, false); err != nil {
		return err
	}
	for i, b := range t.Backup {
		if err := checkHost(fmt.Sprintf("%s.backup[%d]", at, i), b, true); err != nil {
			return err
		}
	}
	switch t.Transport {
	case "", UDP, TCP, TLS:
	default:
		return fault.Wrong(at+".transport", string(t.Transport), "udp, tcp or tls")
	}
	for i, p := range t.InboundFrom {
		if !p.IsValid() {
			return fault.Wrong(fmt.Sprintf("%s.inbound_from[%d]", at, i), p.String(), "a network such as 192.0.2.0/24")
		}
	}
	if r := t.Register; r != nil {
		if r.User == "" || !isToken(strings.TrimPrefix(r.User, "+")) {
			return fault.Wrong(at+".register.user", r.User, "the user the carrier gave: letters, digits and -_.!~*'")
		}
		if r.Expires < 0 || r.Expires > 24*time.Hour {
			return fault.Wrong(at+".register.expires", r.Expires.String(), "up to 24 hours")
		}
	}
	return t.Profile.Check(at + ".profile")
}

func isHex(s string, n int) bool {
	if s == "" {
		return true
	}
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == n
}

// isToken accepts the unreserved characters of a SIP user (RFC 3261 section 25.1).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_.!~*'", c) >= 0:
		default:
			return false
		}
	}
	return s != ""
}
