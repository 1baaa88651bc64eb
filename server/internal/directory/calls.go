package directory

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

func (p *plan) readGroup(v value) {
	f, ok := v.fields("name", "extension", "strategy", "max_waiting", "timeout", "ring_time", "calls_per_agent", "strict", "acw", "pause_on_no_answer",
		"ringing_period", "display", "color", "greeting", "announcement", "announce_every", "music", "whisper", "overflow", "timeout_to",
		"record", "members", "say_position", "say_wait", "callback", "prefer_last", "retention_days")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	g := p.groups.take(name, v, func() *Group {
		return &Group{ID: id.New[id.Group](p.d.now()), Name: name}
	})
	g.Extension = p.extension(f["extension"])
	g.Strategy = acd.Strategy(f["strategy"].one(string(acd.LongestIdle), string(acd.RingAll), string(acd.LongestIdle), string(acd.LeastTalkTime),
		string(acd.Random), string(acd.RoundRobin), string(acd.ByLevel)))
	g.MaxWaiting = nil
	if w := f["max_waiting"]; !w.absent() {
		n := w.whole(0, maxCalls, 0)
		g.MaxWaiting = &n
	}
	g.Timeout = f["timeout"].whole(0, maxSeconds, 300)
	g.RingTime = f["ring_time"].whole(3, 600, 20)
	g.CallsPerAgent = f["calls_per_agent"].whole(1, 20, 1)
	g.Strict = f["strict"].yes(false)
	g.RingingPeriod = f["ringing_period"].whole(0, 600, 0)
	g.Display = f["display"].text(maxName, "")
	g.Color = f["color"].shaped(colorShape, "a colour as in #f59f00", "#868e96")
	g.AnnounceEvery = f["announce_every"].whole(0, 3600, 0)
	g.Record = f["record"].either()
	g.SayPosition, g.SayWait = f["say_position"].yes(false), f["say_wait"].yes(false)
	g.Callback, g.PreferLast = f["callback"].yes(false), f["prefer_last"].yes(false)
	g.RetentionDays = nil
	if days := f["retention_days"]; !days.absent() {
		n := days.whole(0, maxRetention, 0)
		g.RetentionDays = &n
	}
	p.later(func() {
		g.ACW = p.afterCall(f["acw"])
		g.PauseOnNoAnswer = p.noAnswer(f["pause_on_no_answer"])
		g.Greeting, g.Announcement = p.audioRef(f["greeting"]), p.audioRef(f["announcement"])
		g.Music, g.Whisper = p.audioRef(f["music"]), p.audioRef(f["whisper"])
		g.Overflow, g.TimeoutTo = p.destination(f["overflow"]), p.destination(f["timeout_to"])
		g.Members = p.members(g.ID, f["members"])
	})
}

func (p *plan) afterCall(v value) AfterCall {
	if v.absent() {
		return AfterCall{}
	}
	f, ok := v.fields("enabled", "status", "release")
	if !ok {
		return AfterCall{}
	}
	return AfterCall{Enabled: f["enabled"].yes(true), Status: p.statusRef(f["status"]), Release: f["release"].whole(0, maxSeconds, 0)}
}

func (p *plan) noAnswer(v value) NoAnswer {
	if v.absent() {
		return NoAnswer{}
	}
	f, ok := v.fields("enabled", "status", "release", "misses")
	if !ok {
		return NoAnswer{}
	}
	return NoAnswer{
		Enabled: f["enabled"].yes(true), Status: p.statusRef(f["status"]), Release: f["release"].whole(0, maxSeconds, 0), Misses: f["misses"].whole(1, 100, 1),
	}
}

func (p *plan) members(group id.Group, v value) []Member {
	var out []Member
	seen := map[id.Agent]bool{}
	for i, item := range v.items() {
		m := Member{Group: group, Level: 1, Position: i}
		if _, mapping := item.pairs(); mapping {
			f, ok := item.fields("agent", "level")
			if !ok {
				continue
			}
			if f["agent"].absent() {
				item.wrong("the login ID of an agent")
				continue
			}
			m.Agent, m.Level = p.agentRef(f["agent"]), f["level"].whole(1, 99, 1)
		} else {
			m.Agent = p.agentRef(item)
		}
		if seen[m.Agent] && !m.Agent.IsZero() {
			item.wrong("each agent once")
		}
		seen[m.Agent] = true
		out = append(out, m)
	}
	return out
}

