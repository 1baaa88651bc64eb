package directory

import (
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Exchange are the site's settings that concern how calls are switched. Times
// are seconds.
type Exchange struct {
	International   bool      `json:"international"`                          // outside calls may leave Japan
	RejectAnonymous bool      `json:"rejectAnonymous"`                        // callers who withhold their number are refused
	Emergency       id.Number `bun:"emergency_id" json:"emergency,omitzero"`  // presented to 110, 118, 119
	ParkTime        int       `json:"parkTime"`                               // a parked call rings its parker back then
	ParkGroup       id.Group  `bun:"park_group_id" json:"parkGroup,omitzero"` // and then this group
	TransferRing    int       `json:"transferRing"`                           // a blind transfer returns then
	Rooms           int       `json:"rooms"`                                  // conference rooms
	MessageTime     int       `json:"messageTime"`                            // longest voicemail
	CapAtOnce       int       `json:"capAtOnce"`                              // outside calls of one agent at once; 0: no limit
	CapDaily        int       `json:"capDaily"`                               // and in a day
	RetentionDays   int       `json:"retentionDays"`                          // of recordings; 0: for ever
	PublicHolidays  bool      `json:"publicHolidays"`                         // Japan's public holidays count as holidays

	SoftphoneTransport string `json:"softphoneTransport"`                 // "tls" or "udp": which the agent app tries first
	SoftphoneSRTP      string `bun:"softphone_srtp" json:"softphoneSrtp"` // "prefer" or "off": of the agent app where signalling is not encrypted
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
	Number        string `bun:"number,pk" json:"number"` // canonical
	Note          string `json:"note,omitempty"`
	Version       int64  `json:"version"`
}

// Barred is a number, or the beginning of one and a *, that nobody may call
// (C-CALL-6).
type Barred struct {
	bun.BaseModel `bun:"table:barred_numbers" json:"-"`
	Number        string `bun:"number,pk" json:"number"`
	Note          string `json:"note,omitempty"`
	Version       int64  `json:"version"`
}

// CallerRule is how one outside caller is served (C-Q-4).
type CallerRule struct {
	bun.BaseModel `bun:"table:caller_rules" json:"-"`
	Number        string `bun:"number,pk" json:"number"` // canonical
	Name          string `json:"name,omitempty"`
	Priority      int    `json:"priority"` // higher is served first
	Version       int64  `json:"version"`
}

// CompanyHoliday is a holiday of the site, besides the public ones.
type CompanyHoliday struct {
	bun.BaseModel `bun:"table:company_holidays" json:"-"`
	Date          string `bun:"date,pk" json:"date"` // YYYY-MM-DD
	Name          string `json:"name,omitempty"`
	Version       int64  `json:"version"`
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
