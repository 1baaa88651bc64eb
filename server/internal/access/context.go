package access

import (
	"context"

	"github.com/yobirin/yobirin/shared/fault"
)

type contextKey struct{}

// With gives a context that carries the session of a request.
func With(ctx context.Context, s Session) context.Context {
	return context.WithValue(ctx, contextKey{}, s)
}

// From gives the session that a request's context carries.
func From(ctx context.Context) (Session, bool) {
	s, ok := ctx.Value(contextKey{}).(Session)
	return s, ok
}

// Require gives the request's session when it has the permission, else a
// fault with the key no_session, totp_enrol or not_allowed.
func Require(ctx context.Context, p Permission) (Session, error) {
	s, ok := From(ctx)
	if !ok {
		return Session{}, errNoSession()
	}
	if !May(s, p) {
		return Session{}, Refusal(s, true)
	}
	return s, nil
}

// Refusal is the fault of a request that its session, if there is one, does
// not allow: no_session, totp_enrol or not_allowed.
func Refusal(s Session, ok bool) error {
	switch {
	case !ok:
		return errNoSession()
	case s.MustEnrol:
		return fault.New(fault.Denied, "totp_enrol", "set up the second factor first")
	}
	return fault.New(fault.Denied, "not_allowed", "your role does not allow this")
}
