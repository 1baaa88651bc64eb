//go:build !windows

package settings

import "os"

func systemLanguage() string {
	return languageOf(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
}
