//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// tick is the kernel's USER_HZ, in which /proc tells times.
const tick = 10 * time.Millisecond

// processorTime is what a process used so far; 0 when it is gone.
func processorTime(pid int) time.Duration {
	f := statOf(pid)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(f[11], 10, 64)
	system, _ := strconv.ParseInt(f[12], 10, 64)
	return time.Duration(user+system) * tick
}

// statOf gives the fields of /proc/pid/stat after the name, which may hold
// anything.
func statOf(pid int) []string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	_, after, _ := strings.Cut(string(data[max(0, strings.LastIndexByte(string(data), ')')):]), " ")
	return strings.Fields(after)
}

// resident is the memory a process has, bytes.
func resident(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if text, found := strings.CutPrefix(line, "VmRSS:"); found {
			kb, _ := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// under gives all processes below one.
func under(pid int) []int {
	stats, _ := filepath.Glob("/proc/[0-9]*")
	parents := map[int][]int{}
	for _, dir := range stats {
		child, _ := strconv.Atoi(filepath.Base(dir))
		if f := statOf(child); len(f) > 1 {
			parent, _ := strconv.Atoi(f[1])
			parents[parent] = append(parents[parent], child)
		}
	}
	var out []int
	for todo := []int{pid}; len(todo) > 0; todo = todo[1:] {
		out = append(out, parents[todo[0]]...)
		todo = append(todo, parents[todo[0]]...)
	}
	return out
}

// busy is how long a set of cores has not been idle so far, added up.
func busy(cores []int) time.Duration {
	data, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	var sum int64
	for line := range strings.SplitSeq(string(data), "\n") {
		f := strings.Fields(line)
		for _, c := range cores {
			if len(f) > 8 && f[0] == "cpu"+strconv.Itoa(c) {
				for _, i := range []int{1, 2, 3, 6, 7, 8} { // user nice system irq softirq steal
					n, _ := strconv.ParseInt(f[i], 10, 64)
					sum += n
				}
			}
		}
	}
	return time.Duration(sum) * tick
}

// used is processor time at a moment.
type used struct {
	at                        time.Time
	server, database, own     time.Duration
	serverCores, generatorAll time.Duration
}

func (b *bench) usage() used {
	u := used{at: time.Now(), server: processorTime(b.server.pid), serverCores: busy(b.pin.server), generatorAll: busy(b.pin.generator)}
	for _, p := range under(b.server.pid) {
		u.database += processorTime(p)
	}
	var r unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &r) == nil {
		u.own = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	return u
}

// share is what was used between two moments, each as cores.
type share struct {
	took                          time.Duration
	server, database, own, others float64
	serverTime                    time.Duration
}

func (b *bench) since(from used) share {
	to := b.usage()
	took := to.at.Sub(from.at)
	cores := func(d time.Duration) float64 { return max(0, d.Seconds()/took.Seconds()) }
	s := share{
		took: took, serverTime: to.server - from.server,
		server: cores(to.server - from.server), database: cores(to.database - from.database), own: cores(to.own - from.own),
	}
	s.others = max(0, cores(to.serverCores-from.serverCores)-s.server-s.database)
	if b.pin.shared {
		s.others = max(0, s.others-s.own)
	}
	return s
}

func (s share) String() string {
	return fmt.Sprintf("server %.2f cores, database %.2f, others there %.2f; generator %.2f", s.server, s.database, s.others, s.own)
}
