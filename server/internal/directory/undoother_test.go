package directory_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// TestFeatureCodesAreTakenBack, those that nobody has changed since.
func TestFeatureCodesAreTakenBack(t *testing.T) {
	d := openPeople(t)
	put := func(body string) string {
		t.Helper()
		w := d.send(t, "boss", "PUT", "codes", body)
		want[directory.CodeTable](t, w, http.StatusOK)
		return w.Header().Get("Undo")
	}
	digits := func(f route.Feature) string {
		for _, row := range want[directory.CodeTable](t, d.ask(t, "boss", "GET", "codes", nil), http.StatusOK).Items {
			if row.Feature == f {
				return strings.Join(row.Digits, " ")
			}
		}
		return "?"
	}
	before := digits(route.FeatureEcho)
	first := put(`{"items": [{"feature": "slot", "digits": ["60"]}, {"feature": "echo", "digits": []}]}`)
	second := put(`{"items": [{"feature": "slot", "digits": ["61"]}, {"feature": "echo", "digits": []}]}`)
	if first == "" || second == "" || put(`{"items": [{"feature": "slot", "digits": ["61"]}, {"feature": "echo", "digits": []}]}`) != "" {
		t.Errorf("a change is taken back by %q, %q, and no change by something", first, second)
	}
	d.refuses(t, "lead", "POST", "codes/batches/"+first+"/undo", "", "403 not_allowed")
	if back := d.takeBack(t, "boss", "codes", first); back.Done != 0 || len(back.Refused) != 1 || back.Refused[0].Code != "changed_since" || back.Refused[0].Errors[0].Location != "slot" {
		t.Errorf("the first: %+v", back)
	}
	for _, batch := range []string{second, first} {
		if back := d.takeBack(t, "boss", "codes", batch); back.Done != 1 || len(back.Refused) != 0 {
			t.Fatalf("%s: %+v", batch, back)
		}
	}
	if digits(route.FeatureSlot) != "90" || digits(route.FeatureEcho) != before {
		t.Errorf("the codes are %q and %q", digits(route.FeatureSlot), digits(route.FeatureEcho))
	}
	d.refuses(t, "boss", "POST", "codes/batches/"+first+"/undo", "", "409 undo_done")
	// A code that an extension stands in the way of now stays away.
	third := put(`{"items": [{"feature": "slot", "digits": ["60"]}]}`)
	d.make(t, "groups", `{"name": "x", "extension": "9011"}`)
	if back := d.takeBack(t, "boss", "codes", third); back.Done != 0 || len(back.Refused) != 1 || back.Refused[0].Code != "code_collision" {
		t.Errorf("a code in the way: %+v", back)
	}
	if digits(route.FeatureSlot) != "60" {
		t.Errorf("refused, and yet it is %q", digits(route.FeatureSlot))
	}
	// A site file changes it, too, in a history of its own.
	fourth := put(`{"items": [{"feature": "echo", "digits": ["987"]}, {"feature": "slot", "digits": ["60"]}]}`)
	d.apply(t, "codes: {echo: '986'}")
	if back := d.takeBack(t, "boss", "codes", fourth); back.Done != 0 || back.Refused[0].Code != "changed_since" || digits(route.FeatureEcho) != "986" {
		t.Errorf("after a site file: %+v", back)
	}
}

// TestSettingsOfLoginsAreTakenBack, but for the secret.
func TestSettingsOfLoginsAreTakenBack(t *testing.T) {
	d := openPeople(t)
	d.clerk(t, "setter", "settings.see", "settings.edit")
	set := func(body string) string {
		t.Helper()
		w := d.send(t, "boss", "PATCH", "settings/access", body, "If-Match: *")
		want[record](t, w, http.StatusOK)
		return w.Header().Get("Undo")
	}
	const at = "settings/access"
	first := set(`{"oidc": {"button": "社内ログイン"}}`)
	second := set(`{"oidc": {"issuer": "https://id.example", "clientId": "yobirin"}}`)
	if set(`{"oidc": {"button": "社内ログイン"}}`) != "" {
		t.Error("no change is taken back by something")
	}
	d.refuses(t, "setter", "POST", at+"/batches/"+first+"/undo", "", "403 undo_others")
	if back := d.takeBack(t, "boss", at, first); back.Done != 1 {
		t.Fatalf("a change that one of other fields followed: %+v", back)
	}
	third := set(`{"oidc": {"clientId": "other"}}`)
	if back := d.takeBack(t, "boss", at, second); back.Done != 0 || back.Refused[0].Code != "changed_since" || back.Refused[0].Errors[0].Location != "oidc.clientId" {
		t.Errorf("one that the same field followed: %+v", back)
	}
	for _, batch := range []string{third, second} {
		if back := d.takeBack(t, "boss", at, batch); back.Done != 1 {
			t.Fatalf("%+v", back)
		}
	}
	now := want[struct {
		OIDC struct{ Issuer, ClientID, Button string }
	}](t, d.ask(t, "boss", "GET", at, nil), http.StatusOK)
	if now.OIDC.Button != "" || now.OIDC.Issuer != "" || now.OIDC.ClientID != "" {
		t.Errorf("they are %+v", now)
	}
	if got := d.told(t, at+"/history"); len(got["items"].([]any)) != 6 {
		t.Errorf("the history has %d entries", len(got["items"].([]any)))
	}
}

