package deskphone

import "strconv"

// poly writes what VVX and Edge E take in UC Software: <mac>.cfg, which the
// phone asks for, names <mac>-user.cfg, which has the account.
func poly() model {
	const reg, server = "reg.1.", "reg.1.server.1."
	return model{
		name: "poly", file: "%s-user.cfg", mime: "application/xml", write: attributes("<PHONE_CONFIG>\n<ALL", "/>\n</PHONE_CONFIG>"), clean: plainText,
		keys: polyKeys, keep: 1, presses: true,
		counts: map[string]int{"VVX150": 2, "VVX250": 4, "VVX301": 6, "VVX311": 6, "VVX350": 6, "VVX401": 12, "VVX411": 12, "VVX450": 12, "VVX501": 12, "VVX601": 16},
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

// polyKeys are flexible line keys: those with lamps take the watched numbers in
// their order, the others name an enhanced feature key, whose little program
// calls, or presses into the call.
func polyKeys(_ Account, keys []Key) []entry {
	lamps, macros := 0, 0
	out := keyed(keys, 2, func(n int, k Key) []entry {
		at := "lineKey." + strconv.Itoa(n) + "."
		switch k.Does {
		case Nothing:
			return []entry{{key: at + "category", value: "Unassigned"}}
		case Watches:
			lamps++
			list := "attendant.resourceList." + strconv.Itoa(lamps) + "."
			return []entry{
				{key: list + "address", value: k.Number}, {key: list + "label", value: k.label()}, {key: list + "type", value: "normal"},
				{key: at + "category", value: "BLF"}, {key: at + "index", value: "0"},
			}
		case Dials, Presses:
		}
		macros++
		list := "efk.efklist." + strconv.Itoa(macros) + "."
		return []entry{
			{key: list + "mname", value: "key" + strconv.Itoa(macros)}, {key: list + "status", value: "1"}, {key: list + "label", value: k.label()},
			{key: list + "action.string", value: k.Number + k.word("", "", "$Tinvite$", "$Tdtmf$")},
			{key: at + "category", value: "EFK"}, {key: at + "index", value: strconv.Itoa(macros)},
		}
	})
	if len(out) == 0 {
		return nil
	}
	head := []entry{{key: "lineKey.reassignment.enabled", value: "1"}, {key: "lineKey.1.category", value: "Line"}, {key: "lineKey.1.index", value: "1"}}
	if lamps > 0 {
		head = append(head, entry{key: "attendant.reg", value: "1"})
	}
	if macros > 0 {
		head = append(head, entry{key: "feature.enhancedFeatureKeys.enabled", value: "1"}, entry{key: "feature.EFKLineKey.enabled", value: "1"})
	}
	return append(head, out...)
}
