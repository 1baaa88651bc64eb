package history

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// oneListening is how long the requests of one listener for one recording
// count as one in the audit: players ask for a recording piece by piece.
const oneListening = 15 * time.Minute

// Taking is how a recording is wanted.
type Taking struct {
	access.Requester
	Download bool `query:"download" doc:"as a file to be kept"`
	Original bool `query:"original" doc:"the WAV file as it was recorded (G.711), of which the hash is, instead of 16 bit"`
}

type callAudioInput struct {
	Taking
	ID id.Call `path:"id"`
}

type recordingInput struct {
	Taking
	ID id.Recording `path:"id"`
}

type reasonInput struct {
	access.Requester
	ID   id.Recording `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"2000" doc:"why, for the audit"`
	}
}

type liftInput struct {
	access.Requester
	ID     id.Recording `path:"id"`
	Reason string       `query:"reason" maxLength:"2000" doc:"why, for the audit"`
}

// RecordingKey is a key that recordings are encrypted with.
type RecordingKey struct {
	Name       string `json:"name"`
	Newest     bool   `json:"newest" doc:"new recordings use it"`
	Recordings int    `json:"recordings" doc:"recordings, archives and secrets that need it"`
	Missing    bool   `json:"missing" doc:"its file is not there: its recordings cannot be played"`
}

// RecordingKeyList is all of them, the newest last.
type RecordingKeyList struct {
	Items []RecordingKey `json:"items" nullable:"false"`
}

// RecordingList is the recordings of a call.
type RecordingList struct {
	Items []RecordingRow `json:"items" nullable:"false"`
}

func audioAnswer() map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
		"audio/wav": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
}

func (h *History) registerRecordings(api huma.API) {
	tags := []string{"recordings"}
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "get-recording", Method: http.MethodGet, Path: "/api/v1/calls/{id}/recording", Tags: tags, Responses: audioAnswer(),
		Summary: "A call's latest recording: WAV, 8 kHz, stereo, 16 bit, customer left; takes Range",
	}, access.PlayRecording), func(ctx context.Context, in *callAudioInput) (*huma.StreamResponse, error) {
		return h.getAudio(ctx, &in.Taking, choice{call: in.ID}, access.PlayRecording)
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "play-recording", Method: http.MethodGet, Path: "/api/v1/recordings/{id}", Tags: tags, Responses: audioAnswer(),
		Summary: "One recording, as get-recording gives it",
	}, access.PlayRecording), func(ctx context.Context, in *recordingInput) (*huma.StreamResponse, error) {
		return h.getAudio(ctx, &in.Taking, choice{recording: in.ID}, access.PlayRecording)
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-recordings", Method: http.MethodGet, Path: "/api/v1/calls/{id}/recordings", Tags: tags,
		Summary: "The recordings of a call, also those that are deleted",
	}, access.PlayRecording), func(ctx context.Context, in *callInput) (*struct{ Body RecordingList }, error) {
		only, err := visible(ctx, access.PlayRecording)
		if err != nil {
			return nil, err
		}
		rows, err := h.Recordings(ctx, in.ID, only)
		return &struct{ Body RecordingList }{RecordingList{rows}}, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "hold-recording", Method: http.MethodPut, Path: "/api/v1/recordings/{id}/hold", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Keep a recording whatever the retention says (legal hold)",
	}, access.HoldRecording), func(ctx context.Context, in *reasonInput) (*struct{}, error) {
		s, err := access.Require(ctx, access.HoldRecording)
		if err != nil {
			return nil, err
		}
		return nil, h.SetHold(ctx, in.ID, s, in.Origin(), in.Body.Reason)
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "free-recording", Method: http.MethodDelete, Path: "/api/v1/recordings/{id}/hold", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "End a legal hold",
	}, access.FreeRecording), func(ctx context.Context, in *liftInput) (*struct{}, error) {
		s, err := access.Require(ctx, access.FreeRecording)
		if err != nil {
			return nil, err
		}
		return nil, h.LiftHold(ctx, in.ID, s, in.Origin(), in.Reason)
	})
	h.registerKeys(api)
}

func (h *History) registerKeys(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-recording-keys", Method: http.MethodGet, Path: "/api/v1/recording-keys", Tags: []string{"recordings"},
		Summary: "The keys that recordings are encrypted with, by name; never the keys themselves",
	}, access.ManageKeys), func(ctx context.Context, _ *struct{}) (*struct{ Body RecordingKeyList }, error) {
		if _, err := access.Require(ctx, access.ManageKeys); err != nil {
			return nil, err
		}
		keys, err := h.RecordingKeys(ctx)
		return &struct{ Body RecordingKeyList }{RecordingKeyList{keys}}, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "make-recording-key", Method: http.MethodPost, Path: "/api/v1/recording-keys", Tags: []string{"recordings"},
		Summary: "Make a new key, which new recordings use from now on; old recordings keep theirs",
	}, access.ManageKeys), func(ctx context.Context, in *struct{ access.Requester }) (*struct{ Body RecordingKey }, error) {
		s, err := access.Require(ctx, access.ManageKeys)
		if err != nil {
			return nil, err
		}
		name, err := h.RotateKey(ctx, s, in.Origin())
		return &struct{ Body RecordingKey }{RecordingKey{Name: name, Newest: true}}, err
	})
}

