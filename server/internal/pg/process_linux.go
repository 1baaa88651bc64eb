package pg

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// processAttributes puts the server into its own group, so that a Ctrl-C on the
// terminal reaches us alone, and has the kernel stop it when we die. The second
// holds only while the thread that started it lives.
func processAttributes(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT, Credential: cred}
}

// helperAttributes has the kernel end a helper when we die, as long as the
// thread that started it lives: what it makes is of no use to anybody then.
func helperAttributes(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Credential: cred}
}

// occupants lists the living server processes that work in dir: a postmaster
// that outlived us, or backends that outlived a killed postmaster and still have
// its shared memory. Zombies (in a container nobody may reap them) and strangers
// whose number was in the pid file do not count.
func occupants(dir string, _ int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		_, rest, ok := strings.Cut(string(stat), " (postgres) ")
		if !ok || strings.HasPrefix(rest, "Z") || strings.HasPrefix(rest, "X") {
			continue
		}
		if sameDir(fmt.Sprintf("/proc/%d/cwd", pid), dir) {
			found = append(found, pid)
		}
	}
	return found
}
