# Needs Python 3.11 or newer and make, nothing else: each target makes its own .venv and installs what it needs.

VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet install

# The first of these that is new enough. Another one: make chat PYTHON=/path/to/python3
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
PYTHON  ?= $(shell for p in $(PYTHONS); do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: chat run test lint bench bench-understanding help

chat: $(VENV)/.runtime  ## talk to Booth in the terminal
	@$(PY) -m bot chat

run: $(VENV)/.runtime  ## start the Discord bot; needs DISCORD_TOKEN
	@$(PY) -m bot serve

test: $(VENV)/.dev  ## run the tests
	$(PY) -m pytest

lint: $(VENV)/.dev  ## ruff, mypy, and the floors of the house
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.runtime  ## measure how fast answers are; ARGS="20 1000" for some sizes
	@$(PY) -m tests.bench $(ARGS)

bench-understanding: $(VENV)/.runtime  ## measure how much is understood; ARGS=--help says what can be chosen
	@$(PY) -m tests.bench.understanding $(ARGS)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' Makefile

$(PY):
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || { \
		echo "Booth needs Python 3.11 or newer, and did not find it as: $(or $(PYTHON),$(PYTHONS))." >&2; \
		echo "Install one, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "$(PYTHON) could not make a virtual environment (on Debian and Ubuntu: apt install python3-venv)." >&2; \
		exit 1; }

# The stamps are written last, so an install that was cut short is done again.
$(VENV)/.runtime: requirements.txt | $(PY)
	@echo "Installing what Booth needs into $(VENV) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt .ci/requirements-dev.txt | $(PY)
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) -r requirements.txt -r .ci/requirements-dev.txt
	@touch $@ $(VENV)/.runtime
