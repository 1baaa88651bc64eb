// Command yobirind is the Yobirin server: a call centre in one process.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "dev"

// command is one thing the binary does.
type command struct {
	name, does string
	run        func(args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"serve", "run the server", serve},
		{"demo", "run the server with a demo site, simulated callers and agents", demoCommand},
		{"apply", "make the site be as a file says: apply -f site.yaml [--dry-run]", apply},
		{"status", "show registrations, trunks, floor and calls: status [--json]", status},
		{"migrate", "bring the database to this version and stop", migrate},
		{"version", "print the version", printVersion},
	}
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "yobirind:", err)
		}
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("a command is expected\n\n%s", usage())
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(args[1:], out)
		}
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		_, err := io.WriteString(out, usage())
		return err
	}
	return fmt.Errorf("%q is not a command\n\n%s", args[0], usage())
}

func usage() string {
	var b strings.Builder
	b.WriteString("usage: yobirind <command> [options]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-8s %s\n", c.name, c.does)
	}
	b.WriteString("\nSettings come from yobirind.yaml and YOBIRIN_* variables; see the README.\n")
	return b.String()
}

func printVersion(_ []string, out io.Writer) error {
	text := version
	if info, ok := debug.ReadBuildInfo(); ok {
		text += " " + info.GoVersion
	}
	_, err := fmt.Fprintln(out, "yobirind", text)
	return err
}
