package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/yobirin/yobirin/server/internal/admin"
)

func apply(args []string, out io.Writer) error {
	var file string
	var dryRun bool
	cfg, err := settings("apply", args, func(f *flag.FlagSet) {
		f.StringVar(&file, "f", "", "site file")
		f.BoolVar(&dryRun, "dry-run", false, "only show what would change")
	})
	if err != nil {
		return err
	}
	if file == "" {
		return fmt.Errorf("-f: a site file is expected, as in -f site.yaml")
	}
	diff, err := admin.Dial(admin.Socket(cfg.DataDir)).Apply(context.Background(), file, dryRun)
	if err != nil {
		return err
	}
	if len(diff) == 0 {
		_, err = fmt.Fprintln(out, "the site is as the file says")
		return err
	}
	_, err = io.WriteString(out, diff.String())
	return err
}

func status(args []string, out io.Writer) error {
	var asJSON bool
	cfg, err := settings("status", args, func(f *flag.FlagSet) { f.BoolVar(&asJSON, "json", false, "print JSON") })
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	s, err := admin.Dial(admin.Socket(cfg.DataDir)).Status(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(s)
	}
	return table(out, s)
}

// table is the status for a person.
func table(out io.Writer, s admin.Status) error {
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintf(w, "yobirind %s, process %d, up %s, %d calls\n", s.Version, s.PID, time.Since(s.Started).Round(time.Second), s.Calls)
	fmt.Fprintf(w, "console %s, SIP %s, metrics %s\n", s.Addresses.HTTP, s.Addresses.SIP, s.Addresses.Metrics)
	for _, a := range s.Alarms {
		fmt.Fprintf(w, "ALARM %s: %s (since %s)\n", a.Name, a.Text, a.Since.Format(time.DateTime))
	}
	fmt.Fprintln(w, "\nTRUNK\tSTATE\tREASON")
	for _, t := range s.Trunks {
		fmt.Fprintf(w, "%s\t%s\t%s\n", t.Name, t.State, t.Reason)
	}
	fmt.Fprintln(w, "\nGROUP\tEXTENSION\tWAITING\tREADY")
	for _, g := range s.Groups {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\n", g.Name, g.Extension, g.Waiting, g.Ready)
	}
	fmt.Fprintln(w, "\nAGENT\tEXTENSION\tSTATE\tSINCE")
	for _, a := range s.Agents {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, a.Extension, a.State, a.Since.Format(time.TimeOnly))
	}
	fmt.Fprintln(w, "\nPHONE\tADDRESS\tUP")
	for _, r := range s.Registrations {
		fmt.Fprintf(w, "%s\t%s\t%v\n", r.Device, r.Address, r.Up)
	}
	return w.Flush()
}
