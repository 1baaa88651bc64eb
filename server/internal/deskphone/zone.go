package deskphone

import (
	"fmt"
	"time"
)

// Zone is the site's time zone, as far as phones can be told of it.
type Zone struct {
	Name   string // IANA
	Offset int    // seconds east of Greenwich
	Fixed  bool   // the same all year
}

// ZoneOf reads what a zone is in the year of a time.
func ZoneOf(zone *time.Location, now time.Time) Zone {
	if zone == nil {
		return Zone{}
	}
	year := now.In(zone).Year()
	z := Zone{Name: zone.String(), Fixed: true}
	for month := time.January; month <= time.December; month++ {
		_, offset := time.Date(year, month, 1, 0, 0, 0, 0, zone).Zone()
		if month == time.January {
			z.Offset = offset
		}
		z.Fixed = z.Fixed && offset == z.Offset
	}
	return z
}

// hours writes an offset as +9, -3:30.
func hours(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	if minutes := seconds % 3600 / 60; minutes != 0 {
		return fmt.Sprintf("%s%d:%02d", sign, seconds/3600, minutes)
	}
	return fmt.Sprintf("%s%d", sign, seconds/3600)
}
