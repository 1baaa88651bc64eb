#!/usr/bin/env bash
# windows-resources.sh VERSION FILE: makes FILE (.syso) of what is in
# desktop/packaging/windows: the icon, the manifest, the version.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=$1
file=$(realpath -m "$2")

# Windows counts by four numbers: 1.2.3-rc.1 is 1.2.3.0 to it.
IFS=. read -r major minor patch _ <<<"${version%%[-+]*}.0.0"
for number in "$major" "$minor" "$patch"; do
	case "$number" in
	'' | *[!0-9]*) printf 'windows-resources: version %q, expected one such as 1.2.3\n' "$version" >&2 && exit 1 ;;
	esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root"/desktop/packaging/windows/* "$work"
sed -i "s/@VERSION@/$version/g; s/@COMMAS@/$major,$minor,$patch,0/g; s/@NUMBERS@/$major.$minor.$patch.0/g" "$work"/*.rc "$work"/*.manifest
cd "$work"
x86_64-w64-mingw32-windres --codepage=65001 --output-format=coff -i yobirin.rc -o resources.o
mv resources.o "$file"
