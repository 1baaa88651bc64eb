package sound_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/sound"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

func TestEveryPromptIsSpoken(t *testing.T) {
	l := library(t, "")
	for i, p := range l.Prompts() {
		if p.JA == "" || p.EN == "" || l.Text("ja", p.ID) != p.JA || l.Text("en", p.ID) != p.EN {
			t.Errorf("%s has texts %q and %q, want both", p.ID, p.JA, p.EN)
		}
		if i > 0 && l.Prompts()[i-1].ID >= p.ID {
			t.Errorf("%s is not in its place", p.ID)
		}
		least := map[sound.Kind]float64{sound.Sentence: 0.7, sound.Piece: 0.4}[p.Kind]
		if p.Kind == sound.Written {
			continue
		}
		if least == 0 {
			t.Errorf("%s is of the kind %q", p.ID, p.Kind)
		}
		for _, name := range []string{"ja/" + p.ID, "en/" + p.ID} {
			s, err := l.Sound(leg.Sound{Prompt: name})
			if err != nil {
				t.Error(err)
				continue
			}
			seconds := float64(len(s)) / pcm.Rate
			if seconds < least || seconds >= 15 || peak(s) < 0.2 || peak(s) > 0.9 || pcm.Energy(s) < 1e-4 {
				t.Errorf("%s lasts %.1f s with peak %.2f and energy %.1e", name, seconds, peak(s), pcm.Energy(s))
			}
		}
	}
}

func TestManifestFilesAndNamesAgree(t *testing.T) {
	list, err := sound.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	want := map[string]bool{}
	for _, p := range list {
		ids = append(ids, p.ID)
		if p.Kind != sound.Written {
			want["ja/"+p.ID+".wav"], want["en/"+p.ID+".wav"] = true, true
		}
	}
	var named []string
	for _, p := range say.All() {
		named = append(named, string(p))
	}
	slices.Sort(named)
	if !slices.Equal(ids, named) {
		t.Errorf("the manifest has\n%q, package say names\n%q", ids, named)
	}
	files, err := sound.Files()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !want[path] {
			t.Errorf("%s is in no list", path)
		}
		delete(want, path)
		raw, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		total += len(raw)
		w, err := pcm.ParseWAV(raw)
		if err != nil || w.Rate != pcm.Rate || w.Channels != 1 {
			t.Errorf("%s is %d Hz with %d channels (%v), want 8 kHz mono", path, w.Rate, w.Channels, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range want {
		t.Errorf("%s is not there", path)
	}
	if total > 4<<20 {
		t.Errorf("%d bytes of prompts, want at most 4 MiB in the program", total)
	}
}

// TestAPromptIsReplaced plays the site's own announcement, and the built-in
// one again when that cannot be played or is taken back.
func TestAPromptIsReplaced(t *testing.T) {
	folder := t.TempDir()
	var log bytes.Buffer
	l, err := sound.Open(sound.Options{Folder: folder, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	own := id.Numbered[id.Audio](1)
	tone := pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: pcm.Rate, Channels: 1, Samples: pcm.Pure(700, 0.5).Samples(pcm.Rate, pcm.Rate)})
	if err := os.WriteFile(filepath.Join(folder, own.String()+".wav"), tone, 0o600); err != nil {
		t.Fatal(err)
	}
	isOwn := func(name string) bool {
		t.Helper()
		s, err := l.Sound(leg.Sound{Prompt: name})
		if err != nil {
			t.Fatal(err)
		}
		return pcm.Share(s, 700, pcm.Rate) > 0.9
	}
	if isOwn("ja/goodbye") {
		t.Fatal("the built-in prompt is the tone of this test")
	}
	stale := l.Replace(map[string]id.Audio{"ja/goodbye": own, "en/greeting": {}})
	if !slices.Equal(stale, []leg.Sound{{Prompt: "ja/goodbye"}}) {
		t.Errorf("to forget: %+v", stale)
	}
	if !isOwn("ja/goodbye") || isOwn("en/goodbye") || isOwn("ja/greeting") {
		t.Error("not exactly ja/goodbye is replaced")
	}
	stale = l.Replace(map[string]id.Audio{"en/goodbye": id.Numbered[id.Audio](2)})
	if !slices.Equal(stale, []leg.Sound{{Prompt: "en/goodbye"}, {Prompt: "ja/goodbye"}}) {
		t.Errorf("to forget: %+v", stale)
	}
	if isOwn("ja/goodbye") || isOwn("en/goodbye") {
		t.Error("a prompt is still replaced, or by a file that is not there")
	}
	if !strings.Contains(log.String(), "en/goodbye") {
		t.Errorf("the log does not tell of the file that is not there: %q", log.String())
	}
}
