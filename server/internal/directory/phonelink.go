package directory

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// A desk phone takes its files from an address of its own, which holds 128
// random bits and is told once. The server keeps their SHA-256 and a salt. The
// phone's password is made of the bits and the salt, so it comes to be only
// while a phone asks: who reads the database learns no password, and who finds
// an old address learns none once the salt is gone. With every new address the
// phone has a new password; whatever else changes the password ends the address.

// linkSalt and linkBits are sizes in bytes; linkPassword is that of the
// password before it is written as letters and digits.
const (
	linkBits     = 16
	linkSalt     = 32
	linkPassword = 15
)

// phoneLink is the row of a phone's address.
type phoneLink struct {
	bun.BaseModel `bun:"table:phone_links"`
	Device        id.Device `bun:"device_id,pk"`
	Token         []byte    `bun:"token_sha256"`
	Salt          []byte
	HA1           string `bun:"ha1_sha256"`
	Maker         string
	Language      string
	NTP           string    `bun:"ntp"`
	MadeAt        time.Time `bun:"made_at"`
	Until         time.Time `bun:",nullzero"`
	FetchedAt     time.Time `bun:"fetched_at,nullzero"`
	FetchedFrom   string
	FetchedBy     string
	Fetches       int64
}

// letters writes bytes as lower case letters and digits that people can read
// to each other and every phone can carry.
func letters(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// tokenOf reads the bits of an address.
func tokenOf(text string) ([]byte, bool) {
	if text != strings.ToLower(text) {
		return nil, false
	}
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(text))
	return b, err == nil && len(b) == linkBits && letters(b) == text
}

// linkedPassword is the password of a phone with an address.
func linkedPassword(token, salt []byte) (string, error) {
	raw, err := hkdf.Key(sha256.New, token, salt, "yobirin: a phone's password", linkPassword)
	if err != nil {
		return "", fmt.Errorf("directory: make a phone's password: %w", err)
	}
	return letters(raw), nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // crypto/rand never fails
	return b
}

// linkState is what a phone's address is good for now.
func linkState(ctx context.Context, db bun.IDB, l *phoneLink, v *Device, now time.Time) (string, error) {
	switch {
	case l == nil:
		return "none", nil
	case l.HA1 != v.HA1SHA256:
		return "ended", nil
	case !l.Until.IsZero() && !now.Before(l.Until):
		return "expired", nil
	}
	var shut bool
	if err := db.QueryRowContext(ctx, "select exists (select from agents where id = ? and disabled)", v.Agent).Scan(&shut); err != nil {
		return "", fmt.Errorf("directory: read whether a phone's agent is disabled: %w", err)
	}
	if shut {
		return "disabled", nil
	}
	return "open", nil
}

func linkOf(ctx context.Context, db bun.IDB, device id.Device) (*phoneLink, error) {
	l := &phoneLink{}
	err := db.NewSelect().Model(l).Where("device_id = ?", device).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("directory: read a phone's address: %w", err)
	}
	return l, nil
}

// openLink gives a phone an address to take its files from, and a new
// password with it; an address that it had is good for nothing from then on. The
// phone can register when openLink returns.
func (d *Directory) openLink(ctx context.Context, s access.Session, from access.Origin, device id.Device, maker string, setup PhoneSetup, days int) (token string, v *Device, l *phoneLink, err error) {
	bits := random(linkBits)
	sum := sha256.Sum256(bits)
	l = &phoneLink{Device: device, Token: sum[:], Salt: random(linkSalt), Maker: maker, Language: setup.Language, NTP: setup.NTP, MadeAt: d.now()}
	if days > 0 {
		l.Until = l.MadeAt.Add(time.Duration(days) * 24 * time.Hour)
	}
	password, err := linkedPassword(bits, l.Salt)
	if err != nil {
		return "", nil, nil, err
	}
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		old, err := deviceOf(ctx, tx, device)
		if err != nil {
			return err
		}
		if old.MAC == "" && old.AppOf.IsZero() {
			return broken([]fault.Field{required("mac")}) // the phone asks by it
		}
		_, l.HA1 = digests(old.User, password)
		if _, err := tx.NewInsert().Model(l).On("conflict (device_id) do update").
			Set("token_sha256 = excluded.token_sha256, salt = excluded.salt, ha1_sha256 = excluded.ha1_sha256, maker = excluded.maker, language = excluded.language, ntp = excluded.ntp").
			Set("made_at = excluded.made_at, until = excluded.until, fetched_at = null, fetched_from = '', fetched_by = '', fetches = 0").Exec(ctx); err != nil {
			return fmt.Errorf("directory: store a phone's address: %w", err)
		}
		e := s.By(d.now(), from, "phone-link.made", "device", device.String())
		e.Detail = map[string]string{"name": old.Name, "maker": maker}
		if err := access.WriteAudit(ctx, tx, e); err != nil {
			return err
		}
		v, err = d.givePassword(ctx, tx, s, from, device, password)
		if err == nil && v.HA1SHA256 != l.HA1 {
			err = fault.New(fault.Conflict, "changed_meanwhile", "the phone's user was changed meanwhile; try again")
		}
		return err
	})
	if err == nil {
		d.tellNow(ctx) // a phone registers with it at once, and gives up when it is refused
	}
	return letters(bits), v, l, err
}

