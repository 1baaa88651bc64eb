package resource_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/server/internal/resource"
)

func TestColumnsAreNamedByWhoBringsThem(t *testing.T) {
	file, err := resource.ReadFile([]byte("名前,番号\n佐藤,03-1234-5678,余り\n鈴木\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		columns []string
		headed  bool
		want    resource.File
	}{
		{nil, true, file},
		{[]string{"-", "number"}, true, resource.File{Header: []string{"number"}, Rows: []resource.FileRow{{Number: 2, Cells: []string{"03-1234-5678"}}, {Number: 3, Cells: []string{""}}}}},
		{[]string{"note", " number "}, false, resource.File{Header: []string{"note", "number"}, Rows: []resource.FileRow{
			{Number: 1, Cells: []string{"名前", "番号"}}, {Number: 2, Cells: []string{"佐藤", "03-1234-5678"}}, {Number: 3, Cells: []string{"鈴木", ""}},
		}}},
	} {
		if got := file.Named(tt.columns, tt.headed); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("called %q: %+v, want %+v", tt.columns, got, tt.want)
		}
	}
}

// Rows have the numbers under which a spreadsheet shows them, empty lines and
// cells of several lines included.
func TestRowsHaveTheNumbersOfASpreadsheet(t *testing.T) {
	file, err := resource.ReadFile([]byte("\r\nlogin,name\r\n\r\n\na,\"one\n\ntwo\"\r\n,\r\nb,x\n\n\nc,y\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, row := range file.Rows {
		got = append(got, row.Number)
	}
	if want := []int{5, 7, 10}; !slices.Equal(got, want) || file.Header[0] != "login" {
		t.Errorf("rows %v of %v, want %v", got, file, want)
	}
}
