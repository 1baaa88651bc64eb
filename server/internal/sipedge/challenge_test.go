package sipedge

import (
	"net/netip"
	"testing"
	"time"
)

func TestPuzzledPhonesAreToldApart(t *testing.T) {
	var p puzzled
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	source := netip.MustParseAddrPort("192.0.2.1:5060")
	phone, other := try{source, "a"}, try{source, "b"}
	if p.again(now, phone) || p.again(now, other) {
		t.Fatal("a first attempt counts as a second one")
	}
	if !p.again(now.Add(time.Minute), phone) {
		t.Fatal("the second attempt without credentials was not noticed")
	}
	p.solved(phone)
	if p.again(now.Add(2*time.Minute), phone) || p.again(now.Add(time.Hour), other) {
		t.Fatal("what was solved or long ago is remembered")
	}
	for port := range uint16(puzzledLimit) {
		p.again(now, try{netip.AddrPortFrom(source.Addr(), port+1), "c"})
	}
	if len(p.seen) > puzzledLimit {
		t.Fatalf("%d sources are remembered", len(p.seen))
	}
}

func TestOldBaresipIsNarrow(t *testing.T) {
	for agent, want := range map[string]bool{"baresip v1.0.0 (x86_64/linux)": true, "baresip v3.1.0": false, "Yealink SIP-T31P": false, "": false} {
		if narrow.MatchString(agent) != want {
			t.Errorf("%q: narrow is %v", agent, !want)
		}
	}
}
