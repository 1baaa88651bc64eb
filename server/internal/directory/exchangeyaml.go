package directory

import (
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	maxRetention = 36500 // days
	maxMinutes   = 10080 // a week
	maxRooms     = 99    // two digits are dialed
	maxRows      = 200   // of a schedule
	maxPriority  = 100
	maxCodeWays  = 4 // codes of one feature
)

func weekdayWords() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// readExchange reads the settings of the site that concern how calls are
// switched; what the file does not mention stays.
func (p *plan) readExchange(f map[string]value) {
	s := &p.settings
	s.International = f["international"].yes(s.International)
	s.RejectAnonymous = f["reject_anonymous"].yes(s.RejectAnonymous)
	s.ParkTime = f["park_time"].whole(10, 3600, s.ParkTime)
	s.TransferRing = f["transfer_ring"].whole(5, 120, s.TransferRing)
	s.Rooms = f["rooms"].whole(1, maxRooms, s.Rooms)
	s.MessageTime = f["message_time"].whole(10, 3600, s.MessageTime)
	s.OutsideTime = f["outside_time"].whole(0, maxMinutes, s.OutsideTime)
	s.CallTime = f["call_time"].whole(0, maxMinutes, s.CallTime)
	s.CallbackTries = f["callback_tries"].whole(1, 10, s.CallbackTries)
	s.CallbackGap = f["callback_gap"].whole(1, 1440, s.CallbackGap)
	s.CallbackKept = f["callback_kept"].whole(1, 720, s.CallbackKept)
	s.RetentionDays = f["retention_days"].whole(0, maxRetention, s.RetentionDays)
	s.PublicHolidays = f["public_holidays"].yes(s.PublicHolidays)
	s.SoftphoneTransport = f["softphone_transport"].one(s.SoftphoneTransport, "tls", "udp")
	s.SoftphoneSRTP = f["softphone_srtp"].one(s.SoftphoneSRTP, "prefer", "off")
	if caps := f["caps"]; !caps.absent() {
		if c, ok := caps.fields("at_once", "daily"); ok {
			s.CapAtOnce = c["at_once"].whole(0, maxCalls, s.CapAtOnce)
			s.CapDaily = c["daily"].whole(0, maxCalls, s.CapDaily)
		}
	}
	s.CapAtOnce = f["cap_at_once"].whole(0, maxCalls, s.CapAtOnce) // as the API calls them
	s.CapDaily = f["cap_daily"].whole(0, maxCalls, s.CapDaily)
	p.later(func() {
		if at := f["emergency"]; !at.absent() {
			s.Emergency = p.numberRef(at)
		}
		if at := f["park_group"]; !at.absent() {
			s.ParkGroup = p.groupRef(at)
		}
	})
}

// readCodes reads the table of feature codes: features and their digits. A
// feature that is not mentioned keeps its codes, one without digits is off.
func (p *plan) readCodes(v value) {
	pairs, ok := v.pairs()
	if !ok {
		v.wrong("a mapping of features to their codes")
		return
	}
	features := featureNames()
	for _, pair := range pairs {
		name := strings.ReplaceAll(value{p.r, pair.Key, v.path}.written(), "_", "-")
		at := value{p.r, pair.Value, v.child(name)}
		if !slices.Contains(features, name) {
			p.r.note(pair.Key, v.path, name, "one of "+strings.Join(features, ", "))
			continue
		}
		feature := route.Feature(name)
		c := p.codes.take(name, at, func() *FeatureCode { return &FeatureCode{Feature: feature} })
		c.Digits = []string{}
		for _, item := range at.items() {
			if digits, ok := item.scalar(codeShape(feature)); ok {
				c.Digits = append(c.Digits, digits)
				if !codeFits(feature, digits) {
					item.wrong(codeShape(feature))
				}
			}
		}
		if len(c.Digits) > maxCodeWays || feature.Takes() == route.ArgumentTwo && len(c.Digits) > 1 {
			at.wrong("one code, or at most 4 of a feature that counts nothing")
		}
	}
}

