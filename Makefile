# Everything runs from .venv, which `make install` builds from the hashed lock and our own package.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALLED := .venv/installed
TESTABLE := .venv/testable
need = $(if $(shell $(PYTHON) -c '$(1)' 2>/dev/null && echo yes),,$(error $(2)))

.DEFAULT_GOAL := help
.PHONY: help install run preview test check content bench bench-matching pretrain format lock

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

install: $(INSTALLED) ## build .venv with the qorgan command (PYTHON=… to choose the interpreter)
	@:

run: $(INSTALLED) ## start the bot; without BOT_TOKEN, a web chat to try it in
	@$(BIN)/qorgan run

preview: $(INSTALLED) ## start the web chat
	@$(BIN)/qorgan preview

test: $(TESTABLE) ## run the tests
	@$(BIN)/pytest -n auto --dist worksteal

check: $(TESTABLE) ## lint, formatting, types and the direction of imports
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

content: $(INSTALLED) ## check everything under content/
	@$(BIN)/qorgan check

bench: $(TESTABLE) ## measure speed and memory against a bare aiogram bot, and send hostile updates
	@$(BIN)/python -m bench

bench-matching: $(TESTABLE) ## compare ways to understand messages; scikit-learn comes for this run only
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(PIP) install --target "$$dir" 'scikit-learn>=1.5,<2'; PYTHONPATH="$$dir" $(BIN)/python -m bench.matching ninth-locked

pretrain: $(TESTABLE) ## learn again from tests/messages what typed messages are understood by
	@$(BIN)/python -m bench.pretrain

format: $(TESTABLE) ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

# A marker stays behind when an installation is cut off; the next one then starts from an empty .venv,
# because pip takes a package whose files were copied half for an installed one.
$(INSTALLED): requirements.lock pyproject.toml
	$(call need,import sys; sys.exit(sys.hexversion < 0x030b0000),Python 3.11 or newer is needed: install it or name one with PYTHON=/path/to/python3)
	$(call need,import venv; import ensurepip,Python lacks venv: apt install python3-venv)
	@if [ -e .venv/unfinished ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then echo 'Making .venv, about a minute'; $(PYTHON) -m venv --clear .venv; fi
	@touch .venv/unfinished
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@mv .venv/unfinished $@

$(TESTABLE): $(INSTALLED) requirements-dev.lock
	@mv $(INSTALLED) .venv/unfinished
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@mv .venv/unfinished $(INSTALLED)
	@touch $@

# An extra stays in its pin: pip up to 23.2 ignores a pin without it, and then takes the newest version.
LOCK = uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-header --no-annotate --quiet

lock: ## pin the newest versions that fit, with hashes, for every platform
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(PYTHON) -m venv "$$dir"; "$$dir/bin/pip" install --quiet uv; PATH="$$dir/bin:$$PATH"; \
	$(LOCK) --group build -o requirements.lock; \
	$(LOCK) --group build --group dev -c requirements.lock -o requirements-dev.lock
