package exchange

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// What people press is a secret as often as not: a PIN at a hot desk, a card's
// number in a conversation, by whichever way the key reaches the call.
func TestDumpsHoldNoPressedDigits(t *testing.T) {
	l := id.LegOf(id.NewCall(time.Now()), 1)
	r := &callRunner{x: &Exchange{cfg: Config{CrashDir: t.TempDir()}}, id: id.NewCall(time.Now())}
	for _, in := range []call.Input{
		call.Fact{Fact: leg.Digit{Leg: l, Key: "7", By: "event"}},
		call.FromCall{Message: call.Forward{Fact: leg.Digit{Leg: l, Key: "7", By: "event"}}},
		call.Undelivered{Message: call.Forward{Fact: leg.Digit{Leg: l, Key: "7", By: "event"}}},
		call.Do{Command: call.Press{Digits: "77#7*"}},
	} {
		r.remember(time.Time{}, in)
	}
	got, err := json.Marshal(r.recent)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(got); strings.Contains(text, `:"7`) || strings.Count(text, `"key":"?"`) != 3 || !strings.Contains(text, `"??#?*"`) {
		t.Errorf("the dump has %s", text)
	}
}

func TestOldDumpsMakeRoom(t *testing.T) {
	x := &Exchange{cfg: Config{CrashDir: t.TempDir()}}
	var last string
	for n := range dumpsKept + 20 {
		r := &callRunner{x: x, id: id.Numbered[id.Call](uint32(n+1) << 16)}
		if last = r.dump(fmt.Sprint("stack ", n)); last == "" {
			t.Fatal("no dump was written")
		}
	}
	left, err := os.ReadDir(x.cfg.CrashDir)
	if err != nil || len(left) != dumpsKept || left[len(left)-1].Name() != filepath.Base(last) {
		t.Errorf("%d dumps are left, the last is not %s: %v", len(left), last, err)
	}
}
