package resource_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/yobirin/yobirin/server/internal/web"
)

// wide gives a text in UTF-16, little endian.
func wide(text string) string {
	out := []byte{}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// TestFilesThatAreNone: whatever is sent is answered with what was expected,
// and nothing of it stays.
func TestFilesThatAreNone(t *testing.T) {
	r := open(t)
	for name, tt := range map[string]struct{ file, wants string }{
		"nothing at all":               {"", "row 1: required"},
		"nothing but a mark":           {"\xef\xbb\xbf", "row 1: required"},
		"nothing but UTF-16's mark":    {"\xff\xfe", "row 1: required"},
		"nothing but lines":            {"\r\n\r\n\n", "row 1: required"},
		"one huge line":                {strings.Repeat("a", 8<<20), "row 1: max_length"},
		"one huge cell":                {"name\nx\n" + strings.Repeat("あ", 32_768) + "\n", "row 3: max_length"},
		"NUL bytes":                    {"\x00\x00\x00\x00\x00\x00", "file: encoding"},
		"a NUL in the header":          {"na\x00me\nx\n", "file: encoding"},
		"damaged CP932":                {"name\n\x8e\x52\x93\n\x81\n", "file: encoding"},
		"UTF-16 with an odd byte":      {"\xff\xfe" + wide("name\nx\n") + "y", "file: encoding"},
		"UTF-16 with half a character": {"\xff\xfe" + wide("name\nx") + "\x3d\xd8", "file: encoding"},
		"a quote never closed":         {"name\n\"" + strings.Repeat("x\n", 1<<20), "row 2: csv"},
		"a quote in the header":        {"\"name\nx\n", "row 1: csv"},
		"columns twice":                {"name,size,name\nx,1,y\n", "column: unique"},
		"a picture":                    {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "column: unknown|name: required"},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.ask(t, "POST", "things/import", tt.file, "Content-Type: text/csv")
			if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("answered as %s", kind)
			}
			p := r.refused(t, w, strings.Split(tt.wants, "|")...)
			for _, e := range p.Errors {
				if e.Message == "" {
					t.Errorf("%s says nothing", e.Location)
				}
			}
		})
	}
	if n := r.count(t, "select count(*) from things"); n != 0 {
		t.Errorf("%d things were made", n)
	}
	if report := r.bringIn(t, []byte("name,size\n"), ""); report.Rows != 0 || report.Refused == nil {
		t.Errorf("a header alone: %+v", report)
	}
	if report := r.bringIn(t, []byte("name\nx\x00y\n"), ""); report.Created != 0 || len(report.Refused) != 1 || report.Refused[0].Rule != "plain" {
		t.Errorf("a NUL in a cell: %+v", report)
	}
}

func TestAFileThatIsTooLarge(t *testing.T) {
	r := open(t)
	w := r.ask(t, "POST", "things/import", strings.Repeat("x\n", 33<<20), "Content-Type: text/csv")
	if p := want[web.Problem](t, w, http.StatusRequestEntityTooLarge); p.Code != "too_large" {
		t.Errorf("%+v", p)
	}
}

// TestAnUploadThatIsCutOff leaves nothing, and is no fault of the server.
func TestAnUploadThatIsCutOff(t *testing.T) {
	r := open(t)
	q := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/things/import", io.MultiReader(strings.NewReader("name\nOne\nTwo\n"), broken{}))
	q.Header.Set("Authorization", "Bearer "+r.token["administrator"])
	q.Header.Set("Content-Type", "text/csv")
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, q)
	if w.Code < 400 || w.Code >= 500 {
		t.Errorf("answered %d: %s", w.Code, w.Body)
	}
	if n := r.count(t, "select count(*) from things"); n != 0 {
		t.Errorf("%d things were made", n)
	}
}

// broken is the end of a connection.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset by peer") }

// TestNoBodyAtAll: a request that needs a body says so.
func TestNoBodyAtAll(t *testing.T) {
	r := open(t)
	if p := want[web.Problem](t, r.ask(t, "POST", "things", ""), http.StatusBadRequest); p.Code != "body_missing" || p.Detail == "" {
		t.Errorf("%+v", p)
	}
}
