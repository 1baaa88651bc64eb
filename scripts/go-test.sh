#!/usr/bin/env bash
# Runs the Go tests of the module in this folder under the race detector; all
# packages but e2e, or those given.
set -euo pipefail

if [ "$#" -gt 0 ]; then
	packages=("$@")
else
	mapfile -t packages < <(go list ./... | grep -v '/e2e\(/\|$\)')
fi
exec go test -race -timeout=10m "${packages[@]}"
