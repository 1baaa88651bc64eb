package deskphone

// grandstream writes cfg<mac>.xml by numbers, which GXP and GRP take alike.
func grandstream() model {
	const p = "gs_provision version=1/config version=1/"
	return model{
		name: "grandstream", file: "cfg%s.xml", mime: "application/xml", write: tree, clean: plainText,
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
