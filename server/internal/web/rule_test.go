package web

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/fault"
)

func TestEveryRuleIsSaidInBothLanguages(t *testing.T) {
	for rule, texts := range ruleTexts() {
		if len(texts) != 2 || texts["ja"] == "" || texts["en"] == "" || strings.Contains(texts["ja"], "{{limit}}") != strings.Contains(texts["en"], "{{limit}}") {
			t.Errorf("%s: %v", rule, texts)
		}
	}
	// Every pattern with a name that the API describes.
	raw, err := os.ReadFile("../../../frontend/packages/wire/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range regexp.MustCompile(`"patternDescription": ?"([^"]*)"`).FindAllStringSubmatch(string(raw), -1) {
		names = append(names, m[1])
		if _, ok := ruleTexts()["pattern."+m[1]]; !ok {
			t.Errorf("rules.json does not say what pattern %s wants", m[1])
		}
	}
	if len(names) == 0 {
		t.Error("the description names no pattern")
	}
}

func TestAWrongValueIsSaidByItsRule(t *testing.T) {
	f := fault.New(fault.Invalid, "invalid", "a value is not valid")
	f.Fields = []fault.Field{
		{Name: "body.name", Value: "x", Expected: "at most 5 characters", Rule: "max_length", Limit: "5"},
		{Name: "size", Expected: "something else", Rule: "collides"}, // without its limit
		{Name: "kind", Expected: "something", Rule: "of no file"},
	}
	got, err := json.Marshal(problemOf("en", f).Errors)
	if err != nil || string(got) != `[{"location":"name","message":"Use at most 5 characters","value":"x","rule":"max_length","limit":"5"},{"location":"size","message":"expected something else","rule":"collides"},{"location":"kind","message":"expected something","rule":"of no file"}]` {
		t.Errorf("%s", got)
	}
	if ja := problemOf("ja", f).Errors[0].Message; ja != "5文字以下で入力してください" {
		t.Errorf("in Japanese: %s", ja)
	}
	used := fault.New(fault.Conflict, "in_use", "used")
	used.Fields = []fault.Field{{Name: "groups/1", Value: "overflow", Expected: "受注", Rule: "in_use"}}
	if p := problemOf("en", used); p.Status != 409 || p.Errors[0].Message != "受注" || p.Errors[0].Location != "groups/1" {
		t.Errorf("in use: %+v", p)
	}
}

func TestComplaintsOfTheAPIHaveRules(t *testing.T) {
	p := problem("ja", 422, "", []error{
		&huma.ErrorDetail{Location: "body.groups[2].level", Message: "expected number <= 99", Value: 100.0},
		&huma.ErrorDetail{Location: "body.newPassword", Message: "expected length >= 8", Value: "secret"},
		&huma.ErrorDetail{Location: "body.current", Message: "expected length <= 256", Value: "secret"},
		&huma.ErrorDetail{Location: "body.code", Message: "expected length <= 64", Value: "secret"},
		&huma.ErrorDetail{Location: "body", Message: "unexpected end of JSON input", Value: `{"password":"secret`},
	})
	got, err := json.Marshal(p.Errors)
	if err != nil || strings.Contains(string(got), "secret") || !strings.HasPrefix(string(got), `[{"location":"groups[2].level","message":"99以下で入力してください","value":"100","rule":"max","limit":"99"},{"location":"newPassword","message":"8文字以上で入力してください","rule":"min_length","limit":"8"}`) {
		t.Errorf("%s (%v)", got, err)
	}
}
