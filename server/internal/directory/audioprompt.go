package directory

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/sound"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// PromptOverride says that an audio file of the site is played instead of a
// built-in prompt.
type PromptOverride struct {
	bun.BaseModel `bun:"table:prompt_overrides" json:"-"`
	Language      string   `bun:"language,pk" json:"language"`
	Prompt        string   `bun:"prompt,pk" json:"prompt"`
	Audio         id.Audio `bun:"audio_id" json:"audio"`
}

// name is what the prompt is called where it is played.
func (o PromptOverride) name() string { return o.Language + "/" + o.Prompt }

// promptsOf gives the replaced prompts by their names, "<language>/<id>".
func (s *site) promptsOf() map[string]id.Audio {
	out := make(map[string]id.Audio, len(s.Prompts))
	for _, o := range s.Prompts {
		out[o.name()] = o.Audio
	}
	return out
}

// ReplacePrompt has an audio file of the site played instead of a built-in
// prompt; the zero audio is the built-in one again. It gives what takes the
// change back; nothing, where nothing has changed.
func (d *Directory) ReplacePrompt(ctx context.Context, language, prompt string, by id.Audio) (undo id.Batch, err error) {
	if err := spoken(language, prompt); err != nil {
		return undo, err
	}
	err = d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		o := PromptOverride{Language: language, Prompt: prompt, Audio: by}
		was, err := promptOf(ctx, tx, o)
		if err != nil {
			return err
		}
		if was == by {
			return errUnchanged
		}
		s, _ := access.From(ctx)
		if undo, err = d.resources.Batched(ctx, tx, "prompts", s); err != nil {
			return err
		}
		return d.storePrompt(ctx, tx, o, was, undo)
	})
	return undo, err
}

// promptOf gives what is played instead of a prompt; the zero audio: nothing.
func promptOf(ctx context.Context, db bun.IDB, o PromptOverride) (id.Audio, error) {
	var found []PromptOverride
	if err := db.NewSelect().Model(&found).Where("language = ? and prompt = ?", o.Language, o.Prompt).Scan(ctx); err != nil {
		return id.Audio{}, fmt.Errorf("directory: read what is played instead of a prompt: %w", err)
	}
	if len(found) == 0 {
		return id.Audio{}, nil
	}
	return found[0].Audio, nil
}

// storePrompt stores what is played instead of a prompt, and notes it.
func (d *Directory) storePrompt(ctx context.Context, tx bun.Tx, o PromptOverride, was id.Audio, batch id.Batch) error {
	if o.Audio.IsZero() {
		if _, err := tx.NewDelete().Model(&o).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("directory: play a prompt again: %w", err)
		}
	} else {
		if _, err := audioOf(ctx, tx, o.Audio); err != nil {
			return fault.Wrong("audio", o.Audio.String(), "an audio file of the site")
		}
		if _, err := tx.NewInsert().Model(&o).On("conflict (language, prompt) do update set audio_id = excluded.audio_id").Exec(ctx); err != nil {
			return fmt.Errorf("directory: replace a prompt: %w", err)
		}
	}
	return d.noteChange(ctx, tx, resource.Entry{
		Noun: "prompts", Kind: "prompt", ID: o.name(), Title: o.name(), Action: resource.Updated, Batch: batch,
		Fields: []resource.FieldChange{{Field: "audio", From: was.String(), To: o.Audio.String()}},
	})
}

// promptBack has played what was played before a change.
func (d *Directory) promptBack(ctx context.Context, _ access.Session, _ access.Origin, begin func(context.Context, bun.Tx) (resource.Back, error)) ([]string, error) {
	return nil, d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		back, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		var o PromptOverride
		o.Language, o.Prompt, _ = strings.Cut(back.ID, "/")
		for _, f := range back.Fields {
			is, err := promptOf(ctx, tx, o)
			if err != nil {
				return err
			}
			if is.String() != f.To {
				return resource.ChangedSince(f.Field)
			}
			was, _ := f.From.(string)
			o.Audio = parsed[id.Audio](was)
			if err := d.storePrompt(ctx, tx, o, is, back.Batch); err != nil {
				return err
			}
		}
		return nil
	})
}

// spoken says whether there is such a prompt with a sound.
func spoken(language, prompt string) error {
	list, err := sound.Manifest()
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(list, func(p sound.Prompt) bool { return p.ID == prompt && p.Kind != sound.Written })
	if !known || !slices.Contains(sound.Languages(), language) {
		return fault.New(fault.NotFound, "prompt_unknown", "there is no prompt %s/%s", cut(language), cut(prompt))
	}
	return nil
}

// builtIn gives a built-in prompt as browsers play it: 16-bit PCM.
func builtIn(language, prompt string) (io.ReadSeeker, error) {
	if err := spoken(language, prompt); err != nil {
		return nil, err
	}
	files, err := sound.Files()
	if err != nil {
		return nil, err
	}
	raw, err := fs.ReadFile(files, language+"/"+prompt+".wav")
	if err != nil {
		return nil, fmt.Errorf("directory: read a prompt: %w", err)
	}
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		return nil, fmt.Errorf("directory: read a prompt: %w", err)
	}
	w.Format = pcm.PCM16
	return bytes.NewReader(pcm.AppendWAV(nil, w)), nil
}

// openSound opens the sound of an audio file.
func (d *Directory) openSound(a id.Audio) (*os.File, error) {
	f, err := os.Open(d.SoundPath(a))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "audio_missing", "the sound of this audio file is not there")
	}
	return f, nil
}

// PromptRow is a built-in prompt and what the site plays instead.
type PromptRow struct {
	sound.Prompt
	Replaced map[string]PromptAudio `json:"replaced" nullable:"false" doc:"by language: the audio file that is played instead"`
}

// PromptAudio names an audio file.
type PromptAudio struct {
	ID   id.Audio `json:"id"`
	Name string   `json:"name"`
}

// ListPrompts gives the built-in prompts whose ID or text contains part.
func (d *Directory) ListPrompts(ctx context.Context, part string) ([]PromptRow, error) {
	list, err := sound.Manifest()
	if err != nil {
		return nil, err
	}
	var overrides []struct {
		PromptOverride
		Name string
	}
	if err := d.db.Bun().NewRaw("select p.language, p.prompt, p.audio_id, a.name from prompt_overrides p join audios a on a.id = p.audio_id").Scan(ctx, &overrides); err != nil {
		return nil, fmt.Errorf("directory: list the replaced prompts: %w", err)
	}
	part = strings.ToLower(part)
	out := []PromptRow{}
	for _, p := range list {
		if p.Kind == sound.Written || !strings.Contains(strings.ToLower(p.ID+"\n"+p.JA+"\n"+p.EN), part) {
			continue
		}
		row := PromptRow{Prompt: p, Replaced: map[string]PromptAudio{}}
		for _, o := range overrides {
			if o.Prompt == p.ID {
				row.Replaced[o.Language] = PromptAudio{o.Audio, o.Name}
			}
		}
		out = append(out, row)
	}
	return out, nil
}
