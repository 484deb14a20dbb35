# The two commands of the README are `make demo` and `make test`. Each makes its own environment
# in .venv: with uv where it is installed, else with Python's venv and pip. No Node, no root.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto

.PHONY: demo test check proof bench mutants clauses docs screenshots clean need-python

demo: .venv/made-run
	@$(BIN)/entente demo

test: .venv/made-test
	@$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-branch --cov-report= -m "not proof" $(ARGS)
	@for part in foundation agreement ledger/kernel performance/kernel; do \
	  $(BIN)/coverage report --include="src/entente/$$part/*" --format=total --fail-under=95 \
	    | sed "s|^|branch coverage of $$part (per cent, at least 95): |" || exit 1; \
	done; exit $${PIPESTATUS[0]}

check: .venv/made-test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@ENTENTE_DATA=.venv/check DJANGO_SETTINGS_MODULE=entente.web.settings $(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/python -m pytest -q tests/structure tests/docs docs

proof: .venv/made-test
	@$(BIN)/python tests/proofs.py

bench: .venv/made-test .venv-bench/made
	@$(BIN)/python -m bench.attainment --write docs/benchmarks.md $(ARGS)
	@$(BIN)/python -m bench.peers --python .venv-bench/bin/python --write docs/benchmarks.md $(ARGS)
	@$(BIN)/python -m bench.intake --write docs/benchmarks.md $(ARGS)
	@$(BIN)/python -m bench.linting --write docs/benchmarks.md $(ARGS)
	@$(BIN)/python -m bench.ledger --write docs/benchmarks.md $(ARGS)

# Long, so no part of `make test`; one module alone: make mutants MUTANTS="*worktime*"
mutants: .venv/made-test
	@$(BIN)/mutmut run --max-children $(or $(CHILDREN),2) $(MUTANTS)
	@$(BIN)/mutmut results
	@$(BIN)/python docs/mutants.py

clauses: .venv/made-test
	@$(BIN)/python -m tests.clauses $(or $(CLAUSES),tests/clauses --write docs/clauses.md)

docs: .venv/made-test
	@$(BIN)/python docs/reference/make.py
	@$(BIN)/python -m pytest -q tests/docs docs

screenshots: .venv/made-test
	@$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv .venv-bench mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

need-python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is too old: install Python 3.11 or later, or name it: make PYTHON=python3.12"; exit 1; }
	@command -v uv >/dev/null || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing: install uv, or your system's python3-venv package"; exit 1; }

.venv/bin/python: | need-python
	@if command -v uv >/dev/null; then uv venv -q --allow-existing --python $(PYTHON) .venv; else $(PYTHON) -m venv .venv; fi

.venv/made-run: pyproject.toml | .venv/bin/python
	@echo "Installing Entente into .venv (once)"
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e .; \
	  else $(BIN)/python -m pip install -q --disable-pip-version-check -e .; fi
	@touch $@

.venv/made-test: pyproject.toml | .venv/bin/python
	@echo "Installing Entente and its test tools into .venv (once)"
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e '.[test]'; \
	  else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test]'; fi
	@touch $@ .venv/made-run

# Packages that the benchmarks compare with, apart from what Entente runs with.
.venv-bench/made: bench/peers.txt | need-python
	@if command -v uv >/dev/null; then uv venv -q --allow-existing --python $(PYTHON) .venv-bench; \
	  uv pip install -q --python .venv-bench/bin/python -r bench/peers.txt; \
	  else $(PYTHON) -m venv .venv-bench && .venv-bench/bin/python -m pip install -q \
	  --disable-pip-version-check -r bench/peers.txt; fi
	@touch $@