// RecordingKeys lists the keys that are there, the newest last, and before
// them those that recordings need and that are missing.
func (h *History) RecordingKeys(ctx context.Context) ([]RecordingKey, error) {
	rows, err := h.db.Bun().QueryContext(ctx, `select key, sum(n)::int from (
		select key, count(*) as n from recordings where key <> '' and deleted_at is null group by key
		union all select key, count(*) from archives where path <> '' and key <> '' group by key
		union all select secret_key, 1 from bucket_settings where secret_key <> '') needed group by key order by key`)
	if err != nil {
		return nil, fmt.Errorf("history: count recordings by key: %w", err)
	}
	defer func() { _ = rows.Close() }()
	needed, order := map[string]int{}, []string{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, fmt.Errorf("history: count recordings by key: %w", err)
		}
		needed[name], order = n, append(order, name)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("history: count recordings by key: %w", err)
	}
	var there []string
	if h.o.Keys != nil {
		there = h.o.Keys.Names()
	}
	out := []RecordingKey{}
	known := map[string]bool{}
	for _, name := range there {
		known[name] = true
	}
	for _, name := range order {
		if !known[name] {
			out = append(out, RecordingKey{Name: name, Recordings: needed[name], Missing: true})
		}
	}
	for i, name := range there {
		out = append(out, RecordingKey{Name: name, Newest: i == len(there)-1, Recordings: needed[name]})
	}
	return out, nil
}

// RotateKey makes a new key for new recordings and gives its name.
func (h *History) RotateKey(ctx context.Context, by access.Session, from access.Origin) (string, error) {
	if h.o.Keys == nil {
		return "", fault.New(fault.Conflict, "no_keys", "recordings are not encrypted here")
	}
	name, err := h.o.Keys.Rotate(h.now())
	if err != nil {
		return "", err
	}
	return name, access.WriteAudit(ctx, h.db.Bun(), by.By(h.now(), from, "recording-key.made", "key", name))
}

// getAudio gives a recording's audio, after it has noted who takes it.
func (h *History) getAudio(ctx context.Context, in *Taking, c choice, p access.Permission) (*huma.StreamResponse, error) {
	s, err := access.Require(ctx, p)
	if err != nil {
		return nil, err
	}
	if !c.voicemail && !access.May(s, access.SeeAllCalls) {
		c.only = s.Agent.ID
	}
	action := "recording.played"
	if in.Download || in.Original {
		if _, err := access.Require(ctx, access.TakeRecording); err != nil {
			return nil, err
		}
		action = "recording.downloaded"
	}
	sound, err := h.open(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := h.noteTaken(ctx, sound, s, in.Origin(), action); err != nil {
		_ = sound.Close()
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { _ = sound.Close() }()
		content, disposition := sound.Played(), "inline"
		if in.Original {
			content = sound.Original()
		}
		if in.Download {
			disposition = "attachment"
		}
		r, w := humago.Unwrap(hc)
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("Content-Disposition", disposition+`; filename="`+sound.Recording.String()+`.wav"`)
		http.ServeContent(w, r, "", sound.At, content)
	}}, nil
}

// noteTaken writes into the audit who takes a recording, once per listening.
// What cannot be noted is not given.
func (h *History) noteTaken(ctx context.Context, sound *Sound, s access.Session, from access.Origin, action string) error {
	e := s.By(h.now(), from, action, "recording", sound.Recording.String())
	e.Detail = map[string]string{"call": sound.Call.String(), "session": s.ID.String()}
	var noted bool
	err := h.db.Bun().QueryRowContext(ctx, `select exists (select from audit where object_id = ? and action = ? and actor = ? and address = ?
		and detail->>'session' = ? and at > ?)`, e.Object, action, e.Actor, e.Address, s.ID.String(), e.At.Add(-oneListening)).Scan(&noted)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "unavailable", "who plays recordings cannot be written down now; try again")
	}
	if noted {
		return nil
	}
	if err := access.WriteAudit(ctx, h.db.Bun(), e); err != nil {
		return fault.Wrap(err, fault.Unavailable, "unavailable", "who plays recordings cannot be written down now; try again")
	}
	return nil
}
