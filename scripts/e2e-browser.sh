#!/usr/bin/env bash
# Starts a demo of its own on free ports and an empty data folder, waits until
# it is ready, runs the browser's tests against it, and stops it.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d /tmp/yobirin-e2e.XXXXXX)
chmod 755 "$folder" # the database's user, who is not root, must pass through
log=$PWD/.logs/e2e-browser-server.log
mkdir -p "${log%/*}"
server=

stop() {
	local rc=$?
	if [ -n "$server" ]; then
		kill -TERM "$server" 2>/dev/null || true
		# To end badly is a failure of the product even when all tests passed.
		wait "$server" || { printf 'the server ended with %d\n' $? >&2; rc=1; }
	fi
	if [ "$rc" != 0 ]; then
		printf '\n-- last lines of the server (%s)\n' "$log" >&2
		tail -n 40 "$log" >&2 || true
	fi
	rm -rf "$folder"
	exit "$rc"
}
trap stop EXIT

# free_port: a TCP port that is free now.
free_port() {
	node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

port=$(free_port)
url=http://127.0.0.1:$port
export YOBIRIN_ADMIN_PASSWORD=e2e-Passw0rd-1
# The tests' own YOBIRIN_URL must not reach the server, which refuses settings
# that it does not know.
YOBIRIN_DATA_DIR=$folder/data \
	YOBIRIN_HTTP_LISTEN=127.0.0.1:$port \
	YOBIRIN_METRICS_LISTEN=127.0.0.1:0 \
	YOBIRIN_SIP_LISTEN=127.0.0.1:0 \
	YOBIRIN_WEBRTC_LISTEN=127.0.0.1:0 \
	bin/yobirind demo >"$log" 2>&1 </dev/null &
server=$!

# ready: the server says that it is, or it is gone.
for ((try = 0; ; try++)); do
	if node -e 'fetch(process.argv[1] + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url"; then
		break
	fi
	kill -0 "$server" 2>/dev/null || { echo 'the server ended before it was ready' >&2; exit 1; }
	[ "$try" -lt 360 ] || { echo 'the server was not ready within three minutes' >&2; exit 1; }
	sleep 0.5
done
printf 'demo is ready at %s\n' "$url"

# The agents of the demo have a password of its own, made anew at every start.
password=
for ((try = 0; try < 240; try++)); do
	password=$(sed -n 's/.*with the password "\([^"]*\)".*/\1/p' "$log" | head -n 1)
	[ -z "$password" ] || break
	sleep 0.5
done
[ -n "$password" ] || { echo "the demo did not say its agents' password" >&2; exit 1; }

# The app's pages have servers of their own: they are tried beside the demo's,
# as both wait more than they work.
cd frontend
own=$log.app
npm run --silent e2e:own >"$own" 2>&1 &
beside=$!
rc=0
YOBIRIN_URL=$url YOBIRIN_DEMO_PASSWORD=$password YOBIRIN_SERVER_PID=$server npm run --silent e2e:demo || rc=1
wait "$beside" || rc=1
printf '\n-- the agent app in the browser\n'
cat "$own"
[ "$rc" = 0 ]
