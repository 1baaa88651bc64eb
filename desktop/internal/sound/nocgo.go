//go:build !cgo

package sound

import "errors"

// openSystem has nothing to open: the sound system is reached through cgo.
func openSystem(bool) (driver, error) {
	return nil, errors.New("this build has no sound: it was made without cgo")
}
