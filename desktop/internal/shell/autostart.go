package shell

import "strings"

// desktopQuote writes a program's path as an argument of a desktop file's
// Exec (Desktop Entry Specification, "The Exec key"): quoted, with what means
// something within quotes escaped, and that once more as a string of the file.
func desktopQuote(path string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(path)
	quoted = strings.ReplaceAll(quoted, "%", "%%")
	return `"` + strings.ReplaceAll(quoted, `\`, `\\`) + `"`
}

// windowsQuote writes a program's path for a command line.
func windowsQuote(path string) string { return `"` + path + `"` }
