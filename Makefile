# Every command of the project; `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help setup assets demo test check format types contracts docs generated bench bench-peers bench-load bench-corpus bench-cluster lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## make the environment: Python packages with hashes, browser files

$(VENV)/.ready: requirements/dev.txt assets/package-lock.json pyproject.toml tools/copy_assets.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/copy_assets.py
	touch $@

assets: $(VENV)/.ready ## copy the browser files (design tokens, htmx) from the locked npm packages
	$(BIN)/python tools/copy_assets.py

demo: setup ## load the sample cities, serve them, print the address and the test log-ins
	$(BIN)/torikumi demo

test: setup ## run all tests, those of the web application on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	TORIKUMI_TEST_DATABASE=postgres $(BIN)/python -m pytest -n 2 --dist loadgroup tests/web

format: setup ## put the code in the house format
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

types: setup ## check the types
	$(BIN)/mypy

contracts: setup ## check the arrows between the packages
	$(BIN)/lint-imports

check: setup ## format, types, contracts, tests: exactly what CI runs
	$(BIN)/ruff format --check . && $(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

docs: setup ## write the generated pages of the manual again
	$(BIN)/python tools/write_docs.py

generated: setup ## read 5,000 generated documents of each kind (an hour)
	TORIKUMI_GENERATED=5000 $(BIN)/python -m pytest -n 2 -q tests/generated

bench: setup ## measure reading (beside the other readers that are here) and the pages, and print the figures
	$(BIN)/python bench/read_speed.py
	$(BIN)/python bench/memory.py
	$(BIN)/python bench/readers.py --write docs/reference/reading-benchmark.md
	$(BIN)/python bench/workbooks.py
	$(BIN)/python bench/typeset.py
	$(BIN)/python bench/site.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/api.py
	$(BIN)/python bench/trail.py

bench-peers: setup ## install the other readers that reading is measured against, each in an environment of its own
	$(BIN)/python bench/peers.py

bench-load: setup out/load/.ready ## play the last day of a round: 1,000 people on PostgreSQL, a worker killed in the middle
	$(BIN)/python bench/load.py
	$(BIN)/python bench/load.py --kill

out/load/.ready: requirements/load.txt
	test -x out/load/bin/python || $(PYTHON) -m venv out/load
	out/load/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/load.txt
	touch $@

bench-corpus: setup ## measure the corpus over a million invented records, beside SQLite, PostgreSQL and DuckDB (ten minutes)
	$(BIN)/python bench/corpus.py --rows 1000000 --beside fts5,trigram,postgres,pg_trgm,duckdb
	$(BIN)/python bench/vectors.py

bench-cluster: setup ## the tables of the corpus on a Spark of two worker processes, beside DuckDB (needs Java 17)
	$(BIN)/python bench/cluster.py

lock: setup ## lock the Python packages again, with hashes
	sh tools/lock.sh

clean: ## remove what the other commands made
	rm -rf $(VENV) assets/node_modules src/torikumi/publish/vendor out
