package tray

import (
	"bytes"
	"image/png"
	"slices"
	"testing"
)

func statuses() []string {
	return []string{"available", "ringing", "talking", "holding", "paused", "offline", "error"}
}

// TestIconsDifferWithoutColour compares the shapes alone.
func TestIconsDifferWithoutColour(t *testing.T) {
	for _, size := range []int{16, 32} {
		shapes := map[string][]bool{}
		for _, status := range statuses() {
			m := Draw(status, size)
			var shape []bool
			for i := 0; i < len(m.Pix); i += 4 {
				shape = append(shape, m.Pix[i+3] > 128 && m.Pix[i] > 200 && m.Pix[i+1] > 200 && m.Pix[i+2] > 200)
			}
			shapes[status] = shape
		}
		for i, a := range statuses() {
			for _, b := range statuses()[i+1:] {
				differ := 0
				for p := range shapes[a] {
					if shapes[a][p] != shapes[b][p] {
						differ++
					}
				}
				if differ*100 < size*size*4 {
					t.Errorf("%d pixels: %s and %s differ in %d", size, a, b, differ)
				}
			}
		}
	}
}

func TestIconFormats(t *testing.T) {
	for _, status := range statuses() {
		m, err := png.Decode(bytes.NewReader(PNG(status, 64)))
		if err != nil || m.Bounds().Dx() != 64 {
			t.Errorf("%s: %v", status, err)
		}
		ico := ICO(status)
		if !slices.Equal(ico[:6], []byte{0, 0, 1, 0, 5, 0}) {
			t.Fatalf("%s: head %v", status, ico[:6])
		}
		end := 0
		for i := range 5 {
			entry := ico[6+16*i:]
			length := int(entry[8]) | int(entry[9])<<8 | int(entry[10])<<16
			at := int(entry[12]) | int(entry[13])<<8 | int(entry[14])<<16
			if ico[at] != 40 || entry[6] != 32 {
				t.Errorf("%s: image %d has no header", status, i)
			}
			end = at + length
		}
		if end != len(ico) {
			t.Errorf("%s: %d bytes, the entries end at %d", status, len(ico), end)
		}
	}
}
