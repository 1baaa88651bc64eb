//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// pinning says which cores the server and the generator have.
type pinning struct {
	server, generator []int
	shared            bool // too few cores: both have all
}

// divide gives the server its cores and keeps this process to the others,
// when the machine has twice as many as the server gets. A nice value is for
// machines that others use, too.
func divide(cores, nice int) (pinning, error) {
	var have unix.CPUSet
	if err := unix.SchedGetaffinity(0, &have); err != nil {
		return pinning{}, fmt.Errorf("ask for the cores: %w", err)
	}
	var all []int
	for i := range len(have) * 64 {
		if have.IsSet(i) {
			all = append(all, i)
		}
	}
	p := pinning{server: all, generator: all, shared: true}
	if len(all) >= 2*cores {
		p = pinning{server: all[:cores], generator: all[cores:]}
	}
	// Two places are for the threads that carry the audio and never give theirs up.
	runtime.GOMAXPROCS(len(p.generator) + 2)
	// Threads made later take after these.
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return p, err
	}
	set := setOf(p.generator)
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			continue
		}
		// A thread may have ended; and who may not be nicer, is as nice as before.
		_ = unix.SchedSetaffinity(id, set)
		if nice != 0 {
			_ = unix.Setpriority(unix.PRIO_PROCESS, id, nice)
		}
	}
	return p, nil
}

func setOf(cores []int) *unix.CPUSet {
	var s unix.CPUSet
	for _, c := range cores {
		s.Set(c)
	}
	return &s
}

func list(cores []int) string {
	var b strings.Builder
	for i, c := range cores {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, c)
	}
	return b.String()
}
