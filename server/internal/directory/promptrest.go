package directory

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// PromptPage is the list of built-in prompts.
type PromptPage struct {
	Items []PromptRow `json:"items" nullable:"false"`
}

// PromptPath names a prompt in an address.
type PromptPath struct {
	Language string `path:"language" maxLength:"8" example:"ja"`
	Prompt   string `path:"prompt" maxLength:"64" example:"voicemail-start"`
}

func (d *Directory) registerPrompts(api huma.API) {
	huma.Register(api, access.Needs(audioOperation("list-prompts", http.MethodGet, "prompts", "The built-in prompts and what is played instead"), access.SeeAudio), func(ctx context.Context, in *choiceInput) (*struct{ Body PromptPage }, error) {
		if _, err := access.Require(ctx, access.SeeAudio); err != nil {
			return nil, err
		}
		rows, err := d.ListPrompts(ctx, in.Q)
		return &struct{ Body PromptPage }{PromptPage{rows}}, err
	})
	listen := audioOperation("listen-prompt", http.MethodGet, "prompts/{language}/{prompt}/sound", "A prompt as it is played: WAV, 8 kHz, mono, 16 bit; takes Range")
	listen.Responses = wavAnswer()
	huma.Register(api, access.Needs(listen, access.SeeAudio), d.getPromptSound)
	huma.Register(api, access.Needs(audioOperation("replace-prompt", http.MethodPut, "prompts/{language}/{prompt}", "Play an audio file of the site instead of a prompt"), access.EditAudio), func(ctx context.Context, in *struct {
		PromptPath
		Body struct {
			Audio id.Audio `json:"audio" doc:"an audio file of the site"`
		}
	}) (*promptChanged, error) {
		if _, err := access.Require(ctx, access.EditAudio); err != nil {
			return nil, err
		}
		if in.Body.Audio.IsZero() {
			return nil, fault.Wrong("audio", "", "an audio file of the site")
		}
		undo, err := d.ReplacePrompt(ctx, in.Language, in.Prompt, in.Body.Audio)
		return toldPrompt(undo), err
	})
	reset := audioOperation("reset-prompt", http.MethodDelete, "prompts/{language}/{prompt}", "Play the built-in prompt again")
	reset.DefaultStatus = http.StatusNoContent
	huma.Register(api, access.Needs(reset, access.EditAudio), func(ctx context.Context, in *PromptPath) (*promptChanged, error) {
		if _, err := access.Require(ctx, access.EditAudio); err != nil {
			return nil, err
		}
		undo, err := d.ReplacePrompt(ctx, in.Language, in.Prompt, id.Audio{})
		return toldPrompt(undo), err
	})
	resource.RegisterNoted(api, d.resources, resource.Noted{
		Noun: "prompts", Kind: "prompt", Path: "/api/v1/prompts", Tag: "audio", View: access.SeeAudio, Edit: access.EditAudio, Back: d.promptBack,
	})
}

// promptChanged is the answer to a change of what is played instead of a prompt.
type promptChanged struct {
	Undo string `header:"Undo" doc:"what takes this back within 24 hours (batches/{batch}/undo); missing: nothing has changed"`
}

func toldPrompt(undo id.Batch) *promptChanged {
	out := new(promptChanged)
	if !undo.IsZero() {
		out.Undo = undo.String()
	}
	return out
}

func (d *Directory) getPromptSound(ctx context.Context, in *struct {
	PromptPath
	Original bool `query:"original" doc:"the built-in one, also when it is replaced"`
}) (*huma.StreamResponse, error) {
	if _, err := access.Require(ctx, access.SeeAudio); err != nil {
		return nil, err
	}
	if err := spoken(in.Language, in.Prompt); err != nil {
		return nil, err
	}
	if !in.Original {
		var o []PromptOverride
		if err := d.db.Bun().NewSelect().Model(&o).Where("language = ? and prompt = ?", in.Language, in.Prompt).Scan(ctx); err != nil {
			return nil, err
		}
		if len(o) > 0 {
			return d.streamAudio(o[0].Audio)
		}
	}
	s, err := builtIn(in.Language, in.Prompt)
	if err != nil {
		return nil, err
	}
	return streamWAV(s, in.Language+"-"+in.Prompt+".wav", func() {}), nil
}
