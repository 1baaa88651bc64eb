#!/usr/bin/env bash
# Starts bin/yobirin against the server of `make run` (or YOBIRIN_URL), in a
# folder of its own, so that an app installed for work is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

url=${YOBIRIN_URL:-http://127.0.0.1:8080}
folder=$PWD/.tools/app
mkdir -p "$folder"
printf '{"serverUrl": "%s"}\n' "$url" >"$folder/policy.json"

if ! node -e 'fetch(process.argv[1] + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url"; then
	printf 'run-app: no server answers at %s; start one with make run, or name another by YOBIRIN_URL\n' "$url" >&2
fi
if [ -z "${YOBIRIN_URL:-}" ] && [ -r data/demo ] && grep -q '^log in' data/demo; then
	grep '^log in' data/demo
fi
YOBIRIN_APP_DIR=$folder YOBIRIN_POLICY=$folder/policy.json exec bin/yobirin "$@"
