#!/usr/bin/env bash
# Checks the shell scripts; says so when shellcheck is not on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v shellcheck >/dev/null; then
	echo 'shell scripts: not checked, shellcheck is not installed (scripts/need.sh shellcheck)'
	exit 0
fi
shellcheck scripts/*.sh .ci/run
echo 'shell scripts: ok'