func (p *plan) readIVR(v value) {
	f, ok := v.fields("name", "extension", "default", "schedule", "buttons")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	m := p.ivrs.take(name, v, func() *IVR {
		return &IVR{ID: id.New[id.IVR](p.d.now()), Name: name}
	})
	m.Extension = p.extension(f["extension"])
	p.later(func() {
		m.Default = p.destination(f["default"])
		m.Schedule = p.schedule(f["schedule"])
		m.Buttons = p.buttons(f["buttons"])
	})
}

func (p *plan) schedule(v value) Schedule {
	var s Schedule
	if v.absent() {
		return s
	}
	f, ok := v.fields("enabled", "dates", "rows")
	if !ok {
		return s
	}
	s.Enabled = f["enabled"].yes(true)
	for _, d := range f["dates"].items() {
		text, ok := d.scalar("a date as in 2026-12-31")
		if _, err := time.Parse(time.DateOnly, text); ok && err != nil {
			d.wrong("a date as in 2026-12-31")
		}
		s.Dates = append(s.Dates, text)
	}
	rows := f["rows"].items()
	if len(rows) > maxRows {
		f["rows"].wrong(fmt.Sprintf("at most %d rows", maxRows))
		return s
	}
	for _, row := range rows {
		r, ok := row.fields("from", "to", "weekdays", "designated", "holiday", "to_destination")
		if !ok {
			continue
		}
		const hour = "a time as in 09:00"
		out := ScheduleRow{
			From: r["from"].shaped(clockShape, hour, "00:00"), To: r["to"].clockOr24(),
			Designated: r["designated"].yes(false), Holiday: r["holiday"].yes(false), Then: p.destination(r["to_destination"]),
		}
		if out.From == out.To {
			r["to"].wrong("a time other than from")
		}
		for _, w := range r["weekdays"].items() {
			out.Weekdays = append(out.Weekdays, w.one("", weekdayWords()...))
		}
		if r["weekdays"].absent() && !out.Designated && !out.Holiday {
			out.Weekdays = weekdayWords() // a row that says nothing of days holds on all
		}
		if r["to_destination"].absent() {
			row.wrong("a to_destination")
		}
		s.Rows = append(s.Rows, out)
	}
	return s
}

// clockOr24 reads the end of a time range: HH:MM or 24:00.
func (v value) clockOr24() string {
	if s := v.written(); s == "24:00" {
		return s
	}
	return v.shaped(clockShape, "a time as in 18:00, or 24:00", "24:00")
}

func (p *plan) buttons(v value) Buttons {
	var b Buttons
	if v.absent() {
		return b
	}
	f, ok := v.fields("enabled", "audio", "keys", "wait", "tries", "direct")
	if !ok {
		return b
	}
	b.Enabled, b.Audio = f["enabled"].yes(true), p.audioRef(f["audio"])
	b.Wait, b.Tries, b.Direct = f["wait"].whole(0, 60, 0), f["tries"].whole(0, 10, 0), f["direct"].yes(false)
	pairs, ok := f["keys"].pairs()
	if !ok {
		f["keys"].wrong("a mapping of keys to destinations")
	}
	for _, pair := range pairs {
		key := value{p.r, pair.Key, f["keys"].path}.written()
		if !regexp.MustCompile(`^[0-9*#]$`).MatchString(key) {
			p.r.note(pair.Key, f["keys"].path, key, "a key: 0 to 9, * or #")
			continue
		}
		if b.Keys == nil {
			b.Keys = map[string]route.Destination{}
		}
		b.Keys[key] = p.destination(value{p.r, pair.Value, f["keys"].child(key)})
	}
	return b
}

func (p *plan) readTransfer(v value) {
	f, ok := v.fields("name", "number", "caller_id", "use_called_number")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	t := p.transfers.take(name, v, func() *Transfer {
		return &Transfer{ID: id.New[id.Transfer](p.d.now()), Name: name}
	})
	if f["number"].absent() {
		p.r.note(v.node, f["number"].path, "", "the number to call")
	} else {
		t.Number = f["number"].outside()
	}
	t.UseCalledNumber = f["use_called_number"].yes(false)
	p.later(func() { t.CallerID = p.numberRef(f["caller_id"]) })
}

