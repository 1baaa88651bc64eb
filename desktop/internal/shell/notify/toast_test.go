package notify

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

func TestToastIsXMLWhateverSomebodyIsNamed(t *testing.T) {
	m := Of(seat.Notify{Card: seat.Card{
		Line: `"/><action`, Language: "ja", Party: seat.Person{Name: `</text><x a="b'&\x00`, Number: "1"}, GroupName: "]]>",
	}})
	doc := document(m, "run")
	var toast struct {
		Launch string   `xml:"launch,attr"`
		Texts  []string `xml:"visual>binding>text"`
		Action []struct {
			Content   string `xml:"content,attr"`
			Arguments string `xml:"arguments,attr"`
		} `xml:"actions>action"`
	}
	if err := xml.Unmarshal([]byte(doc), &toast); err != nil {
		t.Fatalf("%v: %s", err, doc)
	}
	if toast.Launch != `run default "/><action` || len(toast.Texts) != 2 || !strings.Contains(toast.Texts[0], `</text><x a="b'&`) {
		t.Errorf("%+v", toast)
	}
	if len(toast.Action) != 2 || toast.Action[0].Content != "応答" || toast.Action[1].Arguments != `run reject "/><action` {
		t.Errorf("%+v", toast.Action)
	}
	missed := document(Of(seat.Notify{Card: seat.Card{Line: "a"}, Missed: true}), "run")
	if strings.Contains(missed, "<action ") {
		t.Errorf("a missed call has buttons: %s", missed)
	}
}
