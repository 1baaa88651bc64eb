package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// constants reads the keys that the source declares.
func constants(t *testing.T) []Key {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "words.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []Key
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || len(spec.Values) != 1 {
			return true
		}
		if name, is := spec.Type.(*ast.Ident); !is || name.Name != "Key" {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, Key(value))
		return true
	})
	if len(keys) < 20 {
		t.Fatalf("only %d keys found in words.go", len(keys))
	}
	return keys
}

func TestEveryKeyHasATextInBothLanguages(t *testing.T) {
	keys := constants(t)
	for _, language := range []string{"ja", "en"} {
		texts := read(language)
		for _, key := range keys {
			if texts[key] == "" {
				t.Errorf("%s.json has no text for %s", language, key)
			}
		}
		for key := range texts {
			if !slices.Contains(keys, key) {
				t.Errorf("%s.json: %s is not a key of words.go", language, key)
			}
		}
	}
}

func TestBothLanguagesHaveTheSamePlaces(t *testing.T) {
	places := regexp.MustCompile(`\{[a-z]+\}`)
	ja, en := read("ja"), read("en")
	for key := range ja {
		a, b := places.FindAllString(ja[key], -1), places.FindAllString(en[key], -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: places %v in Japanese, %v in English", key, a, b)
		}
	}
}

func TestLanguages(t *testing.T) {
	for language, want := range map[string]string{"ja": "応答", "": "応答", "de": "応答", "ja-JP": "応答", "en": "Answer", "en-GB": "Answer", "EN": "Answer"} {
		if got := In(language).Say(CallAnswer); got != want {
			t.Errorf("%q: %q, want %q", language, got, want)
		}
	}
	if got := In("ja").Say(CallOthers, "n", "3"); got != "他 3件" {
		t.Errorf("got %q", got)
	}
	if got := In("ja").Say("no.such"); got != "no.such" {
		t.Errorf("got %q", got)
	}
}
