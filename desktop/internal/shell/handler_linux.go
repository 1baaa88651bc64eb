package shell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const desktopFile = "yobirin.desktop"

// RegisterLinks makes program the one for tel: and callto: links of this
// person, where no package has done so; who has chosen another keeps it.
func RegisterLinks(program string) error {
	if !installed() {
		data, err := dataHome()
		if err != nil {
			return err
		}
		mime := ""
		for _, scheme := range linkSchemes() {
			mime += "x-scheme-handler/" + scheme + ";"
		}
		err = writeFile(filepath.Join(data, "applications", desktopFile), "[Desktop Entry]\nType=Application\nName=Yobirin\nExec="+
			desktopQuote(program)+" %u\nTerminal=false\nNoDisplay=true\nMimeType="+mime+"\n")
		if err != nil {
			return err
		}
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	path := filepath.Join(config, "mimeapps.list")
	list, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("shell: %w", err)
	}
	var types []string
	for _, scheme := range linkSchemes() {
		types = append(types, "x-scheme-handler/"+scheme)
	}
	text, changed := withDefault(string(list), desktopFile, types)
	if !changed {
		return nil
	}
	return writeFile(path, text)
}

// installed says whether a package has brought the desktop file.
func installed() bool {
	folders := os.Getenv("XDG_DATA_DIRS")
	if folders == "" {
		folders = "/usr/local/share:/usr/share"
	}
	for _, folder := range strings.Split(folders, ":") {
		if _, err := os.Stat(filepath.Join(folder, "applications", desktopFile)); folder != "" && err == nil {
			return true
		}
	}
	return false
}

func dataHome() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return data, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("shell: %w", err)
	}
	return filepath.Join(home, ".local", "share"), nil
}
