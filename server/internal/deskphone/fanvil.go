package deskphone

import "strconv"

// fanvil writes <mac>.cfg, which is XML, for X and V phones.
func fanvil() model {
	const sip, date = "sysConf/sip/line index=1/", "sysConf/phone/date/"
	return model{
		name: "fanvil", file: "%s.cfg", mime: "application/xml", write: tree, clean: plainText,
		table: []param{
			{"sysConf/Version", is("2.0000000000")},
			{sip + "PhoneNumber", user},
			{sip + "DisplayName", name},
			{sip + "RegisterAddr", host},
			{sip + "RegisterPort", port},
			{sip + "RegisterUser", user},
			{sip + "RegisterPswd", password},
			{sip + "RegisterTTL", expires(1)},
			{sip + "EnableReg", is("1")},
			{sip + "Transport", transport("0", "1", "3")},
			{sip + "MediaCrypto", srtp("0", "1", "1")}, // the server refuses what is not encrypted
			{sip + "DTMFMode", is("1")},                // RFC 4733
			{sip + "VoiceCodecMap", is("PCMU,PCMA")},
			{sip + "Subscribe", is("1")}, // asks for waiting messages
			{date + "EnableSNTP", func(a Account) (string, bool) { return "1", a.NTP != "" }},
			{date + "SNTPServer", ntp},
			{date + "TimeZone", fixed(func(offset int) string { return strconv.Itoa(offset / 900) })}, // quarters of an hour
			{date + "TimeZoneName", fixed(func(offset int) string { return "UTC" + hours(offset) })},
			{date + "EnableDST", fixed(func(int) string { return "0" })},
		},
	}
}
