package deskphone

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// snom writes what D3xx, D7xx and D8xx take from the address of the file.
func snom() model {
	const phone = "settings/phone-settings/"
	line := func(setting string) string { return phone + setting + " idx=1 perm=R" }
	all := func(setting string) string { return phone + setting + " perm=RW" }
	return model{
		name: "snom", file: "%s.xml", upper: true, mime: "application/xml", write: tree, clean: plainText,
		keys: snomKeys, keep: 1, presses: true,
		table: []param{
			{line("user_active"), is("on")},
			{line("user_realname"), name},
			{line("user_idle_text"), name},
			{line("user_name"), user},
			{line("user_pname"), user},
			{line("user_pass"), password},
			{line("user_host"), host},
			{line("user_outbound"), outbound},
			{line("user_expiry"), expires(1)},
			{line("user_srtp"), srtp("off", "on", "on")},
			{line("user_savp"), srtp("off", "optional", "mandatory")},
			{line("user_auth_tag"), srtp("", "off", "off")}, // off: 80 bits
			{line("codec_priority_list"), is("pcmu,pcma,telephone-event")},
			{line("user_dtmf_info"), is("off")},
			{line("user_mailbox"), user},
			{all("call_waiting"), is("on")},
			{all("language"), language("", "English")},
			{all("ntp_server"), ntp},
			{all("utc_offset"), fixed(func(offset int) string { return fmt.Sprintf("%+d", offset) })},
			{all("dst"), fixed(func(int) string { return "" })},
		},
	}
}

// outbound is where requests go to, with the transport, which the phone has no
// setting of its own for.
func outbound(a Account) (string, bool) {
	return net.JoinHostPort(strings.Trim(a.Host, "[]"), strconv.Itoa(a.Port)) + ";transport=" + a.Transport, true
}

func seconds(offset int) string { return strconv.Itoa(offset) }

// snomKeys count from 0, which stays the line's.
func snomKeys(a Account, keys []Key) []entry {
	return keyed(keys, 1, func(n int, k Key) []entry {
		value := k.word("none", "", "speed ", "dtmf ") + k.Number
		if k.Does == Watches {
			value = "blf sip:" + k.Number + "@" + a.Host
			if k.PickUp != "" {
				value += "|" + k.PickUp
			}
		}
		return []entry{{
			key: "settings/functionKeys e=2/fkey idx=" + strconv.Itoa(n) + " context=active perm=R", value: value,
			more: []attribute{{"label", k.label()}, {"short_label", k.label()}},
		}}
	})
}
