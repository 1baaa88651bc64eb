package directory

import (
	"errors"
	"strings"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// maxBackups is how many further addresses a trunk may have.
const maxBackups = 4

func (p *plan) readTrunk(v value) {
	f, ok := v.fields("name", "host", "proxy", "backup", "transport", "inbound_from", "register", "channels", "profile", "switches", "e164", "unknown_to", "outside", "daily", "disabled")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	t := p.trunks.take(name, v, func() *Trunk {
		return &Trunk{ID: id.New[id.Trunk](p.d.now()), Name: name}
	})
	t.Host = f["host"].host()
	if f["host"].absent() {
		p.r.note(v.node, f["host"].path, "", "the carrier's "+hostWords)
	}
	t.Proxy = f["proxy"].host()
	t.Backup = nil
	for _, n := range f["backup"].items() {
		t.Backup = append(t.Backup, n.host())
	}
	if len(t.Backup) > maxBackups {
		p.r.note(f["backup"].node, f["backup"].path, strings.Join(t.Backup, ", "), "at most 4 further hosts")
	}
	t.Transport = f["transport"].one("udp", "udp", "tcp", "tls")
	t.Channels = f["channels"].whole(0, maxCalls, 0)
	t.Profile = f["profile"].one("", carrier.Presets()...)
	t.Switches = p.switches(f["switches"], t.Profile)
	t.E164 = f["e164"].yes(false)
	t.Outside = f["outside"].whole(0, maxCalls, 0)
	t.Daily = f["daily"].whole(0, maxCalls, 0)
	t.Disabled = f["disabled"].yes(false)
	t.InboundFrom = nil
	for _, n := range f["inbound_from"].items() {
		t.InboundFrom = append(t.InboundFrom, n.network())
	}
	t.Register = p.register(f["register"])
	p.later(func() { t.UnknownTo = p.destination(f["unknown_to"]) })
}

// switches reads what a trunk does otherwise than its preset. Values are kept
// as carrier.Build takes them.
func (p *plan) switches(v value, preset string) map[string]string {
	all := carrier.Switches()
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	f, ok := v.fields(names...)
	profile, err := carrier.Preset(preset)
	if !ok || err != nil { // a wrong preset was told already
		return nil
	}
	out, right := map[string]string{}, true
	for _, s := range all {
		n := f[s.Name]
		if n.absent() {
			continue
		}
		var parts []string
		for _, item := range n.items() {
			text, _ := item.scalar(s.Expected)
			parts = append(parts, text)
		}
		text := strings.Join(parts, ",")
		if !s.Set(&profile, text) {
			p.r.note(n.node, n.path, text, s.Expected)
			right = false
		}
		out[s.Name] = text
	}
	var wrong *fault.Error
	if err := profile.Check(v.path); right && errors.As(err, &wrong) {
		for _, w := range wrong.Fields {
			p.r.note(v.node, w.Name, w.Value, w.Expected)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
