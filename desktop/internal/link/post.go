package link

import (
	"context"
	"net/http"
	"net/url"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// post orders a command of a call.
func (l *Link) post(e seat.Post) {
	body := map[string]any{}
	if e.To != "" {
		body["to"] = e.To
	}
	if e.On != nil {
		body["on"] = *e.On
	}
	if e.Slot != 0 {
		body["slot"] = e.Slot
	}
	path := "/api/v1/calls/" + url.PathEscape(e.Call) + "/" + url.PathEscape(e.Name)
	t := l.target.Load()
	// Answered whatever becomes of server and session: the seat waits for it.
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, requestTime)
		defer cancel()
		err := l.askAt(ctx, t, http.MethodPost, path, body, nil)
		l.o.Tell(seat.Posted{Ref: e.Ref, Trouble: TroubleOf(err)})
	})
}

// setStatus sets the agent's own status for all groups.
func (l *Link) setStatus(e seat.SetStatus) {
	path := "/api/v1/agents/" + url.PathEscape(l.profile.Agent.ID) + "/status"
	t := l.target.Load()
	go l.safely(func() {
		ctx, cancel := context.WithTimeout(l.ctx, requestTime)
		defer cancel()
		err := l.askAt(ctx, t, http.MethodPut, path, map[string]string{"scope": "all", "status": e.Status}, nil)
		l.o.Tell(seat.Posted{Ref: e.Ref, Trouble: TroubleOf(err)})
	})
}

// reportQuality tells how a call was at this end. It is not worth a second
// try: the server has measured its own end.
func (l *Link) reportQuality(e seat.ReportQuality) {
	if !l.signedIn || e.Leg == "" {
		return
	}
	body := map[string]any{"leg": e.Leg, "media": e.Media, "codec": e.Codec, "quality": e.Quality}
	beside(l, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.ask(ctx, http.MethodPost, "/api/v1/me/quality", body, nil)
	}, func(_ struct{}, err error) {
		if err != nil {
			l.o.Log.Info("the quality of a call was not reported", "err", plain(err))
		}
	})
}

// reportHealth tells whether this phone can take calls. The last word is told
// again after each reconnection.
func (l *Link) reportHealth(cause string) {
	l.health = cause
	if !l.signedIn {
		return
	}
	beside(l, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.ask(ctx, http.MethodPut, "/api/v1/me/health", map[string]string{"cause": cause}, nil)
	}, func(_ struct{}, err error) {
		if err != nil {
			l.o.Log.Info("the phone's health was not reported", "err", plain(err))
		}
	})
}
