//go:build linux

package main

import (
	"bytes"
	"fmt"
	"net/netip"

	"github.com/yobirin/yobirin/server/internal/load"
)

// groups is how many groups the agents are spread over.
const groups = 10

// supervisors is how many supervisors there are beside the agents, each with a
// phone after those of the agents.
const supervisors = 50

// site is the generated site.
type site struct {
	file    []byte
	devices []load.Device
	numbers []string
	empty   string // the number of a group that nobody is in
}

// extension is the agent's.
func extension(agent int) string { return fmt.Sprintf("4%05d", agent) }

// makeSite makes agents with a phone each in groups that record, behind one
// number each. Agents have no password: nobody logs in, and hashing it would
// only cost time.
func makeSite(agents int, carrier netip.AddrPort) site {
	var s site
	var b bytes.Buffer
	fmt.Fprintf(&b, "trunks:\n  - {name: carrier, host: %q, inbound_from: [%q]}\n", carrier, carrier.Addr())
	b.WriteString("agents:\n")
	for i := range agents {
		fmt.Fprintf(&b, "  - {id: agent%05d, name: 担当%05d, extension: %q}\n", i, i, extension(i))
	}
	for i := range supervisors {
		fmt.Fprintf(&b, "  - {id: boss%05d, name: 管理%05d, role: supervisor}\n", i, i)
	}
	b.WriteString("devices:\n")
	for i := range agents {
		d := load.Device{User: fmt.Sprintf("d%05d", i), Password: fmt.Sprintf("a-long-sip-secret-%05d", i)}
		s.devices = append(s.devices, d)
		fmt.Fprintf(&b, "  - {name: phone%05d, user: %s, password: %s, agent: agent%05d}\n", i, d.User, d.Password, i)
	}
	for i := range supervisors {
		d := load.Device{User: fmt.Sprintf("s%05d", i), Password: fmt.Sprintf("a-long-sip-secret-of-%05d", i)}
		s.devices = append(s.devices, d)
		fmt.Fprintf(&b, "  - {name: desk%05d, user: %s, password: %s, agent: boss%05d}\n", i, d.User, d.Password, i)
	}
	b.WriteString("groups:\n")
	b.WriteString("  - {name: 待機, extension: \"3099\", timeout: 3600}\n")
	for g := range groups {
		fmt.Fprintf(&b, "  - {name: 受付%02d, extension: \"30%02d\", strategy: longest-idle, ring_time: 20, record: true, members: [", g, g)
		for i := g; i < agents; i += groups {
			if i > g {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "agent%05d", i)
		}
		b.WriteString("]}\n")
	}
	b.WriteString("numbers:\n")
	s.empty = "0312340099"
	fmt.Fprintf(&b, "  - {number: %q, trunk: carrier, route: {group: 待機}}\n", s.empty)
	for g := range groups {
		n := fmt.Sprintf("03123400%02d", g)
		s.numbers = append(s.numbers, n)
		fmt.Fprintf(&b, "  - {number: %q, trunk: carrier, route: {group: 受付%02d}}\n", n, g)
	}
	s.file = b.Bytes()
	return s
}
