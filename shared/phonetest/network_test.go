package phonetest

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// sent sends a hundred packets in a weather and gives what arrived, in order.
func sent(t *testing.T, w Weather) (got string) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork(w)
		a, b := n.Raw(t, "192.0.2.1:5060"), n.Raw(t, "192.0.2.2:5060")
		for i := range 100 {
			a.SendBytes(netip.MustParseAddrPort("192.0.2.2:5060"), fmt.Appendf(nil, "%d", i))
		}
		<-time.After(time.Minute)
		for {
			m, ok := b.Pending()
			if !ok {
				return
			}
			got += m.Start + " "
		}
	})
	return got
}

func TestWeather(t *testing.T) {
	fine := sent(t, Weather{})
	if n := len(strings.Fields(fine)); n != 100 || !strings.HasPrefix(fine, "0 1 2 3 ") {
		t.Fatalf("fine weather: %s", fine)
	}
	if slow := sent(t, Weather{Delay: time.Second}); slow != fine {
		t.Fatalf("delay changed the order: %s", slow)
	}
	bad := Weather{Seed: 1, Loss: 0.2, Duplicate: 0.2, Reorder: 0.2, Delay: time.Millisecond}
	first := sent(t, bad)
	if first == fine || len(strings.Fields(first)) == 100 {
		t.Fatalf("bad weather did nothing: %s", first)
	}
	lost := sent(t, Weather{Seed: 1, Loss: 0.2})
	if again := sent(t, Weather{Seed: 1, Loss: 0.2}); again != lost {
		t.Fatalf("the same seed gave %s and %s", lost, again)
	}
	if other := sent(t, Weather{Seed: 2, Loss: 0.2}); other == lost {
		t.Fatal("another seed gave the same")
	}
}

// TestWhatIsSentAgainComes: of the same datagram only so many vanish.
func TestWhatIsSentAgainComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork(Weather{Loss: 1, Most: 2})
		a, b := n.Raw(t, "192.0.2.1:5060"), n.Raw(t, "192.0.2.2:5060")
		for range 5 {
			for _, text := range []string{"one", "two"} {
				a.SendBytes(netip.MustParseAddrPort("192.0.2.2:5060"), []byte(text))
			}
		}
		<-time.After(time.Minute)
		got := ""
		for {
			m, ok := b.Pending()
			if !ok {
				break
			}
			got += m.Start + " "
		}
		if got != "one two one two one two " {
			t.Errorf("%q came", got)
		}
	})
}

func TestThreePhones(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, alice, bob, carol := Three(t, Weather{})
		for _, p := range []*Phone{bob, carol} {
			c := alice.Dial(p.URI())
			if e := c.Next(); e == nil {
				t.Fatal("nothing happened")
			}
			p.Incoming()
		}
	})
}
