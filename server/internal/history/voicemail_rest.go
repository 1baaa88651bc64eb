package history

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// VoicemailFilter says which messages a list holds. Zero fields do not filter.
type VoicemailFilter struct {
	From, To time.Time // [From, To)
	Digits   string    // part of the caller's number
	Text     string    // part of the caller's name
	Audio    id.Audio
	Number   id.Number // the site's
	Heard    *bool
	Limit    int // 1 to MaxLimit; 0: DefaultLimit
	Cursor   string
}

// VoicemailPage is a part of a list of messages.
type VoicemailPage struct {
	Items      []Voicemail `json:"items" nullable:"false"`
	NextCursor string      `json:"nextCursor,omitempty" doc:"absent: there are no more"`
	Unheard    int         `json:"unheard" doc:"messages that nobody has heard, whatever the filter says"`
}

type voicemailListInput struct {
	From        time.Time `query:"from" doc:"at or after"`
	To          time.Time `query:"to" doc:"before"`
	Number      string    `query:"number" maxLength:"64" doc:"part of the caller's number"`
	Text        string    `query:"q" maxLength:"100" doc:"part of the caller's name; case, width and kind of kana do not matter"`
	Audio       string    `query:"audio" doc:"identifier of the audio file it was left after"`
	PhoneNumber string    `query:"phoneNumber" doc:"identifier of the site's number that was called"`
	Heard       string    `query:"heard" doc:"true or false"`
	Limit       int       `query:"limit" minimum:"0" maximum:"500" doc:"0: 100"`
	Cursor      string    `query:"cursor" maxLength:"256" doc:"nextCursor of the page before"`
}

type heardInput struct {
	ID   id.Recording `path:"id"`
	Body struct {
		Heard bool `json:"heard"`
	}
}

type voicemailIDsInput struct {
	access.Requester
	Body struct {
		IDs []id.Recording `json:"ids" minItems:"1" maxItems:"500" nullable:"false"`
	}
}

type voicemailsDeletedOutput struct {
	Body struct {
		Deleted int `json:"deleted"`
	}
}

func (h *History) registerVoicemails(api huma.API) {
	tags := []string{"voicemails"}
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-voicemails", Method: http.MethodGet, Path: "/api/v1/voicemails", Tags: tags, Summary: "Messages that callers left, newest first",
	}, access.SeeVoicemail), func(ctx context.Context, in *voicemailListInput) (*struct{ Body VoicemailPage }, error) {
		if _, err := access.Require(ctx, access.SeeVoicemail); err != nil {
			return nil, err
		}
		f, err := in.filter()
		if err != nil {
			return nil, err
		}
		page, err := h.Voicemails(ctx, f)
		return &struct{ Body VoicemailPage }{page}, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "play-voicemail", Method: http.MethodGet, Path: "/api/v1/voicemails/{id}/audio", Tags: tags, Summary: "A message's audio: WAV; takes Range", Responses: audioAnswer(),
	}, access.SeeVoicemail), func(ctx context.Context, in *recordingInput) (*huma.StreamResponse, error) {
		return h.getAudio(ctx, &in.Taking, choice{recording: in.ID, voicemail: true}, access.SeeVoicemail)
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "mark-voicemail", Method: http.MethodPut, Path: "/api/v1/voicemails/{id}/heard", Tags: tags, Summary: "Mark a message as heard or not",
	}, access.SeeVoicemail), func(ctx context.Context, in *heardInput) (*struct{ Body Voicemail }, error) {
		s, err := access.Require(ctx, access.SeeVoicemail)
		if err != nil {
			return nil, err
		}
		v, err := h.MarkHeard(ctx, in.ID, s, in.Body.Heard)
		return &struct{ Body Voicemail }{v}, err
	})
	h.registerBulk(api)
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "delete-voicemails", Method: http.MethodPost, Path: "/api/v1/voicemails/delete", Tags: tags, Summary: "Delete messages with their audio: all of them, or none when one may not be",
	}, access.EraseVoicemail), func(ctx context.Context, in *voicemailIDsInput) (*voicemailsDeletedOutput, error) {
		return h.deleteVoicemails(ctx, in.Body.IDs, in.Origin())
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "delete-voicemail", Method: http.MethodDelete, Path: "/api/v1/voicemails/{id}", Tags: tags, Summary: "Delete a message with its audio", DefaultStatus: http.StatusNoContent,
	}, access.EraseVoicemail), func(ctx context.Context, in *struct {
		access.Requester
		ID id.Recording `path:"id"`
	}) (*struct{}, error) {
		out, err := h.deleteVoicemails(ctx, []id.Recording{in.ID}, in.Origin())
		if err == nil && out.Body.Deleted == 0 {
			err = fault.New(fault.NotFound, "not_found", "there is no such message")
		}
		return nil, err
	})
}

func (h *History) deleteVoicemails(ctx context.Context, ids []id.Recording, from access.Origin) (*voicemailsDeletedOutput, error) {
	s, err := access.Require(ctx, access.EraseVoicemail)
	if err != nil {
		return nil, err
	}
	out := &voicemailsDeletedOutput{}
	out.Body.Deleted, err = h.DeleteVoicemails(ctx, ids, s, from)
	return out, err
}

