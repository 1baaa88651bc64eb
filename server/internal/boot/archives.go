package boot

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/live"
)

// leftSubject carries to all servers that what calls have left behind is not
// what it was.
const leftSubject = "yobirin.left"

// The nouns that are no records of the site, of whose changes consoles hear.
const (
	nounVoicemails = "voicemails"
	nounArchives   = "archives"
)

// archiveFree is what archives leave of the disk: more than recordings do, so
// that no archive ever keeps a call from being recorded.
const archiveFree = 2 * keepFree

func (m *Main) newArchive() *archive.Archive {
	folder := filepath.Join(m.cfg.DataDir, "archives")
	return archive.New(archive.Options{
		DB: m.db, Resources: m.resources, Folder: folder, Recordings: m.history, Keys: m.keys, Zone: m.cfg.TimeZone, Alarms: m.alarms, Logger: m.log, HowLate: m.history.HowLate,
		Room:     func(bytes int64) error { return room(m.cfg.DataDir, bytes) },
		OnChange: func(day archive.Day) { m.tellLeft(nounArchives, string(day)) },
	})
}

// room says whether the disk has room for so many bytes beside what it must
// have for all else.
func room(folder string, bytes int64) error {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return fmt.Errorf("how full the disk is is not known: %w", err)
	}
	if free := int64(s.Bavail) * s.Bsize; free < archiveFree+bytes {
		return fault.New(fault.Unavailable, "disk_full", "the disk is almost full: %d MiB are free, of which %d are kept for recordings and the database", free>>20, archiveFree>>20)
	}
	return nil
}

// tellLeft has the consoles of all servers hear that a message or an archive
// has changed. It does not wait.
func (m *Main) tellLeft(noun, which string) {
	raw, err := json.Marshal(live.Changed{Type: live.TypeChanged, Noun: noun, ID: which, Action: "update"})
	if err == nil {
		err = m.bus.Publish(leftSubject, raw)
	}
	if err != nil {
		m.log.Warn("a change was not told live", "noun", noun, obs.Err(err)) // consoles find it by asking
	}
}

// watchLeft tells the sockets of this server what any server tells.
func (m *Main) watchLeft() (unsubscribe func(), err error) {
	return m.bus.Subscribe(leftSubject, func(raw []byte) {
		var c live.Changed
		if err := json.Unmarshal(raw, &c); err != nil {
			m.log.Error("a change on the bus is not readable", obs.Err(err))
			return
		}
		m.hub.Changed([]live.Changed{c})
	})
}

// seesLeft says whether a session hears of changes of those nouns.
func seesLeft(s access.Session, noun string) bool {
	switch noun {
	case nounVoicemails:
		return access.May(s, access.SeeVoicemail)
	case nounArchives:
		return access.May(s, access.TakeArchive)
	default:
		return false
	}
}
