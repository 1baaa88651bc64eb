package id

import (
	"encoding/json"
	"testing"
	"time"
)

func TestTextRoundTrip(t *testing.T) {
	want := New[Agent](time.Now())
	got, err := Parse[Agent](want.String())
	if err != nil || got != want {
		t.Fatalf("Parse(%q) = %v, %v", want.String(), got, err)
	}
	b, err := json.Marshal(map[Agent]Agent{want: want})
	if err != nil {
		t.Fatal(err)
	}
	var m map[Agent]Agent
	if err := json.Unmarshal(b, &m); err != nil || m[want] != want {
		t.Fatalf("%s gave %v, %v", b, m, err)
	}
}

func TestSortsByTime(t *testing.T) {
	at := time.UnixMilli(1_700_000_000_000)
	a, b := NewCall(at), NewCall(at.Add(time.Millisecond))
	if a.String() >= b.String() {
		t.Fatalf("%s does not sort before %s", a, b)
	}
}

func TestLegTellsItsCall(t *testing.T) {
	c := NewCall(time.Now())
	l := LegOf(c, 7)
	if CallOf(l) != c || LegNumber(l) != 7 || l == LegOf(c, 8) {
		t.Fatalf("leg %s of call %s", l, c)
	}
}

func TestNoneIsEmptyEverywhere(t *testing.T) {
	var none Agent
	if v, err := none.Value(); v != nil || err != nil {
		t.Fatalf("Value() = %v, %v", v, err)
	}
	if got, err := Parse[Agent](""); err != nil || !got.IsZero() {
		t.Fatalf("Parse(\"\") = %v, %v", got, err)
	}
	if err := none.Scan(nil); err != nil {
		t.Fatal(err)
	}
}

func TestMalformedTextIsRefused(t *testing.T) {
	for _, s := range []string{"x", "0190163d-8694-739b-aea5-966c26f8ad9", "0190163d-8694-739b-aea5-966c26f8adzz", "0190163d-8694-739b-aea5_966c26f8ad90"} {
		if u, err := Parse[Agent](s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, u)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("0190163d-8694-739b-aea5-966c26f8ad90")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse[Call](s)
		if err != nil || s == "" {
			return
		}
		if v, err := Parse[Call](u.String()); err != nil || v != u {
			t.Fatalf("%q → %q → %v, %v", s, u, v, err)
		}
	})
}
