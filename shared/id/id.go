// Package id holds the typed, sortable identifiers of everything Yobirin
// stores or sends. An identifier is a UUID version 7 (RFC 9562 section 5.7):
// it sorts by the millisecond it was made in and fits PostgreSQL's uuid type.
package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
)

// Kind is what an identifier identifies. The kinds are unexported empty
// structs, so that an agent's ID cannot be passed where a call's is wanted.
type Kind interface {
	call | leg | agent | device | group | trunk | number | ivr | audio | transfer | status | recording | session | offer | site | stream | thread | file | role |
		rejected | barred | callerRule | holiday | format | field | batch
}

type (
	call      struct{}
	leg       struct{}
	agent     struct{}
	device    struct{}
	group     struct{}
	trunk     struct{}
	number    struct{}
	ivr       struct{}
	audio     struct{}
	transfer  struct{}
	status    struct{}
	recording struct{}
	session   struct{}
	offer     struct{}
	site      struct{}
	stream    struct{}
	thread    struct{}
	file      struct{}
	role      struct{}

	rejected   struct{}
	barred     struct{}
	callerRule struct{}
	holiday    struct{}
	format     struct{}
	field      struct{}
	batch      struct{}
)

// Of is an identifier of one kind. The zero value means "none".
type Of[K Kind] [16]byte

// The identifiers in use.
type (
	Call      = Of[call]
	Leg       = Of[leg]
	Agent     = Of[agent]
	Device    = Of[device]
	Group     = Of[group]
	Trunk     = Of[trunk]
	Number    = Of[number]
	IVR       = Of[ivr]
	Audio     = Of[audio]
	Transfer  = Of[transfer]
	Status    = Of[status]
	Recording = Of[recording]
	Session   = Of[session]
	Offer     = Of[offer]
	Site      = Of[site]
	Stream    = Of[stream]
	Thread    = Of[thread]
	File      = Of[file]
	Role      = Of[role]

	Rejected   = Of[rejected]
	Barred     = Of[barred]
	CallerRule = Of[callerRule]
	Holiday    = Of[holiday]
	Format     = Of[format]
	Field      = Of[field]
	Batch      = Of[batch]
)

// New makes an identifier that sorts at the given time, as in
// New[id.Agent](now). It is unpredictable (62 random bits at least), so
// knowing one tells nothing of the next.
func New[T ~[16]byte](at time.Time) T {
	var u Of[call]
	if _, err := rand.Read(u[6:]); err != nil {
		panic("id: the system's random source failed: " + err.Error()) // crypto/rand never fails on supported systems
	}
	u.stamp(at)
	return T(u)
}

// NewCall makes a call's identifier. Its last two bytes are zero: they are
// the room in which LegOf and RecordingOf number the call's parts.
func NewCall(at time.Time) Call {
	c := New[Call](at)
	c[14], c[15] = 0, 0
	return c
}

// Numbered makes an identifier from a small number, for scripts and tests in
// which identifiers must be readable and repeatable. It is not unpredictable.
func Numbered[T ~[16]byte](n uint32) T {
	var u T
	binary.BigEndian.PutUint32(u[9:], n)
	u[6], u[8] = 0x70, 0x80
	return u
}

func (u *Of[K]) stamp(at time.Time) {
	ms := uint64(at.UnixMilli())
	u[0], u[1], u[2] = byte(ms>>40), byte(ms>>32), byte(ms>>24)
	u[3], u[4], u[5] = byte(ms>>16), byte(ms>>8), byte(ms)
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
}

// LegOf gives the n-th leg of a call, n from 1. Legs are derived, not drawn,
// so the pure rooms can name a new leg without a random source, and a leg
// tells its call.
func LegOf(c Call, n uint16) Leg {
	l := Leg(c)
	binary.BigEndian.PutUint16(l[14:], n)
	return l
}

// CallOf gives the call that a leg was started in.
func CallOf(l Leg) Call {
	c := Call(l)
	c[14], c[15] = 0, 0
	return c
}

// LegNumber gives n of LegOf.
func LegNumber(l Leg) uint16 { return binary.BigEndian.Uint16(l[14:]) }

// RecordingOf gives the n-th recording of a call, n from 1.
func RecordingOf(c Call, n uint16) Recording {
	r := Recording(c)
	binary.BigEndian.PutUint16(r[14:], n)
	return r
}

// IsZero says whether the identifier is "none".
func (u Of[K]) IsZero() bool { return u == Of[K]{} }

// String is the canonical UUID text, or "" for none.
func (u Of[K]) String() string {
	if u.IsZero() {
		return ""
	}
	var b [36]byte
	hex.Encode(b[0:8], u[0:4])
	hex.Encode(b[9:13], u[4:6])
	hex.Encode(b[14:18], u[6:8])
	hex.Encode(b[19:23], u[8:10])
	hex.Encode(b[24:36], u[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// Parse reads the text of String, as in Parse[id.Agent](s). The empty text is "none".
func Parse[T ~[16]byte](s string) (T, error) {
	var u Of[call]
	err := u.UnmarshalText([]byte(s))
	return T(u), err
}

// MarshalText writes the text of String.
func (u Of[K]) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the text of String.
func (u *Of[K]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*u = Of[K]{}
		return nil
	}
	if len(b) != 36 || b[8] != '-' || b[13] != '-' || b[18] != '-' || b[23] != '-' {
		return fmt.Errorf("id: %.40q is not an identifier, expected 8-4-4-4-12 hexadecimal digits", b)
	}
	var packed [32]byte
	n := 0
	for i, c := range b {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			continue
		}
		packed[n] = c
		n++
	}
	var v Of[K]
	if _, err := hex.Decode(v[:], packed[:]); err != nil {
		return fmt.Errorf("id: %.40q is not an identifier, expected 8-4-4-4-12 hexadecimal digits", b)
	}
	*u = v
	return nil
}

// Value stores the identifier as text that PostgreSQL reads as uuid, none as NULL.
func (u Of[K]) Value() (driver.Value, error) {
	if u.IsZero() {
		return nil, nil
	}
	return u.String(), nil
}

// Scan reads what Value or a uuid column gives.
func (u *Of[K]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*u = Of[K]{}
		return nil
	case string:
		return u.UnmarshalText([]byte(v))
	case []byte:
		if len(v) == 16 {
			copy(u[:], v)
			return nil
		}
		return u.UnmarshalText(v)
	case [16]byte:
		*u = v
		return nil
	default:
		return fmt.Errorf("id: cannot read an identifier from %T, expected text or 16 bytes", src)
	}
}
