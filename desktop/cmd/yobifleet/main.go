// Command yobifleet is a crowd of agents without windows against a real
// server, for tests and measurements; it is not shipped. Each agent is the
// app's own seat, loop, link, phone and voice; what the microphone hears is a
// tone of the agent's own, and what the loudspeaker plays is measured. They
// log in, and behave at random for a time; a carrier's switch calls in and
// takes their calls out. What should not have been is counted and told.
//
// The server's site must have the agents (login PREFIX000 …, extension
// FIRST …, one password) and the carrier's trunk.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options are the program's.
type options struct {
	server, ca      string
	agents          int
	login, password string
	extension       int
	carrier, sip    string
	numbers         []string
	statuses        []string
	lasts           time.Duration
	rate            float64
	seed            uint64
	calm            bool
	metrics         string
	pid             int
	verbose         bool
	think           time.Duration
	forced          float64
	profile         string
	loginsAtOnce    int
}

func main() {
	var o options
	var numbers, statuses string
	flag.StringVar(&o.server, "server", "", "address of the server, https://…")
	flag.StringVar(&o.ca, "ca", "", "file of the certificates to trust besides the system's")
	flag.IntVar(&o.agents, "agents", 10, "how many agents")
	flag.StringVar(&o.login, "login", "fleet", "logins are this and three digits from 000")
	flag.StringVar(&o.password, "password", "Passw0rd1", "of every agent")
	flag.IntVar(&o.extension, "extension", 20000, "of the first agent; the others follow")
	flag.StringVar(&o.carrier, "carrier", "", "UDP address of the carrier's switch; none: no calls outside")
	flag.StringVar(&o.sip, "sip", "", "UDP address of the server for the carrier")
	flag.StringVar(&numbers, "numbers", "", "numbers that the carrier calls, with commas between")
	flag.StringVar(&statuses, "statuses", "", "identifiers of statuses for pauses")
	flag.DurationVar(&o.lasts, "time", time.Minute, "how long they behave at random")
	flag.Float64Var(&o.rate, "rate", 1, "calls from outside per second")
	flag.DurationVar(&o.think, "think", 5*time.Second, "mean time between two deeds of an agent")
	flag.Float64Var(&o.forced, "ice", 0.1, "share of the agents who always use ICE")
	flag.Uint64Var(&o.seed, "seed", 1, "of the randomness")
	flag.BoolVar(&o.calm, "calm", false, "half of the agents call the other half and talk, to measure")
	flag.StringVar(&o.metrics, "metrics", "", "address of the server's metrics, for its figures and for the check that nothing is left")
	flag.IntVar(&o.pid, "pid", 0, "the server's process, for its processor time")
	flag.IntVar(&o.loginsAtOnce, "logins", 8, "how many log in at once")
	flag.BoolVar(&o.verbose, "v", false, "the app's log, too")
	flag.StringVar(&o.profile, "profile", "", "file for a profile of the fleet's memory at its height")
	flag.Parse()
	o.numbers, o.statuses = list(numbers), list(statuses)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r, err := run(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "yobifleet:", err)
		os.Exit(2)
	}
	text, _ := json.MarshalIndent(r, "", "  ")
	fmt.Println(string(text))
	if len(r.Faults) > 0 {
		os.Exit(1)
	}
}

func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

func (o options) log() *slog.Logger {
	level := slog.LevelError
	if o.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}
