package deskphone

import "strconv"

// panasonic writes Config<MAC>.cfg for KX-HDV and KX-UT. A file without its
// first line is thrown away as a whole.
func panasonic() model {
	return model{
		name: "panasonic", file: "Config%s.cfg", upper: true, mime: "text/plain; charset=utf-8",
		write: quoted("# Panasonic SIP Phone Standard Format File # DO NOT CHANGE THIS LINE!"), clean: quotedText,
		keys: panasonicKeys, keep: 1, mostKeys: 23, counts: map[string]int{"KX-HDV230": 24, "KX-HDV330": 24, "KX-HDV430": 24},
		table: []param{
			{"PHONE_NUMBER_1", digits},
			{"SIP_URI_1", user},
			{"SIP_AUTHID_1", user},
			{"SIP_PASS_1", password},
			{"DISPLAY_NAME_1", name},
			{"SIP_RGSTR_ADDR_1", host},
			{"SIP_RGSTR_PORT_1", port},
			{"SIP_PRXY_ADDR_1", host},
			{"SIP_PRXY_PORT_1", port},
			{"SIP_SVCDOMAIN_1", host},
			{"SIP_DNSSRV_ENA_1", is("N")},
			{"SIP_TRANSPORT_1", transport("0", "1", "2")},
			{"SIP_TLS_MODE_1", transport("", "", "1")},
			{"SRTP_CONNECT_MODE_1", srtp("1", "1", "0")}, // 0: SRTP only
			{"REG_EXPIRE_TIME_1", expires(1)},
			{"CODEC_ENABLE4_1", is("Y")}, // PCMU
			{"CODEC_PRIORITY4_1", is("1")},
			{"CODEC_ENABLE1_1", is("Y")}, // PCMA
			{"CODEC_PRIORITY1_1", is("2")},
			{"VM_SUBSCRIBE_ENABLE", is("Y")},
			{"CFG_RESYNC_FROM_SIP", is("check-sync")}, // takes its file anew when told to
			{"NTP_ADDR", ntp},
			{"TIME_ZONE", fixed(func(offset int) string { return strconv.Itoa(offset / 60) })},
			{"DST_ENABLE", fixed(func(int) string { return "N" })},
		},
	}
}

// panasonicKeys are flexible buttons; none presses into a call.
func panasonicKeys(_ Account, keys []Key) []entry {
	return keyed(keys, 2, func(n int, k Key) []entry {
		button := func(what, value string) entry {
			return entry{key: "FLEX_BUTTON_" + what + strconv.Itoa(n), value: value}
		}
		out := []entry{button("FACILITY_ACT", k.word("", "X_PANASONIC_IPTEL_BLF", "X_PANASONIC_IPTEL_ONETOUCH", "")), button("LABEL", k.label())}
		if k.Does == Watches {
			return append(out, button("FACILITY_ARG", k.Number))
		}
		return append(out, button("QUICK_DIAL", k.Number))
	})
}
