package directory

import (
	"reflect"
	"testing"
)

// Agents and phones are not read when the uses of audio files are looked for:
// that must stay true to what they hold.
func TestWhatCanNameAudioFiles(t *testing.T) {
	for typ, want := range map[reflect.Type]bool{
		reflect.TypeFor[Group](): true, reflect.TypeFor[IVR](): true, reflect.TypeFor[Number](): true, reflect.TypeFor[Trunk](): true, reflect.TypeFor[PromptOverride](): true,
		reflect.TypeFor[Agent](): false, reflect.TypeFor[Device](): false, reflect.TypeFor[Barred](): false, reflect.TypeFor[Member](): false,
		reflect.TypeFor[struct{ Anything any }](): true, reflect.TypeFor[struct{ Of map[string][]*Group }](): true,
	} {
		if got := namesAudio(typ); got != want {
			t.Errorf("%s can name an audio file: %v, want %v", typ, got, want)
		}
	}
}
