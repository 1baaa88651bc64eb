#!/usr/bin/env bash
# bench.sh MODULE...: the Go benchmarks as one table, then the load harness.
# BENCH chooses benchmarks by regular expression, BENCH_TIME how long each runs.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
logs=$root/.logs/bench
mkdir -p "$logs"
raw=$logs/go.txt
: >"$raw"
failed=()

printf '== Go benchmarks (%s cores, %s)\n' "$(nproc)" "$(go env GOVERSION)"
for module in "$@"; do
	mapfile -t folders < <(grep -rlE --include='*_test.go' '^func Benchmark' "$module" | xargs -r -n 1 dirname | sort -u)
	for folder in "${folders[@]}"; do
		printf '   %s\n' "$folder"
		(cd "$folder" && go test -run='^$' -bench="${BENCH:-.}" -benchtime="${BENCH_TIME:-1s}" -benchmem . </dev/null) >>"$raw" ||
			failed+=("$folder")
	done
done
awk -f scripts/bench-table.awk "$raw" | tee "$logs/go-table.txt"

if [ -d server/cmd/yobibench ]; then
	printf '\n== Load harness\n'
	go run ./server/cmd/yobibench </dev/null | tee "$logs/load.txt" || failed+=(yobibench)
fi
printf '\nkept in %s\n' "${logs#"$root"/}"
if [ "${#failed[@]}" -gt 0 ]; then
	grep -A 3 -- '--- FAIL' "$raw" >&2 || true
	printf 'failed: %s\n' "${failed[*]}" >&2
	exit 1
fi
