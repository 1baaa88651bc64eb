package rtpio

import (
	"testing"
	"time"

	"github.com/pion/rtcp"
)

func TestControlIsReadByAnotherReader(t *testing.T) {
	s := &Sender{NTP: NTP(time.Unix(1_700_000_000, 500_000_000)), TS: 12345, Packets: 50, Octets: 8000}
	b := &Block{SSRC: 7, Fraction: 25, Lost: 10, Highest: 1<<16 | 3, Jitter: 80, LSR: 0x11223344, DLSR: 65536}
	for _, cname := range []string{"", "a", "abcdef0123456789"} {
		out := AppendControl(nil, 42, s, b, cname, true)
		parts, err := rtcp.Unmarshal(out)
		if err != nil {
			t.Fatal(err)
		}
		sr, ok := parts[0].(*rtcp.SenderReport)
		if !ok || sr.SSRC != 42 || sr.NTPTime != s.NTP || sr.OctetCount != 8000 || len(sr.Reports) != 1 || sr.Reports[0].TotalLost != 10 {
			t.Fatalf("%+v", parts[0])
		}
		sd, ok := parts[1].(*rtcp.SourceDescription)
		if !ok || sd.Chunks[0].Items[0].Text != cname {
			t.Fatalf("%+v", parts[1])
		}
		if _, ok := parts[2].(*rtcp.Goodbye); !ok {
			t.Fatalf("%+v", parts[2])
		}
		c, err := ParseControl(out)
		if err != nil || c.SSRC != 42 || !c.HasSender || c.Sender != *s || c.Count != 1 || c.Blocks[0] != *b || !c.Bye {
			t.Fatalf("%+v %v", c, err)
		}
	}
	if c, err := ParseControl(AppendControl(nil, 1, nil, nil, "x", false)); err != nil || c.HasSender || c.Count != 0 || c.Bye {
		t.Fatalf("%+v %v", c, err)
	}
}

func TestRoundTrip(t *testing.T) {
	sent := time.Unix(1_700_000_000, 0)
	b := Block{LSR: Middle(NTP(sent)), DLSR: 65536 / 2} // the far side held it for 500 ms
	rtt, ok := b.RoundTrip(NTP(sent.Add(580 * time.Millisecond)))
	if !ok || rtt < 79*time.Millisecond || rtt > 81*time.Millisecond {
		t.Fatalf("%v %v", rtt, ok)
	}
	if _, ok := b.RoundTrip(NTP(sent.Add(100 * time.Millisecond))); ok {
		t.Fatal("a round trip into the past was believed")
	}
	if _, ok := (Block{}).RoundTrip(NTP(sent)); ok {
		t.Fatal("a block without LSR told a round trip")
	}
}

func FuzzParseControl(f *testing.F) {
	f.Add(AppendControl(nil, 1, &Sender{NTP: 1}, &Block{SSRC: 2}, "c", true))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseControl(b)
		if err == nil && (c.Count < 0 || c.Count > len(c.Blocks)) {
			t.Fatal("count")
		}
	})
}
