package deskphone

import "strconv"

const gsConfig = "gs_provision version=1/config version=1/"

// grandstream writes cfg<mac>.xml by numbers, which GXP and GRP take alike.
func grandstream() model {
	const p = gsConfig
	return model{
		name: "grandstream", file: "cfg%s.xml", mime: "application/xml", write: tree, clean: plainText,
		keys: grandstreamKeys, keep: 1, mostKeys: 5, presses: true,
		counts: map[string]int{"GRP2612": 16, "GRP2613": 24, "GRP2614": 16, "GRP2615": 40, "GRP2616": 16, "GXP2135": 6, "GXP2170": 6},
		table: []param{
			{p + "P271", is("1")}, // account active
			{p + "P270", name},
			{p + "P3", name},
			{p + "P35", user},
			{p + "P36", user},
			{p + "P34", password},
			{p + "P47", hostPort},
			{p + "P31", is("1")}, // registers
			{p + "P32", expires(60)},
			{p + "P130", transport("0", "1", "2")},
			{p + "P2329", is("0")}, // sip: over TLS as well, as the registrar knows the account
			{p + "P183", srtp("0", "1", "2")},
			{p + "P57", is("0")}, // codecs by payload type: PCMU, then PCMA and nothing else
			{p + "P58", is("8")},
			{p + "P59", is("8")},
			{p + "P60", is("8")},
			{p + "P61", is("8")},
			{p + "P62", is("8")},
			{p + "P46", is("8")},
			{p + "P98", is("8")},
			{p + "P79", is("101")},
			{p + "P2301", is("0")}, // keys in the audio, by RFC 4733, by INFO
			{p + "P2302", is("1")},
			{p + "P2303", is("0")},
			{p + "P99", is("1")},  // asks for waiting messages
			{p + "P298", is("1")}, // answers when Call-Info asks it to
			{p + "P1362", language("ja", "en")},
			{p + "P30", ntp},
		},
	}
}

// grandstreamKeys are the line keys, of which the numbers are known for six:
// 11 has a lamp, 10 dials, 15 presses into the call, 0 is
// one more key of the line.
func grandstreamKeys(_ Account, keys []Key) []entry {
	return keyed(keys, 1, func(n int, k Key) []entry {
		p := func(first int) string { return gsConfig + "P" + strconv.Itoa(first+2*n) }
		return []entry{
			{key: p(1363), value: k.word("0", "11", "10", "15")}, {key: p(1364), value: "0"}, // of the first account
			{key: p(1465), value: k.label()}, {key: p(1466), value: k.Number},
		}
	})
}
