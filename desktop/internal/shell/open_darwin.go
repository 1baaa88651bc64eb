package shell

import (
	"context"
	"fmt"
	"os/exec"
	"time"
)

func openURL(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// The address begins with http, so it is no flag.
	if err := exec.CommandContext(ctx, "/usr/bin/open", address).Run(); err != nil {
		return fmt.Errorf("shell: open: %w", err)
	}
	return nil
}
