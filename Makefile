# Two commands do everything: `make run` opens the program, `make test` tests it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
STAMP := $(VENV)/.installed
BENCH := $(VENV)/.bench-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv -q
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url -q

# Tests start many programs and are rewritten by pytest: what is compiled is kept, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench soak mutants lint types contracts constraints messages authorisations snapshots clean

run: $(STAMP)
	$(BIN)/cpf-tui

# One process more than there are cores, for a test often waits; one that has no test left takes some of another's.
# Says what was slow (docs/tests.md).
test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=15 --durations-min=0.5

check: lint types contracts test

# Measures the search beside others (docs/performance.md); OPTIONS="--help" tells what can be chosen.
bench: $(BENCH)
	$(BIN)/python -m tests.benchmarks $(OPTIONS)

# Shows the promises of docs/trust.md, in an hour or so; OPTIONS="--help" tells what can be chosen.
soak: $(STAMP)
	$(BIN)/python -m tests.soak $(OPTIONS)

# Puts faults into copies of the program, one at a time, and expects the tests to notice each.
mutants: $(STAMP)
	$(BIN)/python -m tests.soak.mutants $(OPTIONS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports --no-logo

# Every package, pinned with its hashes, is named in constraints.txt; the project itself is linked, not copied.
$(STAMP): constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r constraints.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

# What only the benchmark needs.
$(BENCH): $(STAMP) constraints-bench.txt
	$(PIP) install --require-hashes -r constraints-bench.txt
	touch $@

# Renews the pins (needs uv). No index address may enter the file.
constraints:
	$(COMPILE) --extra dev -o constraints.txt
	$(COMPILE) --extra bench -c constraints.txt -o constraints-bench.txt

# Reads the French sentences from the code into the translation template and refreshes the English catalogue.
messages: $(STAMP)
	$(BIN)/python -m cpf_tui.i18n.messages

# Writes the table of docs/autorisations.md from the rules above the use cases.
authorisations: $(STAMP)
	$(BIN)/python -m tests.support.authorisations

# Redraws the pictures of every screen after a wanted change; look at each difference before committing.
snapshots: $(STAMP)
	$(BIN)/python -m pytest tests/snapshots --snapshot-update

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build dist
