package media

import (
	"bytes"
	"testing"

	"github.com/yobirin/yobirin/shared/sdp"
)

// A phone that comes with another key has begun anew, and counts our packets
// from 0 as well: it could open none of those whose numbers have gone round.
func TestAPhoneThatChangesItsKeyHearsOn(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable })
		c := newCall()
		a := newPhone(t, p, c, 1, OpenSpec{SRTP: sdp.Require}, nil)
		b := newPhone(t, p, c, 2, OpenSpec{}, nil)
		near := make(chan struct{})
		a.port.post(func(*shard) { a.port.stream.out.seq = 65520; close(near) })
		<-near
		bridge(p, a, b)
		around := func(from int) bool {
			packets := a.packets()
			return len(packets) > from+20 && packets[len(packets)-1].Seq < 60000 && a.hears(900)
		}
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return around(20) })
		first := a.agreed.In.Key
		a.invite()
		if !bytes.Equal(a.agreed.In.Key, first) {
			t.Fatal("our key has changed although the phone's has not")
		}
		for i := range a.local.Keys {
			a.local.Keys[i].Key = bytes.Repeat([]byte{9}, len(a.local.Keys[i].Key))
		}
		a.invite()
		if bytes.Equal(a.agreed.In.Key, first) {
			t.Error("our key is the one of before")
		}
		a.mu.Lock()
		a.cipher(t)
		a.mu.Unlock()
		heard := len(a.packets())
		talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return around(heard) && b.hears(500) })
	})
}
