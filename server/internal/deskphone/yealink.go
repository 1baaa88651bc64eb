package deskphone

import "strconv"

// yealink writes <mac>.cfg for T2 to T5, by the names of firmware 82 and
// later. The phone takes the file from the folder that it is given, or by its
// whole address.
func yealink() model {
	const account, server, codec = "account.1.", "account.1.sip_server.1.", "account.1.codec."
	return model{
		name: "yealink", file: "%s.cfg", mime: "text/plain; charset=utf-8", write: lines("#!version:1.0.0.1"), clean: lineText,
		keys: yealinkKeys, keep: 1, presses: true,
		counts: map[string]int{
			"T21P E2": 2, "T23G": 3, "T27G": 21, "T29G": 27, "T31P": 2, "T31G": 2, "T33G": 4, "T40P": 3, "T41S": 15, "T41U": 15, "T42S": 15, "T42U": 15,
			"T46S": 27, "T46U": 27, "T48S": 29, "T48U": 29, "T53": 21, "T53W": 21, "T54W": 27, "T57W": 29, "T58W": 27,
		},
		table: []param{
			{account + "enable", is("1")},
			{account + "label", name},
			{account + "display_name", name},
			{account + "auth_name", user},
			{account + "user_name", user},
			{account + "password", password},
			{server + "address", host},
			{server + "port", port},
			{server + "transport_type", transport("0", "1", "2")},
			{server + "expires", expires(1)},
			{account + "srtp_encryption", srtp("0", "1", "2")},
			{codec + "pcmu.enable", is("1")},
			{codec + "pcmu.priority", is("1")},
			{codec + "pcma.enable", is("1")},
			{codec + "pcma.priority", is("2")},
			{codec + "g722.enable", is("0")},
			{codec + "g729.enable", is("0")},
			{codec + "opus.enable", is("0")},
			{account + "dtmf.type", is("1")}, // RFC 4733
			{account + "dtmf.dtmf_payload", is("101")},
			{account + "subscribe_mwi", is("1")},
			{"call_waiting.enable", is("1")},
			{"lang.gui", language("Japanese", "English")},
			{"lang.wui", language("Japanese", "English")},
			{"local_time.ntp_server1", ntp},
			{"local_time.time_zone", fixed(hours)},
			{"local_time.time_zone_name", func(a Account) (string, bool) { return "Japan(Tokyo)", a.Zone.Name == "Asia/Tokyo" }},
			{"local_time.summer_time", fixed(func(int) string { return "0" })},
		},
	}
}

// yealinkKeys are line keys: 16 has a lamp, 13 dials, 11 presses into the call.
// A call that rings at a watched phone is taken by what its dialog says.
func yealinkKeys(_ Account, keys []Key) []entry {
	out := keyed(keys, 2, func(n int, k Key) []entry {
		at := "linekey." + strconv.Itoa(n) + "."
		out := []entry{{key: at + "type", value: k.word("0", "16", "13", "11")}, {key: at + "line", value: "1"}, {key: at + "value", value: k.Number}, {key: at + "label", value: k.label()}}
		if k.PickUp != "" {
			out = append(out, entry{key: at + "pickup_value", value: k.PickUp}, entry{key: at + "extension", value: k.PickUp})
		}
		return out
	})
	if len(out) > 0 {
		out = append(out, entry{key: "account.1.dialoginfo_callpickup", value: "1"})
	}
	return out
}
