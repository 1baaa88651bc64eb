package sipua

import (
	"slices"
	"strings"
)

// allow lists the methods that are understood, for the Allow header.
const allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE"

const accept = "application/sdp, application/dtmf-relay"

// Capabilities are the headers of an answer to OPTIONS (RFC 3261 section
// 11.2).
func Capabilities() []Header {
	return []Header{{"Allow", allow}, {"Accept", accept}, {"Supported", "100rel, timer"}}
}

var known = map[string]bool{
	"INVITE": true, "ACK": true, "CANCEL": true, "BYE": true, "OPTIONS": true, "INFO": true, "PRACK": true,
	"UPDATE": true, "REGISTER": true, "SUBSCRIBE": true, "NOTIFY": true, "MESSAGE": true, "PUBLISH": true,
	"REFER": true,
}

// understood are the option tags that may be required of us (RFC 3261
// section 8.2.2.3). path and outbound concern registrars, replaces and
// histinfo are read by the caller.
var understood = map[string]bool{
	"100rel": true, "timer": true, "path": true, "outbound": true, "gruu": true, "from-change": true,
	"histinfo": true, "tdialog": true, "norefersub": true,
}

// screen makes the checks of RFC 3261 section 8.2 in their order. ok false
// means: answer with a.
func (u *UA) screen(r *Request) (a Answer, ok bool) {
	m := &r.msg.MessageData
	method := r.Method()
	if !known[method] {
		return Answer{Status: 501, Headers: []Header{{"Allow", allow}}}, false
	}
	if s := r.msg.Recipient.Scheme; s != "sip" && s != "sips" && s != "tel" {
		return Answer{Status: 416}, false
	}
	if mf := m.MaxForwards(); mf != nil && *mf == 0 && method == "INVITE" && tagOf(r.To()) == "" {
		return Answer{Status: 483}, false
	}
	var bad []string
	for _, t := range tokens(m, "require") {
		if !understood[t] && !slices.Contains(u.config.Extensions, t) {
			bad = append(bad, t)
		}
	}
	if len(bad) > 0 {
		return Answer{Status: 420, Headers: []Header{{"Unsupported", strings.Join(bad, ", ")}}}, false
	}
	if method != "INVITE" && method != "UPDATE" && method != "PRACK" {
		return Answer{}, true
	}
	if len(r.Body()) > 0 {
		t := r.ContentType()
		if t != "" && t != "application/sdp" && !strings.HasPrefix(t, "multipart/") || strings.HasPrefix(t, "multipart/") && r.SDP() == nil {
			return Answer{Status: 415, Headers: []Header{{"Accept", accept}}}, false
		}
		if e := headerOf(m, "content-encoding"); e != "" && !strings.EqualFold(strings.TrimSpace(e), "identity") {
			return Answer{Status: 415, Headers: []Header{{"Accept", accept}, {"Accept-Encoding", "identity"}}}, false
		}
	}
	if method == "INVITE" && !acceptsSDP(tokens(m, "accept")) {
		return Answer{Status: 406, Headers: []Header{{"Accept", accept}}}, false
	}
	return Answer{}, true
}

func acceptsSDP(list []string) bool {
	for _, t := range list {
		t, _, _ = strings.Cut(t, ";")
		switch strings.TrimSpace(t) {
		case "application/sdp", "application/*", "*/*", "*":
			return true
		}
	}
	return len(list) == 0
}
