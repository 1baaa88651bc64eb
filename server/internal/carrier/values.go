package carrier

import "strings"

// Values says what kind of value a switch takes, for a form: "yes-no", "one"
// or "several" of the options, "seconds" or "text".
func (s Switch) Values() (kind string, options []string) {
	list, several := strings.CutPrefix(s.Expected, "a list of ")
	switch words := strings.FieldsFunc(strings.NewReplacer(" and ", ",", " or ", ",", " ", "").Replace(list), func(r rune) bool { return r == ',' }); {
	case s.Expected == yesOrNo:
		return "yes-no", nil
	case several:
		return "several", words
	case strings.HasSuffix(s.Expected, " seconds"):
		return "seconds", nil
	case strings.Contains(s.Expected, " or ") && !strings.Contains(s.Expected, " to "):
		return "one", words
	}
	return "text", nil
}
