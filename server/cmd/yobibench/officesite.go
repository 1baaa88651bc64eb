//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/yobirin/yobirin/server/internal/load"
	"github.com/yobirin/yobirin/server/internal/sound"
)

const (
	officeAgents   = 150
	officeBosses   = 10
	officeSpare    = 6  // hot-desk phones
	officeScreens  = 20 // agents who have a screen: a password
	officePassword = "Passw0rd-of-load"
)

// officeSite is a site that has everything.
type officeSite struct {
	file          []byte
	devices       []load.Device
	numbers       []string
	dialed, words []string
}

// officeGroups are the groups' names, in the order of their extensions.
var officeGroups = []string{"all", "longest-idle", "least-talk-time", "random", "round-robin", "by-level"}

func makeOffice(carrier netip.AddrPort) officeSite {
	var s officeSite
	var b bytes.Buffer
	fmt.Fprintf(&b, "trunks:\n  - {name: carrier, host: %q, inbound_from: [%q], channels: 300}\n", carrier, carrier.Addr())
	b.WriteString("site: {park_time: 15, park_group: all, rooms: 3, callback_tries: 1}\nstatuses:\n  - {name: 後処理, color: \"#7950f2\", icon: pencil}\n  - {name: 離席中, color: \"#f59f00\", icon: coffee}\n")
	b.WriteString("audio:\n  - {name: menu, file: greeting.wav}\n  - {name: wait, file: please-wait.wav}\n  - {name: busy, file: all-busy.wav}\n  - {name: night, file: closed.wav, voicemail: true}\n")
	var devices strings.Builder
	b.WriteString("agents:\n")
	phone := func(user, owner string) {
		d := load.Device{User: user, Password: "a-long-sip-secret-of-" + user}
		s.devices = append(s.devices, d)
		fmt.Fprintf(&devices, "  - {name: %s-phone, user: %s, password: %s, %s}\n", user, user, d.Password, owner)
	}
	for i := range officeAgents {
		secret := ""
		if i < officeScreens {
			secret = ", password: " + officePassword
		}
		fmt.Fprintf(&b, "  - {id: a%03d, name: 担当%03d, extension: \"2%03d\", pin: \"1234\", caller_id: \"0312340000\"%s}\n", i, i, i, secret)
		phone(fmt.Sprintf("d%03d", i), fmt.Sprintf("agent: a%03d", i))
	}
	for i := range officeBosses {
		fmt.Fprintf(&b, "  - {id: b%03d, name: 管理%03d, extension: \"28%02d\", role: supervisor, caller_id: \"0312340000\", password: %s}\n", i, i, i, officePassword)
		phone(fmt.Sprintf("s%03d", i), fmt.Sprintf("agent: b%03d", i))
	}
	for i := range officeSpare {
		phone(fmt.Sprintf("h%03d", i), "desk: true")
	}
	b.WriteString("devices:\n" + devices.String())
	officeQueues(&b)
	b.WriteString("ivrs:\n  - {name: main, extension: \"4001\", default: {group: all}, buttons: {enabled: true, audio: menu, keys: {\"1\": {group: longest-idle}, \"2\": {extension: \"2001\"}, \"3\": {group: random}, \"9\": {audio: night, voicemail: true}}}}\n")
	b.WriteString("transfers:\n  - {name: mobile, number: \"09012345678\", caller_id: \"0312340000\"}\n")
	b.WriteString("numbers:\n")
	routes := []string{"{ivr: main}", "{audio: night, voicemail: true}", "{transfer: mobile}", "{conference: 1}", "{agent: a003}", "{audio: busy}"}
	for _, g := range officeGroups {
		routes = append(routes, "{group: "+g+"}", "{group: "+g+"}")
	}
	for i, r := range routes {
		n := fmt.Sprintf("031234%04d", i)
		s.numbers = append(s.numbers, n)
		fmt.Fprintf(&b, "  - {number: %q, trunk: carrier, route: %s, max_channels: 60}\n", n, r)
	}
	s.file = b.Bytes()
	s.dialed, s.words = officeWords()
	return s
}

func officeQueues(b *bytes.Buffer) {
	b.WriteString("groups:\n")
	for g, name := range officeGroups {
		fmt.Fprintf(b, "  - {name: %s, extension: \"30%02d\", strategy: %s, ring_time: %d, max_waiting: 6, timeout: %d, record: true, ringing_period: 1", name, g, name, 5+g, 20+g)
		if name == "all" {
			b.WriteString(", overflow: {audio: busy}, timeout_to: {audio: night, voicemail: true}")
		} else {
			b.WriteString(", overflow: {group: all}, timeout_to: {group: all}, callback: true, say_position: true, say_wait: true, acw: {status: 後処理, release: 3}, pause_on_no_answer: {enabled: true, status: 離席中, release: 5}")
		}
		b.WriteString(", greeting: wait, announcement: busy, announce_every: 8, members: [")
		for i := range 9 {
			fmt.Fprintf(b, "{agent: a%03d, level: %d}, ", (g*7+i*3)%officeAgents, 1+i%3)
		}
		fmt.Fprintf(b, "{agent: b%03d, level: 2}]}\n", g)
	}
}

// officeWords are what phones dial and press.
func officeWords() (dialed, words []string) {
	dialed = []string{"9001", "9001", "9002", "9003", "9201", "9201", "9202", "9203", "997", "990", "9998", "9999", "4001", "3000", "3001", "3005",
		"110", "09033334444", "18409033334444", "0990123456", "2999", "7777", "99823", "998", "9001", "9002"}
	for g := range officeGroups {
		dialed = append(dialed, fmt.Sprintf("930030%02d", g))
	}
	words = []string{"#7", "#7", "#72", "#8", "#9", "#9", "*", "*", "#", "1", "1234#", "0000#", "#89201#", "#89001#", "#809011112222#", "#909011113333#", "#83001#", "#93001#", "#84001#", "#8110#", "#82999#"}
	for i := range 24 {
		dialed = append(dialed, fmt.Sprintf("2%03d", i*6), fmt.Sprintf("99%d2%03d", 4+i%3, i*2), fmt.Sprintf("99%d28%02d", 4+i%3, i%officeBosses))
		if i%6 == 0 {
			dialed = append(dialed, fmt.Sprintf("9982%03d", 100+i))
		}
		if i%2 == 0 {
			words = append(words, fmt.Sprintf("#82%03d#", i*5), fmt.Sprintf("#92%03d#", i*4), fmt.Sprintf("#92%03d#", i*4+1))
		}
	}
	return dialed, words
}

// sounds puts the site's audio files beside its file.
func (s *server) sounds() error {
	files, err := sound.Files()
	if err != nil {
		return err
	}
	for _, name := range []string{"greeting.wav", "please-wait.wav", "all-busy.wav", "closed.wav"} {
		data, err := fs.ReadFile(files, "ja/"+name)
		if err == nil {
			err = os.WriteFile(filepath.Join(s.root, name), data, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
