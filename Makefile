# Amparo. Two commands do everything a newcomer needs: `make demo` and `make test`.
SWIFT ?= swift
ARGS ?=
RELEASE = $(SWIFT) build -c release --product amparo
# As many tests at a time as keep two cores busy. All at once would hold thousands of files open.
TEST = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 $(SWIFT) test
AMPARO = $$($(SWIFT) build -c release --show-bin-path)/amparo

.PHONY: demo run build test test-long lint format bench deb packages clean

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

## What takes longer: hundreds of kills, bit flips, big random populations.
test-long: packages
	AMPARO_TEST_LONG=1 $(TEST) $(ARGS)
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

## A Debian package of the release build, with the systemd unit: .build/deb/*.deb
deb: build
	Scripts/make-deb $(ARGS)

packages:
	@Scripts/install-packages

clean:
	$(SWIFT) package clean
