package resource

import (
	"log/slog"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
)

// Options tune New. Zero values are replaced by the defaults named.
type Options struct {
	Now    func() time.Time // time.Now
	Logger *slog.Logger     // none
}

// Store keeps the history of every noun and tells of changes. One for a
// process; it is safe for concurrent use. Make it with New.
type Store struct {
	db  *pg.DB
	now func() time.Time
	log *slog.Logger

	mu         sync.Mutex
	subscriber []func([]Changed)
	view       map[string]access.Permission // of each noun
}

// New makes a store on a migrated database.
func New(db *pg.DB, o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Store{db: db, now: o.Now, log: o.Logger, view: map[string]access.Permission{}}
}

// Declare says with which permission a noun is seen that is not registered
// here but noted.
func (s *Store) Declare(noun string, view access.Permission) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view[noun] = view
}

// Sees says whether a session may see a noun's records.
func (s *Store) Sees(session access.Session, noun string) bool {
	s.mu.Lock()
	view, ok := s.view[noun]
	s.mu.Unlock()
	return ok && access.May(session, view)
}

// Seen are uses as a session may see them: of a record that it may neither see
// nor read the name of it learns the noun and the field alone.
func (s *Store) Seen(by access.Session, uses []Use) []Use {
	if access.May(by, access.ReadDirectory) {
		return uses
	}
	out := make([]Use, len(uses))
	for i, u := range uses {
		if out[i] = u; !s.Sees(by, u.Noun) {
			out[i].ID, out[i].Title = "", ""
		}
	}
	return out
}
