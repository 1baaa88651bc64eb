package resource

import "strings"

// finds are the records that the rows of a CSV file are about, by the texts of
// their keys.
type finds[T any] struct {
	exact  map[string]*T
	folded map[string][]string // texts by what fold makes of them; nil: case counts
}

func (f *finds[T]) add(text string, record *T, folding bool) {
	f.exact[text] = record
	if !folding {
		return
	}
	if f.folded == nil {
		f.folded = map[string][]string{}
	}
	f.folded[fold(text)] = append(f.folded[fold(text)], text)
}

// name gives the text that is kept for the one of a row. One that may mean
// several records means none of them.
func (f *finds[T]) name(text string) string {
	if as := f.folded[fold(text)]; f.exact[text] == nil && len(as) == 1 {
		return as[0]
	}
	return text
}

// fold gives a text without regard to the case of its ASCII letters.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
