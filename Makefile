# A thin front to CMake. `make help` lists what there is.

PRESET ?= dev
BUILD := build/$(PRESET)
JOBS ?= $(shell nproc)
# Of check-fuzz, shared by its targets.
SECONDS ?= 120

.PHONY: help setup configure build check check-full check-fuzz demo docs format tidy clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## install the packages that are missing (needs no network if none is)
	@utils/setup.sh

configure: setup
	@[ -f $(BUILD)/build.ninja ] || cmake --preset $(PRESET)

build: configure ## install what is missing and build everything
	@ninja -C $(BUILD) -j$(JOBS)

check: build ## build and run every test (fixed-seed samples of the long ones)
	@utils/setup.sh --tests
	@ninja -C $(BUILD) -j$(JOBS) check-tenon

check-full: build ## every test with its full counts
	@utils/setup.sh --tests
	@TENON_FULL=1 ninja -C $(BUILD) -j$(JOBS) check-tenon

check-fuzz: ## fuzz the importer, the parsers and the readers for SECONDS (120)
	@$(MAKE) --no-print-directory PRESET=fuzz configure
	@utils/setup.sh --tests
	@ninja -C build/fuzz -j$(JOBS) tenon-fuzzers
	@utils/fuzz.sh build/fuzz $(SECONDS) $(JOBS)

demo: build ## fit two networks to a machine and show what it brings
	@utils/setup.sh --demo
	@utils/demo.sh $(BUILD)

docs: configure ## regenerate the pages of docs/ that come from the sources
	@ninja -C $(BUILD) tenon-docs

format: ## clang-format all sources
	@git ls-files '*.cpp' '*.h' | xargs clang-format-22 -i

tidy: build ## clang-tidy all sources
	@git ls-files 'lib/*.cpp' 'tools/*.cpp' 'dialects/*.cpp' | xargs -P $(JOBS) -n 1 clang-tidy-22 --quiet -p $(BUILD)

clean: ## remove the build folder
	@rm -rf $(BUILD)
