package deskphone

import (
	"strings"
	"unicode"
)

// plainText makes one line of a text: no control character and no line
// separator is left in it, blanks at its ends go, and what is no UTF-8 or may
// not stand in XML is replaced.
func plainText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF:
			return unicode.ReplacementChar
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
	return strings.TrimSpace(s)
}

// lineText is for lines of "key = value", in which a value of the form %NULL%
// has a meaning of its own.
func lineText(s string) string {
	s = plainText(s)
	if len(s) > 1 && strings.HasPrefix(s, "%") && strings.HasSuffix(s, "%") {
		return strings.Trim(s, "%")
	}
	return s
}

// quotedText is for values between quotation marks that no character escapes.
func quotedText(s string) string { return strings.ReplaceAll(plainText(s), `"`, "'") }

// lines writes key = value.
func lines(head string) func([]entry) string {
	return func(entries []entry) string {
		var b strings.Builder
		b.WriteString(head + "\n")
		for _, e := range entries {
			b.WriteString(e.key + " = " + e.value + "\n")
		}
		return b.String()
	}
}

// quoted writes KEY="value", with the line ends of Windows and an empty line
// last.
func quoted(head string) func([]entry) string {
	return func(entries []entry) string {
		var b strings.Builder
		b.WriteString(head + "\r\n")
		for _, e := range entries {
			b.WriteString(e.key + `="` + e.value + "\"\r\n")
		}
		b.WriteString("\r\n")
		return b.String()
	}
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// attributes writes one element with an attribute for each parameter.
func attributes(open, shut string) func([]entry) string {
	return func(entries []entry) string {
		var b strings.Builder
		b.WriteString(xmlHead + open + "\n")
		for _, e := range entries {
			b.WriteString("  " + e.key + `="` + escape(e.value) + "\"\n")
		}
		b.WriteString(shut + "\n")
		return b.String()
	}
}

// tree writes nested elements: the key is their path, each step an element
// with its attributes, as in "sip/line index=1/RegisterAddr". Neighbours with
// the same beginning share it.
func tree(entries []entry) string {
	var b strings.Builder
	b.WriteString(xmlHead)
	var open []string
	shut := func(to int) {
		for len(open) > to {
			last := len(open) - 1
			b.WriteString(strings.Repeat("  ", last) + "</" + element(open[last]) + ">\n")
			open = open[:last]
		}
	}
	for _, e := range entries {
		steps := strings.Split(e.key, "/")
		leaf := len(steps) - 1
		same := 0
		for same < len(open) && same < leaf && open[same] == steps[same] {
			same++
		}
		shut(same)
		for _, step := range steps[same:leaf] {
			b.WriteString(strings.Repeat("  ", len(open)) + "<" + tag(step) + ">\n")
			open = append(open, step)
		}
		b.WriteString(strings.Repeat("  ", len(open)) + "<" + tag(steps[leaf]) + texts(e.more) + ">" + escape(e.value) + "</" + element(steps[leaf]) + ">\n")
	}
	shut(0)
	return b.String()
}

// texts writes attributes whose values are texts.
func texts(of []attribute) string {
	var b strings.Builder
	for _, a := range of {
		b.WriteString(" " + a.key + `="` + escape(a.value) + `"`)
	}
	return b.String()
}

func element(step string) string {
	name, _, _ := strings.Cut(step, " ")
	return name
}

// tag writes a step's attributes with their quotation marks.
func tag(step string) string {
	words := strings.Fields(step)
	for i, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		words[i+1] = key + `="` + value + `"`
	}
	return strings.Join(words, " ")
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(s)
}
