package directory

import (
	"regexp"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	maxName    = 64      // characters of a name
	maxSeconds = 86400   // of any time of a group
	maxCalls   = 1000000 // of any count of calls or channels
	day        = 86400
)

var (
	loginShape = regexp.MustCompile(`^[A-Za-z0-9]{3,15}$`)
	colorShape = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	iconShape  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	userShape  = regexp.MustCompile(`^[A-Za-z0-9\-_.!~*']{1,64}$`)
	hostShape  = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,253}$`)
	digitShape = regexp.MustCompile(`^[0-9]{1,4}$`)
	macShape   = regexp.MustCompile(`^([0-9A-Fa-f]{2}[:.-]?){5}[0-9A-Fa-f]{2}$`)
	clockShape = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
)

// shaped reads a text of a form; absent gives def.
func (v value) shaped(shape *regexp.Regexp, expected, def string) string {
	if v.absent() {
		return def
	}
	s, ok := v.scalar(expected)
	if ok && !shape.MatchString(s) {
		v.wrong(expected)
	}
	return s
}

func (p *plan) readSettings(v value) {
	if v.absent() {
		return
	}
	f, ok := v.fields("name", "language", "record", "login_attempts", "session_idle", "service_level",
		"international", "reject_anonymous", "emergency", "park_time", "park_group", "transfer_ring", "rooms", "message_time", "outside_time", "call_time", "callback_tries", "callback_gap", "callback_kept", "caps", "cap_at_once", "cap_daily", "retention_days", "public_holidays",
		"softphone_transport", "softphone_srtp")
	if !ok {
		return
	}
	s := &p.settings
	s.Name = f["name"].text(maxName, s.Name)
	s.Language = f["language"].one(s.Language, "ja", "en")
	s.Record = f["record"].yes(s.Record)
	s.LoginAttempts = f["login_attempts"].whole(0, 100, s.LoginAttempts)
	s.SessionIdle = f["session_idle"].whole(60, 30*day, s.SessionIdle)
	s.ServiceLevel = f["service_level"].whole(1, 3600, s.ServiceLevel)
	p.siteFields = f
	p.readExchange(f)
}

func (p *plan) readStatus(v value) {
	f, ok := v.fields("name", "color", "icon")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	s := p.statuses.take(name, v, func() *Status {
		return &Status{ID: id.New[id.Status](p.d.now()), Name: name}
	})
	s.Color = f["color"].shaped(colorShape, "a colour as in #f59f00", "#868e96")
	s.Icon = f["icon"].shaped(iconShape, "the name of an icon in lower case letters, digits and hyphens", "")
}

func (p *plan) readAgent(v value) {
	f, ok := v.fields("id", "name", "nickname", "extension", "password", "pin", "role", "language", "caller_id", "no_outside", "may", "call_waiting", "disabled")
	if !ok {
		return
	}
	login := f["id"].shaped(loginShape, "3 to 15 letters and digits", "")
	if f["id"].absent() {
		p.r.note(v.node, f["id"].path, "", "a login ID: 3 to 15 letters and digits")
	}
	a := p.agents.take(login, v, func() *Agent {
		return &Agent{ID: id.New[id.Agent](p.d.now()), Login: login}
	})
	a.Name = f["name"].needed(v, maxName)
	a.Nickname = f["nickname"].text(maxName, a.Name)
	a.Extension = p.extension(f["extension"])
	a.Role = p.roleRef(f["role"])
	a.Language = f["language"].one("ja", "ja", "en")
	a.NoOutside = f["no_outside"].yes(false)
	a.CallWaiting = f["call_waiting"].yes(false)
	a.Disabled = f["disabled"].yes(false)
	if pw := f["password"]; !pw.absent() {
		s, _ := pw.scalar(access.PasswordRule)
		if !access.CheckPassword(s) {
			pw.wrongSecret(access.PasswordRule)
		}
		p.passwords[a.ID] = s
	}
	if pin := f["pin"]; !pin.absent() {
		s, _ := pin.scalar("4 digits")
		if !access.CheckPIN(s) {
			pin.wrongSecret("4 digits")
		}
		p.pins[a.ID] = s
	}
	p.later(func() {
		a.CallerID = p.numberRef(f["caller_id"])
		a.May = nil
		for _, n := range f["may"].items() {
			a.May = append(a.May, p.numberRef(n))
		}
	})
}

func (p *plan) readDevice(v value) {
	f, ok := v.fields("name", "user", "password", "agent", "srtp", "transport", "max_contacts", "second_login", "desk", "mac", "model", "keys")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	d := p.devices.take(name, v, func() *Device {
		return &Device{ID: id.New[id.Device](p.d.now()), Name: name}
	})
	const shape = "1 to 64 letters, digits and -_.!~*'"
	user := f["user"].shaped(userShape, shape, "")
	if f["user"].absent() {
		p.r.note(v.node, f["user"].path, "", "a SIP user: "+shape)
	}
	switch pw := f["password"]; {
	case !pw.absent():
		s, _ := pw.scalar(devicePasswordRule)
		if !checkDevicePassword(user, s) {
			pw.wrongSecret(devicePasswordRule)
		}
		d.HA1MD5, d.HA1SHA256 = digests(user, s)
	case d.HA1SHA256 == "":
		p.r.note(v.node, pw.path, "", "a password, because the device is new")
	case user != d.User:
		p.r.note(v.node, pw.path, "", "the password too, because the user changes")
	}
	d.User = user
	d.SRTP = f["srtp"].one("off", "off", "prefer", "require")
	d.Transport = f["transport"].one("", "udp", "tcp", "tls")
	d.MaxContacts = f["max_contacts"].whole(0, 50, 0)
	d.SecondLogin = f["second_login"].one("ring-all", "ring-all", "newest", "refuse")
	d.Desk = f["desk"].yes(false)
	d.MAC = macOf(f["mac"].shaped(macShape, "a hardware address as in 80:5e:c0:12:34:56", ""))
	if m := f["model"]; !m.absent() {
		d.Model = m.text(32, "")
		for _, bad := range checkModel("model", d.Model) {
			m.wrong(bad.Expected)
		}
	}
	p.later(func() {
		if keys := f["keys"]; !keys.absent() {
			d.Keys = p.keys(keys) // else as they are: they may be given on the screen
		}
		if d.Agent = p.agentRef(f["agent"]); !d.hot() {
			d.Seat = id.Agent{} // nobody logs in at it any more
		}
	})
}

func (p *plan) register(v value) *Register {
	if v.absent() {
		return nil
	}
	f, ok := v.fields("user", "auth_user", "password", "expires")
	if !ok {
		return nil
	}
	const shape = "the user the carrier gave: letters, digits and -_.!~*'+"
	r := &Register{User: f["user"].shaped(registerUser, shape, ""), AuthUser: f["auth_user"].text(128, ""), Expires: f["expires"].whole(0, day, 0)}
	if f["user"].absent() {
		p.r.note(v.node, f["user"].path, "", shape)
	}
	const secret = "the carrier's password: 1 to 128 characters"
	if pw := f["password"]; pw.absent() {
		p.r.note(v.node, pw.path, "", secret)
	} else if s, _ := pw.scalar(secret); !plain(s, 128) {
		pw.wrongSecret(secret)
	} else {
		r.Password = s
	}
	return r
}

const hostWords = "host name or address, with a port if it is not the usual one"

// host reads a host, host:port, address or [v6]:port; absent gives "".
func (v value) host() string {
	if v.absent() {
		return ""
	}
	s, ok := v.scalar("a " + hostWords)
	if !ok {
		return ""
	}
	if expected := hostExpected(s); expected != "" {
		v.wrong(expected)
	}
	return s
}

// network reads a network or an address and gives it as a network.
func (v value) network() string {
	s, ok := v.scalar(networkShape)
	if !ok {
		return ""
	}
	network, ok := networkOf(s)
	if !ok {
		v.wrong(networkShape)
	}
	return network
}

// outside reads a phone number that may be dialed by the system: never an
// emergency number (C-CODE-12).
func (v value) outside() string {
	const expected = "a Japanese phone number such as 0312345678 or +81312345678"
	s, ok := v.scalar(expected)
	if !ok {
		return ""
	}
	n, err := route.Canonical(s)
	if err != nil || route.Emergency(n) {
		v.wrong(expected)
		return ""
	}
	return n
}