// listed reads one item of a list of numbers: the number alone, or a mapping
// with more.
func (v value) listed(more ...string) (number value, f map[string]value, ok bool) {
	if _, mapping := v.pairs(); !mapping || v.absent() {
		return v, nil, !v.absent()
	}
	f, ok = v.fields(append([]string{"number"}, more...)...)
	if ok && f["number"].absent() {
		v.r.note(v.node, f["number"].path, "", "a phone number")
		ok = false
	}
	return f["number"], f, ok
}

// caller reads the number of somebody outside, canonical.
func (v value) caller() string {
	const expected = "a phone number such as 0312345678 or +12125550123"
	s, ok := v.scalar(expected)
	if !ok {
		return ""
	}
	n, err := route.Canonical(s)
	if err != nil {
		v.wrong(expected)
		return ""
	}
	return n
}

// barred reads a number, or its beginning and a *.
func (v value) barred() string {
	s, ok := v.scalar(barredShape)
	if !ok {
		return ""
	}
	n, why := checkBarred(s)
	if why != "" {
		v.wrong(why)
	}
	return n
}

const barredShape = "a phone number such as 0312345678, or its first digits and a * as in 0990*"

// checkBarred gives the form in which a restriction is kept, or what was
// expected.
func checkBarred(s string) (kept, expected string) {
	beginning, open := strings.CutSuffix(strings.TrimSpace(s), "*")
	if !open {
		n, err := route.Canonical(s)
		if err != nil || route.Emergency(n) {
			return "", barredShape
		}
		return n, ""
	}
	if beginning == "" || len(beginning) > 16 || strings.Trim(beginning, "0123456789") != "" {
		return "", barredShape
	}
	return beginning + "*", ""
}

func (p *plan) readRejected(v value) {
	at, f, ok := v.listed("note")
	if !ok {
		return
	}
	n := at.caller()
	p.rejected.take(n, v, func() *Rejected { return &Rejected{ID: id.New[id.Rejected](p.d.now()), Number: n} }).Note = f["note"].noteOf(v)
}

func (p *plan) readBarred(v value) {
	at, f, ok := v.listed("note")
	if !ok {
		return
	}
	n := at.barred()
	p.barred.take(n, v, func() *Barred { return &Barred{ID: id.New[id.Barred](p.d.now()), Number: n} }).Note = f["note"].noteOf(v)
}

func (p *plan) readCaller(v value) {
	f, ok := v.fields("number", "name", "priority")
	if !ok {
		return
	}
	if f["number"].absent() {
		p.r.note(v.node, f["number"].path, "", "a phone number")
		return
	}
	n := f["number"].caller()
	c := p.callers.take(n, v, func() *CallerRule { return &CallerRule{ID: id.New[id.CallerRule](p.d.now()), Number: n} })
	c.Name, c.Priority = f["name"].text(maxName, ""), f["priority"].whole(0, maxPriority, 1)
}

func (p *plan) readHoliday(v value) {
	at, name := v, ""
	if _, mapping := v.pairs(); mapping && !v.absent() {
		f, ok := v.fields("date", "name")
		if !ok {
			return
		}
		at, name = f["date"], f["name"].text(maxName, "")
	}
	if at.absent() {
		v.wrong("a date as in 2026-12-31")
		return
	}
	date, ok := at.scalar("a date as in 2026-12-31")
	if _, err := time.Parse(time.DateOnly, date); ok && err != nil {
		at.wrong("a date as in 2026-12-31")
	}
	p.holidays.take(date, v, func() *CompanyHoliday { return &CompanyHoliday{ID: id.New[id.Holiday](p.d.now()), Date: date} }).Name = name
}

// noteOf reads a remark; where the item was no mapping there is none.
func (v value) noteOf(item value) string {
	if v.r == nil {
		v = value{r: item.r}
	}
	return v.text(maxName, "")
}
