package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// TestVoicemail: a message that a caller leaves lights the lamps, is listed,
// can be heard, and comes by mail with the recording, over STARTTLS with a
// login.
func TestVoicemail(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	post := openPost(t)
	if _, _, err := c.server.api(t).raw("PATCH", "/api/v1/settings/mail", object{
		"host": "127.0.0.1", "port": post.port, "security": "starttls", "user": postUser, "password": postPassword, "from": "pbx@example.com", "fromName": "Yobirin",
	}, "If-Match", "*"); err != nil {
		t.Fatal(err)
	}
	name := c.tone(voiceE, 3000)
	c.site.Audio[0]["voicemail"], c.site.Audio[0]["recipients"] = true, []string{"desk@example.com"}
	c.agent(1, nil).number(1, object{"audio": name}, nil).apply()
	one, outside := c.desk(1, voiceB), c.outside(1, voiceA)
	waiting := one.watch(c.user(1), "message-summary")
	waiting.shows("Messages-Waiting: no")

	short := outside.dial(c.did(1)).up()
	short.hears(voiceE)
	short.hangUp() // before the beep: nothing is kept
	short.over()
	caller := outside.dial(c.did(1)).up()
	caller.hears(voiceE)
	caller.hearsThat("other") // what to do
	caller.hearsThat("quiet") // after the beep
	pass(3 * time.Second)
	caller.press("#")
	caller.hearsThat("other") // thanks
	caller.over()
	caller.keys("")
	waiting.shows("Messages-Waiting: yes", "Voice-Message: 1/0")

	var page struct {
		Items []struct {
			ID      string  `json:"id"`
			From    party   `json:"from"`
			Called  string  `json:"phoneNumber"`
			Seconds float64 `json:"seconds"`
		} `json:"items"`
	}
	if err := c.server.api(t).call("GET", "/api/v1/voicemails?number="+c.caller(1), nil, &page); err != nil || len(page.Items) != 1 {
		t.Fatalf("the list of messages: %+v, %v; want one", page, err)
	}
	m := page.Items[0]
	if m.From.Number != c.caller(1) || m.Called != c.did(1) || m.Seconds < 2.5 || m.Seconds > 11 {
		t.Errorf("the message: %+v, want one of some 4 s from %s to %s", m, c.caller(1), c.did(1))
	}
	raw, _, err := c.server.api(t).raw("GET", "/api/v1/voicemails/"+m.ID+"/audio", nil)
	if err != nil {
		t.Fatal(err)
	}
	listenTo(t, "the message", raw)
	checkLetter(t, post.next(), c.caller(1))

	if err := c.server.api(t).call("PUT", "/api/v1/voicemails/"+m.ID+"/heard", object{"heard": true}, nil); err != nil {
		t.Fatal(err)
	}
	waiting.shows("Messages-Waiting: no")
	if err := c.server.api(t).call("DELETE", "/api/v1/voicemails/"+m.ID, nil, nil); err != nil {
		t.Error(err)
	}
	if _, _, err := c.server.api(t).raw("GET", "/api/v1/voicemails/"+m.ID+"/audio", nil); statusOf(err) != 404 {
		t.Errorf("a deleted message: %v, want 404", err)
	}
}

// listenTo fails unless a WAV file holds the caller's voice and no key.
func listenTo(t *testing.T, what string, raw []byte) {
	t.Helper()
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	mustHear(t, what, heard(w.Mono(), w.Rate, voices()...), voiceA, 2, voiceB, voiceE)
}

// checkLetter looks at a mail that tells of a message.
func checkLetter(t *testing.T, l letter, caller string) {
	t.Helper()
	if !l.secure || l.user != postUser || l.from != "pbx@example.com" || l.to != "desk@example.com" {
		t.Errorf("the mail came from %s to %s as %q, encrypted: %v", l.from, l.to, l.user, l.secure)
	}
	m, err := mail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		t.Fatalf("the mail is %s (%v), want parts", kind, err)
	}
	text, sound := "", []byte(nil)
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body := decoded(t, p.Header, p)
		if strings.HasPrefix(p.Header.Get("Content-Type"), "audio/") || strings.Contains(p.Header.Get("Content-Disposition"), ".wav") {
			sound = body
		} else {
			text += string(body)
		}
	}
	if !strings.Contains(strings.ReplaceAll(text, "-", ""), caller) {
		t.Errorf("the mail does not say who called: %s", text)
	}
	listenTo(t, "the attachment", sound)
}

