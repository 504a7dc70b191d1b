# Everything here only calls kb and the tools; a PC without make can do the same (README.md).
VENV ?= .venv
BIN = $(VENV)/bin
# "; true" below: make throws a shell's output away when its last command was not found.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p; done; true))

.PHONY: serve kb setup test lint format bench screenshots lock clean

serve: kb
	$(BIN)/kb serve

# Status 1 of a build says that some documents were rejected and all others are in.
kb: setup
	$(BIN)/kb build || [ $$? -eq 1 ]

setup: $(VENV)/.runtime

$(VENV)/.python:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Python 3.11 이상이 필요합니다. 설치한 뒤 다시 실행하거나 make PYTHON=/경로/python3.12 처럼 알려 주세요." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python의 venv 모듈이 없습니다. Debian·Ubuntu에서는 apt install python3-venv 로 설치한 뒤 다시 실행해 주세요." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy plugins/*.py
	$(BIN)/mypy bench deploy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python -m bench

# Those that the READMEs show; python -m docs.screenshots FOLDER takes every page, wide and narrow, light and dark.
screenshots: $(VENV)/.dev
	$(BIN)/python -m docs.screenshots

# New versions for both lock files; run it, run the tests, commit.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade --extra dev --extra bench -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) kb.db kb.db.* build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
