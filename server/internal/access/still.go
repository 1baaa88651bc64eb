package access

import (
	"context"

	"github.com/yobirin/yobirin/shared/id"
)

// admitted is a session that a request's context carries, with the room that
// let it in.
type admitted struct {
	doors   *Doors
	session Session
}

type admittedKey struct{}

// Admit gives a context that carries the session of a request, as With, and by
// which Still asks anew what that session may.
func (d *Doors) Admit(ctx context.Context, s Session) context.Context {
	return context.WithValue(With(ctx, s), admittedKey{}, admitted{d, s})
}

// Still gives the request's session as it is at this moment, for what goes on
// long after it was let in, as a file that somebody takes slowly. It is a fault
// with the key no_session when the session has ended meanwhile, and else as
// Require when it has one of the permissions no longer. The session of a
// context without Admit is taken as it came.
func Still(ctx context.Context, all ...Permission) (Session, error) {
	s, ok := From(ctx)
	if a, known := ctx.Value(admittedKey{}).(admitted); known {
		now, err := a.doors.found(ctx, []id.Session{a.session.ID}, a.session.Client == APIKey)
		if err != nil {
			return Session{}, away(err)
		}
		if s, ok = a.session, len(now) == 1; ok {
			s.Agent.Role, s.Rights, s.Scopes, s.MustEnrol = now[0].Agent.Role, now[0].Rights, now[0].Scopes, now[0].MustEnrol
		}
	}
	if !ok {
		return Session{}, errNoSession()
	}
	for _, p := range all {
		if !May(s, p) {
			return Session{}, Refusal(s, true)
		}
	}
	return s, nil
}
