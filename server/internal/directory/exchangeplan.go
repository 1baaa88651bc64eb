package directory

import (
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// views is what a plan is made of besides the records.
type views struct {
	zone     *time.Location
	holidays map[string]string
}

// exchangePlan begins the plan with what concerns the whole site.
func (s *site) exchangePlan(v views) route.Plan {
	o := &s.Settings
	p := route.Plan{
		Codes: codesOf(s.Codes),
		Settings: route.Settings{
			Record: o.Record, Language: o.Language, Zone: v.zone, Holidays: v.holidays,
			International: o.International, RejectAnonymous: o.RejectAnonymous, Emergency: o.Emergency,
			ParkTime: seconds(o.ParkTime), ParkGroup: o.ParkGroup, TransferRing: seconds(o.TransferRing), Rooms: o.Rooms, MessageTime: seconds(o.MessageTime),
			OutsideTime: time.Duration(o.OutsideTime) * time.Minute, CallTime: time.Duration(o.CallTime) * time.Minute,
			CallbackTries: o.CallbackTries, CallbackGap: time.Duration(o.CallbackGap) * time.Minute, CallbackKept: time.Duration(o.CallbackKept) * time.Hour,
		},
	}
	for _, r := range s.Rejected {
		p.Rejected = append(p.Rejected, r.Number)
	}
	for _, b := range s.Barred {
		p.Barred = append(p.Barred, b.Number)
	}
	for _, c := range s.Callers {
		p.Callers = append(p.Callers, route.Caller{Number: c.Number, Priority: c.Priority})
	}
	return p
}

// floorLimits gives the floor the limits of trunks, numbers and agents, and
// the slots and rooms there are.
func (s *site) floorLimits(p *acd.Plan) {
	for _, t := range s.Trunks {
		p.Trunks = append(p.Trunks, acd.Trunk{ID: t.ID, Channels: t.Channels, Outside: t.Outside, Daily: t.Daily})
	}
	for _, n := range s.Numbers {
		p.Numbers = append(p.Numbers, acd.Number{ID: n.ID, Channels: n.MaxChannels})
	}
	p.Caps = acd.Caps{AtOnce: s.Settings.CapAtOnce, Daily: s.Settings.CapDaily}
	p.Rooms = s.Settings.Rooms
	codes := route.Plan{Codes: codesOf(s.Codes)}
	p.FirstSlot, p.LastSlot = codes.Slots()
}

// plan is the IVR as calls meet it.
func (m *IVR) plan() route.IVR {
	v := route.IVR{
		ID: m.ID, Name: m.Name, Extension: m.Extension, Default: m.Default,
		Schedule: route.Schedule{Enabled: m.Schedule.Enabled},
		Buttons: route.Buttons{
			Enabled: m.Buttons.Enabled, Audio: m.Buttons.Audio, Keys: m.Buttons.Keys, Wait: seconds(m.Buttons.Wait), Tries: m.Buttons.Tries, Direct: m.Buttons.Direct,
		},
	}
	if len(m.Schedule.Dates) > 0 {
		v.Schedule.Designated = make(map[string]bool, len(m.Schedule.Dates))
		for _, d := range m.Schedule.Dates {
			v.Schedule.Designated[d] = true
		}
	}
	for _, r := range m.Schedule.Rows {
		row := route.Row{From: minutes(r.From), To: minutes(r.To), Starred: r.Designated, Holiday: r.Holiday, Then: r.Then}
		for _, w := range r.Weekdays {
			for i, word := range weekdayWords() {
				if w == word {
					row.Weekdays[(i+1)%7] = true
				}
			}
		}
		v.Schedule.Rows = append(v.Schedule.Rows, row)
	}
	return v
}

// clearSeats takes agents who are disabled from the phones they are logged in
// at.
func (s *site) clearSeats() {
	enabled := make(map[id.Agent]bool, len(s.Agents))
	for _, a := range s.Agents {
		enabled[a.ID] = !a.Disabled
	}
	for i := range s.Devices {
		if d := &s.Devices[i]; !enabled[d.Seat] {
			d.Seat = id.Agent{}
		}
	}
}

// minutes reads HH:MM, which was checked when it was stored.
func minutes(clock string) int {
	h, m, _ := strings.Cut(clock, ":")
	hours, _ := strconv.Atoi(h)
	rest, _ := strconv.Atoi(m)
	return hours*60 + rest
}
