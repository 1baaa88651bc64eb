package access

import (
	"slices"

	"github.com/yobirin/yobirin/shared/fault"
)

// Rights is a set of permissions: a plain value that can be compared and
// copied. The zero value holds none.
type Rights struct{ bits [2]uint64 }

// all gives every permission in the order of the catalogue.
func all() []Permission {
	var out []Permission
	for _, part := range Catalogue() {
		for _, p := range append([]Permission{part.View, part.Edit}, part.Actions...) {
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// places is where each permission has its bit.
var places = func() map[Permission]int {
	out := map[Permission]int{}
	for i, p := range all() {
		out[p] = i
	}
	return out
}()

// RightsOf makes a set. Names that are no permissions (of a newer server's
// role, say) are passed over.
func RightsOf(permissions ...Permission) Rights {
	var r Rights
	for _, p := range permissions {
		if i, ok := places[p]; ok {
			r.bits[i/64] |= 1 << (i % 64)
		}
	}
	return r
}

// Has says whether the set holds the permission.
func (r Rights) Has(p Permission) bool {
	i, ok := places[p]
	return ok && r.bits[i/64]&(1<<(i%64)) != 0
}

// And gives what both sets hold.
func (r Rights) And(other Rights) Rights {
	return Rights{[2]uint64{r.bits[0] & other.bits[0], r.bits[1] & other.bits[1]}}
}

// Within says whether the other set holds everything that this one does.
func (r Rights) Within(other Rights) bool { return r.And(other) == r }

// List gives the permissions in the order of the catalogue.
func (r Rights) List() []Permission {
	return slices.DeleteFunc(all(), func(p Permission) bool { return !r.Has(p) })
}

// Valid says whether there is such a permission.
func (p Permission) Valid() bool {
	_, ok := places[p]
	return ok
}

// Rights gives what a role of every site may; of a role that the site made it
// gives nothing, for that is in the database.
func (r Role) Rights() Rights {
	switch r {
	case RoleAdministrator:
		return RightsOf(all()...)
	case RoleSupervisor:
		return RightsOf(slices.DeleteFunc(all(), func(p Permission) bool { return slices.Contains(supervisorLacks(), p) })...)
	case RoleAgent:
		return RightsOf(agentRights()...)
	}
	return Rights{}
}

// May says whether the session has the permission. It is the one place where
// rights are judged.
func May(s Session, p Permission) bool { return s.rights().Has(p) }

// Permissions is what the session may, in the order of the catalogue.
func (s Session) Permissions() []Permission { return s.rights().List() }

// beyond refuses what needs rights that the session does not have: nobody comes
// to more by way of another, or of the settings.
func beyond(by Session, rights Rights) error {
	if rights.Within(by.rights()) {
		return nil
	}
	return fault.New(fault.Denied, "beyond_rights", "this concerns rights that you do not have yourself")
}

func (s Session) rights() Rights {
	rights := s.Agent.Role.Rights()
	if !s.Agent.Role.Builtin() {
		rights = s.Rights
	}
	if s.MustEnrol {
		return Rights{}
	}
	if s.Client == APIKey {
		rights = rights.And(s.Scopes)
	}
	return rights
}
