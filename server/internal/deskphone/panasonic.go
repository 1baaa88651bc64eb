package deskphone

import "strconv"

// panasonic writes Config<MAC>.cfg for KX-HDV and KX-UT. A file without its
// first line is thrown away as a whole.
func panasonic() model {
	return model{
		name: "panasonic", file: "Config%s.cfg", upper: true, mime: "text/plain; charset=utf-8",
		write: quoted("# Panasonic SIP Phone Standard Format File # DO NOT CHANGE THIS LINE!"), clean: quotedText,
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
			{"NTP_ADDR", ntp},
			{"TIME_ZONE", fixed(func(offset int) string { return strconv.Itoa(offset / 60) })},
			{"DST_ENABLE", fixed(func(int) string { return "N" })},
		},
	}
}
