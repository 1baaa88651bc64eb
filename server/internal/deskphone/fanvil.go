package deskphone

import "strconv"

// fanvil writes <mac>.cfg, which is XML, for X and V phones.
func fanvil() model {
	const sip, date = "sysConf/sip/line index=1/", "sysConf/phone/date/"
	return model{
		name: "fanvil", file: "%s.cfg", mime: "application/xml", write: tree, clean: plainText,
		keys:   fanvilKeys,
		counts: map[string]int{"V62": 5, "V63": 7, "V64": 7, "V65": 9, "V66": 29, "V67": 29, "X4U": 6, "X5U": 6, "X6U": 12, "X210": 32},
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

// fanvilKeys are memory keys of the first account on the first page, besides
// the line keys: /ba has a lamp, /f dials; none presses into a call.
func fanvilKeys(_ Account, keys []Key) []entry {
	return keyed(keys, 1, func(n int, k Key) []entry {
		at := "sysConf/dsskey/internal index=1/Fkey index=" + strconv.Itoa(n) + "/"
		value := ""
		if k.Does != Nothing {
			value = k.Number + "@1" + k.word("", "/ba", "/f", "")
			if k.PickUp != "" {
				value += k.PickUp + k.Number
			}
		}
		return []entry{{key: at + "Type", value: k.word("0", "1", "1", "0")}, {key: at + "Value", value: value}, {key: at + "Title", value: k.label()}}
	})
}
