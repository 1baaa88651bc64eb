package deskphone

// yealink writes <mac>.cfg for T2 to T5, by the names of firmware 82 and
// later. The phone takes the file from the folder that it is given, or by its
// whole address.
func yealink() model {
	const account, server, codec = "account.1.", "account.1.sip_server.1.", "account.1.codec."
	return model{
		name: "yealink", file: "%s.cfg", mime: "text/plain; charset=utf-8", write: lines("#!version:1.0.0.1"), clean: lineText,
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