func (p *plan) readNumber(v value) {
	f, ok := v.fields("number", "name", "trunk", "route", "max_channels", "prefix", "display_inbound", "display_outbound", "record", "language", "listed",
		"popup_ring", "popup_answer")
	if !ok {
		return
	}
	if f["number"].absent() {
		p.r.note(v.node, f["number"].path, "", "a phone number")
		return
	}
	number := f["number"].outside()
	n := p.numbers.take(number, v, func() *Number {
		return &Number{ID: id.New[id.Number](p.d.now()), Number: number}
	})
	n.Name = f["name"].text(maxName, number)
	n.MaxChannels = f["max_channels"].whole(0, maxCalls, 0)
	n.Prefix = f["prefix"].shaped(digitShape, "1 to 4 digits", "")
	n.DisplayInbound = f["display_inbound"].text(maxName, "")
	n.DisplayOutbound = f["display_outbound"].text(maxName, "")
	n.Record = f["record"].either()
	n.Language = f["language"].one("", "ja", "en")
	n.Listed = f["listed"].yes(true)
	n.PopupRing, n.PopupAnswer = f["popup_ring"].page(), f["popup_answer"].page()
	p.later(func() {
		n.Trunk = p.trunkRef(f["trunk"])
		n.Route = p.destination(f["route"])
	})
}

// extension reads an extension; whether it is free is looked at when all are known.
func (p *plan) extension(v value) string {
	if v.absent() {
		return ""
	}
	s, ok := v.scalar(extensionShape)
	if !ok {
		return ""
	}
	if why := checkExtension(s, nil); why != "" {
		v.wrong(why)
	}
	return s
}

// owner is a noun that has an extension.
type owner struct {
	noun, key, extension string
	at                   value
	named                bool
}

func (p *plan) owners() []owner {
	var out []owner
	add := func(noun, key, ext string, named map[string]value) {
		if ext != "" {
			at, ok := named[key]
			out = append(out, owner{noun, key, ext, at, ok})
		}
	}
	p.agents.each(func(k string, v *Agent) { add("agent", k, v.Extension, p.agents.named) })
	p.groups.each(func(k string, v *Group) { add("group", k, v.Extension, p.groups.named) })
	p.ivrs.each(func(k string, v *IVR) { add("IVR", k, v.Extension, p.ivrs.named) })
	return out
}

// checkExtensions: an extension belongs to one noun of the whole site.
func (p *plan) checkExtensions() {
	holders := map[string][]owner{}
	for _, o := range p.owners() {
		holders[o.extension] = append(holders[o.extension], o)
	}
	for ext, list := range holders {
		if len(list) < 2 {
			continue
		}
		for _, o := range list {
			if !o.named {
				continue
			}
			other := list[0]
			if other.noun == o.noun && other.key == o.key {
				other = list[1]
			}
			p.r.note(o.at.node, o.at.child("extension"), ext, fmt.Sprintf("an extension of its own; the %s %s has this one", other.noun, other.key))
		}
	}
}

// checkUsers: a SIP user belongs to one device.
func (p *plan) checkUsers() {
	seen := map[string]string{}
	p.devices.each(func(k string, d *Device) {
		other, double := seen[d.User]
		seen[d.User] = k
		if !double || d.User == "" {
			return
		}
		at, named := p.devices.named[k]
		if !named {
			at, other = p.devices.named[other], k
		}
		p.r.note(at.node, at.child("user"), d.User, fmt.Sprintf("a SIP user of its own; the device %s has this one", other))
	})
}

// checkPrefixes: a prefix chooses one number, and hides neither an extension
// nor what is dialed outside.
func (p *plan) checkPrefixes() {
	seen := map[string]string{}
	var extensions []string
	for _, o := range p.owners() {
		extensions = append(extensions, o.extension)
	}
	p.numbers.each(func(k string, n *Number) {
		at, named := p.numbers.named[k]
		if n.Prefix == "" || !named {
			if n.Prefix != "" {
				seen[n.Prefix] = k
			}
			return
		}
		other, double := seen[n.Prefix]
		seen[n.Prefix] = k
		switch {
		case double:
			p.r.note(at.node, at.child("prefix"), n.Prefix, fmt.Sprintf("a prefix of its own; the number %s has this one", other))
		case n.Prefix[0] == '0' || n.Prefix == "110" || n.Prefix == "118" || n.Prefix == "119" || n.Prefix == "184" || n.Prefix == "186" || n.Prefix == "1" || n.Prefix == "11" || n.Prefix == "18":
			p.r.note(at.node, at.child("prefix"), n.Prefix, "a prefix that is not the beginning of an outside number, 110, 118, 119, 184 or 186")
		case slices.Contains(extensions, n.Prefix):
			p.r.note(at.node, at.child("prefix"), n.Prefix, "a prefix that is not an extension")
		case slices.ContainsFunc(extensions, func(e string) bool { return e == n.Prefix+"110" || e == n.Prefix+"118" || e == n.Prefix+"119" }):
			p.r.note(at.node, at.child("prefix"), n.Prefix, "a prefix that with 110, 118 or 119 behind it is not an extension")
		default:
			p.checkPrefixCodes(at.child("prefix"), at, n.Prefix)
		}
	})
}
