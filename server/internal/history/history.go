package history

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// Options of New. What is not set is not done.
type Options struct {
	// Recordings is the folder the recordings' paths are relative to.
	Recordings string
	// Keys open encrypted recordings. Nil: only plain ones are played.
	Keys Keys
	// Retention says for how many days a recording is kept, 0 for ever. It is
	// asked when the recording has ended, and by Purge again as long as the
	// answer is not known. It must not wait. Nil: for ever.
	Retention func(Kept) (days int, known bool)
	// Enqueue is called in a transaction that notes that a voicemail message is
	// complete and told of, so that a job it puts down is there when the note
	// is, and only then. After an error the message is stored and waits: Purge,
	// which also runs at a start, calls again.
	Enqueue func(ctx context.Context, tx pgx.Tx, v Voicemail) error
	// OnVoicemail is told after the commit what became of a message; a crash
	// in between loses the call, so what it feeds begins with Unheard. It must
	// not wait.
	OnVoicemail func(VoicemailChange)
	// OnTake is told after the commit of an audio that was recorded from a
	// phone and waits in Takes. It must not wait.
	OnTake func(Take)
	// Zone is the site's, in which exports write times. Nil: UTC.
	Zone   *time.Location
	Now    func() time.Time // time.Now
	Logger *slog.Logger

	// Clock is another clock, which has to agree before anything is deleted for
	// its age. Nil: the database's.
	Clock func(context.Context) (time.Time, error)
	// Ran is how long the server has run, by a clock that nobody sets. Nil:
	// since New.
	Ran func() time.Duration
	// ClockJumped is told by how much the clock is ahead of what the server has
	// seen pass, so that nothing is deleted by it; 0: it is believed again. It
	// must not wait. Nil: nobody is told.
	ClockJumped func(ahead time.Duration)
}

// Keys are the recordings' keys.
type Keys interface {
	vault.Finder
	// Names lists the keys, the newest last.
	Names() []string
	// Rotate makes a new key for new recordings and gives its name.
	Rotate(now time.Time) (string, error)
}

// Kept is a recording whose time is to be set.
type Kept struct {
	Recording id.Recording
	Kind      journal.RecordingKind
	Call      id.Call
	Group     id.Group  // whose policy it falls under; none for a call without a group
	Number    id.Number // the site's
	EndedAt   time.Time
}

// History is the room. It is safe for concurrent use.
type History struct {
	db         *pg.DB
	recordings string
	o          Options
	log        *slog.Logger
	now        func() time.Time
	watch      watch
}

// watch is what was seen of time passing since the start.
type watch struct {
	mu     sync.Mutex
	looked bool
	ran    time.Duration // at the last look
	jumped time.Duration // as it was told last
}

// New makes the room on a migrated database.
func New(db *pg.DB, o Options) *History {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	h := &History{db: db, recordings: o.Recordings, log: o.Logger, now: o.Now}
	if o.Clock == nil {
		o.Clock = h.databaseClock
	}
	if o.Ran == nil {
		born := time.Now()
		o.Ran = func() time.Duration { return time.Since(born) } // by the monotonic clock
	}
	if o.ClockJumped == nil {
		o.ClockJumped = func(time.Duration) {}
	}
	h.o = o
	return h
}
