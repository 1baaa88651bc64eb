// Package hotkey listens for the two keys that work in whatever program one
// is: to answer and to hang up (D-APP-4).
package hotkey

import (
	"errors"
	"log/slog"
	"sync"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/fault"
)

// Names of what the keys do, as in seat.HotkeyPressed.
const (
	AnswerCall = "answer"
	HangUpCall = "hangup"
)

// What a system may say to a key.
var (
	errTaken       = errors.New("hotkey: another program has this key")
	errNoKey       = errors.New("hotkey: the keyboard has no such key")
	errUnsupported = errors.New("hotkey: the system has no global keys for programs")
)

// system grabs keys. pressed is called from any goroutine and must not wait.
type system interface {
	// grab replaces what was grabbed; one error per combo, nil: it is grabbed.
	grab(combos []Combo) []error
	close()
}

// Options of Keys.
type Options struct {
	Tell func(seat.Input) // must not wait
	Log  *slog.Logger
}

// Keys are the global hot keys. Make them with New.
type Keys struct {
	options Options
	mu      sync.Mutex
	system  system
	names   []string // of the grabbed combos, in their order
}

// New grabs nothing yet.
func New(o Options) *Keys { return &Keys{options: o} }

// Set grabs these keys in place of the ones before and tells
// seat.HotkeyTroubles, also that there are none. It waits for the system.
func (k *Keys) Set(answer, hangUp string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	troubles := []seat.Trouble{}
	var combos []Combo
	var names []string
	for _, wish := range [][2]string{{AnswerCall, answer}, {HangUpCall, hangUp}} {
		combo, wanted, err := Parse(wish[1])
		switch {
		case err != nil:
			troubles = append(troubles, trouble("hotkey_invalid", wish[0], wish[1], expected(err)))
		case wanted && len(combos) == 1 && combos[0] == combo:
			troubles = append(troubles, trouble("hotkey_taken", wish[0], wish[1], "the other hot key is the same"))
		case wanted:
			combos, names = append(combos, combo), append(names, wish[0])
		}
	}
	errs, err := k.grab(combos, names)
	for i, combo := range combos {
		problem := err
		if err == nil {
			problem = errs[i]
		}
		if problem != nil {
			troubles = append(troubles, trouble(codeOf(problem), names[i], combo.String(), problem.Error()))
		}
	}
	k.options.Tell(seat.HotkeyTroubles{Troubles: troubles})
}

// grab opens the system when keys are wanted for the first time.
func (k *Keys) grab(combos []Combo, names []string) ([]error, error) {
	if k.system == nil {
		if len(combos) == 0 {
			return nil, nil
		}
		opened, err := open(k.pressed, k.options.Log)
		if err != nil {
			return nil, err
		}
		k.system = opened
	}
	k.names = nil
	errs := k.system.grab(combos)
	k.names = names
	return errs, nil
}

// pressed is told the combo's place. It takes no lock that Set holds while
// it waits for the system's thread.
func (k *Keys) pressed(index int) {
	go func() {
		k.mu.Lock()
		name := ""
		if index < len(k.names) {
			name = k.names[index]
		}
		k.mu.Unlock()
		if name != "" {
			k.options.Tell(seat.HotkeyPressed{Name: name})
		}
	}()
}

// Close gives the keys back.
func (k *Keys) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.system != nil {
		k.system.close()
		k.system = nil
	}
}

func codeOf(err error) string {
	switch {
	case errors.Is(err, errTaken):
		return "hotkey_taken"
	case errors.Is(err, errNoKey):
		return "hotkey_invalid"
	default:
		return "hotkey_unsupported"
	}
}

func trouble(code, name, key, detail string) seat.Trouble {
	if len(key) > maxCombo {
		key = key[:maxCombo]
	}
	return seat.Trouble{Code: code, Detail: detail, Params: map[string]string{"action": name, "key": key}}
}

func expected(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && len(f.Fields) > 0 {
		return "expected " + f.Fields[0].Expected
	}
	return err.Error()
}
