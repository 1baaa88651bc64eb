package directory

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// Source is a site file.
type Source struct {
	Name string // as it is called in messages; "" means site.yaml
	Data []byte
	Dir  fs.FS // the folder that paths of audio files begin in; nil: there are none
}

// siteLock is the advisory lock under which the site is changed.
const siteLock = 0x796f6269 // "yobi"

// plan is a site file being applied to the site as stored.
type plan struct {
	r         *reader
	d         *Directory
	dir       fs.FS
	settings  Settings
	trunks    *shelf[Trunk]
	statuses  *shelf[Status]
	audios    *shelf[Audio]
	roles     *shelf[AgentRole]
	agents    *shelf[Agent]
	devices   *shelf[Device]
	groups    *shelf[Group]
	ivrs      *shelf[IVR]
	transfers *shelf[Transfer]
	numbers   *shelf[Number]
	codes     *shelf[FeatureCode]
	rejected  *shelf[Rejected]
	barred    *shelf[Barred]
	callers   *shelf[CallerRule]
	holidays  *shelf[CompanyHoliday]

	siteFields map[string]value // what the file says of the site itself
	fill       []func()         // second pass: fields, when every name is known
	passwords  map[id.Agent]string
	pins       map[id.Agent]string
	sounds     map[id.Audio][]byte // converted files of new or changed audio
	notes      []resource.Entry    // for the histories of what is stored
}

// Apply makes the site be as the file says, in one transaction, and says what
// changed; with dryRun it only says what would. Nouns are found by their key
// (agents by login ID, numbers by number, others by name); what is in the
// site but not in the file stays untouched, and a field that a noun of the
// file does not mention gets its default (passwords, PINs and the settings of
// the site excepted: those stay). Applying a file again changes nothing. When
// the file has mistakes nothing is changed, and the error is a fault with the
// key site_invalid whose cause is Mistakes.
func (d *Directory) Apply(ctx context.Context, src Source, dryRun bool) (Diff, error) {
	if src.Name == "" {
		src.Name = "site.yaml"
	}
	r := &reader{file: src.Name}
	top, ok := r.parse(src.Data)
	if !ok {
		return nil, r.found.fault()
	}
	var diff Diff
	var p *plan
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(?)", siteLock); err != nil {
			return fmt.Errorf("directory: wait for another change of the site: %w", err)
		}
		stored, err := readSite(ctx, tx)
		if err != nil {
			return err
		}
		if p, err = d.newPlan(r, src.Dir, stored); err != nil {
			return err
		}
		p.read(top)
		if len(r.found) > 0 {
			return r.found.fault()
		}
		if diff, err = p.store(ctx, tx); err != nil {
			return err
		}
		diff = append(diff, p.warnings(diff)...)
		if dryRun {
			return errDryRun
		}
		if err := p.stageAudio(); err != nil {
			return err
		}
		return nil
	})
	if err == errDryRun { //nolint:errorlint // made above, never wrapped
		return diff, nil
	}
	if err != nil {
		p.dropAudio()
		return nil, err
	}
	if err := p.placeAudio(); err != nil {
		return diff, err
	}
	if len(diff) > 0 {
		d.tellNow(ctx)
	}
	return diff, nil
}

type dryRunEnd struct{}

func (dryRunEnd) Error() string { return "directory: only tried" }

// errDryRun rolls a transaction back that was only a trial.
var errDryRun error = dryRunEnd{}

func (d *Directory) newPlan(r *reader, dir fs.FS, s *site) (*plan, error) {
	p := &plan{
		r: r, d: d, dir: dir, settings: s.Settings,
		passwords: map[id.Agent]string{}, pins: map[id.Agent]string{}, sounds: map[id.Audio][]byte{},
	}
	var errs [15]error
	p.trunks, errs[0] = newShelf("trunks", s.Trunks, func(v *Trunk) string { return v.Name }, trunkSecrets)
	p.statuses, errs[1] = newShelf("statuses", s.Statuses, func(v *Status) string { return v.Name }, nil)
	p.audios, errs[2] = newShelf("audio", s.Audios, func(v *Audio) string { return v.Name }, nil)
	p.agents, errs[3] = newShelf("agents", s.Agents, func(v *Agent) string { return v.Login }, nil)
	p.devices, errs[4] = newShelf("devices", withoutApps(s.Devices), func(v *Device) string { return v.Name }, deviceSecrets)
	p.groups, errs[5] = newShelf("groups", s.Groups, func(v *Group) string { return v.Name }, nil)
	p.ivrs, errs[6] = newShelf("ivrs", s.IVRs, func(v *IVR) string { return v.Name }, nil)
	p.transfers, errs[7] = newShelf("transfers", s.Transfers, func(v *Transfer) string { return v.Name }, nil)
	p.numbers, errs[8] = newShelf("numbers", s.Numbers, func(v *Number) string { return v.Number }, nil)
	p.codes, errs[9] = newShelf("codes", s.Codes, func(v *FeatureCode) string { return string(v.Feature) }, nil)
	p.rejected, errs[10] = newShelf("rejected", s.Rejected, func(v *Rejected) string { return v.Number }, nil)
	p.barred, errs[11] = newShelf("barred", s.Barred, func(v *Barred) string { return v.Number }, nil)
	p.callers, errs[12] = newShelf("callers", s.Callers, func(v *CallerRule) string { return v.Number }, nil)
	p.holidays, errs[13] = newShelf("holidays", s.Holidays, func(v *CompanyHoliday) string { return v.Date }, nil)
	p.roles, errs[14] = newShelf("roles", s.Roles, func(v *AgentRole) string { return v.Name }, nil)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	p.agents.folding(foldLogin)
	return p, nil
}

func trunkSecrets(t *Trunk) map[string]string {
	if t.Register == nil {
		return map[string]string{"register": ""}
	}
	return map[string]string{"register": fmt.Sprintf("%q", []string{t.Register.User, t.Register.AuthUser, t.Register.Password, fmt.Sprint(t.Register.Expires)})}
}

func deviceSecrets(v *Device) map[string]string {
	return map[string]string{"password": v.HA1MD5 + v.HA1SHA256}
}

// read takes the whole file: first every name, then, when all are known, the
// fields, then what concerns several nouns at once.
func (p *plan) read(top value) {
	f, ok := top.fields("site", "trunks", "statuses", "audio", "agents", "devices", "groups", "ivrs", "transfers", "numbers",
		"codes", "rejected", "barred", "callers", "holidays", "roles")
	if !ok {
		return
	}
	p.readSettings(f["site"])
	each(f["trunks"], p.readTrunk)
	each(f["statuses"], p.readStatus)
	each(f["audio"], p.readAudio)
	each(f["roles"], p.readRole)
	each(f["agents"], p.readAgent)
	each(f["devices"], p.readDevice)
	each(f["groups"], p.readGroup)
	each(f["ivrs"], p.readIVR)
	each(f["transfers"], p.readTransfer)
	each(f["numbers"], p.readNumber)
	p.readCodes(f["codes"])
	each(f["rejected"], p.readRejected)
	each(f["barred"], p.readBarred)
	each(f["callers"], p.readCaller)
	each(f["holidays"], p.readHoliday)
	for _, fill := range p.fill {
		fill()
	}
	p.checkExtensions()
	p.checkCodes()
	p.checkUsers()
	p.checkPrefixes()
}

func each(list value, read func(value)) {
	for _, v := range list.items() {
		read(v)
	}
}

func (p *plan) later(fill func()) { p.fill = append(p.fill, fill) }
