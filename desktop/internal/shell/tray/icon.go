package tray

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
)

// Shape is what the icon shows besides its colour.
type Shape int

// The shapes: a state is never told by colour alone.
const (
	Hollow Shape = iota // a ring
	Tick
	Bell // rays, for ringing
	Waves
	Bars  // two upright ones
	Minus // a level one
	Alert // a triangle with a mark
)

// face is how a status looks (the colours of the screen's states).
type face struct {
	color color.RGBA
	shape Shape
}

func faceOf(status string) face {
	switch status {
	case "available":
		return face{color.RGBA{0x2B, 0x8A, 0x3E, 0xFF}, Tick}
	case "ringing":
		return face{color.RGBA{0xE6, 0x77, 0x00, 0xFF}, Bell}
	case "talking":
		return face{color.RGBA{0x19, 0x71, 0xC2, 0xFF}, Waves}
	case "holding":
		return face{color.RGBA{0x70, 0x48, 0xE8, 0xFF}, Bars}
	case "paused":
		return face{color.RGBA{0x6B, 0x72, 0x79, 0xFF}, Minus}
	case "error":
		return face{color.RGBA{0xE0, 0x31, 0x31, 0xFF}, Alert}
	default:
		return face{color.RGBA{0x86, 0x8E, 0x96, 0xFF}, Hollow}
	}
}

// finer is how many samples a pixel has in each direction.
const finer = 4

// Draw draws a status' icon of size by size pixels: a coloured disc with a
// white shape and a white rim, so that it stands out on light and dark bars.
func Draw(status string, size int) *image.NRGBA {
	f := faceOf(status)
	out := image.NewNRGBA(image.Rect(0, 0, size, size))
	for py := range size {
		for px := range size {
			var r, g, b, a float64
			for sy := range finer {
				for sx := range finer {
					x := ((float64(px)+(float64(sx)+0.5)/finer)/float64(size))*2 - 1
					y := ((float64(py)+(float64(sy)+0.5)/finer)/float64(size))*2 - 1
					c := f.at(x, y)
					r, g, b, a = r+float64(c.R)*float64(c.A), g+float64(c.G)*float64(c.A), b+float64(c.B)*float64(c.A), a+float64(c.A)
				}
			}
			if a == 0 {
				continue
			}
			out.SetNRGBA(px, py, color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / (finer * finer))})
		}
	}
	return out
}

// at gives the colour at a point of the square from -1 to 1.
func (f face) at(x, y float64) color.RGBA {
	if f.shape == Alert {
		return f.alert(x, y)
	}
	d := math.Hypot(x, y)
	switch {
	case d > 0.98:
		return color.RGBA{}
	case d > 0.86:
		return white()
	case f.shape == Hollow && d < 0.46:
		return white()
	case f.white(x, y, d):
		return white()
	}
	return f.color
}

func (f face) white(x, y, d float64) bool {
	switch f.shape {
	case Tick:
		return near(x, y, -0.42, 0.02, -0.12, 0.34) < 0.13 || near(x, y, -0.12, 0.34, 0.44, -0.32) < 0.13
	case Bell:
		body := math.Hypot(x, (y+0.08)/1.1) < 0.36 && y < 0.2 || math.Abs(x) < 0.36 && y >= -0.08 && y < 0.2
		foot := math.Abs(x) < 0.52 && y >= 0.2 && y < 0.34
		clapper := math.Hypot(x, y-0.44) < 0.13
		return body || foot || clapper
	case Waves:
		handset := near(x, y, -0.3, -0.36, -0.3, -0.2) < 0.15 || near(x, y, 0.2, 0.36, 0.36, 0.3) < 0.15 ||
			math.Abs(math.Hypot(x-0.32, y+0.32)-0.66) < 0.1 && x < 0.2 && y > -0.3
		wave := x > 0.02 && y < -0.02 && math.Abs(math.Hypot(x+0.02, y-0.02)-0.42) < 0.09
		return handset || wave
	case Bars:
		return math.Abs(math.Abs(x)-0.24) < 0.12 && math.Abs(y) < 0.42
	case Minus:
		return math.Abs(y) < 0.14 && math.Abs(x) < 0.46
	case Hollow, Alert:
	}
	return false
}

// alert is a triangle with an exclamation mark.
func (f face) alert(x, y float64) color.RGBA {
	edge := math.Max(y-0.72, (-1.78*x-y)/2.04-0.44)
	edge = math.Max(edge, (1.78*x-y)/2.04-0.44)
	switch {
	case edge > 0.13:
		return color.RGBA{}
	case edge > 0.02:
		return white()
	case math.Abs(x) < 0.11 && y > -0.32 && y < 0.28, math.Hypot(x, y-0.48) < 0.13:
		return white()
	}
	return f.color
}

// near is the distance of a point from a line between two.
func near(x, y, ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	t := math.Max(0, math.Min(1, ((x-ax)*dx+(y-ay)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(x-ax-t*dx, y-ay-t*dy)
}

// PNG is an icon as PNG.
func PNG(status string, size int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, Draw(status, size)) // a Buffer takes everything
	return b.Bytes()
}

// ICO is an icon for Windows, as bitmaps of the sizes that the bar uses.
func ICO(status string) []byte {
	sizes := []int{16, 20, 24, 32, 48}
	var head, images bytes.Buffer
	le := binary.LittleEndian
	head.Write(le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 0), 1), uint16(len(sizes))))
	for _, size := range sizes {
		bitmap := bitmapOf(Draw(status, size))
		entry := []byte{byte(size), byte(size), 0, 0, 1, 0, 32, 0}
		entry = le.AppendUint32(entry, uint32(len(bitmap)))
		entry = le.AppendUint32(entry, uint32(6+16*len(sizes)+images.Len()))
		head.Write(entry)
		images.Write(bitmap)
	}
	head.Write(images.Bytes())
	return head.Bytes()
}

// bitmapOf is a picture as an icon's BITMAPINFOHEADER, 32-bit pixels from the
// bottom up, and an empty mask.
func bitmapOf(m *image.NRGBA) []byte {
	size := m.Rect.Dx()
	le := binary.LittleEndian
	out := le.AppendUint32(nil, 40)
	out = le.AppendUint32(out, uint32(size))
	out = le.AppendUint32(out, uint32(size*2)) // with the mask
	out = append(out, 1, 0, 32, 0)
	out = append(out, make([]byte, 24)...)
	for y := size - 1; y >= 0; y-- {
		for x := range size {
			c := m.NRGBAAt(x, y)
			out = append(out, c.B, c.G, c.R, c.A)
		}
	}
	return append(out, make([]byte, (size+31)/32*4*size)...)
}

func white() color.RGBA { return color.RGBA{0xFF, 0xFF, 0xFF, 0xFF} }
