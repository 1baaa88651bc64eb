package live

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

const (
	maxNotices = 20
	noticeFor  = 12 * time.Hour   // a shift
	sameWithin = 15 * time.Minute // what happens again so soon is the same matter
)

// notice is what supervisors must hear of.
type notice struct {
	key   [16]byte
	about string // equal for the same matter
	at    time.Time
	row   wire.NoticeRow
}

// emergency: C-CODE-12. Every call is a matter of its own.
func (m *model) emergency(at time.Time, c id.Call, b journal.Emergency) {
	m.notify(c, at, "emergency "+c.String(), wire.NoticeRow{Kind: "emergency", Agent: b.Agent.String(), Number: b.Number, Call: c.String()})
}

// limitReached tells of the limits that guard against toll fraud; a line that
// is full is an everyday matter.
func (m *model) limitReached(at time.Time, b journal.LimitReached) {
	switch b.Limit {
	case "agent", "agent-day", "trunk-calls", "trunk-day":
		about := b.Limit + " " + b.Agent.String() + " " + b.Trunk.String()
		m.notify(b.Call, at, about, wire.NoticeRow{Kind: "limit", Agent: b.Agent.String(), Limit: b.Limit, Max: b.Max, Call: b.Call.String()})
	}
}

func (m *model) notify(key [16]byte, at time.Time, about string, row wire.NoticeRow) {
	i := slices.IndexFunc(m.notices, func(n notice) bool { return n.key == key || n.about == about && at.Sub(n.at) < sameWithin })
	if i >= 0 {
		n := &m.notices[i]
		n.at, n.row.At = at, at.UnixMilli()
		n.row.Count++
		m.touch(wire.Notices, n.key)
		return
	}
	if len(m.notices) == maxNotices {
		m.touch(wire.Notices, m.notices[0].key)
		m.notices = slices.Delete(m.notices, 0, 1)
	}
	row.ID, row.At, row.Count = id.Call(key).String(), at.UnixMilli(), 1
	m.notices = append(m.notices, notice{key, about, at, row})
	m.touch(wire.Notices, key)
}

// expire forgets notices of long ago.
func (m *model) expire(now time.Time) {
	m.notices = slices.DeleteFunc(m.notices, func(n notice) bool {
		old := now.Sub(n.at) >= noticeFor
		if old {
			m.touch(wire.Notices, n.key)
		}
		return old
	})
}

func (m *model) noticeRow(key [16]byte) (wire.NoticeRow, bool) {
	for _, n := range m.notices {
		if n.key == key {
			return n.row, true
		}
	}
	return wire.NoticeRow{}, false
}
