package recorder

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

func TestManyFilesAreSyncedTogether(t *testing.T) {
	r, err := New(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	var tracks []*Track
	for i := range manyDirty {
		track, err := r.Open(id.Numbered[id.Recording](uint32(i+1)), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := track.Write(make([]byte, 160)); err != nil {
			t.Fatal(err)
		}
		tracks = append(tracks, track)
	}
	r.syncOpen()
	for _, track := range tracks {
		if track.dirty.Load() {
			t.Fatal("a file is said not to be synced")
		}
	}
}

// BenchmarkSyncRound is what half a second of many recordings costs: their
// files one by one, and all together.
func BenchmarkSyncRound(b *testing.B) {
	const files = 400
	for _, together := range []bool{false, true} {
		b.Run(map[bool]string{false: "each", true: "together"}[together], func(b *testing.B) {
			r, err := New(Config{Dir: b.TempDir()})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = r.Close() }()
			at := time.Now()
			tracks := make([]*Track, files)
			for i := range tracks {
				if tracks[i], err = r.Open(id.Numbered[id.Recording](uint32(i+1)), at); err != nil {
					b.Fatal(err)
				}
			}
			piece := make([]byte, 8000)
			for b.Loop() {
				b.StopTimer()
				for _, t := range tracks {
					if err := t.Write(piece); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				if together {
					if !r.syncTogether(tracks) {
						b.Skip("not possible here")
					}
					continue
				}
				for _, t := range tracks {
					t.sync()
				}
			}
		})
	}
}
