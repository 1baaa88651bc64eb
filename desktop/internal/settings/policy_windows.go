package settings

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// systemPolicy reads group policy first, then what the installer was told.
func systemPolicy() (Policy, error) {
	for _, path := range []string{`Software\Policies\Yobirin`, `Software\Yobirin`} {
		p, err := registryPolicy(path)
		if err != nil || p != (Policy{}) {
			return p, err
		}
	}
	return Policy{}, nil
}

func registryPolicy(path string) (Policy, error) {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if errors.Is(err, registry.ErrNotExist) {
		return Policy{}, nil
	}
	if err != nil {
		return Policy{}, err
	}
	defer k.Close()
	text := func(name string) string {
		value, _, err := k.GetStringValue(name)
		if err != nil {
			return "" // not set
		}
		return value
	}
	no, _, err := k.GetIntegerValue("NoAutostart")
	return Policy{Server: text("ServerURL"), CAFile: text("CAFile"), Update: text("UpdateURL"), NoAuto: err == nil && no != 0}, nil
}
