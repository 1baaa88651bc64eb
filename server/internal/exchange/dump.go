package exchange

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	lastKept  = 64 // inputs that a panic's dump shows
	dumpsKept = 50 // dumps that are kept: a mistake that strikes every call must not fill the disk
)

type stamped struct {
	At    time.Time  `json:"at"`
	Kind  string     `json:"kind"`
	Input call.Input `json:"input"`
}

func (r *callRunner) remember(now time.Time, in call.Input) {
	if len(r.recent) == lastKept {
		copy(r.recent, r.recent[1:])
		r.recent = r.recent[:lastKept-1]
	}
	r.recent = append(r.recent, stamped{now, fmt.Sprintf("%T", in), withoutKeys(in)})
}

// withoutKeys hides the digits that people press: PINs, and in a conversation
// the numbers of cards and contracts. That keys were pressed is kept, and * and
// #, with which the feature codes begin and end.
func withoutKeys(in call.Input) call.Input {
	switch in := in.(type) {
	case call.Fact:
		in.Fact = hidden(in.Fact)
		return in
	case call.FromCall:
		in.Message = forwarded(in.Message)
		return in
	case call.Undelivered:
		in.Message = forwarded(in.Message)
		return in
	case call.Do:
		if p, ok := in.Command.(call.Press); ok {
			in.Command = call.Press{Digits: masked(p.Digits)}
		}
		return in
	case call.Originate, call.FloorSays, call.Fire, call.Stop, call.Checked, call.Redeem, call.Closing:
	}
	return in
}

func forwarded(m call.CallMessage) call.CallMessage {
	if f, ok := m.(call.Forward); ok {
		f.Fact = hidden(f.Fact)
		return f
	}
	return m
}

func hidden(f leg.Fact) leg.Fact {
	if d, ok := f.(leg.Digit); ok {
		d.Key = masked(d.Key)
		return d
	}
	return f
}

func masked(keys string) string {
	return strings.Map(func(k rune) rune {
		if k == '*' || k == '#' {
			return k
		}
		return '?'
	}, keys)
}

// dump writes the last inputs, from which a test can be made.
func (r *callRunner) dump(stack string) string {
	if r.x.cfg.CrashDir == "" {
		return ""
	}
	b, err := json.MarshalIndent(struct {
		Call   id.Call   `json:"call"`
		Stack  string    `json:"stack"`
		Inputs []stamped `json:"inputs"`
	}{r.id, stack, r.recent}, "", " ")
	if err == nil {
		path := filepath.Join(r.x.cfg.CrashDir, "call-"+r.id.String()+".json")
		if err = os.MkdirAll(r.x.cfg.CrashDir, 0o700); err == nil {
			err = makeRoom(r.x.cfg.CrashDir)
		}
		if err == nil {
			if err = os.WriteFile(path, b, 0o600); err == nil {
				return path
			}
		}
	}
	r.x.cfg.Logger.Error("the inputs of a crashed call could not be written", "call", r.id.String(), "err", err)
	return ""
}

// makeRoom deletes the dumps of the oldest calls: identifiers sort by time.
func makeRoom(dir string) error {
	all, err := filepath.Glob(filepath.Join(dir, "call-*.json"))
	if err != nil {
		return err
	}
	slices.Sort(all)
	for _, old := range all[:max(0, len(all)+1-dumpsKept)] {
		if err := os.Remove(old); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
