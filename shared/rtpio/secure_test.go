package rtpio

import (
	"bytes"
	"testing"
)

var suites = map[string]int{"AES_CM_128_HMAC_SHA1_80": 30, "AEAD_AES_128_GCM": 28}

func pair(tb testing.TB, suite string) (out, in *Cipher) {
	tb.Helper()
	key := bytes.Repeat([]byte{7}, suites[suite])
	out, err := NewCipher(suite, key)
	if err != nil {
		tb.Fatal(err)
	}
	if in, err = NewCipher(suite, key); err != nil {
		tb.Fatal(err)
	}
	return out, in
}

func packet(seq uint16, payload string) []byte {
	b := make([]byte, HeaderSize)
	Header{PT: 0, Seq: seq, TS: uint32(seq) * 160, SSRC: 5}.Put(b)
	return append(b, payload...)
}

func TestSealedIsOpened(t *testing.T) {
	for suite := range suites {
		out, in := pair(t, suite)
		for i := range 70000 { // over the sequence number's wrap
			if i%97 != 0 && i < 65000 {
				continue
			}
			plain := packet(uint16(i), "some audio")
			sealed, err := out.Seal(nil, plain)
			if err != nil || bytes.Contains(sealed, []byte("audio")) || len(sealed) > len(plain)+SecureOverhead {
				t.Fatalf("%s: %q %v", suite, sealed, err)
			}
			clear, err := in.Open(nil, sealed)
			if err != nil || !bytes.Equal(clear, plain) {
				t.Fatalf("%s packet %d: %q %v", suite, i, clear, err)
			}
			if _, err := in.Open(nil, sealed); err == nil {
				t.Fatalf("%s: a replay was taken", suite)
			}
		}
		report := AppendControl(nil, 5, nil, nil, "c", false)
		sealed, err := out.SealControl(nil, report)
		if err != nil {
			t.Fatal(err)
		}
		if clear, err := in.OpenControl(nil, sealed); err != nil || !bytes.Equal(clear, report) {
			t.Fatalf("%s control: %q %v", suite, clear, err)
		}
	}
}

func TestChangedPacketsAreRefused(t *testing.T) {
	for suite := range suites {
		out, in := pair(t, suite)
		sealed, _ := out.Seal(nil, packet(1, "some audio"))
		for i := range sealed {
			bad := bytes.Clone(sealed)
			bad[i] ^= 0x04
			if _, err := in.Open(nil, bad); err == nil {
				t.Errorf("%s: byte %d changed and taken", suite, i)
			}
		}
		if _, err := in.Open(nil, sealed); err != nil {
			t.Errorf("%s: the true packet was refused after the false ones: %v", suite, err)
		}
	}
}

func TestKeysAreChecked(t *testing.T) {
	if _, err := NewCipher("AES_256", make([]byte, 30)); err == nil {
		t.Error("unknown suite taken")
	}
	if _, err := NewCipher("AEAD_AES_128_GCM", make([]byte, 30)); err == nil {
		t.Error("key of the wrong length taken")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(packet(1, "0123456789012345678901234567890"))
	f.Add([]byte("\x90\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\xbe\xde\x00\x01\x10"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for suite := range suites {
			_, in := pair(t, suite)
			if clear, err := in.Open(nil, b); err == nil {
				t.Fatalf("%s took %x as %x", suite, b, clear)
			}
			if clear, err := in.OpenControl(nil, b); err == nil {
				t.Fatalf("%s took control %x as %x", suite, b, clear)
			}
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	for suite := range suites {
		b.Run(suite, func(b *testing.B) {
			out, _ := pair(b, suite)
			dst := make([]byte, 0, MaxPacket)
			p := packet(0, string(make([]byte, 160)))
			seq := uint16(0)
			b.ReportAllocs()
			for b.Loop() {
				seq++
				p[2], p[3] = byte(seq>>8), byte(seq)
				if _, err := out.Seal(dst, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
