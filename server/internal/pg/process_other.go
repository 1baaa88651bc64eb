//go:build unix && !linux

package pg

import "syscall"

func processAttributes(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: cred}
}

func helperAttributes(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: cred}
}

// occupants is the process of the pid file, if it exists; without /proc its
// directory stays unknown.
func occupants(_ string, pid int) []int {
	if pid > 1 && syscall.Kill(pid, 0) != syscall.ESRCH {
		return []int{pid}
	}
	return nil
}
