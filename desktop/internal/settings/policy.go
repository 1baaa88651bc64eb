package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Policy is what IT has decided for this computer.
type Policy struct {
	Server string `json:"serverUrl"`   // "https://call.example.jp"; "": the person is asked
	CAFile string `json:"caFile"`      // PEM of further roots that sign the server's certificate
	Update string `json:"updateUrl"`   // of the manifest; "": the server's /app/manifest.json
	NoAuto bool   `json:"noAutostart"` // the app may not be started with the computer
}

// ErrPolicy is what the error of a policy that makes no sense wraps.
var ErrPolicy = errors.New("managed settings")

// ReadPolicy reads it: the file of the environment's YOBIRIN_POLICY, which
// tests use, else where the system keeps such things: the registry's
// Software\Policies\Yobirin and Software\Yobirin (Windows), the managed
// preferences of jp.yobirin.app (macOS), /etc/yobirin/app.json (Linux). A
// file app.json beside the program comes last.
func ReadPolicy() (Policy, error) {
	if path := os.Getenv("YOBIRIN_POLICY"); path != "" {
		return readFile(path)
	}
	p, err := systemPolicy()
	if err != nil || p != (Policy{}) {
		return check(p, err)
	}
	program, err := os.Executable()
	if err != nil {
		return Policy{}, nil //nolint:nilerror // without a name there is no file beside it
	}
	return readFile(filepath.Join(filepath.Dir(program), "app.json"))
}

// readFile reads a policy; a file that is not there is none.
func readFile(path string) (Policy, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return Policy{}, nil
	}
	if err != nil {
		return Policy{}, fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	var p Policy
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))) // editors of Windows write a mark
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("%w: %s: %w", ErrPolicy, path, err)
	}
	return check(p, nil)
}

func check(p Policy, err error) (Policy, error) {
	if err != nil {
		return Policy{}, fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	for name, value := range map[string]string{"serverUrl": p.Server, "updateUrl": p.Update} {
		if value == "" {
			continue
		}
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return Policy{}, fmt.Errorf("%w: %s: %q, expected an address such as https://call.example.jp", ErrPolicy, name, value)
		}
	}
	p.Server = strings.TrimRight(p.Server, "/")
	return p, nil
}
