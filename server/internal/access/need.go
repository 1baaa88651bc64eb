package access

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Need is what the description of an operation says about who may do it.
const Need = "x-permission"

// The needs that are no permission.
const (
	NeedNothing = "none"    // also without a session: logging in
	NeedSession = "session" // whoever is logged in: what concerns oneself
	NeedLogin   = "login"   // also who has yet to set up the second factor that the site asks for
	NeedKey     = "api-key" // a program with a key of its own, whatever the key is for
)

// Needs declares the permission of an operation; with several, any one of them
// is enough to be let in, and the operation itself judges what of. The web room
// refuses who has none before the operation is called, and a test refuses an
// operation that declares nothing.
func Needs(op huma.Operation, any ...Permission) huma.Operation {
	names := make([]string, len(any))
	for i, p := range any {
		names[i] = string(p)
	}
	return declare(op, names...)
}

// NeedsAll declares that an operation needs every one of the permissions.
func NeedsAll(op huma.Operation, all ...Permission) huma.Operation {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = string(p)
	}
	return declare(op, strings.Join(names, "+"))
}

// Anyone declares that an operation is for whoever is logged in.
func Anyone(op huma.Operation) huma.Operation { return declare(op, NeedSession) }

// Caller declares that an operation is for whoever is logged in and for every
// program with a key. A key does what it was made for; what concerns its owner
// alone, as a password or a phone, it does not, so Anyone leaves keys out.
func Caller(op huma.Operation) huma.Operation { return declare(op, NeedLogin, NeedKey) }

// Entering declares that an operation is for whoever is logged in, and already
// before the second factor that the site asks for is set up.
func Entering(op huma.Operation) huma.Operation { return declare(op, NeedLogin) }

// Public declares that an operation is for everybody who reaches the server.
func Public(op huma.Operation) huma.Operation { return declare(op, NeedNothing) }

func declare(op huma.Operation, names ...string) huma.Operation {
	extensions := map[string]any{Need: names}
	for k, v := range op.Extensions {
		extensions[k] = v
	}
	op.Extensions = extensions
	return op
}

// Declared gives what an operation was declared to need; nil: nothing was
// declared, and nobody may.
func Declared(op *huma.Operation) []string {
	names, _ := op.Extensions[Need].([]string)
	return slices.Clone(names)
}

// Allows says whether a session may call an operation that was declared so.
func Allows(s Session, ok bool, declared []string) bool {
	for _, name := range declared {
		switch {
		case name == NeedNothing,
			ok && name == NeedSession && s.Client != APIKey && !s.MustEnrol,
			ok && name == NeedLogin && s.Client != APIKey,
			ok && name == NeedKey && s.Client == APIKey,
			ok && mayAll(s, name):
			return true
		}
	}
	return false
}

// mayAll says whether a session has the permission, or all of those that are
// joined by a plus sign.
func mayAll(s Session, names string) bool {
	for name := range strings.SplitSeq(names, "+") {
		if !May(s, Permission(name)) {
			return false
		}
	}
	return true
}
