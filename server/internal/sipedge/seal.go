package sipedge

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/yobirin/yobirin/shared/id"
)

// sealSize is the length of a seal in bytes: enough to tell passwords apart.
const sealSize = 8

// sealOf tells passwords apart without being one: what was registered with
// another user or password than the account has now is good for nothing. It
// is kept over restarts, so the digests themselves are not in it.
func sealOf(a *DeviceAccount) string {
	sum := sha256.Sum256([]byte("registered as " + a.User + "\n" + a.HA1MD5 + "\n" + a.HA1SHA256))
	return hex.EncodeToString(sum[:sealSize])
}

// account is a device's account in the plan of now, nil when it has none.
func (e *Edge) account(device id.Device) *DeviceAccount { return e.plan.Load().devices[device] }
