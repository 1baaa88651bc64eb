//go:build unix && !linux

package pgtest

import "os"

func place() string { return os.TempDir() }
