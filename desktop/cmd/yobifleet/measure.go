package main

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// gauges are those that tell of something in progress.
var gauges = []string{
	"yobirin_calls", "yobirin_legs_moved", "yobirin_sip_legs", "yobirin_media_ports", "yobirin_ice_phones", "yobirin_sip_contacts", "yobirin_live_sockets",
}

// memoryUsed is this process's resident memory in bytes after a collection.
func memoryUsed() float64 {
	runtime.GC()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	pages, _ := strconv.ParseFloat(fields[1], 64)
	return pages * float64(os.Getpagesize())
}

// processor is the time that a process has used.
func processor(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text)[strings.LastIndexByte(string(text), ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100
}

func own() time.Duration { return processor(os.Getpid()) }

// measure lets a time pass and says what it has cost.
func (f *fleet) measure(ctx context.Context, lasts time.Duration) map[string]float64 {
	begun, server, self := time.Now(), processor(f.o.pid), own()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	legs, most, n := 0, 0, 0
	end := time.After(lasts)
	for going := true; going; {
		select {
		case <-ctx.Done():
			going = false
		case <-end:
			going = false
		case <-tick.C:
			up := f.legsUp()
			legs, most, n = legs+up, max(most, up), n+1
		}
	}
	took := time.Since(begun).Seconds()
	return map[string]float64{
		"seconds": took, "serverCores": (processor(f.o.pid) - server).Seconds() / took, "fleetCores": (own() - self).Seconds() / took,
		"meanLegs": float64(legs) / float64(max(n, 1)), "mostLegs": float64(most),
	}
}

// await waits until the server has nothing in progress but what it should.
func (f *fleet) await(when string, want map[string]float64) map[string]float64 {
	if f.o.metrics == "" {
		return map[string]float64{}
	}
	late := time.Now().Add(50 * time.Second)
	for {
		found, err := f.metrics()
		if err != nil {
			f.fault("metrics", "%v", err)
			return found
		}
		wrong := []string{}
		for _, name := range slices.Sorted(maps.Keys(found)) {
			if found[name] != want[name] {
				wrong = append(wrong, fmt.Sprintf("%s %.0f, want %.0f", name, found[name], want[name]))
			}
		}
		if len(wrong) == 0 {
			return found
		}
		if time.Now().After(late) {
			f.fault("left at the server", "%s: %s", when, strings.Join(wrong, "; "))
			return found
		}
		time.Sleep(300 * time.Millisecond)
	}
}

// metrics reads the server's gauges, summed over labels.
func (f *fleet) metrics() (map[string]float64, error) {
	res, err := client().Get("http://" + f.o.metrics + "/metrics") //nolint:noctx // the client has a limit
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	out := map[string]float64{}
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), " ")
		name, _, _ := strings.Cut(key, "{")
		if slices.Contains(gauges, name) {
			v, _ := strconv.ParseFloat(value, 64)
			out[name] += v
		}
	}
	return out, lines.Err()
}
