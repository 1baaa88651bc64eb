//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sys/unix"
)

// wish says which side of its aim a figure should be on.
type wish int

const (
	none wish = iota
	more      // at least the aim
	less      // at most the aim
)

type line struct{ figure, measured, aim, ratio, note string }

// table is what was measured, one line per figure.
type table struct{ lines []line }

// add notes a figure. The ratio is measured to aim, so that a slower machine
// is read as a ratio.
func (t *table) add(figure, measured, aim string, ratio float64, w wish, note string) {
	l := line{figure: figure, measured: measured, aim: aim, note: note}
	switch {
	case w == none:
	case w == more && ratio >= 1, w == less && ratio <= 1:
		l.ratio = fmt.Sprintf("%.2f ok", ratio)
	default:
		l.ratio = fmt.Sprintf("%.2f MISSED", ratio)
	}
	t.lines = append(t.lines, l)
}

func (t *table) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nfigure\tmeasured\taim\tratio\tnote")
	for _, l := range t.lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.figure, l.measured, l.aim, l.ratio, l.note)
	}
	_ = w.Flush()
}

// header says what was measured on.
func header(out io.Writer, o options, pin pinning, s *server) {
	var name unix.Utsname
	_ = unix.Uname(&name)
	var files unix.Rlimit
	_ = unix.Getrlimit(unix.RLIMIT_NOFILE, &files)
	average, _ := os.ReadFile("/proc/loadavg")
	fmt.Fprintf(out, "kernel %s, %s, %d cores (%s), load before %s\n", unix.ByteSliceToString(name.Release[:]), runtime.Version(),
		runtime.NumCPU(), processor(), strings.Join(strings.Fields(string(average))[:3], " "))
	if pin.shared {
		fmt.Fprintf(out, "the server and the generator SHARE the cores %s: figures are pessimistic\n", list(pin.server))
	} else {
		fmt.Fprintf(out, "the server and its database have the cores %s, the generator the cores %s\n", list(pin.server), list(pin.generator))
	}
	if o.nice != 0 {
		fmt.Fprintf(out, "server and generator have the nice value %d\n", o.nice)
	}
	fmt.Fprintf(out, "%d agents in %d groups, recording on; data in %s; at most %d open files", o.agents, groups, s.root, files.Max)
	if need := uint64(6*o.agents + 500); files.Max < need {
		fmt.Fprintf(out, " (%d are needed: calls will fail)", need)
	}
	fmt.Fprintln(out)
}

func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.SplitSeq(string(data), "\n") {
		if name, found := strings.CutPrefix(l, "model name"); found {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return runtime.GOARCH
}

// remarks says what a reader of the table should know.
func (b *bench) remarks(out io.Writer) {
	for _, n := range b.notes {
		fmt.Fprintln(out, "note:", n)
	}
	if n := b.gen.Again(); len(n) > 0 {
		fmt.Fprintf(out, "note: the generator sent messages again, not answered within 500 ms: %v\n", n)
	}
	if b.drops > 0 {
		fmt.Fprintf(out, "note: the server's SIP socket dropped %d datagrams: its buffer was full\n", b.drops)
	}
	for what, n := range b.gen.Unhandled() {
		fmt.Fprintf(out, "note: the generator had no use for %d × %s\n", n, what)
	}
	for what, n := range b.server.complaints() {
		fmt.Fprintf(out, "note: the server logged %d × %s\n", n, what)
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond)) }
func us(d time.Duration) string { return fmt.Sprintf("%d µs", d.Microseconds()) }
func count(n float64) string    { return fmt.Sprintf("%.0f", n) }
