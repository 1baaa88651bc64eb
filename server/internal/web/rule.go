package web

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// rulesFile holds what is said of a value that breaks a rule, in both
// languages: the one place for it. The screens have a copy ("npm run wire").
//
//go:embed rules.json
var rulesFile []byte

// ruleTexts gives the texts by rule and language.
var ruleTexts = sync.OnceValue(func() map[string]map[string]string {
	var out map[string]map[string]string
	if err := json.Unmarshal(rulesFile, &out); err != nil {
		panic(fmt.Sprintf("web: rules.json: %v", err)) // it is a part of the program
	}
	return out
})

// ruleText says what a value must be that broke a rule. A text that needs a
// limit is not said without one.
func ruleText(lang, rule, limit string) (string, bool) {
	text := ruleTexts()[rule][lang]
	if text == "" || limit == "" && strings.Contains(text, "{{limit}}") {
		return "", false
	}
	return strings.ReplaceAll(text, "{{limit}}", limit), true
}
