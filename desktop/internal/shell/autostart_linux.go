package shell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/yobirin/yobirin/desktop/internal/words"
)

// SetAutostart has program started with the person's desktop, hidden, or not
// any more.
func SetAutostart(on bool, program string) error {
	config, err := os.UserConfigDir()
	if err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	path := filepath.Join(config, "autostart", "yobirin.desktop")
	if !on {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("shell: %w", err)
		}
		return nil
	}
	ja, en := words.In("ja"), words.In("en")
	return writeFile(path, "[Desktop Entry]\nType=Application\nName="+en.Say(words.AutostartName)+
		"\nComment="+en.Say(words.AutostartAbout)+"\nComment[ja]="+ja.Say(words.AutostartAbout)+
		"\nExec="+desktopQuote(program)+" "+HiddenFlag+"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n")
}

// writeFile writes a small file at once, so that nobody ever reads half of it.
func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".yobirin-*")
	if err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("shell: %w", err), os.Remove(file.Name()))
	}
	return nil
}
