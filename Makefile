# Every target sets up what it needs by itself: the first one makes .venv (some minutes, the only step that downloads
# anything), the next ones find it there. A changed lock or pyproject.toml refreshes it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := $(wildcard service tests training bench)

# Nothing below may fetch anything: models are bundled, and a test that wants the network shall fail.
OFFLINE := HF_HUB_OFFLINE=1 PIP_NO_INDEX=1

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(READY) ## ingest fixtures/, show a provenance chain, serve the API
	$(OFFLINE) $(BIN)/quotetrail demo

serve: $(READY) ## serve the API over the data folder (QUOTETRAIL_DATA, default var)
	$(BIN)/quotetrail serve

test: lint ## lint, then the whole test suite
	$(OFFLINE) $(BIN)/python -m pytest --durations=15

lint: $(READY) ## ruff, mypy --strict, the direction of imports
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports

eval: $(READY) ## accuracy of quotes, names, vectors, pairs and statements against their floors (reads ../shared)
	$(OFFLINE) $(BIN)/python -m training.evaluation.evaluate --check
	$(OFFLINE) $(BIN)/python -m training.encoder.measure --check
	$(OFFLINE) $(BIN)/python -m training.names.measure --check
	$(OFFLINE) $(BIN)/python -m training.verifier.measure --check
	$(OFFLINE) $(BIN)/python -m training.evaluation.drift --sample 300

bench: $(READY) ## words per second, lookup latency, memory
	for each in bench/*.py; do $(OFFLINE) $(BIN)/python "$$each"; done

openapi: $(READY) ## write openapi/openapi.json anew
	$(OFFLINE) $(BIN)/quotetrail openapi

lock: ## settle the versions in requirements/*.lock again (needs uv)
	requirements/compile

clean: ## remove the environment, caches and the demo's data
	rm -rf $(VENV) build dist var/demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements/develop.lock requirements/torch.txt requirements/install pyproject.toml
	@PYTHON='$(PYTHON)' requirements/install $(VENV)
	@touch $@

.PHONY: help demo serve test lint eval bench openapi lock clean
