package sound

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// files are made from prompts.json by scripts/make-prompts.sh.
//
//go:embed prompts.json prompts
var files embed.FS

// Kind is how a prompt is used.
type Kind string

// The kinds of prompts.
const (
	Sentence Kind = "sentence" // stands alone
	Piece    Kind = "piece"    // of a sentence, said with others, as a digit is
	Written  Kind = "written"  // only shown, never spoken: it has no sound
)

// Prompt is one built-in announcement. It is played as "<language>/<id>".
type Prompt struct {
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	JA   string `json:"ja"` // what is said in Japanese
	EN   string `json:"en"` // and in English
}

// Files gives the sounds of the prompts as WAV files, <language>/<id>.wav, for
// sites that use them as audio files of their own.
func Files() (fs.FS, error) { return fs.Sub(files, "prompts") }

// Languages in which every prompt is spoken.
func Languages() []string { return []string{"ja", "en"} }

// Manifest lists the built-in prompts by their IDs.
func Manifest() ([]Prompt, error) {
	raw, err := files.ReadFile("prompts.json")
	if err != nil {
		return nil, fmt.Errorf("sound: read the list of prompts: %w", err)
	}
	var list []Prompt
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("sound: read the list of prompts: %w", err)
	}
	slices.SortFunc(list, func(a, b Prompt) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// Prompts lists the built-in prompts by their IDs.
func (l *Library) Prompts() []Prompt {
	out := make([]Prompt, 0, len(l.prompts))
	for _, p := range l.prompts {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Prompt) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Text is what a prompt says, for a screen; unknown prompts say nothing. The
// language is "en", or else Japanese.
func (l *Library) Text(language, prompt string) string {
	if language == "en" {
		return l.prompts[prompt].EN
	}
	return l.prompts[prompt].JA
}

// Replace has audio files of the site played instead of prompts, by the
// prompts' names, "<language>/<id>"; those not named are the built-in ones
// again. It gives the sounds that may be others now: players must forget them.
// They include every one that was or is replaced, because the content of an
// audio file may have changed.
func (l *Library) Replace(by map[string]id.Audio) []leg.Sound {
	fresh := make(map[string]id.Audio, len(by))
	stale := map[string]bool{}
	for name, audio := range by {
		if !audio.IsZero() {
			fresh[name], stale[name] = audio, true
		}
	}
	if old := l.replaced.Swap(&fresh); old != nil {
		for name := range *old {
			stale[name] = true
		}
	}
	out := make([]leg.Sound, 0, len(stale))
	for name := range stale {
		out = append(out, leg.Sound{Prompt: name})
	}
	slices.SortFunc(out, func(a, b leg.Sound) int { return strings.Compare(a.Prompt, b.Prompt) })
	return out
}

// prompt gives the samples of "<language>/<id>": the site's own where it has
// replaced it and that file can be played, else the built-in one.
func (l *Library) prompt(name string) ([]int16, error) {
	language, prompt, _ := strings.Cut(name, "/")
	if p, known := l.prompts[prompt]; !known || p.Kind == Written || !slices.Contains(Languages(), language) {
		return nil, fault.New(fault.NotFound, "prompt_unknown", "there is no prompt %.40q, expected a language (%s) and an ID as in \"ja/greeting\"", name, strings.Join(Languages(), ", "))
	}
	if by := l.replaced.Load(); by != nil {
		if audio, own := (*by)[name]; own {
			samples, err := l.file(audio)
			if err == nil {
				return samples, nil
			}
			l.log.Error("the audio file that replaces a prompt cannot be played, the built-in one is", "prompt", name, "audio", audio, "err", err)
		}
	}
	raw, err := files.ReadFile("prompts/" + name + ".wav")
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "prompt_missing", "the prompt %s has no sound", name)
	}
	samples, err := decode(raw)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "prompt_invalid", "the prompt %s is no sound that can be played", name)
	}
	return samples, nil
}
