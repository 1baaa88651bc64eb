package directory

import (
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Exchange are the site's settings that concern how calls are switched. Times
// are seconds unless they say otherwise.
type Exchange struct {
	International   bool      `json:"international" doc:"outside calls may leave Japan"`
	RejectAnonymous bool      `json:"rejectAnonymous" doc:"callers who withhold their number are refused"`
	Emergency       id.Number `bun:"emergency_id" json:"emergency,omitzero" doc:"number presented to 110, 118, 119"`
	ParkTime        int       `json:"parkTime" minimum:"10" maximum:"3600" doc:"seconds until a parked call rings its parker back"`
	ParkGroup       id.Group  `bun:"park_group_id" json:"parkGroup,omitzero" doc:"and then this group"`
	TransferRing    int       `json:"transferRing" minimum:"5" maximum:"120" doc:"seconds until a blind transfer returns"`
	Rooms           int       `json:"rooms" minimum:"1" maximum:"99" doc:"conference rooms"`
	MessageTime     int       `json:"messageTime" minimum:"10" maximum:"3600" doc:"seconds of the longest voicemail"`
	OutsideTime     int       `json:"outsideTime" minimum:"0" maximum:"10080" doc:"minutes for which outside parties may talk without an agent; 0: no limit"`
	CallTime        int       `json:"callTime" minimum:"0" maximum:"10080" doc:"minutes for which an outside party may be connected; 0: no limit"`
	CallbackTries   int       `json:"callbackTries" minimum:"1" maximum:"10" doc:"how often a promised callback is tried"`
	CallbackGap     int       `json:"callbackGap" minimum:"1" maximum:"1440" doc:"minutes between two tries of a callback"`
	CallbackKept    int       `json:"callbackKept" minimum:"1" maximum:"720" doc:"hours for which a callback is promised"`
	CapAtOnce       int       `json:"capAtOnce" minimum:"0" maximum:"1000000" doc:"outside calls of one agent at once; 0: no limit"`
	CapDaily        int       `json:"capDaily" minimum:"0" maximum:"1000000" doc:"and in a day; 0: no limit"`
	RetentionDays   int       `json:"retentionDays" minimum:"0" maximum:"36500" doc:"days that recordings are kept; 0: for ever"`
	PublicHolidays  bool      `json:"publicHolidays" doc:"Japan's public holidays count as holidays"`

	SoftphoneTransport string `json:"softphoneTransport" enum:"tls,udp" doc:"which the agent app tries first"`
	SoftphoneSRTP      string `bun:"softphone_srtp" json:"softphoneSrtp" enum:"prefer,off" doc:"of the agent app where signalling is not encrypted"`
}

// FeatureCode is what the site changed of one feature's codes (C-CODE). A
// feature without one has its usual code.
type FeatureCode struct {
	bun.BaseModel `bun:"table:feature_codes" json:"-"`
	Feature       route.Feature `bun:"feature,pk" json:"feature"`
	Digits        []string      `bun:"type:jsonb" json:"digits"` // none: the feature is off
	Version       int64         `json:"version"`
}

// Rejected is a caller who is refused before any routing (C-CALL-7).
type Rejected struct {
	bun.BaseModel `bun:"table:rejected_numbers" json:"-"`
	ID            id.Rejected `bun:"id,pk" json:"id" readOnly:"true"`
	Number        string      `json:"number" minLength:"1" maxLength:"64" doc:"in any usual way of writing it, kept in one"`
	Note          string      `json:"note,omitempty" maxLength:"64"`
	Version       int64       `json:"version" readOnly:"true"`
}

// Barred is a number, or the beginning of one and a *, that nobody may call
// (C-CALL-6).
type Barred struct {
	bun.BaseModel `bun:"table:barred_numbers" json:"-"`
	ID            id.Barred `bun:"id,pk" json:"id" readOnly:"true"`
	Number        string    `json:"number" minLength:"1" maxLength:"64" doc:"a number, or its first digits and a *"`
	Note          string    `json:"note,omitempty" maxLength:"64"`
	Version       int64     `json:"version" readOnly:"true"`
}

// CallerRule is how one outside caller is served (C-Q-4).
type CallerRule struct {
	bun.BaseModel `bun:"table:caller_rules" json:"-"`
	ID            id.CallerRule `bun:"id,pk" json:"id" readOnly:"true"`
	Number        string        `json:"number" minLength:"1" maxLength:"64" doc:"in any usual way of writing it, kept in one"`
	Name          string        `json:"name,omitempty" maxLength:"64"`
	Priority      int           `json:"priority" minimum:"0" maximum:"100" doc:"higher is served first"`
	Version       int64         `json:"version" readOnly:"true"`
}

// CompanyHoliday is a holiday of the site, besides the public ones.
type CompanyHoliday struct {
	bun.BaseModel `bun:"table:company_holidays" json:"-"`
	ID            id.Holiday `bun:"id,pk" json:"id" readOnly:"true"`
	Date          string     `json:"date" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" patternDescription:"date" example:"2026-12-31"`
	Name          string     `json:"name,omitempty" maxLength:"64"`
	Version       int64      `json:"version" readOnly:"true"`
}

// holder is the agent whose phone the device is now: who is logged in at it,
// else whom it belongs to.
func (d *Device) holder() id.Agent {
	if !d.Seat.IsZero() {
		return d.Seat
	}
	return d.Agent
}

// hot says whether agents may log in at the phone (J-DEV-1).
func (d *Device) hot() bool { return d.Desk || d.Agent.IsZero() }

// codesOf gives the site's whole table: the usual codes, but for the features
// that it changed.
func codesOf(changed []FeatureCode) []route.Code {
	own := make(map[route.Feature][]string, len(changed))
	for _, c := range changed {
		own[c.Feature] = c.Digits
		if c.Digits == nil {
			own[c.Feature] = []string{}
		}
	}
	var out []route.Code
	for _, c := range route.DefaultCodes() {
		digits := own[c.Feature]
		if digits == nil {
			digits = []string{c.Digits}
		}
		for _, d := range digits {
			out = append(out, route.Code{Feature: c.Feature, Digits: d})
		}
	}
	return out
}
