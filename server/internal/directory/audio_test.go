package directory_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// door is the room with its operations behind the real web.
type door struct {
	room
	handler http.Handler
	token   map[string]string // by login
}

const theSite = `
agents:
  - {id: boss, name: Boss, password: Passw0rd1, role: administrator}
  - {id: lead, name: Lead, password: Passw0rd1, role: supervisor}
  - {id: sato, name: Sato, password: Passw0rd1}
`

func openDoor(t *testing.T) door {
	t.Helper()
	return openDoorTo(t, open(t))
}

// openDoorTo serves a room's REST API.
func openDoorTo(t testing.TB, r room) door {
	t.Helper()
	d := door{room: r, token: map[string]string{}}
	d.apply(t, theSite)
	s, err := web.New(web.Options{
		Doors: d.doors, Hub: live.New(live.Options{Zone: time.UTC}), Version: "test", PhoneFiles: d.PhoneFiles(),
		Rooms: []func(huma.API){func(api huma.API) { d.Register(api, directory.About{}) }},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	d.handler = s.Handler()
	for _, login := range []string{"boss", "lead", "sato"} {
		_, token, err := d.doors.Login(t.Context(), login, "Passw0rd1", access.App, access.Origin{})
		if err != nil {
			t.Fatal(err)
		}
		d.token[login] = token
	}
	return d
}

// ask makes a request and gives the answer; headers are "Name: value".
func (d door) ask(t *testing.T, login, method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1/"+path, body)
	r.Header.Set("Authorization", "Bearer "+d.token[login])
	r.Header.Set("Accept-Language", "en")
	for _, h := range headers {
		name, v, _ := strings.Cut(h, ": ")
		r.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// want asks, fails the test when the status is another one, and reads the body.
func want[T any](t *testing.T, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if w.Code != status {
		t.Fatalf("answer %d: %.300s; want %d", w.Code, w.Body, status)
	}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			t.Fatalf("%v in %.300s", err, w.Body)
		}
	}
	return out
}

// form makes a form of fields; "file" has content, others text.
func form(t *testing.T, fields ...any) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		var err error
		switch v := fields[i+1].(type) {
		case []byte:
			var w io.Writer
			if w, err = m.CreateFormFile(fields[i].(string), `C:\music\hello world.wav`); err == nil {
				_, err = w.Write(v)
			}
		case string:
			err = m.WriteField(fields[i].(string), v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, "Content-Type: " + m.FormDataContentType()
}

// page is a part of a list, as every noun answers.
type page[T any] struct {
	Items      []T
	NextCursor string
	Total      int
}

func wave(frequency float64, seconds int) []byte {
	return pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 16000, Channels: 1, Samples: pcm.Pure(frequency, 0.5).Samples(16000*seconds, 16000)})
}

func (d door) create(t *testing.T, name string, sound []byte) directory.Audio {
	t.Helper()
	body, kind := form(t, "name", name, "file", sound)
	return want[directory.Audio](t, d.ask(t, "boss", "POST", "audios", body, kind), 201)
}

type refusal struct {
	Code   string
	Errors []struct{ Location, Message, Value string }
}

func TestAudioOverREST(t *testing.T) {
	clock, r := time.Now(), open(t)
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Now: func() time.Time { return clock }})
	d := openDoorTo(t, r)
	body, kind := form(t, "name", "挨拶", "voicemail", "true", "recipients", "a@example.com", "recipients", "b@example.com", "file", wave(600, 2))
	made := want[directory.Audio](t, d.ask(t, "boss", "POST", "audios", body, kind), 201)
	if made.Name != "挨拶" || !made.Voicemail || len(made.Recipients) != 2 || made.Milliseconds != 2000 || made.Version != 1 || made.File != "hello world.wav" {
		t.Errorf("made %+v", made)
	}
	path := "audios/" + made.ID.String()

	w := d.ask(t, "sato", "GET", path+"/sound", nil)
	heard, err := pcm.ParseWAV(w.Body.Bytes())
	if w.Code != 200 || w.Header().Get("Content-Type") != "audio/wav" || err != nil || heard.Rate != 8000 || pcm.Share(heard.Samples, 600, 8000) < 0.95 {
		t.Errorf("listen: %d %s, %d Hz (%v)", w.Code, w.Header().Get("Content-Type"), heard.Rate, err)
	}
	if part := d.ask(t, "sato", "GET", path+"/sound", nil, "Range: bytes=44-1043"); part.Code != 206 || part.Body.Len() != 1000 || !bytes.Equal(part.Body.Bytes(), w.Body.Bytes()[44:1044]) {
		t.Errorf("a range: %d with %d bytes", part.Code, part.Body.Len())
	}

	changed := want[directory.Audio](t, d.ask(t, "boss", "PATCH", path, strings.NewReader(`{"name":"hello","recipients":[]}`), "Content-Type: application/json", `If-Match: "1"`), 200)
	if changed.Name != "hello" || !changed.Voicemail || len(changed.Recipients) != 0 || changed.Version != 2 {
		t.Errorf("changed to %+v", changed)
	}
	late := want[refusal](t, d.ask(t, "boss", "PATCH", path, strings.NewReader(`{"name":"late"}`), "Content-Type: application/json", `If-Match: "1"`), 409)
	if late.Code != "changed_meanwhile" {
		t.Errorf("a late change: %+v", late)
	}
	body, kind = form(t, "file", wave(900, 3))
	replaced := want[directory.Audio](t, d.ask(t, "boss", "PUT", path+"/sound", body, kind), 200)
	sound, err := os.ReadFile(d.SoundPath(made.ID))
	if err != nil {
		t.Fatal(err)
	}
	now, err := pcm.ParseWAV(sound)
	if err != nil || replaced.Milliseconds != 3000 || replaced.Name != "hello" || replaced.SHA256 == made.SHA256 || pcm.Share(now.Samples, 900, 8000) < 0.95 {
		t.Errorf("replaced: %+v (%v)", replaced, err)
	}
	want[any](t, d.ask(t, "boss", "DELETE", path, nil, "If-Match: *"), 204)
	want[refusal](t, d.ask(t, "boss", "GET", path, nil), 404)
	want[refusal](t, d.ask(t, "boss", "DELETE", path, nil, "If-Match: *"), 404)
	var trail string
	if err := d.db.Bun().QueryRowContext(t.Context(), "select string_agg(action, ' ' order by id) from audit where object_id = ? and actor is not null", made.ID.String()).Scan(&trail); err != nil {
		t.Fatal(err)
	}
	if trail != "audio.created audio.updated audio.updated audio.deleted" {
		t.Errorf("audited: %s", trail)
	}
	// Its sound stays for as long as it may come back, and not longer.
	d.wantSounds(t, made.ID)
	clock = clock.Add(25 * time.Hour)
	other := d.create(t, "other", wave(500, 1))
	want[any](t, d.ask(t, "boss", "DELETE", "audios/"+other.ID.String(), nil, "If-Match: *"), 204)
	d.wantSounds(t, other.ID)
}

