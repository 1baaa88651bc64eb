package resource

import (
	"slices"
	"strings"
)

// ignored is what a column is called that is to be left out.
const ignored = "-"

// Named gives the file with its columns called as somebody says, in their
// order, "-" for those to leave out and nothing for those behind the last
// (W-LIST-1). Without names it is the file as it is; headed says that the
// first row holds names, which are then passed over, and no data.
func (f File) Named(columns []string, headed bool) File {
	if len(columns) == 0 {
		return f
	}
	rows := f.Rows
	if !headed {
		first := FileRow{Number: 1, Cells: slices.Clone(f.Header)}
		for i := range first.Cells {
			first.Cells[i] = bare(first.Cells[i])
		}
		if strings.Join(first.Cells, "") != "" {
			rows = append([]FileRow{first}, rows...)
		}
	}
	out := File{Rows: make([]FileRow, len(rows))}
	for _, name := range columns {
		if name = strings.TrimSpace(name); name != ignored {
			out.Header = append(out.Header, name)
		}
	}
	for i, row := range rows {
		cells := make([]string, 0, len(out.Header))
		for at, name := range columns {
			switch {
			case strings.TrimSpace(name) == ignored:
			case at < len(row.Cells):
				cells = append(cells, row.Cells[at])
			default:
				cells = append(cells, "")
			}
		}
		out.Rows[i] = FileRow{row.Number, cells}
	}
	return out
}
