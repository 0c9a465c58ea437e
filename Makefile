# Amparo. Two commands do everything a newcomer needs: `make demo` and `make test`.
SWIFT ?= swift
ARGS ?=
RELEASE = $(SWIFT) build -c release --product amparo
# As many tests at a time as keep two cores busy. All at once would hold thousands of files open.
TEST = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=12 $(SWIFT) test
# The end-to-end suites that `make test` runs once more with every store on a server of PostgreSQL: one for each part of the
# program that writes. The others follow in `make test-long`.
ON_SERVER = TruthTests|DeliveryCommandTests|DutyTests|GateCommandTests|LogTests|OverviewTests|APITests|SignInTests
AMPARO = $$($(SWIFT) build -c release --show-bin-path)/amparo

.PHONY: demo run build test test-web test-long test-failover test-postgres-matrix lint format bench bench-linkage deb packages clean

## Simulates an invented population, takes its feeds in, counts, and serves the overview.
demo: build
	$(AMPARO) demo $(ARGS)

## Serves the store in ./amparo-data (or AMPARO_DATA).
run: build
	$(AMPARO) serve $(ARGS)

build: packages
	$(RELEASE)

## Everything that must hold before a change lands.
test: packages
	$(SWIFT) build --build-tests
	$(TEST) --skip-build $(ARGS)
	AMPARO_TEST_ENGINE=postgres $(TEST) --skip-build --filter 'AmparoEndToEndTests.($(ON_SERVER))/'

## A primary of PostgreSQL is killed under load, its standby takes over, the old one comes back (docs/operations.md).
test-failover:
	$(SWIFT) build --build-tests
	$(TEST) --skip-build --filter AmparoStorePostgresTests.FailoverTests

## The storage contract and the program on other versions of PostgreSQL.
test-postgres-matrix:
	$(SWIFT) build --build-tests
	Scripts/postgres-matrix $(TEST) --skip-build --filter 'AmparoStorePostgresTests|PostgresTests'

## The demonstration in a real browser: axe on every page for each user, 200 % zoom, the daily tasks by keyboard; pictures
## in .build/web. It installs a browser where there is none.
test-web:
	@Scripts/install-packages web
	$(SWIFT) build --product amparo
	.build/test-web/bin/python Scripts/web-walk.py "$$($(SWIFT) build --show-bin-path)/amparo" .build/web

## What takes longer: hundreds of kills, bit flips, big random populations, the whole end-to-end suite on PostgreSQL, a server
## restored from its archive.
test-long: packages
	AMPARO_TEST_LONG=1 $(TEST) $(ARGS)
	AMPARO_TEST_ENGINE=postgres $(TEST) --skip-build --filter AmparoEndToEndTests
	Scripts/mutate-gate

## Formatting, the portable-SQL rule and the house's own rules.
lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests
	Scripts/lint

format:
	$(SWIFT) format -i -r Package.swift Sources Tests

## The numbers of docs/benchmarks.md, side by side with their peers, in one run.
bench: build
	Benchmarks/run $(ARGS)

## Linking people, with Splink beside it; AMPARO_SHARED_DATA names the folder with FEBRL.
bench-linkage: build
	Benchmarks/run linkage $(ARGS)

## A Debian package of the release build, with the systemd unit: .build/deb/*.deb
deb: build
	Scripts/make-deb $(ARGS)

packages:
	@Scripts/install-packages

clean:
	$(SWIFT) package clean
