// Command yobiseed fills a database with a large call centre that never was:
// agents, groups, numbers and the calls of a year, so that lists can be
// measured at the size that is promised. With -measure it then asks for every
// list as the console does and prints how long the server's rooms took.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/yobirin/yobirin/server/internal/pg"
)

// options are what the command line says.
type options struct {
	database string
	agents   int
	groups   int
	numbers  int
	calls    int
	days     int
	seed     uint64
	measure  bool
	rounds   int
	records  bool
	// A server on that database, asked for every list.
	server, login, description, only string
	// With records: how many numbers are barred, entries the audit has,
	// recordings there are, and calls whose events are kept.
	lists, trail, recordings, events int
}

func parse(args []string) (options, error) {
	o := options{}
	f := flag.NewFlagSet("yobiseed", flag.ContinueOnError)
	f.StringVar(&o.database, "database", os.Getenv("YOBIRIN_DATABASE_URL"), "URL of the PostgreSQL database to fill; its own YOBIRIN_DATABASE_URL when not given")
	f.IntVar(&o.agents, "agents", 10_000, "agents to make; 0: none")
	f.IntVar(&o.groups, "groups", 40, "groups to make, when agents are made")
	f.IntVar(&o.numbers, "numbers", 40, "phone numbers to make, when agents are made")
	f.BoolVar(&o.records, "records", false, "make phones, menus, lists of numbers, audit, recordings, messages and sessions, too; every agent gets the password "+password)
	f.StringVar(&o.server, "server", "", "address of a server on that database, to ask for every list over HTTP, as https://127.0.0.1:8443; nothing is made then")
	f.StringVar(&o.login, "login", "", "login of an administrator that -records made, for -server")
	f.StringVar(&o.description, "description", "frontend/packages/wire/openapi.json", "the API's description, for -server")
	f.StringVar(&o.only, "only", "", "ask only for the lists whose name begins so, with -server or -measure")
	f.IntVar(&o.lists, "lists", 100_000, "barred numbers, with -records")
	f.IntVar(&o.trail, "trail", 300_000, "entries of the audit and changes of records, with -records")
	f.IntVar(&o.recordings, "recordings", 200_000, "recordings and messages, with -records")
	f.IntVar(&o.events, "events", 1_000_000, "calls whose events are made, with -records")
	f.IntVar(&o.calls, "calls", 1_000_000, "calls to make; 0: none")
	f.IntVar(&o.days, "days", 365, "days before now over which the calls are spread")
	f.Uint64Var(&o.seed, "seed", 1, "of all that is random")
	f.BoolVar(&o.measure, "measure", false, "measure the lists of the call history afterwards")
	f.IntVar(&o.rounds, "rounds", 20, "how often each list is asked for")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	switch {
	case o.database == "" && o.server == "":
		return o, fmt.Errorf("-database is missing, expected postgres://user@host/database")
	case o.agents < 0 || o.agents > 100_000:
		return o, fmt.Errorf("-agents %d, expected 0 to 100000", o.agents)
	case o.groups < 1 || o.groups > 1000:
		return o, fmt.Errorf("-groups %d, expected 1 to 1000", o.groups)
	case o.numbers < 1 || o.numbers > 10_000:
		return o, fmt.Errorf("-numbers %d, expected 1 to 10000", o.numbers)
	case min(o.lists, o.trail, o.recordings, o.events) < 0 || max(o.lists, o.trail, o.recordings, o.events) > 100_000_000:
		return o, fmt.Errorf("-lists, -trail, -recordings, -events, expected 0 to 100000000")
	case o.calls < 0 || o.calls > 100_000_000:
		return o, fmt.Errorf("-calls %d, expected 0 to 100000000", o.calls)
	case o.days < 1 || o.days > 3650:
		return o, fmt.Errorf("-days %d, expected 1 to 3650", o.days)
	case o.rounds < 1 || o.rounds > 10_000:
		return o, fmt.Errorf("-rounds %d, expected 1 to 10000", o.rounds)
	}
	return o, nil
}

func main() {
	o, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "yobiseed:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "yobiseed:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stopped above
	}
}

func run(ctx context.Context, o options) error {
	if o.server != "" {
		return measureServer(ctx, o)
	}
	db, err := pg.Open(ctx, o.database, pg.Options{ApplicationName: "yobiseed"})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := pg.Migrate(ctx, db, nil); err != nil {
		return err
	}
	began := time.Now()
	if o.agents > 0 {
		if err := seedPeople(ctx, db, o); err != nil {
			return err
		}
		fmt.Printf("%d agents in %d groups after %s\n", o.agents, o.groups, time.Since(began).Round(time.Millisecond))
	}
	if o.calls > 0 {
		if err := seedCalls(ctx, db, o); err != nil {
			return err
		}
		fmt.Printf("%d calls after %s\n", o.calls, time.Since(began).Round(time.Millisecond))
	}
	if o.records {
		if err := seedRecords(ctx, db, o); err != nil {
			return err
		}
	}
	if _, err := db.Pool().Exec(ctx, "analyze"); err != nil {
		return fmt.Errorf("analyze: %w", err)
	}
	if o.measure {
		return measure(ctx, db, o)
	}
	return nil
}
