#!/usr/bin/env bash
# go-test.sh MODULE...: the Go tests of all modules under the race detector, in
# one run, so that packages that wait leave the processors to others. Those
# that take long come first; server/e2e has a section of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

first=(server/cmd/yobirind desktop/internal/voice desktop/internal/shell desktop/internal/sound server/internal/media)
packages=()
for folder in "${first[@]}"; do
	packages+=("./$folder")
done
for module in "$@"; do
	while read -r package; do
		case " ${first[*]} server/e2e " in
		*" $package "*) ;;
		*) packages+=("./$package") ;;
		esac
	done < <(cd "$module" && go list -tags="${APP_TAGS:-}" ./... | sed 's#^github.com/yobirin/yobirin/##')
done
# Lint vets all of it, tests too, and with more analyzers than go test has.
go test -race -vet=off -p="$(($(nproc) + 1))" -tags="${APP_TAGS:-}" -timeout=12m "${packages[@]}"

# What is long in one goroutine, or only for its size, in which the race
# detector finds nothing but costs much, in full.
full='^(TestAnHourOfDrift|TestChaos|TestJitterIsAbsorbed|TestLossIsCovered|TestADeviceThatStood|TestTransferMatrix|TestManyRows|TestManyAreTakenBack|TestDTMFTalkOff)$'
go test -vet=off -tags="${APP_TAGS:-}" -timeout=5m -run "$full" ./desktop/internal/voice ./server/internal/call ./server/internal/resource ./shared/pcm
