#!/usr/bin/env bash
# The proof of the whole product, in sections: each one's output is shown and
# kept in .logs/test, a failing section does not hide the next, and a summary
# ends it. The exit code is that of the worst section.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=$PWD/.logs/test
rm -rf "$logs"
mkdir -p "$logs"
names=()
results=()
took=()
worst=0

# section NAME TITLE COMMAND...
section() {
	local name=$1 title=$2 started=$SECONDS rc=0
	shift 2
	printf '\n━━ %s ━━\n' "$title"
	"$@" </dev/null 2>&1 | tee "$logs/$name.log" || rc=${PIPESTATUS[0]}
	names+=("$title")
	took+=($((SECONDS - started)))
	if [ "$rc" = 0 ]; then
		results+=(ok)
	else
		results+=("FAILED ($rc), .logs/test/$name.log")
		worst=1
	fi
}

declare -A beside_pid beside_started

# beside NAME COMMAND...: begins what the next sections leave time for; all of
# them mostly wait for people to talk. joined shows it when it is over.
beside() {
	local name=$1
	shift
	beside_started[$name]=$SECONDS
	"$@" </dev/null >"$logs/$name.log" 2>&1 &
	beside_pid[$name]=$!
}

# joined NAME TITLE
joined() {
	local name=$1 title=$2 rc=0
	printf '\n━━ %s (began beside the section above) ━━\n' "$title"
	tail -n +1 -f --pid="${beside_pid[$name]}" "$logs/$name.log" || true
	wait "${beside_pid[$name]}" || rc=$?
	names+=("$title")
	took+=($((SECONDS - beside_started[$name])))
	if [ "$rc" = 0 ]; then
		results+=(ok)
	else
		results+=("FAILED ($rc), .logs/test/$name.log")
		worst=1
	fi
}

summary() {
	local i
	printf '\n━━ summary ━━\n'
	for i in "${!names[@]}"; do
		printf '%5d s  %-30s %s\n' "${took[$i]}" "${names[$i]}" "${results[$i]}"
	done
	if [ "$worst" = 0 ]; then
		printf 'all passed in %d s; outputs are in .logs/test\n' "$SECONDS"
	else
		printf 'NOT passed, %d s; outputs are in .logs/test\n' "$SECONDS"
	fi
}

section need "what the tests need" make need-test
if [ "$worst" != 0 ]; then
	summary
	exit 1
fi
beside frontend-test make test-frontend
section lint "lint" make lint
joined frontend-test "front end: types, lint, tests"
section frontend-build "front end: build" make frontend
section go "Go tests with -race" make test-go
section build "build: server and agent app" make build app app-windows
# Telephones that play and hear in real time need the machine more than pages
# do: the browser's lanes are few while they run.
touch "$logs/beside"
beside e2e-browser env BESIDE="$logs/beside" make e2e-browser
section e2e-phones "end to end: phones" make e2e-phones
section e2e-app "end to end: agent app" make e2e-app
rm -f "$logs/beside"
joined e2e-browser "end to end: browser"
summary
exit "$worst"
