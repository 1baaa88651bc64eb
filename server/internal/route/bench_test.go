package route

import (
	"fmt"
	"testing"
)

// large is a site of 2,000 agents, 500 numbers with prefixes and 10,000
// barred numbers.
func large() Plan {
	p := draft()
	for n := range uint32(2000) {
		p.Agents = append(p.Agents, Agent{ID: agentN(100 + n), Extension: fmt.Sprint(200000 + n)})
	}
	for n := range uint32(500) {
		p.Numbers = append(p.Numbers, Number{ID: numberN(100 + n), Number: fmt.Sprintf("0355%06d", n), Trunk: trunkN(1), Prefix: fmt.Sprint(4000 + n)})
	}
	for n := range 10000 {
		p.Barred = append(p.Barred, fmt.Sprintf("0377%06d", n), fmt.Sprintf("0378%05d*", n))
	}
	return p
}

// A call waits for Dial, and the dialer asks Restricts of every entry.
func BenchmarkDial(b *testing.B) {
	p := New(large())
	who := &p.Agents[0]
	for _, dialed := range []string{"201999", "9001", "09011112222", "4499" + "09011112222"} {
		b.Run(dialed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, refused := p.Dial(who, dialed); refused != nil {
					b.Fatal(refused)
				}
			}
		})
	}
}

func BenchmarkRestricts(b *testing.B) {
	p := New(large())
	for b.Loop() {
		if p.Restricts("09011112222") {
			b.Fatal("restricted")
		}
	}
}

func BenchmarkNew(b *testing.B) {
	plan := large()
	for b.Loop() {
		New(plan)
	}
}
