package directory

import (
	"fmt"
	"strings"
)

// extensionShape is what an extension looks like, in words.
const extensionShape = "2 to 8 digits that do not begin with 0"

// checkExtension says why a text cannot be an extension of a site with these
// codes, or "" when it can (C-CODE-11): it would hide a feature code, a park
// slot, a conference room or an emergency number, or be hidden by them.
// Whether another noun has it already is not looked at.
func checkExtension(ext string, codes []code) (expected string) {
	if len(ext) < 2 || len(ext) > 8 || strings.Trim(ext, "0123456789") != "" || ext[0] == '0' {
		return extensionShape
	}
	for _, r := range codes {
		if strings.HasPrefix(ext, r.code) {
			return "an extension that does not begin with " + r.String()
		}
	}
	return ""
}

// code is digits that mean something by themselves.
type code struct{ code, what string }

// String is the code and what it is.
func (c code) String() string { return fmt.Sprintf("%s (%s)", c.code, c.what) }
