package directory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"reflect"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/sound/convert"
	"github.com/yobirin/yobirin/shared/id"
)

// Options of New.
type Options struct {
	// Audio is the folder in which audio files are kept; it is made when the
	// first one comes.
	Audio string
	// Doors keeps the agents' passwords.
	Doors *access.Doors
	// Zone is the site's time zone, in which schedules are read; nil is UTC.
	Zone *time.Location
	// Converter converts the audio files that are uploaded; nil is one with the
	// default limits, working below Audio.
	Converter *convert.Converter
	// Now is time.Now unless a test says otherwise.
	Now    func() time.Time
	Logger *slog.Logger
	// Telephony is what the SIP side knows of phones; nil: nothing.
	Telephony Telephony
	// Carriers is what it knows of trunks; nil: nothing.
	Carriers Carriers
	// Calls is what the history knows of calls; nil: nothing.
	Calls Calls
	// NoPhoneLinks gives no files to phones by addresses of their own.
	NoPhoneLinks bool
	// Resources keeps the history of every noun; nil is one of its own.
	Resources *resource.Store
}

// Directory is the room. It is safe for concurrent use.
type Directory struct {
	db        *pg.DB
	doors     *access.Doors
	audio     string
	converter *convert.Converter
	zone      *time.Location
	calendar  calendar
	now       func() time.Time
	log       *slog.Logger
	telephony Telephony
	resources *resource.Store
	carriers  Carriers
	calls     Calls
	testing   sync.Mutex // held while a trunk is tested
	given     givenPace
	noLinks   bool // see Options.NoPhoneLinks

	publishing sync.Mutex // held while subscribers are told, so that versions come in order
	mu         sync.Mutex // guards the three below
	subscriber []func(Snapshot)
	told       int64
	language   string // of the site, as last told; "": not told yet
}

// New makes the room on a migrated database.
func New(db *pg.DB, o Options) *Directory {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Telephony == nil {
		o.Telephony = noTelephony{}
	}
	if o.Resources == nil {
		o.Resources = resource.New(db, resource.Options{Now: o.Now, Logger: o.Logger})
	}
	if o.Doors != nil {
		o.Doors.OnSettings(noteLogins(o.Resources))
	}
	if o.Calls == nil {
		o.Calls = noCalls{}
	}
	if o.Carriers == nil {
		o.Carriers = noCarriers{}
	}
	if o.Converter == nil {
		o.Converter = convert.New(convert.Options{Folder: filepath.Join(o.Audio, "conversions"), Logger: o.Logger})
	}
	return &Directory{db: db, doors: o.Doors, audio: o.Audio, converter: o.Converter, zone: o.Zone, now: o.Now, log: o.Logger, telephony: o.Telephony, carriers: o.Carriers, calls: o.Calls, resources: o.Resources, noLinks: o.NoPhoneLinks}
}

// Load reads the site as it is now, at one moment of the database.
func (d *Directory) Load(ctx context.Context) (Snapshot, error) {
	var s *site
	err := d.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var err error
		s, err = readSite(ctx, tx)
		return err
	})
	if err != nil {
		return Snapshot{}, err
	}
	return s.snapshot(views{zone: d.zone, holidays: d.holidaysOf(s)}), nil
}

// readSite reads every record.
func readSite(ctx context.Context, tx bun.IDB) (*site, error) {
	return readRecords(ctx, tx, func(reflect.Type) bool { return true })
}

// readRecords reads every record of the types that are wanted.
func readRecords(ctx context.Context, tx bun.IDB, wanted func(reflect.Type) bool) (*site, error) {
	s := &site{}
	var members []Member
	read := func(what any, order string) error {
		if !wanted(reflect.TypeOf(what).Elem().Elem()) {
			return nil
		}
		return tx.NewSelect().Model(what).OrderExpr(order).Scan(ctx)
	}
	err := errors.Join(
		tx.NewSelect().Model(&s.Settings).Limit(1).Scan(ctx),
		read(&s.Trunks, "name"), read(&s.Statuses, "name"), read(&s.Retired, "id"), read(&s.Audios, "name"), read(&s.Roles, "name"), read(&s.Agents, "login"), read(&s.Devices, "name"), read(&s.Personal, "agent_id"),
		read(&s.Groups, "name"), read(&s.IVRs, "name"), read(&s.Transfers, "name"), read(&s.Numbers, "number"),
		read(&s.Codes, "feature"), read(&s.Rejected, "number"), read(&s.Barred, "number"), read(&s.Callers, "number"), read(&s.Holidays, "date"), read(&s.Prompts, "language, prompt"),
		read(&members, "group_id, position, agent_id"),
	)
	if err != nil {
		return nil, fmt.Errorf("directory: read the site: %w", err)
	}
	at := make(map[id.Group]*Group, len(s.Groups))
	for i := range s.Groups {
		at[s.Groups[i].ID] = &s.Groups[i]
	}
	for _, m := range members {
		if g := at[m.Group]; g != nil {
			g.Members = append(g.Members, m)
		}
	}
	return s, nil
}
