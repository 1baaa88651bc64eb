package chat

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

func (r *rig) upload(t testing.TB, s access.Session, to id.Thread, name, content string) (wire.ChatFile, id.File) {
	t.Helper()
	f, err := r.Upload(t.Context(), s, to, name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	r.pass(4 * time.Second)
	which, err := id.Parse[id.File](f.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f, which
}

// kept lists what lies in the folder.
func (r *rig) kept(t testing.TB) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(r.o.Folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFile(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	secret := png + strings.Repeat("customer 0312345678 ", 5000)
	f, which := r.upload(t, r.sato, orders, "../../見積\u202egnp.exe\x00", secret)
	if f.Name != "見積gnp.exe" || f.Type != "image/png" || !f.Image || f.Size != int64(len(secret)) {
		t.Errorf("the file is %+v", f)
	}
	_, second := r.upload(t, r.sato, orders, "b.html", "<script>alert(1)</script>")
	for _, path := range r.kept(t) {
		raw, err := os.ReadFile(path)
		if err != nil || bytes.Contains(raw, []byte("customer")) || bytes.Contains(raw, []byte("script")) {
			t.Errorf("%s is not encrypted (%v)", path, err)
		}
	}
	_, err := r.Take(t.Context(), r.suzuki, access.Origin{}, which)
	wantKey(t, "a file that is not sent", err, "chat_file_not_found")
	_, err = r.Send(t.Context(), r.suzuki, orders, Draft{Ref: "reference-0", Files: []id.File{which}})
	wantKey(t, "another's file", err, "invalid")
	_, err = r.Send(t.Context(), r.sato, orders, Draft{Ref: "reference-0", Files: []id.File{which, which}})
	wantKey(t, "one file twice", err, "invalid")
	out, err := r.Send(t.Context(), r.sato, orders, Draft{Ref: "reference-0", Files: []id.File{second, which}})
	if err != nil || len(out.Files) != 2 || out.Files[0].Name != "b.html" || out.Files[1] != f {
		t.Fatalf("%+v %v", out, err)
	}
	_, err = r.Send(t.Context(), r.sato, orders, Draft{Ref: "reference-1", Files: []id.File{which}})
	wantKey(t, "a file that is sent", err, "invalid")
	page, err := r.Messages(t.Context(), r.suzuki, orders, Span{})
	if err != nil || len(page.Items) != 1 || len(page.Items[0].Files) != 2 || page.Items[0].Seq != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	for range 2 {
		taken, err := r.Take(t.Context(), r.suzuki, access.Origin{Address: "192.0.2.1"}, which)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(taken.Content)
		if err != nil || string(raw) != secret || taken.Close() != nil {
			t.Errorf("%d bytes, %v", len(raw), err)
		}
	}
	var notes int
	if err := r.db.Pool().QueryRow(t.Context(), "select count(*) from audit where action = 'chat-file.downloaded' and actor = $1 and object_id = $2", r.suzuki.Agent.ID, f.ID).Scan(&notes); err != nil || notes != 1 {
		t.Errorf("%d notes of two looks in one session (%v)", notes, err)
	}
}

func TestBadFilesLeaveNothing(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	for name, content := range map[string]io.Reader{
		"empty": strings.NewReader(""), "large": io.LimitReader(zeros{}, MaxFile+1), "cut at once": iotest.ErrReader(io.ErrUnexpectedEOF),
		"cut": io.MultiReader(strings.NewReader(strings.Repeat("x", 70000)), iotest.ErrReader(os.ErrDeadlineExceeded)),
	} {
		_, err := r.Upload(t.Context(), r.sato, orders, name, content)
		if err == nil || len(r.kept(t)) != 0 {
			t.Errorf("%s: %v, kept %v", name, err, r.kept(t))
		}
	}
	if f, err := r.Upload(t.Context(), r.sato, orders, "most", io.LimitReader(zeros{}, MaxFile)); err != nil || f.Size != MaxFile {
		t.Errorf("the largest: %+v %v", f, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestPurge(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	_, sent := r.upload(t, r.sato, orders, "old.txt", "old")
	if _, err := r.Send(t.Context(), r.sato, orders, Draft{Ref: "reference-0", Text: "old", Files: []id.File{sent}}); err != nil {
		t.Fatal(err)
	}
	r.upload(t, r.sato, orders, "unsent.txt", "unsent")
	purge := func(messages, files int) {
		t.Helper()
		m, f, err := r.Purge(t.Context())
		if err != nil || m != messages || f != files {
			t.Errorf("purged %d messages and %d files (%v), expected %d and %d", m, f, err, messages, files)
		}
	}
	purge(0, 0)
	r.pass(25 * time.Hour)
	purge(0, 1)
	r.pass(400 * 24 * time.Hour)
	purge(0, 0) // for ever
	r.send(t, r.sato, orders, "new")
	if _, err := r.db.Pool().Exec(t.Context(), "update chat_settings set retention_days = 365"); err != nil {
		t.Fatal(err)
	}
	purge(1, 1)
	if len(r.kept(t)) != 0 {
		t.Errorf("kept %v", r.kept(t))
	}
	same(t, "what is left", r.threads(t, r.suzuki), `group 受注 member=true 1/2 "佐藤さん: new"`)
	page, err := r.Messages(t.Context(), r.suzuki, orders, Span{})
	if err != nil || len(page.Items) != 1 || page.Items[0].Seq != 2 || page.More {
		t.Errorf("%+v %v", page, err)
	}
	_, err = r.Take(t.Context(), r.sato, access.Origin{}, sent)
	wantKey(t, "a deleted file", err, "chat_file_not_found")
}
