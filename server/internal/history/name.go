package history

import (
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxText bounds what is searched for in names, in characters.
const maxText = 100

// applyText limits a list of calls to those with a name that holds the text.
// Its grams find the rows by their index; a text longer than those
// then says which of them it is.
func applyText(q *bun.SelectQuery, text string) error {
	if text == "" {
		return nil
	}
	text, ok := nameText(text)
	if !ok {
		return fault.Wrong("q", text, "1 to 100 characters of a name")
	}
	q.Where("(c.from_name <> '' or c.to_name <> '')").
		Where("name_grams(c.from_name || ' ' || c.to_name) @> wanted_grams(?)", text).
		Where("(length(folded_name(?)) < 4 or folded_name(c.from_name || ' ' || c.to_name) like '%' || folded_name(?) || '%')", text, likely(text))
	return nil
}

// nameText is what is looked for of what somebody typed.
func nameText(s string) (string, bool) {
	s = strings.Join(strings.Fields(storable(s)), " ")
	n := utf8.RuneCountInString(s)
	return s, n >= 1 && n <= maxText
}

// likely makes a text that like takes for itself.
func likely(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