func (in *voicemailListInput) filter() (VoicemailFilter, error) {
	f := VoicemailFilter{From: in.From, To: in.To, Digits: in.Number, Text: in.Text, Limit: in.Limit, Cursor: in.Cursor}
	var err error
	if f.Audio, err = identifier[id.Audio]("audio", in.Audio); err != nil {
		return f, err
	}
	if f.Number, err = identifier[id.Number]("phoneNumber", in.PhoneNumber); err != nil {
		return f, err
	}
	if in.Heard != "" {
		heard, err := strconv.ParseBool(in.Heard)
		if err != nil {
			return f, fault.Wrong("heard", in.Heard, "true or false")
		}
		f.Heard = &heard
	}
	return f, nil
}

// voicemailCursor is the last message of a page.
type voicemailCursor struct {
	At int64        `json:"a"` // microseconds since 1970
	ID id.Recording `json:"i"`
}

func (f *VoicemailFilter) readCursor() (voicemailCursor, error) {
	var c voicemailCursor
	wrong := fault.Wrong("cursor", "", "the nextCursor of a list of messages")
	if len(f.Cursor) > maxCursor {
		return c, wrong
	}
	raw, err := base64.RawURLEncoding.DecodeString(f.Cursor)
	if err != nil || json.Unmarshal(raw, &c) != nil || c.ID.IsZero() {
		return c, wrong
	}
	if y := time.UnixMicro(c.At).Year(); y < 1970 || y > 9999 {
		return c, wrong
	}
	return c, nil
}

// Voicemails gives a page of messages, newest first.
func (h *History) Voicemails(ctx context.Context, f VoicemailFilter) (VoicemailPage, error) {
	if f.Limit == 0 {
		f.Limit = DefaultLimit
	}
	if f.Limit < 1 || f.Limit > MaxLimit {
		return VoicemailPage{}, fault.Wrong("limit", strconv.Itoa(f.Limit), fmt.Sprintf("1 to %d", MaxLimit))
	}
	where, args, err := f.where()
	if err != nil {
		return VoicemailPage{}, err
	}
	query, args := f.page(where, args)
	rows, err := h.db.Bun().QueryContext(ctx, query, args...)
	if err != nil {
		return VoicemailPage{}, fmt.Errorf("history: list messages: %w", err)
	}
	defer func() { _ = rows.Close() }()
	page := VoicemailPage{Items: []Voicemail{}}
	for rows.Next() {
		v, err := scanVoicemail(rows.Scan)
		if err != nil {
			return VoicemailPage{}, fmt.Errorf("history: read a message: %w", err)
		}
		if len(page.Items) == f.Limit {
			last := page.Items[f.Limit-1]
			raw, err := json.Marshal(voicemailCursor{last.At.UnixMicro(), last.ID})
			if err != nil {
				return VoicemailPage{}, fmt.Errorf("history: write a cursor: %w", err)
			}
			page.NextCursor = base64.RawURLEncoding.EncodeToString(raw)
			break
		}
		page.Items = append(page.Items, v)
	}
	if err := rows.Err(); err != nil {
		return VoicemailPage{}, fmt.Errorf("history: list messages: %w", err)
	}
	if err := rows.Close(); err != nil {
		return VoicemailPage{}, fmt.Errorf("history: list messages: %w", err)
	}
	unheard, err := h.Unheard(ctx)
	for _, n := range unheard {
		page.Unheard += n
	}
	return page, err
}

// page is the query of a page. What a third of all messages have is looked for,
// too: what is told of a message is read for the page alone, and whether a name
// has the text as a whole is asked in the order of the list until the page is
// full (offset 0 keeps it from being asked first).
func (f *VoicemailFilter) page(where string, args []any) (string, []any) {
	const order = " order by v.at desc, v.recording_id desc"
	found := "select v.recording_id, v.at from voicemails v " + where + order
	if f.Text != "" {
		text, _ := nameText(f.Text)
		found = "select v.recording_id, v.at from (select v.recording_id, v.at, v.from_name from voicemails v " + where + order + ` offset 0) v
			where length(folded_name(?)) < 4 or folded_name(v.from_name) like '%' || folded_name(?) || '%'` + order
		args = append(args, text, likely(text))
	}
	return "with page as (" + found + " limit ?) " + selectVoicemail + "where v.recording_id in (select recording_id from page)" + order, append(args, f.Limit+1)
}

func (f *VoicemailFilter) where() (string, []any, error) {
	where, args := "where v.deleted_at is null", []any{}
	add := func(condition string, values ...any) {
		where, args = where+" and "+condition, append(args, values...)
	}
	if !f.From.IsZero() {
		add("v.at >= ?", f.From)
	}
	if !f.To.IsZero() {
		add("v.at < ?", f.To)
	}
	if f.Digits != "" {
		digits, ok := searchable(f.Digits)
		if !ok {
			return "", nil, fault.Wrong("number", f.Digits, "2 to 40 digits, with hyphens and spaces where you like")
		}
		add("v.from_number like ?", "%"+digits+"%")
	}
	if f.Text != "" {
		text, ok := nameText(f.Text)
		if !ok {
			return "", nil, fault.Wrong("q", text, "1 to 100 characters of a name")
		}
		// As the index voicemails_names has it; see applyText.
		add("v.from_name <> '' and name_grams(v.from_name) @> wanted_grams(?)", text)
	}
	if !f.Audio.IsZero() {
		add("v.audio_id = ?", f.Audio)
	}
	if !f.Number.IsZero() {
		add("v.number_id = ?", f.Number)
	}
	if f.Heard != nil {
		add("(v.heard_at is not null) = ?", *f.Heard)
	}
	if f.Cursor != "" {
		c, err := f.readCursor()
		if err != nil {
			return "", nil, err
		}
		add("(v.at, v.recording_id) < (?, ?)", time.UnixMicro(c.At).UTC(), c.ID)
	}
	return where, args, nil
}