func decoded(t *testing.T, h textproto.MIMEHeader, r io.Reader) []byte {
	t.Helper()
	if strings.EqualFold(h.Get("Content-Transfer-Encoding"), "base64") {
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRecordingPause: while the recording is paused it holds silence, of the
// same length; it is encrypted on the disk, and played whole and in parts.
func TestRecordingPause(t *testing.T) {
	t.Parallel()
	c, outside, one, _ := parkScene(t, byEvent)
	me := c.logIn(1)
	caller, callee := c.lead(outside, one)
	id := c.callOf(c.caller(1))
	me.must(t, id, "pause", nil)
	pass(3 * time.Second)
	caller.hears(voiceB) // who talk do not notice
	me.must(t, id, "pause", object{"on": false})
	pass(5 * time.Second)
	caller.hangUp()
	callee.over()
	line := c.history(c.caller(1))
	raw := c.server.recording(t, id)
	w, err := pcm.ParseWAV(raw)
	if err != nil || w.Channels != 2 {
		t.Fatalf("the recording has %d channels (%v), want 2", w.Channels, err)
	}
	paused := pausedFor(t, line)
	if paused < 3*time.Second {
		t.Errorf("the timeline says %s of pause, want at least 3 s", paused)
	}
	for i, voice := range []int{voiceA, voiceB} {
		windows := heard(w.Lane(i), w.Rate, voices()...)
		mustHear(t, "the recording", windows, voice, 2)
		silence := time.Duration(run(windows, "quiet")) * windowMS * time.Millisecond
		if silence < paused-time.Second || silence > paused+500*time.Millisecond {
			t.Errorf("lane %d has %s of silence, want %s: %v", i, silence, paused, windows)
		}
		if at := slices.Index(windows, "quiet"); at < 0 || !slices.Contains(windows[at:], itoa(voice)) {
			t.Errorf("lane %d does not go on after the pause: %v", i, windows)
		}
	}
	part, header, err := c.server.api(t).raw("GET", "/api/v1/calls/"+id+"/recording", nil, "Range", "bytes=100-299")
	if err != nil || !bytes.Equal(part, raw[100:300]) || !strings.HasPrefix(header.Get("Content-Range"), "bytes 100-299/") {
		t.Errorf("a part of the recording: %d bytes, %q, %v", len(part), header.Get("Content-Range"), err)
	}
	c.encryptedOnDisk(t)
	if got := statusOf(c.logIn(2).call("GET", "/api/v1/calls/"+id+"/recording", nil, nil)); got != 403 && got != 404 {
		t.Errorf("an agent who was not in the call gets %d for its recording", got)
	}
}

// pausedFor adds up how long the recording was paused.
func pausedFor(t *testing.T, l timeline) (sum time.Duration) {
	t.Helper()
	var since time.Time
	for _, e := range l.Events {
		if e.Kind != "recordingPaused" {
			continue
		}
		var d struct {
			Paused bool `json:"paused"`
		}
		if err := json.Unmarshal(e.Data, &d); err != nil {
			t.Fatal(err)
		}
		if d.Paused {
			since = e.At
		} else {
			sum += e.At.Sub(since)
		}
	}
	return sum
}

// encryptedOnDisk fails when any recording on the disk is sound as it is.
func (c *scene) encryptedOnDisk(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(c.server.dir, "recordings", "*", "*", "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", c.server.dir, err)
	}
	for _, f := range files {
		if raw, err := os.ReadFile(f); err == nil && (bytes.Contains(raw, []byte("WAVE")) || !strings.HasSuffix(strings.TrimSuffix(f, ".part"), ".enc")) {
			t.Errorf("%s is not encrypted", f)
		}
	}
}

// TestRecordOnDemand: where nothing is recorded the agent may begin, and end
// what it began.
func TestRecordOnDemand(t *testing.T) {
	t.Parallel()
	c := officeScene(t)
	c.simple(object{"record": false}).apply()
	outside, one := c.outside(1, voiceA), c.desk(1, voiceB)
	me := c.logIn(1)
	caller, callee := c.lead(outside, one)
	id := c.callOf(c.caller(1))
	me.must(t, id, "record", nil)
	pass(5 * time.Second) // enough for whole windows of it, whatever else the machine does
	me.must(t, id, "record", object{"on": false})
	caller.hears(voiceB)
	caller.hangUp()
	callee.over()
	c.history(c.caller(1)).has(t, "connected", "recordingStarted", "recordingEnded", "ended")
	w, err := pcm.ParseWAV(c.server.recording(t, id))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.Samples) / max(1, w.Channels*w.Rate); n < 4 || n > 30 {
		t.Errorf("the recording lasts %d s, want what was asked for", n)
	}
	mustHear(t, "the left lane", heard(w.Lane(0), w.Rate, voices()...), voiceA, 2, voiceB)
	mustHear(t, "the right lane", heard(w.Lane(1), w.Rate, voices()...), voiceB, 2, voiceA)
}
