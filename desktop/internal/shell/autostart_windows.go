package shell

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows/registry"
)

const runKey = `Software\Microsoft\Windows\CurrentVersion\Run`

// SetAutostart has program started when the person logs in to Windows,
// hidden, or not any more.
func SetAutostart(on bool, program string) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("shell: registry: %w", err)
	}
	defer key.Close()
	if on {
		err = key.SetStringValue("Yobirin", windowsQuote(program)+" "+HiddenFlag)
	} else if err = key.DeleteValue("Yobirin"); errors.Is(err, registry.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("shell: registry: %w", err)
	}
	return nil
}