// wantSounds wants the sounds of these audio files to be kept and no others.
func (d door) wantSounds(t *testing.T, of ...id.Audio) {
	t.Helper()
	left, err := os.ReadDir(d.audio)
	if err != nil {
		t.Fatal(err)
	}
	var kept, wanted []string
	for _, e := range left {
		if !e.IsDir() {
			kept = append(kept, e.Name())
		}
	}
	for _, a := range of {
		wanted = append(wanted, a.String()+".wav")
	}
	if !slices.Equal(kept, wanted) {
		t.Errorf("the sounds %q are kept, want %q", kept, wanted)
	}
}

func TestListOfAudio(t *testing.T) {
	d := openDoor(t)
	for i := range 5 {
		d.create(t, fmt.Sprintf("Tone %d", i), wave(500, 5-i))
	}
	var names []string
	path := "audios?limit=2&sort=milliseconds"
	for cursor := ""; ; {
		list := want[page[directory.Audio]](t, d.ask(t, "sato", "GET", path+"&cursor="+cursor, nil), 200)
		for _, a := range list.Items {
			names = append(names, a.Name)
		}
		if cursor = list.NextCursor; cursor == "" {
			break
		}
	}
	if got := strings.Join(names, ","); got != "Tone 4,Tone 3,Tone 2,Tone 1,Tone 0" {
		t.Errorf("listed %s", got)
	}
	list := want[page[directory.Audio]](t, d.ask(t, "sato", "GET", "audios?q=tONE%203&sort=-name", nil), 200)
	if len(list.Items) != 1 || list.Items[0].Name != "Tone 3" {
		t.Errorf("searched: %+v", list)
	}
	for _, wrong := range []string{"sort=id", "limit=501", "cursor=%25", "cursor=LTU"} {
		if w := d.ask(t, "sato", "GET", "audios?"+wrong, nil); w.Code != 422 {
			t.Errorf("%s: answer %d", wrong, w.Code)
		}
	}
}

