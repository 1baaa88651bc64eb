#!/usr/bin/env bash
# vet-systems.sh: vets the agent app for the systems that it is not built on:
# all of it for Windows (with mingw's headers), for macOS what needs no cgo,
# whose headers only a Mac has.
set -euo pipefail
cd "$(dirname "$0")/../desktop"

tags=${APP_TAGS:-desktop,production}
echo 'desktop: go vet for windows'
env GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++ \
	go vet -tags="$tags" ./...
echo 'desktop: go vet for darwin'
# Only app and the program above it import Wails, which is Objective-C there.
mapfile -t rooms < <(go list -tags="$tags" ./internal/... | grep -v '/internal/app$')
env GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go vet -tags="$tags" "${rooms[@]}"
