#!/usr/bin/env bash
# wine.sh PROGRAM ARGS...: runs a 64-bit Windows program under Wine, without a
# screen unless DISPLAY says there is one, in a prefix that is made on first use
# (WINEPREFIX, or .tools/wine). Gives the program's exit code.
# Without PROGRAM it only prepares the prefix.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

"$root/scripts/need.sh" wine mingw

export WINEPREFIX=${WINEPREFIX:-$root/.tools/wine}
export WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all}
# Neither .NET nor a browser is asked for, and Wine's own lack of
# bcryptprimitives is made good.
export WINEDLLOVERRIDES="bcryptprimitives=n,b;mscoree=;mshtml=;winemenubuilder.exe=${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}"

wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)

mkdir -p "$WINEPREFIX"
(
	# Two that begin at once would both make the prefix.
	flock 9
	dll=$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll
	source=$root/scripts/wine/bcryptprimitives.c
	if [ ! -e "$WINEPREFIX/system.reg" ]; then
		"$wine" wineboot --init >/dev/null 2>&1 9>&-
	fi
	# Wine writes the prefix's files on its own time.
	for _ in $(seq 100); do
		[ -e "$WINEPREFIX/system.reg" ] && [ -d "${dll%/*}" ] && break
		sleep 0.1
	done
	if [ ! -e "$dll" ] || [ "$source" -nt "$dll" ]; then
		x86_64-w64-mingw32-gcc -O2 -Wall -shared -o "$dll.new" "$source" -ladvapi32
		mv "$dll.new" "$dll"
	fi
) 9>"$WINEPREFIX/.lock"

[ "$#" -gt 0 ] || exit 0
exec "$wine" "$@"
