package archive

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// index is the list of what is in an archive, as CSV that spreadsheets open.
type index struct {
	zone *time.Location
	text bytes.Buffer
	out  *csv.Writer
}

func newIndex(zone *time.Location) *index {
	x := &index{zone: zone}
	x.text.WriteString("\ufeff") // without it spreadsheets take UTF-8 for something else
	x.out = csv.NewWriter(&x.text)
	x.out.UseCRLF = true
	_ = x.out.Write([]string{"file", "startedAt", "seconds", "direction", "from", "fromName", "to", "toName", "phoneNumber", "group", "agent", "call", "recording", "sha256", "paused", "problem"})
	return x
}

func (x *index) add(v *conversation, file, problem string) {
	paused := ""
	if v.Paused {
		paused = "yes"
	}
	row := []string{file, v.StartedAt.In(x.zone).Format("2006-01-02 15:04:05"), strconv.FormatFloat(float64(v.Millis)/1000, 'f', 1, 64), v.Direction, v.From, v.FromName, v.To, v.ToName,
		v.Number, v.Group, v.Agent, v.Call.String(), v.Recording.String(), v.SHA256, paused, problem}
	for i := range row {
		row[i] = harmless(row[i])
	}
	_ = x.out.Write(row) // a buffer takes everything
}

func (x *index) bytes() []byte {
	x.out.Flush()
	return x.text.Bytes()
}

// harmless keeps a spreadsheet from taking what a stranger chose, as the name
// that calls, for a formula.
func harmless(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	if s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// maxPart bounds each part of a file's name, in characters.
const maxPart = 30

// entryName is the name of a recording in the archive: by hour, then by time
// and number, with what people look for. It is a name on every system.
func entryName(n int, v *conversation, zone *time.Location) string {
	at := v.StartedAt.In(zone)
	other := v.From
	if v.Direction == "out" {
		other = v.To
	}
	parts := []string{at.Format("150405"), fmt.Sprintf("%05d", n)}
	for _, p := range []string{v.Direction, other, v.Group, v.Agent} {
		if p = namePart(p); p != "" {
			parts = append(parts, p)
		}
	}
	return at.Format("15") + "/" + strings.Join(parts, "_") + ".wav"
}

// namePart leaves of a text what may stand in a file's name everywhere:
// letters and digits of all scripts, and hyphens.
func namePart(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		switch {
		case n == maxPart:
			return strings.Trim(b.String(), "-")
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.In(r, unicode.Mn, unicode.Mc), r == 'ー':
			b.WriteRune(r)
			n++
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
			n++
		}
	}
	return strings.Trim(b.String(), "-")
}
