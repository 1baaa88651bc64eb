package notify

import (
	"encoding/xml"
	"strings"
)

// document is a message as Windows' toast XML. Arguments carry the run, the
// act and the key.
func document(m Message, run string) string {
	escape := func(text string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
		return b.String()
	}
	launch := func(a Act) string { return escape(run + " " + string(a) + " " + m.Key) }
	var b strings.Builder
	scenario := ""
	if m.Calls {
		scenario = ` scenario="urgent"`
	}
	b.WriteString(`<toast activationType="foreground" launch="` + launch(Open) + `" duration="short"` + scenario + `>`)
	b.WriteString(`<visual><binding template="ToastGeneric"><text>` + escape(m.Title) + `</text><text>` + escape(m.Body) + `</text></binding></visual>`)
	if m.Calls {
		b.WriteString(`<actions>`)
		for _, a := range []struct {
			act   Act
			label string
		}{{Answer, m.Answer}, {Reject, m.Reject}} {
			b.WriteString(`<action activationType="foreground" content="` + escape(a.label) + `" arguments="` + launch(a.act) + `"/>`)
		}
		b.WriteString(`</actions><audio silent="true"/>`) // the app rings itself
	}
	b.WriteString(`</toast>`)
	return b.String()
}
