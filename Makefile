# The ways to use this checkout. `make demo` and `make test` install what they need.

SWIFT ?= swift
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
SYSTEM_LIBRARIES := libarchive-dev libsimdjson-dev libsqlite3-dev libxlsxwriter-dev libxml2-dev \
  libzstd-dev zlib1g-dev

.PHONY: help
help:
	@echo 'make demo     build, make a demonstration database, print the first reports'
	@echo 'make test     run the tests'
	@echo 'make lint     check the format of all sources'
	@echo 'make install  put the program into PREFIX/bin (PREFIX=/usr/local)'
	@echo 'make bench    measure ingest beside other tools, where they are installed'
	@echo 'make fuzz     give damaged files to the readers, ten minutes for JSON, CSV and XML each'

# Debian's names; elsewhere the libraries have to be there already.
.PHONY: deps
deps:
	@if command -v dpkg-query >/dev/null; then \
	  for library in $(SYSTEM_LIBRARIES); do \
	    dpkg-query -W -f='$${Status}' $$library 2>/dev/null | grep -q 'ok installed' \
	      || missing="$$missing $$library"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q $$missing; \
	  fi; \
	fi

.PHONY: build
build: deps
	$(SWIFT) build --product tickmark

.PHONY: demo
demo: build
	rm -rf tickmark-demo
	"$$($(SWIFT) build --show-bin-path)/tickmark" demo

.PHONY: test
test: deps
	$(SWIFT) test

.PHONY: lint
lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Plugins Sources Tests

PREFIX ?= /usr/local

.PHONY: install
install: deps
	$(SWIFT) build -c release --product tickmark
	install -d $(DESTDIR)$(PREFIX)/bin
	install "$$($(SWIFT) build -c release --show-bin-path)/tickmark" $(DESTDIR)$(PREFIX)/bin/tickmark

.PHONY: bench
bench: deps
	$(SWIFT) build -c release
	"$$($(SWIFT) build -c release --show-bin-path)/tickmark-bench"

FUZZ_FAMILIES ?= JSON CSV XML
FUZZ_MINUTES ?= 10
FUZZ_CORPUS ?= .build/fuzz
# Without it only the programs' own code tells libFuzzer where an input went.
FUZZ_COVERAGE := edge,inline-8bit-counters,pc-table,trace-cmp

# A folder for each family, of small files to begin with; what libFuzzer finds is added to it.
.PHONY: fuzz
fuzz: deps
	@for family in $(FUZZ_FAMILIES); do \
	  $(SWIFT) build --package-path Tests/Fuzzing -c release --sanitize address --sanitize fuzzer \
	    -Xswiftc -sanitize-coverage=$(FUZZ_COVERAGE) --product Fuzz$$family && \
	  mkdir -p $(FUZZ_CORPUS)/$$family && \
	  "$$($(SWIFT) build --package-path Tests/Fuzzing -c release --sanitize address \
	    --sanitize fuzzer --show-bin-path)/Fuzz$$family" -max_total_time=$$(($(FUZZ_MINUTES) * 60)) \
	    -timeout=10 -rss_limit_mb=2048 -max_len=32768 -artifact_prefix=$(FUZZ_CORPUS)/ \
	    $(FUZZ_CORPUS)/$$family || exit 1; \
	done
