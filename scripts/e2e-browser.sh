#!/usr/bin/env bash
# Starts demos of its own on free ports and empty data folders, runs the
# browser's tests against them, and stops them. `scripts/e2e-browser.sh own
# calls` runs these lanes only.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=$PWD/.logs
mkdir -p "$logs"
folders=()
servers=()

stop() {
	local rc=$? i
	for i in "${!servers[@]}"; do
		kill -TERM "${servers[$i]}" 2>/dev/null || true
		# To end badly is a failure of the product even when all tests passed.
		wait "${servers[$i]}" || { printf 'a server ended with %d\n' $? >&2; rc=1; }
	done
	if [ "$rc" != 0 ]; then
		for log in "$logs"/e2e-browser-*.server; do
			printf '\n-- last lines of the server (%s)\n' "$log" >&2
			tail -n 30 "$log" >&2 || true
		done
	fi
	rm -rf "${folders[@]}"
	exit "$rc"
}
trap stop EXIT

# free_port: a TCP port that is free now.
free_port() {
	node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# demo NAME: starts a demo in an empty data folder and waits until it
# can be used. It leaves url, server and password.
demo() {
	local folder log=$logs/e2e-browser-$1.server port try
	folder=$(mktemp -d /tmp/yobirin-e2e.XXXXXX)
	chmod 755 "$folder" # the database's user, who is not root, must pass through
	folders+=("$folder")
	port=$(free_port)
	url=http://127.0.0.1:$port
	# The tests' own YOBIRIN_URL must not reach the server, which refuses
	# settings that it does not know.
	YOBIRIN_DATA_DIR=$folder/data \
		YOBIRIN_HTTP_LISTEN=127.0.0.1:$port \
		YOBIRIN_METRICS_LISTEN=127.0.0.1:0 \
		YOBIRIN_SIP_LISTEN=127.0.0.1:0 \
		YOBIRIN_WEBRTC_LISTEN=127.0.0.1:0 \
		bin/yobirind demo >"$log" 2>&1 </dev/null &
	server=$!
	servers+=("$server")
	# Ready: the server says that it is, or it is gone.
	for ((try = 0; ; try++)); do
		if node -e 'fetch(process.argv[1] + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url"; then
			break
		fi
		kill -0 "$server" 2>/dev/null || { echo 'the server ended before it was ready' >&2; exit 1; }
		[ "$try" -lt 360 ] || { echo 'the server was not ready within three minutes' >&2; exit 1; }
		sleep 0.5
	done
	# The agents of the demo have a password of its own, made anew at every start.
	for ((try = 0; try < 240; try++)); do
		password=$(sed -n 's/.*with the password "\([^"]*\)".*/\1/p' "$log" | head -n 1)
		[ -z "$password" ] || break
		sleep 0.5
	done
	[ -n "$password" ] || { echo "the demo did not say its agents' password" >&2; exit 1; }
	printf 'demo %s is ready at %s\n' "$1" "$url"
}

export YOBIRIN_ADMIN_PASSWORD=e2e-Passw0rd-1

# Lanes beside each other, as each waits more than it works: floors that nobody
# changes, a site that administrators change, and what has servers of its own,
# sites and the agent app's pages. A small machine runs two at once, any other
# three while the file named in BESIDE is there.
at_once() {
	if [ "$(nproc)" -lt 4 ]; then
		echo 2
	elif [ -n "${BESIDE:-}" ] && [ -e "$BESIDE" ]; then
		echo 3
	else
		echo 5
	fi
}
lanes=()
names=()

# room: waits until one more lane may run.
room() {
	while [ "$(jobs -rp | grep -cxFf <(printf '%s\n' "${lanes[@]:-none}"))" -ge "$(at_once)" ]; do
		sleep 1
	done
}

lane() {
	(cd frontend && npm run --silent "e2e:$1") >"$logs/e2e-browser-$1.log" 2>&1 &
	lanes+=($!)
	names+=("$1")
}
# demo_lane NAME: a lane against a demo of its own.
demo_lane() {
	room
	demo "$1"
	YOBIRIN_URL=$url YOBIRIN_DEMO_PASSWORD=$password YOBIRIN_SERVER_PID=$server lane "$1"
}

only=" $* "
wanted() {
	[ "$only" = "  " ] || [[ $only == *" $1 "* ]]
}
if wanted own; then lane own; fi
if wanted demo; then demo_lane demo; fi
if wanted admin; then demo_lane admin; fi
if wanted calls; then demo_lane calls; fi
if wanted site; then
	room
	lane site
fi

rc=0
for i in "${!lanes[@]}"; do
	wait "${lanes[$i]}" || rc=1
	printf '\n-- the browser: %s (%d s)\n' "${names[$i]}" "$SECONDS"
	cat "$logs/e2e-browser-${names[$i]}.log"
done
[ "$rc" = 0 ]
