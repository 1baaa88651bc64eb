package archive

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzNamesAndCells(f *testing.F) {
	for _, s := range []string{"佐藤 葵", "../../etc/passwd", `C:\CON`, "=1+1", "\x00\xff", "a\r\nb", "“", strings.Repeat("長", 300), "\u202eevil", "ｶﾞ"} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, from, group, agent string) {
		v := &conversation{StartedAt: time.Unix(0, 0), Direction: "in", From: from, FromName: group, Group: group, Agent: agent}
		name := entryName(1, v, time.UTC)
		if !utf8.ValidString(name) || strings.ContainsAny(name[3:], "<>:\"/\\|?*") || strings.HasSuffix(name, ". wav") || utf8.RuneCountInString(name) > 140 {
			t.Errorf("the name %q", name)
		}
		for _, r := range name {
			if r < ' ' || r == 0x7f {
				t.Errorf("the name %q", name)
			}
		}
		x := newIndex(time.UTC)
		x.add(v, name, agent)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(x.bytes(), []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, cell := range rows[1] {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
	})
}
