package convert

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// What ffmpeg may use: a minute of one core, a gigabyte of address space, no
// byte in any file (its output is a pipe), few files, no core dump.
func limits() []string {
	return []string{"--cpu=60", "--as=1073741824", "--fsize=0", "--nofile=64", "--core=0"}
}

// nobody owns nothing.
const nobody = 65534

// cages gives the ways to run ffmpeg, the tightest first. The limits are set
// by prlimit of util-linux before ffmpeg is started, so there is no moment
// without them. Root becomes nobody; others enter a user namespace, where
// the system lets them, to leave the network.
func cages(ffmpeg string) []cage {
	prefix := append([]string{"prlimit"}, limits()...)
	if path, err := exec.LookPath("prlimit"); err == nil {
		prefix[0] = path
	}
	prefix = append(prefix, "--")
	const apart = syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC
	if os.Geteuid() == 0 {
		who := &syscall.Credential{Uid: nobody, Gid: nobody}
		return []cage{
			{ffmpeg, prefix, func(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: apart, Credential: who} }, giveAway},
			{ffmpeg, prefix, func(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Credential: who} }, giveAway},
		}
	}
	self := func(id int) []syscall.SysProcIDMap {
		return []syscall.SysProcIDMap{{ContainerID: nobody, HostID: id, Size: 1}}
	}
	return []cage{
		{ffmpeg, prefix, func(c *exec.Cmd) {
			c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: apart | syscall.CLONE_NEWUSER, UidMappings: self(os.Geteuid()), GidMappings: self(os.Getegid())}
		}, keep},
		{ffmpeg, prefix, nil, keep},
	}
}

func keep(*os.File) error { return nil }

// giveAway lets nobody read the file that is to be converted.
func giveAway(f *os.File) error {
	if err := f.Chown(nobody, nobody); err != nil {
		return fmt.Errorf("give a file away: %w", err)
	}
	return nil
}