// closeLink switches a phone's address off. The phone keeps its password.
func (d *Directory) closeLink(ctx context.Context, s access.Session, from access.Origin, device id.Device) error {
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		v, err := deviceOf(ctx, tx, device)
		if err != nil {
			return err
		}
		done, err := tx.NewDelete().Model((*phoneLink)(nil)).Where("device_id = ?", device).Exec(ctx)
		if err != nil {
			return fmt.Errorf("directory: switch a phone's address off: %w", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err //nolint:wrapcheck // the driver never fails here
		}
		e := s.By(d.now(), from, "phone-link.ended", "device", device.String())
		e.Detail = map[string]string{"name": v.Name}
		return access.WriteAudit(ctx, tx, e)
	})
}

// errNoFile is every reason for which an address has no file: strangers learn
// none of them.
var errNoFile = errors.New("there is no such file")

// linkedFile gives a phone the file that it asks for by its address, and notes
// that it did. account makes what the phone must know.
func (d *Directory) linkedFile(ctx context.Context, text, name string, from access.Origin, account func(v *Device, password string, s PhoneSetup) deskphone.Account) (deskphone.File, error) {
	token, ok := tokenOf(text)
	if !ok {
		return deskphone.File{}, errNoFile
	}
	sum := sha256.Sum256(token)
	var out deskphone.File
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		l := &phoneLink{}
		if err := tx.NewSelect().Model(l).Where("token_sha256 = ?", sum[:]).For("update").Scan(ctx); errors.Is(err, sql.ErrNoRows) {
			return errNoFile
		} else if err != nil {
			return fmt.Errorf("directory: look for a phone's address: %w", err)
		}
		v, err := deviceOf(ctx, tx, l.Device)
		if err != nil {
			return err
		}
		if state, err := linkState(ctx, tx, l, v, d.now()); err != nil {
			return err
		} else if state != "open" {
			return errNoFile
		}
		password, err := linkedPassword(token, l.Salt)
		if err != nil {
			return err
		}
		if _, sum := digests(v.User, password); subtle.ConstantTimeCompare([]byte(sum), []byte(v.HA1SHA256)) != 1 {
			return errNoFile
		}
		a := account(v, password, PhoneSetup{l.Language, l.NTP})
		if a.Keys, err = keysOf(ctx, tx, v.Keys); err != nil {
			return err
		}
		if out, err = fileNamed(l.Maker, name, a); err != nil {
			return err
		}
		return d.noteFetch(ctx, tx, l, v, out.Name, from)
	})
	return out, err
}

// fileNamed is the file of this name, whose case phones do not agree on.
func fileNamed(maker, name string, a deskphone.Account) (deskphone.File, error) {
	if a.MAC == "" {
		return deskphone.File{}, errNoFile
	}
	files, err := deskphone.Files(maker, a)
	if err != nil {
		return deskphone.File{}, err
	}
	for _, f := range files {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
	}
	return deskphone.File{}, errNoFile
}

func (d *Directory) noteFetch(ctx context.Context, tx bun.Tx, l *phoneLink, v *Device, file string, from access.Origin) error {
	now := d.now()
	if _, err := tx.NewUpdate().Model(l).Set("fetched_at = ?, fetched_from = ?, fetched_by = ?, fetches = fetches + 1", now, from.Address, told(from.UserAgent)).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("directory: note that a phone took its file: %w", err)
	}
	return access.WriteAudit(ctx, tx, access.Entry{
		At: now, Via: access.ViaPhone, Action: "phone-file.taken", Kind: "device", Object: l.Device.String(), Address: from.Address,
		Detail: map[string]string{"name": v.Name, "file": file},
	})
}

// told is what a phone says of itself, short and on one line.
func told(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if runes := []rune(text); len(runes) > 120 {
		return string(runes[:120])
	}
	return text
}
