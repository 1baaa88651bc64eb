package directory_test

import "testing"

// TestTransfersGoWhereTheSiteMayCall refuses at once what would only be refused
// when a caller is to be sent there.
func TestTransfersGoWhereTheSiteMayCall(t *testing.T) {
	d := openPeople(t)
	d.make(t, "barred", `{"number": "0990*"}`)
	d.make(t, "barred", `{"number": "0311110000"}`)
	for number, why := range map[string]string{
		"+1 212 555 0123": "number=international", "0990-123-456": "number=barred", "03-1111-0000": "number=barred", "119": "number=emergency", "2001": "number=number",
	} {
		d.refuses(t, "boss", "POST", "transfers", `{"name": "外", "number": "`+number+`"}`, why)
	}
	made := d.make(t, "transfers", `{"name": "外", "number": "090-1111-2222"}`)
	// What became so later keeps nobody from changing the rest.
	d.make(t, "barred", `{"number": "09011112222"}`)
	d.change(t, "transfers", made, `{"name": "外線"}`)
	d.refuses(t, "boss", "PATCH", "transfers/"+made["id"].(string), `{"number": "0990111222"}`, "number=barred")
	// Where calls abroad are on, they may be sent there.
	if w := d.send(t, "boss", "PATCH", "settings", `{"international": true}`, "If-Match: *"); w.Code != 200 {
		t.Fatalf("the settings: %d %s", w.Code, w.Body)
	}
	d.make(t, "transfers", `{"name": "海外", "number": "+1 212 555 0123"}`)
}
