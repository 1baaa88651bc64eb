// Package deskphone knows how desk phones are told their account: for every
// maker one small file with a table of its parameters, and the few formats
// that the makers' files have. Which document or working installation bears
// out which parameter is in docs/phones.md; nothing here was tried on a phone.
//
// Texts are hostile: a name must not become a line, a parameter or an element
// of its own. What a name cannot carry in a format is replaced; a password
// that a format cannot carry as it is makes a fault, for a changed one would
// only fail at the phone.
package deskphone

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yobirin/yobirin/shared/fault"
)

// Account is what a phone must know.
type Account struct {
	Name     string // shown on the phone and to who is called
	User     string // SIP user, also for the digest
	Password string
	Host     string // of the registrar, also the domain
	Port     int
	// Transport is udp, tcp or tls.
	Transport string
	// SRTP is off, prefer or require.
	SRTP string
	// MAC is 12 lower case hexadecimal digits; "": unknown.
	MAC string
	// Language is ja or en; "": as the phone is.
	Language string
	Zone     Zone
	// NTP is a time server; "": as the phone is, or its network tells it.
	NTP string
	// Model is one of Phones; "": any of the maker's.
	Model string
	// Keys are the programmable keys in their order, besides the one that stays
	// the line's. What the phone has no key for is left out; none at all leaves
	// its keys as they are.
	Keys []Key
}

// Expires is how many seconds a registration is asked for.
const Expires = 300

// File is one that a phone asks for.
type File struct {
	Name string // as the phone asks for it
	MIME string
	Text string
}

// noMAC stands in the names of files for a phone whose address is unknown.
const noMAC = "000000000000"

// Files are a phone's files, the one with the account first. Faults: invalid
// with the field kind for an unknown maker, with password for a password that
// this maker's files cannot carry.
func Files(maker string, a Account) ([]File, error) {
	all := makers()
	i := slices.IndexFunc(all, func(m model) bool { return m.name == maker })
	if i < 0 {
		return nil, fault.Wrong("kind", maker, "one of "+strings.Join(Makers(), ", "))
	}
	return all[i].files(a)
}

// Names are the names of a phone's files, the one with the account first.
func Names(maker, mac string) []string {
	for _, m := range makers() {
		if m.name == maker {
			return m.named(mac)
		}
	}
	return nil
}

// Makers are the names that Files knows.
func Makers() []string {
	all := makers()
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.name
	}
	return out
}

func makers() []model {
	return []model{yealink(), grandstream(), poly(), snom(), panasonic(), fanvil()}
}

// model is a maker: what its files are called, how they are written, and the
// table of what they say.
type model struct {
	name string
	// file is the name of the file with the account, %s the MAC address, in
	// upper case where upper is set.
	file  string
	upper bool
	mime  string
	write func([]entry) string
	clean func(string) string // what a text becomes in this format
	table []param
	// keys writes the programmable keys; keep is how many keys stay the line's
	// before them, counts how many the kinds of phones have in all, mostKeys how
	// many the file has names for (0: enough), presses whether a key can press
	// into a call.
	keys     func(a Account, keys []Key) []entry
	keep     int
	counts   map[string]int
	mostKeys int
	presses  bool
	// index is a second file that names the first, where a maker needs one.
	index func(account File, mac string) File
}

func (m model) named(mac string) []string {
	if mac == "" {
		mac = noMAC
	}
	if m.upper {
		mac = strings.ToUpper(mac)
	}
	first := File{Name: fmt.Sprintf(m.file, mac)}
	if m.index == nil {
		return []string{first.Name}
	}
	return []string{first.Name, m.index(first, mac).Name}
}

func (m model) files(a Account) ([]File, error) {
	if !utf8.ValidString(a.Password) || m.clean(a.Password) != a.Password {
		return nil, fault.Broken("password", "", "a password that the phone's file can carry: without quotation marks, and blanks at its ends", "device_password_file", "")
	}
	entries := make([]entry, 0, len(m.table))
	for _, p := range m.table {
		if text, ok := p.value(a); ok {
			entries = append(entries, entry{key: p.key, value: m.clean(text)})
		}
	}
	for _, e := range m.keys(a, m.placed(a)) {
		e.value = m.clean(e.value)
		for i := range e.more {
			e.more[i].value = m.clean(e.more[i].value)
		}
		entries = append(entries, e)
	}
	out := []File{{Name: m.named(a.MAC)[0], MIME: m.mime, Text: m.write(entries)}}
	if m.index != nil {
		mac := a.MAC
		if mac == "" {
			mac = noMAC
		}
		out = append(out, m.index(out[0], mac))
	}
	return out, nil
}
