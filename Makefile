# make demo    sets up, trains a graph model, scores a generated dataset, writes a report
# make test    sets up if need be, runs the tests
# make check   ruff, mypy, import-linter
# make verify  what takes longer: many seeds, large data; rewrites the tables in docs/
# make bench   times the main stages and rewrites docs/benchmarks.md

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
STAMP   = $(VENV)/.installed
PEER    = $(VENV)/peer
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check
TORCH   = $(shell sed -n 's/^torch==/torch==/p' constraints.txt)

# LARGE=--large also makes ten million posts and runs 100 million actions: ten minutes, 8 GB of disk.
LARGE ?=

.PHONY: setup demo test check verify bench peer clean

setup: $(STAMP)

$(STAMP): constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) $(TORCH)
	$(PIP) --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(STAMP)
	$(BIN)/python scripts/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n 2

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

verify: $(STAMP)
	$(BIN)/python scripts/verify.py
	$(BIN)/python scripts/calibrate_nulls.py
	$(BIN)/python scripts/suites.py --size full
	$(BIN)/python scripts/realism.py
	$(BIN)/python scripts/leaks.py
	$(BIN)/python scripts/injection.py

bench: $(STAMP) $(PEER)/.installed
	$(BIN)/python scripts/bench.py --peer-python $(PEER)/bin/python
	$(BIN)/python scripts/bench_engine.py --toolkit $(PEER)/bin/python --page docs/benchmarks.md
	$(BIN)/python scripts/bench_simulation.py $(LARGE) --page docs/benchmarks.md
	$(BIN)/python scripts/bench_partitioned.py $(LARGE) --page docs/benchmarks.md

peer: $(PEER)/.installed

# The peer has libraries of its own; it lives apart from ours.
$(PEER)/.installed: $(STAMP)
	$(PYTHON) -m venv $(PEER)
	$(PEER)/bin/python -m pip install --quiet --disable-pip-version-check coordination-network-toolkit==1.5.2
	touch $@

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
