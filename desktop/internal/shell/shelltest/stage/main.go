// The program stage runs the shell without the app, for tests: it reads
// effects as lines of JSON from its input and writes what the shell tells to
// its output.
//
//	stage -dir DIR [-claim] [arguments of a start]
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"sync"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell"
	"github.com/yobirin/yobirin/desktop/internal/shell/tray"
)

// Order is a line of the input: an effect by its type's name and its value.
type order struct {
	Do    string
	Value json.RawMessage
}

// line is a line of the output.
type line struct {
	Told    string // type of the input, or "ready", "second", "front"
	Command string `json:",omitempty"` // type of the command, in a Commanded
	Value   any    `json:",omitempty"`
}

type output struct{ mu sync.Mutex }

func (o *output) say(l line) {
	o.mu.Lock()
	defer o.mu.Unlock()
	raw, err := json.Marshal(l)
	if err != nil {
		raw = []byte(`{"Told":"error"}`)
	}
	fmt.Fprintf(os.Stdout, "%s\n", raw)
}

func (o *output) tell(in seat.Input) {
	name := reflect.TypeOf(in).Name()
	if c, is := in.(seat.Commanded); is {
		o.say(line{Told: name, Command: reflect.TypeOf(c.Command).Name(), Value: c.Command})
		return
	}
	o.say(line{Told: name, Value: in})
}

func main() {
	dir := flag.String("dir", "", "the app's folder")
	claim := flag.Bool("claim", false, "be the one instance, or hand the arguments over")
	flag.Parse()
	out := &output{}
	if *claim {
		instance, first, err := shell.Claim(*dir, flag.Args())
		switch {
		case err != nil:
			fmt.Fprintln(os.Stderr, "stage:", err)
			os.Exit(1)
		case !first:
			out.say(line{Told: "second"})
			return
		}
		defer instance.Close()
		instance.Serve(func(o seat.Opened) { out.tell(o) })
	}
	loop(func(quit func()) { go run(*dir, out, quit) })
}

// run carries out orders until the input ends.
func run(dir string, out *output, quit func()) {
	defer quit()
	if err := shell.Prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "stage:", err)
		return
	}
	s, err := shell.New(shell.Options{
		Tell: out.tell, Front: func() { out.say(line{Told: "front"}) },
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Dir: dir, Icon: tray.PNG("available", 64),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "stage:", err)
		return
	}
	defer s.Close()
	out.say(line{Told: "ready"})
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		effect, err := read(lines.Bytes())
		if err != nil {
			fmt.Fprintln(os.Stderr, "stage:", err)
			continue
		}
		s.Do(effect)
	}
}

func read(raw []byte) (seat.Effect, error) {
	var o order
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	for _, e := range []seat.Effect{seat.Show{}, seat.Notify{}, seat.Withdraw{}, seat.OpenURL{}, seat.Front{}, seat.Hotkeys{}, seat.Autostart{}} {
		t := reflect.TypeOf(e)
		if !strings.EqualFold(t.Name(), o.Do) {
			continue
		}
		v := reflect.New(t)
		if len(o.Value) > 0 {
			if err := json.Unmarshal(o.Value, v.Interface()); err != nil {
				return nil, err
			}
		}
		return v.Elem().Interface().(seat.Effect), nil //nolint:forcetypeassert // it is one of them
	}
	return nil, fmt.Errorf("%q is no effect of the shell", o.Do)
}
