#!/usr/bin/env bash
# go-each.sh "MODULE..." COMMAND...: runs a command in the folder of each Go
# module, tells where, and fails at the end when one of them failed.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
read -r -a modules <<<"$1"
shift
case "$1" in scripts/*) set -- "$root/$1" "${@:2}" ;; esac

failed=()
for module in "${modules[@]}"; do
	printf '%s: %s\n' "$module" "$(basename "$1") ${*:2}"
	(cd "$root/$module" && "$@") || failed+=("$module")
done
if [ "${#failed[@]}" -gt 0 ]; then
	printf 'failed in: %s\n' "${failed[*]}" >&2
	exit 1
fi
