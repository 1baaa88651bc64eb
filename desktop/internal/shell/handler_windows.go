package shell

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows/registry"
)

// linkClass is the app's class of links in the registry.
const linkClass = "Yobirin.Link"

// RegisterLinks offers program for tel: and callto: links of this person; who
// has several chooses in Windows' settings. A scheme that nobody has at all
// becomes ours.
func RegisterLinks(program string) error {
	command := windowsQuote(program) + ` "%1"`
	set := func(path, name, value string) error {
		key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.SET_VALUE)
		if err != nil {
			return fmt.Errorf("shell: registry: %w", err)
		}
		defer key.Close()
		if err := key.SetStringValue(name, value); err != nil {
			return fmt.Errorf("shell: registry: %w", err)
		}
		return nil
	}
	const classes, capabilities = `Software\Classes\`, `Software\Yobirin\Capabilities`
	err := errors.Join(
		set(classes+linkClass, "", "Yobirin"),
		set(classes+linkClass, "URL Protocol", ""),
		set(classes+linkClass+`\shell\open\command`, "", command),
		set(capabilities, "ApplicationName", "Yobirin"),
		set(capabilities, "ApplicationDescription", "Yobirin"),
		set(`Software\RegisteredApplications`, "Yobirin", capabilities),
	)
	for _, scheme := range linkSchemes() {
		err = errors.Join(err, set(capabilities+`\UrlAssociations`, scheme, linkClass))
		key, opened := registry.OpenKey(registry.CLASSES_ROOT, scheme+`\shell\open\command`, registry.QUERY_VALUE)
		if opened == nil {
			key.Close()
			continue
		}
		err = errors.Join(err,
			set(classes+scheme, "", "URL:"+scheme),
			set(classes+scheme, "URL Protocol", ""),
			set(classes+scheme+`\shell\open\command`, "", command))
	}
	return err
}
