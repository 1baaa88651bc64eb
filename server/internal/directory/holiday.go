package directory

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/jp"
)

// Holidays are known from last year until some years ahead: what an IVR is
// asked about is today, what an administrator asks about may be later.
const holidaysAhead = 5

// holidayNames are the names in Japanese, as they are shown.
func holidayNames() map[string]string {
	return map[string]string{
		"New Year's Day": "元日", "Coming of Age Day": "成人の日", "National Foundation Day": "建国記念の日", "The Emperor's Birthday": "天皇誕生日",
		"Vernal Equinox Day": "春分の日", "Showa Day": "昭和の日", "Constitution Memorial Day": "憲法記念日", "Greenery Day": "みどりの日", "Children's Day": "こどもの日",
		"Marine Day": "海の日", "Mountain Day": "山の日", "Respect for the Aged Day": "敬老の日", "Autumnal Equinox Day": "秋分の日", "Sports Day": "スポーツの日",
		"Culture Day": "文化の日", "Labor Thanksgiving Day": "勤労感謝の日",
		"National holiday between Respect for the Aged Day and Autumnal Equinox Day": "国民の休日",
	}
}

// calendar keeps the public holidays it has computed. It is safe for
// concurrent use.
type calendar struct {
	mu    sync.Mutex
	first int
	days  map[string]string
}

// public gives Japan's public holidays, moved ones included, from the year
// before now on. The map must not be changed.
func (c *calendar) public(now time.Time) map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if first := now.Year() - 1; c.days == nil || first != c.first {
		c.first, c.days = first, publicHolidays(first, now.Year()+holidaysAhead)
	}
	return c.days
}

func publicHolidays(first, last int) map[string]string {
	year := &cal.Calendar{}
	for _, h := range jp.Holidays {
		own := *h // some are written to while they are computed
		year.AddHoliday(&own)
	}
	names := holidayNames()
	out := map[string]string{}
	for d := time.Date(first, 1, 1, 12, 0, 0, 0, time.UTC); d.Year() <= last; d = d.AddDate(0, 0, 1) {
		actual, observed, h := year.IsHoliday(d)
		if !actual && !observed {
			continue
		}
		name := h.Name
		if ja, ok := names[name]; ok {
			name = ja
		}
		if !actual {
			name += " 振替休日"
		}
		out[d.Format(time.DateOnly)] = name
	}
	return out
}

// holidaysOf gives the public and the company's holidays by date.
func (d *Directory) holidaysOf(s *site) map[string]string {
	out := map[string]string{}
	if s.Settings.PublicHolidays {
		for date, name := range d.calendar.public(d.now()) {
			out[date] = name
		}
	}
	for _, h := range s.Holidays {
		out[h.Date] = h.Name
	}
	return out
}
