package boot

import (
	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
)

// may says whether a role has a permission, also one that the site made.
func may(site *directory.Snapshot, role access.Role, p access.Permission) bool {
	if role.Builtin() {
		return role.Rights().Has(p)
	}
	for i := range site.Roles {
		if site.Roles[i].Key == string(role) {
			return access.RightsOf(site.Roles[i].Permissions...).Has(p)
		}
	}
	return false
}
