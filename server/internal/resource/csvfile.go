package resource

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/yobirin/yobirin/shared/fault"
)

// Limits of a CSV file.
const (
	maxFile    = 64 << 20
	maxColumns = 200
	maxRows    = 100_000
	maxCell    = 32_767 // characters, as spreadsheets have it
)

// File is a CSV file that was read: its header and its rows.
type File struct {
	Header []string
	Rows   []FileRow
}

// FileRow is a row with the number under which a spreadsheet shows it; the
// header is row 1.
type FileRow struct {
	Number int
	Cells  []string
}

// ReadFile reads a CSV file (RFC 4180) in UTF-8, UTF-16 or CP932, separated by
// commas, or by tabs as spreadsheets write UTF-16. Rows without any text are
// passed over. What is no CSV is refused as a whole with the row.
func ReadFile(raw []byte) (File, error) {
	text, err := decodeText(raw)
	if err != nil {
		return File{}, err
	}
	if row := tooWide(text); row > 0 {
		return File{}, errTooWide(row)
	}
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	first, _, _ := strings.Cut(text, "\n")
	if strings.Contains(first, "\t") && !strings.Contains(first, ",") {
		c.Comma = '\t'
	}
	var f File
	for number := 1; ; number++ {
		number += emptyLines(text[c.InputOffset():])
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return File{}, fault.Broken("row "+strconv.Itoa(number), "", "a row of a CSV file, with its quotes closed", "csv", "")
		}
		switch {
		case slices.ContainsFunc(cells, tooLong):
			return File{}, fault.Broken("row "+strconv.Itoa(number), "", "at most "+strconv.Itoa(maxCell)+" characters in a cell", "max_length", strconv.Itoa(maxCell))
		case len(cells) > maxColumns:
			return File{}, errTooWide(number)
		case f.Header == nil:
			f.Header = cells
		case strings.Join(cells, "") == "":
		case len(f.Rows) == maxRows:
			return File{}, fault.Broken("row "+strconv.Itoa(number), "", "at most "+strconv.Itoa(maxRows)+" rows", "max_items", strconv.Itoa(maxRows))
		default:
			for i := range cells {
				cells[i] = bare(cells[i])
			}
			f.Rows = append(f.Rows, FileRow{number, cells})
		}
	}
	if len(f.Header) == 0 {
		return File{}, fault.Broken("row 1", "", "the names of the columns", "required", "")
	}
	for i := range f.Header {
		if !plainText(f.Header[i]) {
			return File{}, errEncoding() // a picture, a spreadsheet's own format
		}
		f.Header[i] = strings.TrimSpace(f.Header[i])
	}
	return f, nil
}

func tooLong(cell string) bool { return len(cell) > maxCell && utf8.RuneCountInString(cell) > maxCell }

func errTooWide(row int) error {
	return fault.Broken("row "+strconv.Itoa(row), "", "at most "+strconv.Itoa(maxColumns)+" columns", "max_items", strconv.Itoa(maxColumns))
}

// tooWide gives the first row that has far more columns than any may, 0 for
// none: the reader splits a whole row before anybody can count, and one of 64
// million commas would cost it some gigabytes.
func tooWide(text string) int {
	row, separators, quoted := 1, 0, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			row, separators = row+1, 0
		case c == ',' || c == '\t':
			if separators++; separators > 2*maxColumns { // of both kinds: which one separates is not known here
				return row
			}
		}
	}
	return 0
}

// emptyLines counts the empty lines at a text's beginning, which the reader of
// encoding/csv passes over in silence, and a spreadsheet shows as rows.
func emptyLines(text string) (n int) {
	for {
		rest, ok := strings.CutPrefix(text, "\n")
		if !ok {
			rest, ok = strings.CutPrefix(text, "\r\n")
		}
		if !ok {
			return n
		}
		text = rest
		n++
	}
}

// decodeText finds out in which encoding a text is.
func decodeText(raw []byte) (string, error) {
	var from encoding.Encoding
	rest, marked := bytes.CutPrefix(raw, []byte("\xef\xbb\xbf"))
	switch {
	case marked:
		raw = rest
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case len(raw) > 3 && raw[1] == 0 && raw[3] == 0:
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case len(raw) > 3 && raw[0] == 0 && raw[2] == 0:
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case !utf8.Valid(raw):
		from = japanese.ShiftJIS // with what CP932 has beyond it
	}
	if from != nil {
		text, err := from.NewDecoder().Bytes(raw)
		if err != nil {
			return "", errEncoding()
		}
		raw = text
	}
	if !utf8.Valid(raw) || from != nil && bytes.ContainsRune(raw, utf8.RuneError) {
		return "", errEncoding()
	}
	return string(raw), nil
}

func errEncoding() error {
	return fault.Broken("file", "", "text in UTF-8, UTF-16 or CP932 (Shift JIS)", "encoding", "")
}

// A cell that begins so is a formula to a spreadsheet, a Japanese one takes full
// width, too. An apostrophe makes a
// text of it; one that was there before gets one more, so that none is lost.
var (
	formula = regexp.MustCompile(`^'*[=+\-@\t\r＝＋－＠]`)
	guarded = regexp.MustCompile(`^'+[=+\-@\t\r＝＋－＠]`)
)

// guard gives a text as a cell that no spreadsheet runs.
func guard(text string) string {
	if formula.MatchString(text) {
		return "'" + text
	}
	return text
}

// bare takes the apostrophe of guard off again.
func bare(cell string) string {
	if guarded.MatchString(cell) {
		return cell[1:]
	}
	return cell
}
