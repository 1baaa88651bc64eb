package deskphone

import (
	"net"
	"strconv"
	"strings"
)

// param is one row of a maker's table: the parameter, and what it says for an
// account; false: it is left as the phone has it.
type param struct {
	key   string
	value func(Account) (string, bool)
}

// entry is a parameter with its value, clean for the format, and in formats of
// nested elements with attributes whose values are texts.
type entry struct {
	key, value string
	more       []attribute
}

type attribute struct{ key, value string }

// is gives a parameter the same value for every phone.
func is(text string) func(Account) (string, bool) {
	return func(Account) (string, bool) { return text, true }
}

func name(a Account) (string, bool)     { return a.Name, true }
func user(a Account) (string, bool)     { return a.User, true }
func password(a Account) (string, bool) { return a.Password, true }
func host(a Account) (string, bool)     { return a.Host, true }
func port(a Account) (string, bool)     { return strconv.Itoa(a.Port), true }
func ntp(a Account) (string, bool)      { return a.NTP, a.NTP != "" }

// hostPort is the registrar in one text, an IPv6 address in brackets.
func hostPort(a Account) (string, bool) {
	return net.JoinHostPort(strings.Trim(a.Host, "[]"), strconv.Itoa(a.Port)), true
}

// expires is for how long a registration is asked, in the maker's unit.
func expires(secondsEach int) func(Account) (string, bool) {
	return is(strconv.Itoa(Expires / secondsEach))
}

// transport, srtp and language choose the maker's word; "" leaves it out.
func transport(udp, tcp, tls string) func(Account) (string, bool) {
	return chosen(func(a Account) string { return a.Transport }, map[string]string{"udp": udp, "tcp": tcp, "tls": tls})
}

func srtp(off, prefer, require string) func(Account) (string, bool) {
	return chosen(func(a Account) string { return a.SRTP }, map[string]string{"off": off, "prefer": prefer, "require": require})
}

func language(ja, en string) func(Account) (string, bool) {
	return chosen(func(a Account) string { return a.Language }, map[string]string{"ja": ja, "en": en})
}

func chosen(field func(Account) string, words map[string]string) func(Account) (string, bool) {
	return func(a Account) (string, bool) {
		word := words[field(a)]
		return word, word != ""
	}
}

// fixed tells of a zone that knows no summer time; others are left to the
// phone, whose rules a table of ours would only get wrong.
func fixed(text func(seconds int) string) func(Account) (string, bool) {
	return func(a Account) (string, bool) {
		if !a.Zone.Fixed {
			return "", false
		}
		return text(a.Zone.Offset), true
	}
}

// digits are the user, if it can be a telephone number.
func digits(a Account) (string, bool) {
	return a.User, a.User != "" && len(a.User) <= 24 && strings.Trim(a.User, "0123456789") == ""
}