// TestPromptsAndUploadsAreTakenBack: what is played is as it was before.
func TestPromptsAndUploadsAreTakenBack(t *testing.T) {
	d := openDoor(t)
	upload := func(method, path, name string, sound []byte) (directory.Audio, string) {
		t.Helper()
		w := d.upload(t, method, path, name, sound)
		a := want[directory.Audio](t, w, map[string]int{"POST": 201, "PUT": 200}[method])
		return a, w.Header().Get("Undo")
	}
	played := func(path string) []byte {
		t.Helper()
		w := d.ask(t, "boss", "GET", path+"/sound", nil)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: answer %d", path, w.Code)
		}
		return bytes.Clone(w.Body.Bytes())
	}
	one, made := upload("POST", "audios", "戻す音", wave(1000, 1))
	path := "audios/" + one.ID.String()
	before := played(path)
	two, replaced := upload("PUT", path+"/sound", "", wave(2000, 1))
	if bytes.Equal(played(path), before) || two.SHA256 == one.SHA256 || replaced == "" {
		t.Fatal("the sound was not replaced")
	}
	d.change(t, "audios", record{"id": one.ID.String()}, `{"name": "別名"}`) // another field
	if back := d.takeBack(t, "boss", "audios", replaced); back.Done != 1 || len(back.Skipped) != 0 {
		t.Fatalf("%+v", back)
	}
	now := want[directory.Audio](t, d.ask(t, "boss", "GET", path, nil), http.StatusOK)
	if !bytes.Equal(played(path), before) || now.SHA256 != one.SHA256 || now.Milliseconds != one.Milliseconds || now.File != one.File || now.Name != "別名" {
		t.Errorf("it is %+v, was %+v", now, one)
	}
	// Twice replaced: only the last is taken back, and then the one before.
	_, second := upload("PUT", path+"/sound", "", wave(2000, 1))
	_, third := upload("PUT", path+"/sound", "", wave(3000, 1))
	if back := d.takeBack(t, "boss", "audios", second); back.Done != 0 || back.Refused[0].Code != "changed_since" {
		t.Errorf("%+v", back)
	}
	for _, batch := range []string{third, second} {
		if back := d.takeBack(t, "boss", "audios", batch); back.Done != 1 {
			t.Fatalf("%+v", back)
		}
	}
	if !bytes.Equal(played(path), before) {
		t.Error("it does not sound as at first")
	}

	// Instead of a prompt.
	builtIn := played("prompts/ja/voicemail-start")
	replace := d.send(t, "boss", "PUT", "prompts/ja/voicemail-start", `{"audio": "`+one.ID.String()+`"}`)
	undo := replace.Header().Get("Undo")
	if replace.Code >= 300 || undo == "" || !bytes.Equal(played("prompts/ja/voicemail-start"), before) {
		t.Fatalf("answer %d, undo %q", replace.Code, undo)
	}
	if back := d.takeBack(t, "boss", "audios", made); back.Done != 0 || len(back.Refused) != 1 {
		t.Errorf("what is played is taken away: %+v", back)
	}
	d.refuses(t, "lead", "POST", "prompts/batches/"+undo+"/undo", "", "403 not_allowed")
	if back := d.takeBack(t, "boss", "prompts", undo); back.Done != 1 || !bytes.Equal(played("prompts/ja/voicemail-start"), builtIn) {
		t.Errorf("%+v", back)
	}

	// A new one goes, when nothing else became of it.
	fresh, made := upload("POST", "audios", "すぐ消す", wave(1500, 1))
	if back := d.takeBack(t, "boss", "audios", made); back.Done != 1 || d.ask(t, "boss", "GET", "audios/"+fresh.ID.String(), nil).Code != http.StatusNotFound {
		t.Errorf("%+v", back)
	}
}

// TestSoundsOfBeforeDoNotStay longer than they may come back.
func TestSoundsOfBeforeDoNotStay(t *testing.T) {
	d := openDoor(t)
	one := want[directory.Audio](t, d.upload(t, "POST", "audios", "音", wave(1000, 1)), 201)
	w := d.upload(t, "PUT", "audios/"+one.ID.String()+"/sound", "", wave(2000, 1))
	want[directory.Audio](t, w, 200)
	folder := strings.TrimSuffix(d.SoundPath(one.ID), one.ID.String()+".wav") + "before"
	kept := func() []os.DirEntry {
		found, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if len(kept()) != 1 {
		t.Fatalf("kept is %v", kept())
	}
	stray := folder + "/" + id.Numbered[id.Audio](77).String() + "." + one.SHA256 + ".wav"
	if err := os.WriteFile(stray, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.change(t, "audios", record{"id": one.ID.String()}, `{"name": "音二"}`) // what is swept with
	if found := kept(); len(found) != 1 || strings.Contains(stray, found[0].Name()) {
		t.Errorf("after the sweep %v is kept", found)
	}
	// A damaged one does not come back.
	if err := os.WriteFile(folder+"/"+kept()[0].Name(), []byte("RIFF"), 0o600); err != nil {
		t.Fatal(err)
	}
	if back := d.takeBack(t, "boss", "audios", w.Header().Get("Undo")); back.Done != 0 || len(back.Refused) != 1 || back.Refused[0].Errors[0].Rule != "missing" {
		t.Errorf("%+v", back)
	}
}

// upload sends a sound by the administrator.
func (d door) upload(t *testing.T, method, path, name string, sound []byte) *httptest.ResponseRecorder {
	t.Helper()
	fields := []any{"file", sound}
	if name != "" {
		fields = append(fields, "name", name)
	}
	body, kind := form(t, fields...)
	return d.ask(t, "boss", method, path, body, kind)
}
