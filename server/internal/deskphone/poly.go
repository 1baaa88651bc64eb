package deskphone

// poly writes what VVX and Edge E take in UC Software: <mac>.cfg, which the
// phone asks for, names <mac>-user.cfg, which has the account.
func poly() model {
	const reg, server = "reg.1.", "reg.1.server.1."
	return model{
		name: "poly", file: "%s-user.cfg", mime: "application/xml", write: attributes("<PHONE_CONFIG>\n<ALL", "/>\n</PHONE_CONFIG>"), clean: plainText,
		index: func(account File, mac string) File {
			return File{Name: mac + ".cfg", MIME: "application/xml", Text: xmlHead + `<APPLICATION APP_FILE_PATH="" CONFIG_FILES="` + account.Name + `" MISC_FILES="" LOG_FILE_DIRECTORY="" OVERRIDES_DIRECTORY="" CONTACTS_DIRECTORY="" LICENSE_DIRECTORY=""/>` + "\n"}
		},
		table: []param{
			{reg + "address", user},
			{reg + "auth.userId", user},
			{reg + "auth.password", password},
			{reg + "displayName", name},
			{reg + "label", name},
			{server + "address", host},
			{server + "port", port},
			{server + "transport", transport("UDPOnly", "TCPOnly", "TLS")},
			{server + "expires", expires(1)},
			{server + "register", is("1")},
			{"sec.srtp.enable", srtp("0", "1", "1")},
			{"sec.srtp.offer", srtp("0", "1", "1")},
			{"sec.srtp.require", srtp("0", "0", "1")},
			{"voice.codecPref.G711_Mu", is("1")},
			{"voice.codecPref.G711_A", is("2")},
			{"voice.codecPref.G722", is("0")},
			{"voice.codecPref.G729_AB", is("0")},
			{"tone.dtmf.viaRtp", is("1")},
			{"tone.dtmf.rfc2833Control", is("1")},
			{"msg.mwi.1.subscribe", user},
			{"call.callWaiting.enable", is("1")},
			{"lcl.ml.lang", language("Japanese_Japan", "English_United_States")},
			{"tcpIpApp.sntp.address", ntp},
			{"tcpIpApp.sntp.address.overrideDHCP", func(a Account) (string, bool) { return "1", a.NTP != "" }},
			{"tcpIpApp.sntp.gmtOffset", fixed(seconds)},
			{"tcpIpApp.sntp.daylightSavings.enable", fixed(func(int) string { return "0" })},
		},
	}
}
