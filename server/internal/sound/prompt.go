package sound

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// files are made from prompts.json by scripts/make-prompts.sh.
//
//go:embed prompts.json prompts
var files embed.FS

// Prompt is one built-in announcement. It is played as "<language>/<id>".
type Prompt struct {
	ID string `json:"id"`
	JA string `json:"ja"` // what is said in Japanese
	EN string `json:"en"` // and in English
}

// Files gives the sounds of the prompts as WAV files, <language>/<id>.wav, for
// sites that use them as audio files of their own.
func Files() (fs.FS, error) { return fs.Sub(files, "prompts") }

// languages in which every prompt is spoken.
func languages() []string { return []string{"ja", "en"} }

func readManifest() ([]Prompt, error) {
	raw, err := files.ReadFile("prompts.json")
	if err != nil {
		return nil, fmt.Errorf("sound: read the list of prompts: %w", err)
	}
	var list []Prompt
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("sound: read the list of prompts: %w", err)
	}
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

// prompt gives the samples of "<language>/<id>".
func (l *Library) prompt(name string) ([]int16, error) {
	language, prompt, _ := strings.Cut(name, "/")
	_, known := l.prompts[prompt]
	if !known || !slices.Contains(languages(), language) {
		return nil, fault.New(fault.NotFound, "prompt_unknown", "there is no prompt %.40q, expected a language (%s) and an ID as in \"ja/greeting\"", name, strings.Join(languages(), ", "))
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
