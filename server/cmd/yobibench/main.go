//go:build linux

// Command yobibench measures the whole server: it starts yobirind on a fresh
// data directory as a child, is its carrier and its phones over real sockets
// of the loopback interface, and prints what it measured against the aims.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/yobirin/yobirin/server/internal/load"
)

// atMost bounds a whole run.
const atMost = 25 * time.Minute

// options are what the command line says.
type options struct {
	quick   bool
	only    []string
	binary  string
	dir     string
	profile string
	agents  int
	cores   int
	nice    int
	auth    load.Algorithm
	office  time.Duration
	rate    float64
	seed    uint64
}

// loads are the measurements in their order: memory is measured before others
// have left theirs behind.
var loads = []string{"bridge", "supervisors", "music", "conference", "ring", "setup", "register"}

func parseOptions(args []string) (options, error) {
	o := options{}
	f := flag.NewFlagSet("yobibench", flag.ContinueOnError)
	f.BoolVar(&o.quick, "quick", false, "half a minute's smoke test instead of figures")
	only := f.String("only", strings.Join(loads, ","), "which loads")
	f.StringVar(&o.binary, "server", "", "a yobirind to measure; empty builds one")
	f.StringVar(&o.dir, "dir", os.TempDir(), "where the data directory is made; the user postgres must be able to pass it")
	f.StringVar(&o.profile, "profile", "", "a folder for CPU and memory profiles of the server under each load")
	f.IntVar(&o.agents, "agents", 0, "agents with a phone each; 0 is as many as the loads need")
	f.IntVar(&o.cores, "cores", 2, "cores that the server gets")
	f.IntVar(&o.nice, "nice", 0, "nice value of server and generator, for machines that others use, too")
	auth := f.String("digest", string(load.SHA256), "what phones answer challenges by: SHA-256 or MD5")
	f.DurationVar(&o.office, "office", 0, "instead of measuring, let an office behave at random for so long, and fail unless nothing is left of it")
	f.Float64Var(&o.rate, "rate", 50, "things that somebody in the office does in a second")
	f.Uint64Var(&o.seed, "seed", 1, "of the office's choices")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.auth = load.Algorithm(*auth)
	if o.auth != load.SHA256 && o.auth != load.MD5 {
		return o, fmt.Errorf("-digest %s, expected SHA-256 or MD5", *auth)
	}
	for name := range strings.SplitSeq(*only, ",") {
		if !slices.Contains(loads, name) {
			return o, fmt.Errorf("-only %s, expected some of %s", name, strings.Join(loads, ","))
		}
		o.only = append(o.only, name)
	}
	if o.agents == 0 {
		o.agents = 1500
		if o.quick {
			o.agents = 200
		}
	}
	return o, nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	o, err := parseOptions(os.Args[1:])
	switch {
	case err != nil:
	case o.office > 0:
		err = runOffice(ctx, o)
	default:
		err = run(ctx, o)
	}
	if err != nil && err != flag.ErrHelp {
		fmt.Fprintln(os.Stderr, "yobibench:", err)
		os.Exit(1)
	}
}

// run does everything; a signal or the end of the time ends the server too.
func run(ctx context.Context, o options) error {
	debug.SetGCPercent(400) // memory is cheaper here than pauses
	pin, err := divide(o.cores, o.nice)
	if err != nil {
		return err
	}
	g, err := load.New()
	if err != nil {
		return err
	}
	defer g.Close()
	site := makeSite(o.agents, g.CarrierAddr())
	s, err := startServer(ctx, o, pin)
	if err != nil {
		return err
	}
	defer s.stop()
	stopped := context.AfterFunc(ctx, func() {
		fmt.Fprintln(os.Stderr, "yobibench:", context.Cause(ctx))
		s.stop()
		os.Exit(1)
	})
	defer stopped()
	if err := s.apply(ctx, site.file); err != nil {
		return err
	}
	header(os.Stdout, o, pin, s)
	if err := g.Start(load.Config{Server: s.sip, Devices: site.devices, Auth: o.auth}); err != nil {
		return err
	}
	b := &bench{options: o, gen: g, server: s, site: site, pin: pin}
	if err := b.arrive(ctx); err != nil {
		return fmt.Errorf("register the phones: %w", err)
	}
	for _, name := range loads {
		run := map[string]func(context.Context) error{
			"bridge": b.bridged, "supervisors": b.supervisors, "music": b.music, "conference": b.conference,
			"ring": b.ring, "setup": b.setups, "register": b.register,
		}[name]
		if !slices.Contains(o.only, name) {
			continue
		}
		if err := run(ctx); err != nil {
			return fmt.Errorf("load %s: %w", name, err)
		}
	}
	b.drops = s.dropped()
	b.table.print(os.Stdout)
	b.remarks(os.Stdout)
	return nil
}
