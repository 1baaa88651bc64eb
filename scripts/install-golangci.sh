#!/usr/bin/env bash
# install-golangci.sh VERSION FILE: builds the pinned linter from the Go module
# proxy. One and a half minutes of two cores, once; FILE carries the version,
# so a new pin builds a new one.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1
file=$2
folder=$(dirname "$file")
mkdir -p "$folder"

printf 'building golangci-lint %s (once, takes a minute or two) ' "$version"
started=$SECONDS
# -v names each package as it is compiled: a dot per fifty shows that it lives.
GOWORK=off GOBIN="$PWD/$folder" go install -v \
	"github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version" 2>&1 </dev/null |
	awk '/: |error|Error/ && !/downloading/ {print; next} ++n % 50 == 0 {printf "."; fflush()}'
mv "$folder/golangci-lint" "$file"
printf ' done in %d s\n' $((SECONDS - started))
