package settings

import "golang.org/x/sys/windows"

func systemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return languageOf()
	}
	return languageOf(names...)
}
