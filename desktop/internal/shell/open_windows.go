package shell

import (
	"fmt"

	"golang.org/x/sys/windows"
)

func openURL(address string) error {
	target, err := windows.UTF16PtrFromString(address)
	if err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	verb := windows.StringToUTF16Ptr("open")
	if err := windows.ShellExecute(0, verb, target, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("shell: ShellExecute: %w", err)
	}
	return nil
}
