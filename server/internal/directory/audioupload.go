package directory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/sound/convert"
	"github.com/yobirin/yobirin/shared/fault"
)

const (
	maxForm    = convert.MaxBytes + 1<<20 // bytes of a whole form
	maxField   = 4 << 10                  // bytes of one field that is no file
	maxParts   = maxRecipients + 8
	uploadTime = 10 * time.Minute // for a large file over a thin line
)

// upload is a form with an audio file. It is read as it comes, so that nothing
// of it is kept but what was converted.
type upload struct{ hc huma.Context }

// Resolve remembers the request.
func (u *upload) Resolve(hc huma.Context) []error {
	u.hc = hc
	return nil
}

// uploadBody describes the form.
func uploadBody(fresh bool) *huma.RequestBody {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	s := &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
		"file": {Type: huma.TypeString, Format: "binary", Description: fmt.Sprintf("WAV, MP3, M4A, Ogg, FLAC or WebM; at most %d MiB and %d minutes", convert.MaxBytes>>20, int(convert.MaxLength.Minutes()))},
		"name": text("name of the audio file"), "voicemail": {Type: huma.TypeBoolean, Description: "a message is taken after it"},
		"recipients": {Type: huma.TypeArray, Items: text("a mail address"), Description: "who is told of a message; one field each"},
	}}
	if fresh {
		s.Required = append(s.Required, "name")
	}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: s}}}
}

// receive reads the form and converts its file.
func (u *upload) receive(ctx context.Context, d *Directory) (AudioChange, error) {
	r, w := humago.Unwrap(u.hc)
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime)) // what has none needs none
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		return AudioChange{}, fault.Wrong("Content-Type", cut(r.Header.Get("Content-Type")), "multipart/form-data")
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return AudioChange{}, unreadable(err)
	}
	var c AudioChange
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return c, unreadable(err)
		}
		if n == maxParts {
			return c, fault.Wrong("form", fmt.Sprintf("more than %d fields", maxParts), "file, name, voicemail and recipients")
		}
		if err := c.take(ctx, d, part); err != nil {
			return c, err
		}
	}
}

// take puts one field of the form into the change.
func (c *AudioChange) take(ctx context.Context, d *Directory, part *multipart.Part) error {
	if part.FormName() == "file" {
		if c.Content != nil {
			return fault.Wrong("file", "two files", "one file")
		}
		content, err := d.ConvertAudio(ctx, part.FileName(), part)
		if err != nil {
			return err
		}
		c.Content = &content
		return nil
	}
	raw, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return unreadable(err)
	}
	if len(raw) > maxField {
		return fault.Wrong(cut(part.FormName()), "", fmt.Sprintf("at most %d bytes", maxField))
	}
	text := string(raw)
	switch part.FormName() {
	case "name":
		c.Name = &text
	case "voicemail":
		v, err := strconv.ParseBool(text)
		if err != nil {
			return fault.Wrong("voicemail", cut(text), "true or false")
		}
		c.Voicemail = &v
	case "recipients":
		if c.Recipients == nil {
			c.Recipients = &[]string{}
		}
		if text != "" {
			*c.Recipients = append(*c.Recipients, text)
		}
	default:
		return fault.Wrong("form", cut(part.FormName()), "the fields file, name, voicemail and recipients")
	}
	return nil
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.Wrap(err, fault.Invalid, "audio_too_large", "the file is larger than %d MiB", convert.MaxBytes>>20)
	}
	return fault.Wrap(err, fault.Invalid, "audio_unread", "the form did not arrive whole")
}
