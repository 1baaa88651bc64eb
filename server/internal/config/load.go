package config

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

const (
	envPrefix   = "YOBIRIN_"
	envFile     = "YOBIRIN_CONFIG"
	envTests    = "YOBIRIN_TEST_" // for the test suite; never a setting
	defaultFile = "yobirind.yaml"
)

// value is what one source says about one setting.
type value struct {
	where, name string
	items       []string
}

type loader struct {
	src      Source
	file     string
	values   map[string]value
	bad      map[string]bool
	problems Problems
}

func (l *loader) report(where, name, got, want string) {
	l.problems = append(l.problems, Problem{Where: where, Name: name, Value: got, Want: want})
}

// readEnvironment takes every YOBIRIN_ variable. As in the shell, the last of
// two equal names counts.
func (l *loader) readEnvironment() {
	var unknown []Problem
	for _, pair := range l.src.Environ {
		name, text, _ := strings.Cut(pair, "=")
		switch {
		case !strings.HasPrefix(name, envPrefix), strings.HasPrefix(name, envTests):
			continue
		case name == envFile:
			if l.src.File == "" {
				l.file = text
			}
			continue
		}
		s, ok := find(strings.ToLower(strings.TrimPrefix(name, envPrefix)))
		if !ok || s.variable() != name {
			// The value of an unknown name may be a secret with a misspelt name.
			unknown = append(unknown, Problem{Where: "environment", Name: name, Value: "an unknown variable", Want: "one of " + names(setting.variable)})
			continue
		}
		l.values[s.key] = value{where: "environment", name: name, items: s.split(text)}
	}
	sort.Slice(unknown, func(i, j int) bool { return unknown[i].Name < unknown[j].Name })
	l.problems = append(l.problems, unknown...)
}

func (l *loader) readSettingsFile() {
	if l.src.File != "" {
		l.file = l.src.File
	}
	asked := l.file != ""
	if !asked {
		l.file = defaultFile
	}
	text, err := l.src.ReadFile(l.file)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		l.file = ""
		return
	}
	if err != nil {
		l.report(l.file, "settings file", reason(err), "a file that can be read")
		return
	}
	l.parseFile(text)
}

// apply hands the winning value to its setter.
func (l *loader) apply(s *setting, c *Config) {
	v, given := l.values[s.key]
	if !given || len(v.items) == 0 {
		if s.fallback == "" {
			return
		}
		v = value{where: "default", name: s.key, items: []string{s.fallback}}
	}
	var err error
	if !s.list && len(v.items) != 1 {
		err = errors.New("one value, not a list")
	} else {
		err = s.set(c, v.items)
	}
	if err != nil {
		if l.bad == nil {
			l.bad = map[string]bool{}
		}
		l.bad[s.key] = true
		l.report(v.where, v.name, s.show(v.items), err.Error())
	}
}

func (l *loader) checkTLS(c *Config) {
	if (c.TLS.Cert == "") != (c.TLS.Key == "") {
		given, missing := "tls_cert", "tls_key"
		if c.TLS.Cert == "" {
			given, missing = missing, given
		}
		l.complain(given, missing+" beside it: both or neither")
		return
	}
	if c.TLS.Cert == "" {
		if c.SIPTLSListen != nil {
			l.complain("sip_tls_listen", "tls_cert and tls_key beside it, or no such setting")
		}
		return
	}
	if c.SIPTLSListen == nil {
		c.SIPTLSListen = &Listen{Port: 5061}
	}
	cert, err := l.src.ReadFile(c.TLS.Cert)
	if err != nil {
		l.complain("tls_cert", "a file that can be read ("+reason(err)+")")
	}
	key, err2 := l.src.ReadFile(c.TLS.Key)
	if err2 != nil {
		l.complain("tls_key", "a file that can be read ("+reason(err2)+")")
	}
	if err != nil || err2 != nil {
		return
	}
	if _, err := tls.X509KeyPair(cert, key); err != nil {
		l.complain("tls_cert", "a certificate in PEM that matches tls_key ("+err.Error()+")")
	}
}

// split makes items of a variable's text: list settings are parted at commas.
func (s setting) split(text string) []string {
	if text == "" {
		return nil
	}
	if !s.list {
		return []string{text}
	}
	var items []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			items = append(items, part)
		}
	}
	return items
}

// show is the value as a problem may print it.
func (s setting) show(items []string) string {
	if !s.secret {
		return fmt.Sprintf("%.200q", strings.Join(items, ", "))
	}
	if s.key == "admin_password" || len(items) != 1 {
		return "(not shown)"
	}
	// Of a URL only the scheme is sure to hold no part of a password.
	scheme, _, ok := strings.Cut(items[0], "://")
	if !ok || len(scheme) > 20 {
		return "(not shown)"
	}
	return fmt.Sprintf("%q", scheme+"://...")
}

func find(key string) (setting, bool) {
	for _, s := range settings {
		if s.key == key {
			return s, true
		}
	}
	return setting{}, false
}

func names(of func(setting) string) string {
	all := make([]string, len(settings))
	for i, s := range settings {
		all[i] = of(s)
	}
	return strings.Join(all, ", ")
}

// reason is the cause alone, without the path that the problem already names.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
