#!/usr/bin/env bash
# Starts demos of its own on free ports and empty data folders, runs the
# browser's tests against them, and stops them. `scripts/e2e-browser.sh own
# calls` runs these lanes only.
set -euo pipefail
cd "$(dirname "$0")/.."

# wanted LANE: whether it is asked for.
only=" $* "
wanted() {
	[ "$only" = "  " ] || [[ $only == *" $1 "* ]]
}

logs=$PWD/.logs
mkdir -p "$logs"
asked=$(mktemp -d /tmp/yobirin-e2e.XXXXXX)
folders=("$asked")
servers=()

# ask_to_end SERVER: once, as a server that is asked twice ends at once.
ask_to_end() {
	if mkdir "$asked/$1" 2>/dev/null; then kill -TERM "$1" 2>/dev/null || true; fi
}

stop() {
	local rc=$? i
	for i in "${!servers[@]}"; do
		ask_to_end "${servers[$i]}"
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

# demo NAME: starts a demo in an empty data folder and waits until it
# can be used. It leaves url, server and password.
demo() {
	local folder log=$logs/e2e-browser-$1.server try
	folder=$(mktemp -d /tmp/yobirin-e2e.XXXXXX)
	chmod 755 "$folder" # the database's user, who is not root, must pass through
	folders+=("$folder")
	: >"$log" # there before it is looked into, however late the server comes to it
	# The tests' own YOBIRIN_URL must not reach the server, which refuses
	# settings that it does not know.
	YOBIRIN_DATA_DIR=$folder/data \
		YOBIRIN_HTTP_LISTEN=127.0.0.1:0 \
		YOBIRIN_METRICS_LISTEN=127.0.0.1:0 \
		YOBIRIN_SIP_LISTEN=127.0.0.1:0 \
		YOBIRIN_WEBRTC_LISTEN=127.0.0.1:0 \
		bin/yobirind demo >"$log" 2>&1 </dev/null &
	server=$!
	servers+=("$server")
	# It says where it is, and then the password of the demo's agents, which is
	# made anew at every start: people work there by now.
	for ((try = 0; ; try++)); do
		url=$(sed -n 's/^ *console *\(http[^ ]*[^ /]\)\/*$/\1/p' "$log" | head -n 1)
		password=$(sed -n 's/.*with the password "\([^"]*\)".*supervisor.*/\1/p' "$log" | head -n 1)
		[ -z "$url" ] || [ -z "$password" ] || break
		kill -0 "$server" 2>/dev/null || { echo 'the server ended before it was ready' >&2; exit 1; }
		[ "$try" -lt 600 ] || { echo 'the server was not ready within five minutes' >&2; exit 1; }
		sleep 0.5
	done
	node -e 'fetch(process.argv[1] + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url" || { echo 'the server says that it is not ready' >&2; exit 1; }
	printf 'demo %s is ready at %s\n' "$1" "$url"
}

export YOBIRIN_ADMIN_PASSWORD=e2e-Passw0rd-1
# What the tests that start servers of their own start.
export YOBIRIND=$PWD/bin/yobirind

# Lanes beside each other, as each waits more than it works: floors that nobody
# changes, a site that administrators change, and what has servers of its own,
# sites and the agent app's pages. A small machine runs two at once, any other
# three while the file named in BESIDE is there; the short ones come last.
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

# lane NAME [SERVER]: a lane, with whose end the server ends as well: its people
# would go on calling each other.
lane() {
	(
		rc=0
		(cd frontend && npm run --silent "e2e:$1") || rc=$?
		[ -z "${2:-}" ] || ask_to_end "$2"
		exit "$rc"
	) >"$logs/e2e-browser-$1.log" 2>&1 &
	lanes+=($!)
	names+=("$1")
}
# demo_lane NAME: a lane against a demo of its own.
demo_lane() {
	room
	demo "$1"
	YOBIRIN_URL=$url YOBIRIN_DEMO_PASSWORD=$password YOBIRIN_SERVER_PID=$server lane "$1" "$server"
}
# own_lane: the agent app's page with a phone in memory is built once for all
# its tests.
own_lane() {
	local page
	page=$(mktemp -d /tmp/yobirin-e2e.XXXXXX)
	folders+=("$page")
	node frontend/e2e/build-page.mjs "$page"
	YOBIRIN_MOCK_PAGE=$page lane own
}

if wanted own; then own_lane; fi
if wanted demo; then demo_lane demo; fi
if wanted admin; then demo_lane admin; fi
if wanted site; then
	room
	lane site
fi
if wanted calls; then demo_lane calls; fi

rc=0
for i in "${!lanes[@]}"; do
	wait "${lanes[$i]}" || rc=1
	printf '\n-- the browser: %s (%d s)\n' "${names[$i]}" "$SECONDS"
	cat "$logs/e2e-browser-${names[$i]}.log"
done
[ "$rc" = 0 ]
