package boot

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// takeTime is how long one audio recorded from a phone may take to become one
// of the site's files.
const takeTime = time.Minute

// nudge says that there is something new to be looked at. It does not wait.
func (m *Main) nudge(place chan struct{}) {
	select {
	case place <- struct{}{}:
	default:
	}
}

// keepUp looks again whenever there is something new, until ctx ends.
func (m *Main) keepUp(ctx context.Context, news <-chan struct{}, look func(context.Context)) {
	for {
		select {
		case <-news:
			m.guarded(func() { look(ctx) })
		case <-ctx.Done():
			return
		}
	}
}

// guarded keeps a mistake of ours from ending the server, and every call with it.
func (m *Main) guarded(fn func()) {
	defer func() {
		if p := recover(); p != nil {
			m.log.Error("panic in the background", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	fn()
}

// attach opens a message's sound for a mail.
func (m *Main) attach(ctx context.Context, rec id.Recording) (io.ReadCloser, error) {
	s, err := m.history.OpenRecording(ctx, rec)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{s.Played(), s}, nil
}

// tellOfMessage has mails sent about a message, with the transaction that
// stores it: there is never the one without the other.
func (m *Main) tellOfMessage(ctx context.Context, tx pgx.Tx, v history.Voicemail) error {
	site := m.site.Load()
	if site == nil {
		return fault.New(fault.Unavailable, "starting", "the site is not known yet")
	}
	for _, a := range site.Audios {
		if a.ID != v.File || len(a.Recipients) == 0 {
			continue
		}
		return m.mail.Notify(ctx, tx, mail.Voicemail{
			Recording: v.ID, Language: m.languageOf(site, v.Number), From: v.From.Number, FromName: v.From.Name,
			Called: v.PhoneNumber, Box: a.Name, At: v.At, Length: time.Duration(v.Seconds * float64(time.Second)),
		}, a.Recipients)
	}
	return nil
}

func (m *Main) languageOf(site *directory.Snapshot, n id.Number) string {
	for i := range site.Numbers {
		if site.Numbers[i].ID == n && site.Numbers[i].Language != "" {
			return site.Numbers[i].Language
		}
	}
	return site.Settings.Language
}

// lightMessages tells phones how many messages wait. Messages belong to the
// site: every phone of somebody who may hear them shows the same.
func (m *Main) lightMessages(ctx context.Context) {
	unheard, err := m.history.Unheard(ctx)
	if err != nil {
		m.log.Warn("the message lamps are not up to date", obs.Err(err))
		return
	}
	fresh := 0
	for _, n := range unheard {
		fresh += n
	}
	site := m.site.Load()
	if site == nil {
		return
	}
	for _, d := range site.SIP.Devices {
		if mayHear(site, d.ID) {
			m.edge.SetMessages(d.ID, fresh, 0)
		} else {
			m.edge.SetMessages(d.ID, 0, 0)
		}
	}
}

// mayHear says whether a phone is somebody's who may hear the site's messages.
// One in a lobby, at which nobody sits, tells passers-by nothing.
func mayHear(site *directory.Snapshot, d id.Device) bool {
	phone := site.Route.Device(d)
	if phone == nil || phone.Agent.IsZero() {
		return false
	}
	for i := range site.Agents {
		if a := &site.Agents[i]; a.ID == phone.Agent {
			return !a.Disabled && may(site, a.Role, access.SeeVoicemail)
		}
	}
	return false
}

// takeAudios makes files of the site of what agents recorded from phones.
func (m *Main) takeAudios(ctx context.Context) {
	list, err := m.history.Takes(ctx)
	if err != nil {
		m.log.Warn("audios recorded from phones wait", obs.Err(err))
		return
	}
	for _, t := range list {
		if err := m.take(ctx, t); err != nil {
			m.log.Error("an audio recorded from a phone could not be kept as a file", "recording", t.Recording.String(), obs.Err(err))
		}
	}
}

func (m *Main) take(ctx context.Context, t history.Take) error {
	ctx, cancel := context.WithTimeout(ctx, takeTime)
	defer cancel()
	s, err := m.history.OpenRecording(ctx, t.Recording)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	name := t.At.In(m.cfg.TimeZone).Format("2006-01-02 15:04:05")
	content, err := m.directory.ConvertAudio(ctx, name+".wav", s.Played())
	if err != nil {
		return err
	}
	if site := m.site.Load(); site != nil {
		if who := site.Route.Agent(t.Agent); who != nil {
			name = fmt.Sprintf("%s %s", who.Extension, name)
		}
	}
	_, _, err = m.directory.CreateAudio(ctx, directory.AudioChange{Name: &name, Content: &content})
	if err != nil && fault.CodeOf(err) != fault.Conflict { // of that name is the one a crash kept from being marked
		return err
	}
	return m.history.Taken(ctx, t.Recording)
}
