#!/usr/bin/env bash
# Runs the Go tests of the module in this folder under the race detector: all
# packages but e2e, which has a section of its own.
set -euo pipefail

mapfile -t packages < <(go list ./... | grep -v '/e2e\(/\|$\)')
exec go test -race -tags="${APP_TAGS:-}" -timeout=10m "${packages[@]}"
