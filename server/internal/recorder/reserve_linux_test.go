package recorder

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// A disk that recordings fill stops the database, and then no call is kept at
// all: callers who leave one message after the other must not be able to.
func TestNothingIsBegunOnAnAlmostFullDisk(t *testing.T) {
	var told []string
	dir := t.TempDir()
	r, err := New(Config{Dir: dir, Reserve: 1 << 62, Alarm: func(raised bool, text string) {
		if raised {
			told = append(told, text)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	rec := id.Numbered[id.Recording](1)
	if _, err := r.Open(rec, time.Now()); err == nil || !strings.Contains(err.Error(), "almost full") {
		t.Errorf("on a full disk: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if len(told) != 1 || !strings.Contains(told[0], "almost full") {
		t.Errorf("the alarm says %q", told)
	}
	r.reserve = 1
	track, err := r.Open(rec, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := track.Close(); err != nil {
		t.Error(err)
	}
}
