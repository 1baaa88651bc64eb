#!/usr/bin/env bash
# fuzz.sh MODULE...: runs each fuzz target for FUZZ_TIME (10s) and goes on when
# one finds something, so that one run shows all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

time=${FUZZ_TIME:-10s}
targets=0
failed=()
for module in "$@"; do
	while IFS=: read -r file name; do
		folder=$(dirname "$file")
		targets=$((targets + 1))
		printf '\n== %s in %s, %s\n' "$name" "$folder" "$time"
		(cd "$folder" && go test -run='^$' -fuzz="^$name\$" -fuzztime="$time" . </dev/null) ||
			failed+=("$folder $name")
	done < <(grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' "$module" | sed 's/:func /:/' | sort)
done

printf '\n%d fuzz targets, %d failed\n' "$targets" "${#failed[@]}"
if [ "${#failed[@]}" -gt 0 ]; then
	printf '  %s\n' "${failed[@]}"
	exit 1
fi
