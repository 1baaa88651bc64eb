package directory

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// devices is the noun of the phones (J-DEV-1). Those that the agent app made
// are listed and deleted, and changed by nobody but the app.
func (d *Directory) devices() resource.Noun[Device] {
	const kind = "case when device.app_of is not null then 'app' when device.desk or device.agent_id is null then 'hot-desk' else 'desk' end"
	return resource.Noun[Device]{
		Name: "devices", Kind: "device", Tag: "directory", View: access.ViewDevices, Edit: access.EditDevices,
		Columns: []resource.Column{
			{Name: "name", SQL: "case when device.app_of is null then device.name else device.label end", Filter: resource.Contains},
			{Name: "user", SQL: "device.sip_user", Filter: resource.Contains},
			{Name: "kind", SQL: kind, Filter: resource.Equal}, {Name: "agent", SQL: "coalesce(device.agent_id::text, '')", Filter: resource.Equal, NoSort: true},
			{Name: "seat", SQL: "coalesce(device.seat_id::text, '')", Filter: resource.Equal, NoSort: true},
			{Name: "srtp", Filter: resource.Equal}, {Name: "transport", Filter: resource.Equal}, {Name: "mac", Filter: resource.Contains}, {Name: "desk", Filter: resource.YesNo, NoSort: true},
		},
		Search: []string{"device.name", "device.label", "device.sip_user", "device.mac"},
		Title: func(v *Device) string {
			if v.AppOf.IsZero() {
				return v.Name
			}
			return v.Label
		},
		Blank: func() Device { return Device{SRTP: "off", SecondLogin: "ring-all"} },
		Fill: func(_ context.Context, _ bun.IDB, of []*Device) error {
			for _, v := range of {
				v.Kind, v.Live = v.kind(), d.liveOf(v.ID)
			}
			return nil
		},
		Change: changeDevice,
		Lost:   []string{"password"},
		// The app makes itself another one when it logs in again.
		Final: func(v *Device) bool { return !v.AppOf.IsZero() },
		Begun: begun, Sealed: sealed,
		CSVKey: "name",
		CSV: append([]resource.CSVColumn[Device]{
			referenceColumn("agent", [2]string{"agents", "login"}, func(v *Device) *id.Agent { return &v.Agent }),
			keysColumn(),
			secretColumn("password", func(v *Device) *string { return &v.Password }),
		}, skipped[Device]("seat", "kind", "label", "live")...),
	}
}

func (d *Device) kind() string {
	switch {
	case !d.AppOf.IsZero():
		return "app"
	case d.hot():
		return "hot-desk"
	}
	return "desk"
}

// liveOf is what the SIP side knows of a phone.
func (d *Directory) liveOf(v id.Device) *PhoneLive {
	l := d.telephony.Line(v)
	out := &PhoneLive{State: "offline", Contacts: l.Contacts, Address: l.Address, UserAgent: l.UserAgent}
	switch {
	case l.Up:
		out.State = "registered"
	case l.Contacts > 0:
		out.State = "unreachable"
	}
	if transport, _, ok := strings.Cut(l.Address, ":"); ok && l.Contacts > 0 {
		out.Transport = transport
	}
	if !l.Seen.IsZero() {
		out.LastSeen = &l.Seen
	}
	if !l.Since.IsZero() {
		out.Since = &l.Since
	}
	return out
}

const devicePasswordRule = "12 to 128 characters without control characters that are not the user"

// checkDevicePassword says whether a phone's password is strong enough; the
// site file asks the same.
func checkDevicePassword(user, password string) bool {
	return plain(password, 128) && len(password) >= 12 && password != user
}

// macOf gives a hardware address as it is kept; what is none stays as it is.
func macOf(text string) string {
	bare := strings.ToLower(strings.NewReplacer(":", "", "-", "", ".", "").Replace(text))
	if len(bare) != 12 || strings.Trim(bare, "0123456789abcdef") != "" {
		return text
	}
	return bare
}

func changeDevice(ctx context.Context, tx bun.Tx, c *resource.Change[Device]) error {
	if err := hold(ctx, tx); err != nil || c.After == nil {
		return err
	}
	v, was := c.After, c.Before
	if was == nil {
		was = &Device{}
	}
	if !was.AppOf.IsZero() {
		return fault.New(fault.Conflict, "app_device", "a phone that the agent app made is not changed here; it can be deleted")
	}
	if v.Password != "" || v.Agent != was.Agent || v.hot() && !was.hot() {
		if err := mayPhoneAs(ctx, tx, c.By, v); err != nil {
			return err
		}
	}
	var bad []fault.Field
	switch {
	case v.Password != "" && !checkDevicePassword(v.User, v.Password):
		bad = append(bad, fault.Field{Name: "password", Expected: devicePasswordRule, Rule: "device_password"})
	case v.Password != "":
		v.HA1MD5, v.HA1SHA256 = digests(v.User, v.Password)
	case c.Revived:
		// It registers when it is given a password; until then nobody knows one.
		v.HA1MD5, v.HA1SHA256 = digests(v.User, rand.Text())
	case v.HA1SHA256 == "" || v.User != was.User: // the digests are of the user, too
		bad = append(bad, required("password"))
	}
	v.MAC = macOf(v.MAC)
	check := func(f []fault.Field, err error) error {
		bad = append(bad, f...)
		return err
	}
	if v.User != was.User {
		if err := check(checkTaken(ctx, tx, "user", "devices", "sip_user", v.User, v.ID.String())); err != nil {
			return err
		}
	}
	if v.MAC != "" && v.MAC != was.MAC {
		if err := check(checkTaken(ctx, tx, "mac", "devices", "mac", v.MAC, v.ID.String())); err != nil {
			return err
		}
	}
	if v.Agent != was.Agent {
		if err := check(checkReference(ctx, tx, "agent", "agents", v.Agent.String(), false)); err != nil {
			return err
		}
	}
	if !v.hot() {
		v.Seat = id.Agent{} // nobody logs in at it any more
	}
	if v.Model != was.Model {
		bad = append(bad, checkModel("model", v.Model)...)
	}
	if err := check(checkKeys(ctx, tx, v.Keys, was.Keys)); err != nil {
		return err
	}
	return checkName(ctx, tx, "devices", v.Name, v.ID.String(), bad)
}

// mayPhoneAs refuses to give somebody a phone of an agent who may listen to
// others' calls, which is done by dialing, unless that somebody may, too. At a
// hot-desk phone anybody may log in later.
func mayPhoneAs(ctx context.Context, tx bun.IDB, by access.Session, v *Device) error {
	if access.May(by, access.WatchCalls) {
		return nil
	}
	if v.hot() {
		return fault.New(fault.Denied, "hot_desk_rights", "who may listen to calls logs in at a hot-desk phone, too: whoever sets its password needs that right")
	}
	var role access.Role
	err := tx.QueryRowContext(ctx, "select coalesce((select role from agents where id = ?), '')", v.Agent).Scan(&role)
	if err != nil {
		return fmt.Errorf("directory: read an agent's role: %w", err)
	}
	rights, _, err := rightsOf(ctx, tx, role)
	if err != nil {
		return err
	}
	return beyond(by, rights.And(access.RightsOf(access.WatchCalls)))
}