// TestWhereAudioIsUsed names one audio file in every field of a site file that
// can.
func TestWhereAudioIsUsed(t *testing.T) {
	d := openDoor(t)
	used := d.create(t, "used", wave(700, 1))
	d.apply(t, `
trunks:
  - {name: carrier, host: "127.0.0.1:5090", unknown_to: {audio: used}}
groups:
  - {name: G, greeting: used, announcement: used, announce_every: 20, music: used, whisper: used, overflow: {audio: used}, timeout_to: {audio: used, voicemail: true}}
ivrs:
  - name: I
    default: {audio: used}
    schedule: {enabled: true, rows: [{from: "09:00", to: "18:00", weekdays: [mon], to_destination: {hangup: busy}}, {from: "09:00", to: "18:00", weekdays: [tue], to_destination: {audio: used}}]}
    buttons: {enabled: true, audio: used, keys: {"1": {audio: used}}}
numbers:
  - {number: "0312345678", name: N, route: {audio: used, voicemail: true}}
`)
	want[any](t, d.ask(t, "boss", "PUT", "prompts/ja/goodbye", strings.NewReader(`{"audio":"`+used.ID.String()+`"}`), "Content-Type: application/json"), 204)
	uses := want[page[resource.Use]](t, d.ask(t, "sato", "GET", "audios/"+used.ID.String()+"/uses", nil), 200)
	var got []string
	for _, u := range uses.Items {
		got = append(got, u.Noun+" "+u.Title+" "+u.Field)
	}
	expected := []string{
		"trunks carrier unknownTo",
		"groups G greeting", "groups G announcement", "groups G music", "groups G whisper", "groups G overflow", "groups G timeoutTo",
		"ivrs I default", "ivrs I schedule.rows[1].toDestination", "ivrs I buttons.audio", "ivrs I buttons.keys.1",
		"numbers N route", "prompts ja/goodbye audio",
	}
	if !slices.Equal(got, expected) {
		t.Errorf("uses:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
	}
	no := want[refusal](t, d.ask(t, "boss", "DELETE", "audios/"+used.ID.String(), nil, "If-Match: *"), 409)
	if no.Code != "in_use" || len(no.Errors) != len(expected) || !strings.HasPrefix(no.Errors[1].Location, "groups/") || no.Errors[1].Value != "greeting" {
		t.Errorf("delete: %+v", no)
	}
	if row := want[directory.Audio](t, d.ask(t, "sato", "GET", "audios/"+used.ID.String(), nil), 200); row.Uses != len(expected) {
		t.Errorf("%d uses in the row", row.Uses)
	}
}

// TestSubscribersFindTheSound: who hears of a change may read the new sound.
func TestSubscribersFindTheSound(t *testing.T) {
	d := openDoor(t)
	wanted := map[id.Audio]string{}
	told := 0
	d.OnChange(func(s directory.Snapshot) {
		for _, a := range s.Audios {
			raw, err := os.ReadFile(d.SoundPath(a.ID))
			if err != nil || directory.SHA256(raw) != a.SHA256 {
				t.Errorf("version %d: the sound of %s is not the one it tells of (%v)", s.Version, a.Name, err)
			}
			wanted[a.ID] = a.SHA256
		}
		told++
	})
	a := d.create(t, "one", wave(500, 1))
	body, kind := form(t, "file", wave(800, 1))
	b := want[directory.Audio](t, d.ask(t, "boss", "PUT", "audios/"+a.ID.String()+"/sound", body, kind), 200)
	if told != 2 || wanted[a.ID] != b.SHA256 {
		t.Errorf("told %d times, the last of %s; want twice and %s", told, wanted[a.ID], b.SHA256)
	}
}

func TestPromptsOverREST(t *testing.T) {
	d := openDoor(t)
	own := d.create(t, "own", wave(700, 1))
	list := want[directory.PromptPage](t, d.ask(t, "sato", "GET", "prompts?q=発信音", nil), 200)
	if len(list.Items) != 2 || list.Items[1].ID != "voicemail-start" || len(list.Items[1].Replaced) != 0 {
		t.Fatalf("prompts of the tone: %+v", list)
	}
	isOwn := func(query string) bool {
		t.Helper()
		w := d.ask(t, "sato", "GET", "prompts/ja/voicemail-start/sound"+query, nil)
		s, err := pcm.ParseWAV(w.Body.Bytes())
		if w.Code != 200 || err != nil || s.Format != pcm.PCM16 || s.Rate != 8000 {
			t.Fatalf("listen: %d, %v", w.Code, err)
		}
		return pcm.Share(s.Samples, 700, 8000) > 0.9
	}
	if isOwn("") {
		t.Fatal("the built-in prompt is the tone of this test")
	}
	put := func(login, path string) *httptest.ResponseRecorder {
		return d.ask(t, login, "PUT", path, strings.NewReader(`{"audio":"`+own.ID.String()+`"}`), "Content-Type: application/json")
	}
	want[any](t, put("boss", "prompts/ja/voicemail-start"), 204)
	want[any](t, put("boss", "prompts/ja/voicemail-start"), 204)
	if !isOwn("") || isOwn("?original=true") {
		t.Error("it is not replaced, or the built-in one cannot be heard")
	}
	s, err := d.Load(t.Context())
	if err != nil || len(s.Prompts) != 1 || s.Prompts["ja/voicemail-start"] != own.ID {
		t.Errorf("the site has %+v (%v)", s.Prompts, err)
	}
	list = want[directory.PromptPage](t, d.ask(t, "sato", "GET", "prompts?q=voicemail-start", nil), 200)
	if len(list.Items) != 1 || list.Items[0].Replaced["ja"].Name != "own" {
		t.Errorf("listed: %+v", list)
	}
	want[any](t, d.ask(t, "boss", "DELETE", "prompts/ja/voicemail-start", nil), 204)
	if isOwn("") {
		t.Error("it is still replaced")
	}
	for _, path := range []string{"prompts/ja/nothing", "prompts/fr/goodbye", "prompts/ja/emergency-sv"} {
		want[refusal](t, put("boss", path), 404)
	}
	want[refusal](t, put("lead", "prompts/ja/goodbye"), 403)
	unknown := strings.NewReader(`{"audio":"` + id.Numbered[id.Audio](9).String() + `"}`)
	want[refusal](t, d.ask(t, "boss", "PUT", "prompts/ja/goodbye", unknown, "Content-Type: application/json"), 422)
}

// TestRefusedUploads: nothing of them stays.
func TestRefusedUploads(t *testing.T) {
	d := openDoor(t)
	d.create(t, "taken", wave(500, 1))
	good := wave(600, 1)
	huge := append(pcm.AppendWAVHeader(nil, pcm.PCM16, 8000, 1, 60<<20), make([]byte, 52<<20)...)
	for name, c := range map[string]struct {
		fields []any
		status int
		code   string
	}{
		"no file":         {[]any{"name", "x"}, 422, "invalid"},
		"no name":         {[]any{"file", good}, 422, "invalid"},
		"a bad name":      {[]any{"name", "a\nb", "file", good}, 422, "invalid"},
		"a taken name":    {[]any{"name", "taken", "file", good}, 409, "name_taken"},
		"no sound":        {[]any{"name", "x", "file", []byte("not audio at all")}, 422, "audio_invalid"},
		"a playlist":      {[]any{"name", "x", "file", []byte("#EXTM3U\nfile:///etc/passwd\n")}, 422, "audio_invalid"},
		"too large":       {[]any{"name", "x", "file", huge}, 422, "audio_too_large"},
		"two files":       {[]any{"name", "x", "file", good, "file", good}, 422, "invalid"},
		"another field":   {[]any{"name", "x", "file", good, "id", "1"}, 422, "invalid"},
		"a bad flag":      {[]any{"name", "x", "file", good, "voicemail", "perhaps"}, 422, "invalid"},
		"a bad address":   {[]any{"name", "x", "file", good, "recipients", "a@b\r\nBcc: c@d"}, 422, "invalid"},
		"a named address": {[]any{"name", "x", "file", good, "recipients", "A <a@example.com>"}, 422, "invalid"},
		"a long field":    {[]any{"name", strings.Repeat("x", 5000), "file", good}, 422, "invalid"},
	} {
		body, kind := form(t, c.fields...)
		w := d.ask(t, "boss", "POST", "audios", body, kind)
		var no refusal
		_ = json.Unmarshal(w.Body.Bytes(), &no)
		if w.Code != c.status || no.Code != c.code {
			t.Errorf("%s: answer %d %.200s; want %d %s", name, w.Code, w.Body, c.status, c.code)
		}
	}
	for _, kind := range []string{"Content-Type: application/json", "Content-Type: multipart/form-data", "Content-Type: multipart/form-data; boundary=x"} {
		if w := d.ask(t, "boss", "POST", "audios", strings.NewReader("{}"), kind); w.Code != 422 {
			t.Errorf("%s: answer %d %.200s", kind, w.Code, w.Body)
		}
	}
	for _, login := range []string{"lead", "sato"} {
		body, kind := form(t, "name", "x", "file", good)
		want[refusal](t, d.ask(t, login, "POST", "audios", body, kind), 403)
	}
	list := want[page[directory.Audio]](t, d.ask(t, "sato", "GET", "audios", nil), 200)
	if len(list.Items) != 1 {
		t.Errorf("stored: %+v", list.Items)
	}
}

func TestRecipientsInTheSiteFile(t *testing.T) {
	r := open(t)
	file := "audio:\n  - {name: welcome, file: welcome.wav, voicemail: true, recipients: [a@example.com, b@example.com]}\n"
	r.apply(t, file)
	if diff := r.apply(t, file); len(diff) != 0 {
		t.Errorf("the second application changed\n%s", diff)
	}
	s, err := r.Load(t.Context())
	if err != nil || !slices.Equal(s.Audios[0].Recipients, []string{"a@example.com", "b@example.com"}) {
		t.Errorf("recipients %q (%v)", s.Audios[0].Recipients, err)
	}
	wrong := strings.Replace(file, "b@example.com", "nobody", 1)
	if _, err := r.Apply(t.Context(), directory.Source{Data: []byte(wrong), Dir: folder()}, false); err == nil || !strings.Contains(err.Error(), "audio[0].recipients[1]") {
		t.Errorf("a wrong address: %v", err)
	}
}
