package sipua

import (
	"errors"
	"net/url"
	"strings"
)

// Replaces names a dialog (RFC 3891): in an INVITE the one whose place the
// new call takes, in a Refer-To the one whose far side is meant. The tags are
// from the view of whoever is sent the INVITE: ToTag is its own.
type Replaces struct {
	CallID, ToTag, FromTag string
	EarlyOnly              bool // only while it rings
}

// IsZero says whether no dialog is named.
func (r Replaces) IsZero() bool { return r == Replaces{} }

// String is the header's value.
func (r Replaces) String() string {
	s := r.CallID + ";to-tag=" + r.ToTag + ";from-tag=" + r.FromTag
	if r.EarlyOnly {
		s += ";early-only"
	}
	return s
}

var (
	errReplaces = errors.New("not a Replaces header: want call-id;to-tag=…;from-tag=… (RFC 3891 section 6.1)")
	errReferTo  = errors.New("not a Refer-To header: want one URI (RFC 3515 section 2.1)")
	// errReferKind is a Refer-To that is well-formed, but asks for something
	// that is no call.
	errReferKind = errors.New("a Refer-To that asks for something other than a call")
)

// referLimit is the longest Refer-To and Replaces that is read, in bytes.
const referLimit = 1024

// ParseReplaces reads a Replaces header.
func ParseReplaces(v string) (Replaces, error) {
	if len(v) > referLimit {
		return Replaces{}, errReplaces
	}
	parts := strings.Split(v, ";")
	r := Replaces{CallID: strings.TrimSpace(parts[0])}
	for _, p := range parts[1:] {
		k, val, _ := strings.Cut(p, "=")
		val = strings.TrimSpace(val)
		var into *string
		switch strings.ToLower(strings.TrimSpace(k)) {
		case "to-tag":
			into = &r.ToTag
		case "from-tag":
			into = &r.FromTag
		case "early-only":
			r.EarlyOnly = true
			continue
		default:
			continue
		}
		if *into != "" || !isToken([]byte(val)) {
			return Replaces{}, errReplaces
		}
		*into = val
	}
	if r.ToTag == "" || r.FromTag == "" || !isCallID(r.CallID) {
		return Replaces{}, errReplaces
	}
	return r, nil
}

// isCallID checks word ["@" word] (RFC 3261 section 25.1).
func isCallID(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-.!%*_+`'~()<>:\\\"/[]?{}@", c) >= 0 {
			continue
		}
		return false
	}
	return s != ""
}

// ReferTo is where a REFER points (RFC 3515): somebody to call, or with
// Replaces somebody who is being talked to.
type ReferTo struct {
	URI      URI // sip, sips or tel, without headers
	Replaces Replaces
}

// String is the header's value.
func (r ReferTo) String() string {
	u := r.URI
	u.Headers = nil
	s := u.String()
	if !r.Replaces.IsZero() {
		s += "?Replaces=" + escapeHeader(r.Replaces.String())
	}
	return "<" + s + ">"
}

// escapeHeader writes text as the value of a header in a URI (RFC 3261
// section 19.1.1).
func escapeHeader(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*'()", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}

// ParseReferTo reads a Refer-To header.
func ParseReferTo(v string) (ReferTo, error) {
	text := strings.TrimSpace(v)
	if len(text) > referLimit || len(splitOutside(text, ',')) != 1 {
		return ReferTo{}, errReferTo
	}
	if at := angleAt(text); at >= 0 {
		uri, _, ok := strings.Cut(text[at+1:], ">")
		if !ok {
			return ReferTo{}, errReferTo
		}
		text = strings.TrimSpace(uri)
	}
	main, headers, _ := strings.Cut(text, "?")
	scheme, _, ok := strings.Cut(main, ":")
	if !ok || !isToken([]byte(scheme)) {
		return ReferTo{}, errReferTo
	}
	switch strings.ToLower(scheme) {
	case "sip", "sips", "tel":
	default:
		return ReferTo{}, errReferKind
	}
	uri, err := ParseURI(main)
	if err != nil {
		return ReferTo{}, errors.Join(errReferTo, err)
	}
	if uri.Password = ""; strings.Contains(uri.User, ":") {
		return ReferTo{}, errReferTo
	}
	r := ReferTo{URI: uri}
	for _, p := range uri.UriParams {
		if strings.EqualFold(p.K, "method") && !strings.EqualFold(p.V, "INVITE") {
			return ReferTo{}, errReferKind
		}
	}
	for h := range strings.SplitSeq(headers, "&") {
		k, val, _ := strings.Cut(h, "=")
		if !strings.EqualFold(k, "replaces") {
			continue
		}
		plain, err := url.PathUnescape(val)
		if err != nil || !r.Replaces.IsZero() {
			return ReferTo{}, errReferTo
		}
		if r.Replaces, err = ParseReplaces(plain); err != nil {
			return ReferTo{}, err
		}
	}
	return r, nil
}

// angleAt finds the '<' that begins the URI of a name-addr; -1 when there is none.
func angleAt(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == '<' && !quoted:
			return i
		}
	}
	return -1
}

// Found is a dialog that a Replaces names.
type Found struct {
	Dialog  *Dialog
	Up      bool // it was answered
	Inbound bool // the far side made it
}

// farView is what others than the dialog's own queue may know of it.
type farView struct {
	tags     []string // of the far sides
	local    string   // our tag, once there is one far side
	up, over bool
}

// publish tells others how the dialog stands.
func (d *Dialog) publish() {
	v := farView{up: d.stage == stageUp, over: d.stage == stageOver}
	if d.stage == stageCalling {
		for _, b := range d.out.branches {
			for tag := range b.earlies {
				v.tags, v.local = append(v.tags, tag), b.tag
			}
		}
	} else {
		v.tags, v.local = []string{d.peer.remoteTag}, d.peer.localTag
	}
	d.view.Store(&v)
}

// Find looks a dialog up by its name; false when it is unknown or over.
func (u *UA) Find(r Replaces) (Found, bool) {
	d := u.dialogOf(r.CallID, r.ToTag)
	if d == nil {
		return Found{}, false
	}
	v := d.view.Load()
	if v == nil || v.over {
		return Found{}, false
	}
	for _, tag := range v.tags {
		if tag == r.FromTag {
			return Found{Dialog: d, Up: v.up, Inbound: d.invite != nil}, true
		}
	}
	return Found{}, false
}
