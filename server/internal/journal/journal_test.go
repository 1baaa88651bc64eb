package journal

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// Every kind can be written and read back; a kind that is missing in the
// decoders would stop the spool.
func TestEveryBodyRoundTrips(t *testing.T) {
	at := time.Date(2026, 11, 22, 1, 2, 3, 4000, time.UTC)
	for kind, decode := range decoders {
		body, err := decode([]byte(`{}`))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if body.Kind() != kind {
			t.Errorf("%T says it is %q, and is registered as %q", body, body.Kind(), kind)
		}
		want := Event{Stream: StreamOf(id.Numbered[id.Call](7)), Seq: 3, At: at, Body: body}
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Event
		if err := json.Unmarshal(raw, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as %+v, %v", raw, got, err)
		}
	}
}

func TestUnknownKindIsRefused(t *testing.T) {
	var e Event
	if err := json.Unmarshal([]byte(`{"kind":"invented","body":{}}`), &e); err == nil {
		t.Fatal("an unknown kind was read")
	}
}

func FuzzReadEvent(f *testing.F) {
	f.Add([]byte(`{"stream":"","seq":1,"at":"2026-11-22T00:00:00Z","kind":"digit","body":{"key":"1"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var e Event
		if err := json.Unmarshal(raw, &e); err != nil {
			return
		}
		if _, err := json.Marshal(e); err != nil {
			t.Fatalf("%s was read but cannot be written: %v", raw, err)
		}
	})
}
