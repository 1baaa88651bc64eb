package directory

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// AudioPath names an audio file in an address.
type AudioPath struct {
	ID id.Audio `path:"id"`
}

// IfMatch is the version that a change is meant for (RFC 9110 section 13.1.1).
type IfMatch struct {
	Value string `header:"If-Match" maxLength:"32" doc:"version of the audio file that is to be changed; absent: any"`
}

type audioOutput struct {
	ETag string `header:"ETag"`
	Undo string `header:"Undo" doc:"what takes this back within 24 hours (batches/{batch}/undo)"`
	Body Audio
}

func (d *Directory) audioOutput(ctx context.Context, a Audio, undo id.Batch) (*audioOutput, error) {
	if err := fillAudios(ctx, d.db.Bun(), []*Audio{&a}); err != nil {
		return nil, err
	}
	out := &audioOutput{ETag: strconv.Quote(strconv.FormatInt(a.Version, 10)), Body: a}
	if !undo.IsZero() {
		out.Undo = undo.String()
	}
	return out, nil
}

func audioOperation(name, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: name, Method: method, Path: "/api/v1/" + path, Tags: []string{"audio"}, Summary: summary}
}

func wavAnswer() map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
		"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
}

func (d *Directory) registerAudio(api huma.API) {
	create := audioOperation("create-audio", http.MethodPost, "audios", "Upload an audio file: WAV, MP3, M4A, Ogg, FLAC or WebM")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, access.Needs(create, access.EditAudio), d.postAudio)
	replace := audioOperation("replace-audio", http.MethodPut, "audios/{id}/sound", "Replace the sound of an audio file")
	huma.Register(api, access.Needs(replace, access.EditAudio), d.putSound)
	// Said afterwards: what huma knows of a body, it reads into memory itself.
	api.OpenAPI().Paths[create.Path].Post.RequestBody = uploadBody(true)
	api.OpenAPI().Paths[replace.Path].Put.RequestBody = uploadBody(false)
	listen := audioOperation("listen-audio", http.MethodGet, "audios/{id}/sound", "The sound of an audio file: WAV, 8 kHz, mono, 16 bit; takes Range")
	listen.Responses = wavAnswer()
	huma.Register(api, access.Needs(listen, access.SeeAudio), func(ctx context.Context, in *AudioPath) (*huma.StreamResponse, error) {
		if _, err := access.Require(ctx, access.SeeAudio); err != nil {
			return nil, err
		}
		return d.streamAudio(in.ID)
	})
}

func (d *Directory) postAudio(ctx context.Context, in *struct{ upload }) (*audioOutput, error) {
	if _, err := access.Require(ctx, access.EditAudio); err != nil {
		return nil, err
	}
	change, err := in.receive(ctx, d)
	if err != nil {
		return nil, err
	}
	a, undo, err := d.CreateAudio(ctx, change)
	if err != nil {
		return nil, err
	}
	return d.audioOutput(ctx, a, undo)
}

func (d *Directory) putSound(ctx context.Context, in *struct {
	AudioPath
	IfMatch
	upload
}) (*audioOutput, error) {
	if _, err := access.Require(ctx, access.EditAudio); err != nil {
		return nil, err
	}
	if _, err := audioOf(ctx, d.db.Bun(), in.ID); err != nil {
		return nil, err // before half an hour of sound is converted
	}
	change, err := in.receive(ctx, d)
	if err != nil {
		return nil, err
	}
	if change.Content == nil {
		return nil, fault.Wrong("file", "", "an audio file")
	}
	return d.changed(ctx, in.ID, in.IfMatch, change)
}

func (d *Directory) changed(ctx context.Context, which id.Audio, m IfMatch, c AudioChange) (*audioOutput, error) {
	version, err := m.version()
	if err != nil {
		return nil, err
	}
	a, undo, err := d.ChangeAudio(ctx, which, version, c)
	if err != nil {
		return nil, err
	}
	return d.audioOutput(ctx, a, undo)
}

// version gives the version that is to be changed, 0 for any.
func (m IfMatch) version() (int64, error) {
	if m.Value == "" || m.Value == "*" {
		return 0, nil
	}
	v, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(m.Value, "W/"), `"`), 10, 64)
	if err != nil || v < 1 {
		return 0, fault.Wrong("If-Match", cut(m.Value), "the version of the audio file")
	}
	return v, nil
}

func (d *Directory) streamAudio(which id.Audio) (*huma.StreamResponse, error) {
	f, err := d.openSound(which)
	if err != nil {
		return nil, err
	}
	return streamWAV(f, which.String()+".wav", func() { _ = f.Close() }), nil
}

// streamWAV answers with a sound, or the range of it that is asked for.
func streamWAV(sound io.ReadSeeker, name string, done func()) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer done()
		r, w := humago.Unwrap(hc)
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("Content-Disposition", `inline; filename="`+name+`"`)
		http.ServeContent(w, r, "", time.Time{}, sound)
	}}
}
