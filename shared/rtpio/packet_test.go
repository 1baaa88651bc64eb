package rtpio

import (
	"bytes"
	"testing"

	"github.com/pion/rtp"
)

func TestParseAgreesWithAnotherWriter(t *testing.T) {
	p := rtp.Packet{
		Header: rtp.Header{
			Version: 2, Marker: true, PayloadType: 101, SequenceNumber: 65535, Timestamp: 1 << 31, SSRC: 0xDEADBEEF,
			CSRC: []uint32{1, 2}, Padding: true, PaddingSize: 4,
		},
		Payload: []byte("hello"),
	}
	if err := p.SetExtension(3, []byte{9, 9}); err != nil {
		t.Fatal(err)
	}
	b, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	h, payload, err := Parse(b)
	if err != nil || !h.Marker || h.PT != 101 || h.Seq != 65535 || h.TS != 1<<31 || h.SSRC != 0xDEADBEEF || string(payload) != "hello" {
		t.Fatalf("%+v %q %v", h, payload, err)
	}
}

func TestLiesAreErrors(t *testing.T) {
	head := func(first byte, rest ...byte) []byte {
		b := make([]byte, 12, 64)
		b[0] = first
		return append(b, rest...)
	}
	for name, b := range map[string][]byte{
		"empty": nil, "short": make([]byte, 11), "version 1": head(0x40), "15 CSRCs and no room": head(0x8F),
		"extension without head": head(0x90), "extension beyond the end": head(0x90, 0xBE, 0xDE, 0xFF, 0xFF, 1, 2),
		"padding of nothing": head(0xA0), "padding 0": head(0xA0, 1, 0), "padding beyond the payload": head(0xA0, 1, 3),
	} {
		if h, p, err := Parse(b); err == nil {
			t.Errorf("%s: %+v %v", name, h, p)
		}
	}
}

func TestPutIsReadBack(t *testing.T) {
	want := Header{Marker: true, PT: 8, Seq: 7, TS: 160, SSRC: 99}
	b := make([]byte, HeaderSize)
	want.Put(b)
	got, payload, err := Parse(b)
	if err != nil || got != want || len(payload) != 0 {
		t.Fatalf("%+v %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("\x80\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01abc"))
	f.Add([]byte("\xb1\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\xbe\xde\x00\x01abcdx\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, payload, err := Parse(b)
		if err != nil {
			return
		}
		if len(payload) > len(b)-HeaderSize {
			t.Fatal("payload longer than the packet")
		}
		out := make([]byte, HeaderSize, HeaderSize+len(payload))
		h.Put(out)
		h2, p2, err := Parse(append(out, payload...))
		h.padding = false
		if err != nil || h2 != h || !bytes.Equal(p2, payload) {
			t.Fatalf("%+v became %+v, %v", h, h2, err)
		}
	})
}
