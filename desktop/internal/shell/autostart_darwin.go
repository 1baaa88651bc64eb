package shell

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const agentLabel = "jp.yobirin.agent"

// SetAutostart has program started when the person logs in, hidden, or not
// any more.
func SetAutostart(on bool, program string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	path := filepath.Join(home, "Library", "LaunchAgents", agentLabel+".plist")
	if !on {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("shell: %w", err)
		}
		return nil
	}
	var escaped strings.Builder
	if err := xml.EscapeText(&escaped, []byte(program)); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	text := `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>` + agentLabel + `</string>
<key>ProgramArguments</key><array><string>` + escaped.String() + `</string><string>` + HiddenFlag + `</string></array>
<key>RunAtLoad</key><true/>
<key>ProcessType</key><string>Interactive</string>
</dict></plist>
`
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("shell: %w", err)
	}
	return nil
}
