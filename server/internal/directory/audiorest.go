package directory

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// AudioRow is an audio file as the API shows it.
type AudioRow struct {
	ID           id.Audio `json:"id"`
	Name         string   `json:"name"`
	File         string   `json:"file" doc:"as it was called when it was given"`
	Voicemail    bool     `json:"voicemail" doc:"a message is taken after it, where it ends the call"`
	Recipients   []string `json:"recipients" nullable:"false" doc:"mail addresses that are told of a message"`
	Milliseconds int64    `json:"milliseconds"`
	SHA256       string   `json:"sha256" doc:"of the WAV file"`
	Version      int64    `json:"version" doc:"for If-Match"`
	Uses         int      `json:"uses" doc:"places that name it"`
}

func (a Audio) row(uses int) AudioRow {
	return AudioRow{a.ID, a.Name, a.File, a.Voicemail, append([]string{}, a.Recipients...), a.Milliseconds, a.SHA256, a.Version, uses}
}

// AudioPage is a part of the list of audio files.
type AudioPage struct {
	Items      []AudioRow `json:"items" nullable:"false"`
	NextCursor string     `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

// AudioUses is where an audio file is used.
type AudioUses struct {
	Items []Use `json:"items" nullable:"false"`
}

// AudioPatch changes an audio file; what is absent stays.
type AudioPatch struct {
	Name       *string   `json:"name,omitempty" maxLength:"64"`
	Voicemail  *bool     `json:"voicemail,omitempty"`
	Recipients *[]string `json:"recipients,omitempty" maxItems:"20"`
}

type audioListInput struct {
	Q      string `query:"q" maxLength:"64" doc:"part of the name or of the file's name"`
	Sort   string `query:"sort" enum:"name,-name,milliseconds,-milliseconds" default:"name"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"0: 100"`
	Cursor string `query:"cursor" maxLength:"64" doc:"nextCursor of the page before"`
}

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
	Body AudioRow
}

func (d *Directory) audioOutput(ctx context.Context, a Audio) (*audioOutput, error) {
	uses, err := d.AudioUses(ctx)
	if err != nil {
		return nil, err
	}
	return &audioOutput{strconv.Quote(strconv.FormatInt(a.Version, 10)), a.row(len(uses[a.ID]))}, nil
}

// AudioUses gives every place of the site that names an audio file.
func (d *Directory) AudioUses(ctx context.Context) (map[id.Audio][]Use, error) {
	var s *site
	err := d.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var err error
		s, err = readSite(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.uses(), nil
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
	huma.Register(api, access.Needs(audioOperation("list-audios", http.MethodGet, "audios", "The site's audio files"), access.SeeAudio), d.getAudios)
	create := audioOperation("create-audio", http.MethodPost, "audios", "Upload an audio file: WAV, MP3, M4A, Ogg, FLAC or WebM")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, access.Needs(create, access.EditAudio), d.postAudio)
	huma.Register(api, access.Needs(audioOperation("get-audio", http.MethodGet, "audios/{id}", "An audio file"), access.SeeAudio), func(ctx context.Context, in *AudioPath) (*audioOutput, error) {
		if _, err := access.Require(ctx, access.SeeAudio); err != nil {
			return nil, err
		}
		a, err := audioOf(ctx, d.db.Bun(), in.ID)
		if err != nil {
			return nil, err
		}
		return d.audioOutput(ctx, a)
	})
	huma.Register(api, access.Needs(audioOperation("change-audio", http.MethodPatch, "audios/{id}", "Rename an audio file, let it take messages"), access.EditAudio), d.patchAudio)
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
	huma.Register(api, access.Needs(audioOperation("audio-uses", http.MethodGet, "audios/{id}/uses", "Where an audio file is used"), access.SeeAudio), func(ctx context.Context, in *AudioPath) (*struct{ Body AudioUses }, error) {
		if _, err := access.Require(ctx, access.SeeAudio); err != nil {
			return nil, err
		}
		if _, err := audioOf(ctx, d.db.Bun(), in.ID); err != nil {
			return nil, err
		}
		uses, err := d.AudioUses(ctx)
		return &struct{ Body AudioUses }{AudioUses{append([]Use{}, uses[in.ID]...)}}, err
	})
	remove := audioOperation("delete-audio", http.MethodDelete, "audios/{id}", "Delete an audio file that nothing uses")
	remove.DefaultStatus, remove.Errors = http.StatusNoContent, []int{http.StatusConflict}
	huma.Register(api, access.Needs(remove, access.EditAudio), func(ctx context.Context, in *AudioPath) (*struct{}, error) {
		if _, err := access.Require(ctx, access.EditAudio); err != nil {
			return nil, err
		}
		return nil, d.DeleteAudio(ctx, in.ID)
	})
}

func (d *Directory) getAudios(ctx context.Context, in *audioListInput) (*struct{ Body AudioPage }, error) {
	if _, err := access.Require(ctx, access.SeeAudio); err != nil {
		return nil, err
	}
	skip, limit := 0, in.Limit
	if limit == 0 {
		limit = 100
	}
	if in.Cursor != "" {
		raw, err := base64.RawURLEncoding.DecodeString(in.Cursor)
		if err == nil {
			skip, err = strconv.Atoi(string(raw))
		}
		if err != nil || skip < 0 {
			return nil, fault.Wrong("cursor", cut(in.Cursor), "nextCursor of an answer before")
		}
	}
	column, down := strings.CutPrefix(in.Sort, "-")
	order := map[bool]string{true: " desc", false: ""}[down]
	var list []Audio
	query := d.db.Bun().NewSelect().Model(&list)
	if in.Q != "" {
		query = query.Where("strpos(lower(name || chr(10) || file), lower(?)) > 0", in.Q)
	}
	if err := query.OrderExpr("?"+order+", id", bun.Ident(column)).Offset(int64(skip)).Limit(int64(limit) + 1).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: list the audio files: %w", err)
	}
	uses, err := d.AudioUses(ctx)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body AudioPage }{AudioPage{Items: []AudioRow{}}}
	for i, a := range list {
		if i == limit {
			out.Body.NextCursor = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(skip + limit)))
			break
		}
		out.Body.Items = append(out.Body.Items, a.row(len(uses[a.ID])))
	}
	return out, nil
}

func (d *Directory) postAudio(ctx context.Context, in *struct{ upload }) (*audioOutput, error) {
	if _, err := access.Require(ctx, access.EditAudio); err != nil {
		return nil, err
	}
	change, err := in.receive(ctx, d)
	if err != nil {
		return nil, err
	}
	a, err := d.CreateAudio(ctx, change)
	if err != nil {
		return nil, err
	}
	return d.audioOutput(ctx, a)
}

func (d *Directory) patchAudio(ctx context.Context, in *struct {
	AudioPath
	IfMatch
	Body AudioPatch
}) (*audioOutput, error) {
	if _, err := access.Require(ctx, access.EditAudio); err != nil {
		return nil, err
	}
	return d.changed(ctx, in.ID, in.IfMatch, AudioChange{Name: in.Body.Name, Voicemail: in.Body.Voicemail, Recipients: in.Body.Recipients})
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
	a, err := d.ChangeAudio(ctx, which, version, c)
	if err != nil {
		return nil, err
	}
	return d.audioOutput(ctx, a)
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
