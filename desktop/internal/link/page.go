package link

import (
	"encoding/json"
	"time"
)

// maxSaid is the most bytes of a message of the page.
const maxSaid = 64 << 10

// LiveOpen is the page opening its end of the live socket: it gets a snapshot
// at once, or as soon as there is one.
func (l *Link) LiveOpen() {
	l.later(func() {
		l.pageOpen = true
		if !l.rows.ready {
			return
		}
		text, err := l.rows.snapshot(time.Now().Add(l.ahead).UnixMilli())
		if err != nil {
			l.o.Log.Error("the live rows could not be written", "err", err)
			return
		}
		l.o.Page.LiveMessage(text)
		if l.rows.mine != nil {
			l.o.Page.LiveMessage(l.rows.mine)
		}
	})
}

// LiveSend is a message of the page. What asks for a snapshot is answered
// here.
func (l *Link) LiveSend(text string) {
	if len(text) > maxSaid {
		return
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		return
	}
	if head.Type == "resync" {
		l.LiveOpen()
		return
	}
	l.later(func() { l.say([]byte(text)) })
}

// LiveClose is the page closing its end.
func (l *Link) LiveClose() { l.later(func() { l.pageOpen = false }) }

func (l *Link) toPage(text []byte) {
	if l.pageOpen {
		l.o.Page.LiveMessage(text)
	}
}
