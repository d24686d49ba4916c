# The doors of the project. Each set-up step leaves a stamp beside what it installed, so that it
# runs again only after the file that pins its versions has changed.

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
TOOLS := .venv/.tools-installed
ASSETS := node_modules/.assets-installed

export PYTHONUTF8 = 1

.PHONY: help run test check bench format browser office clean

help:  ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \t\2/p' Makefile

run: export GUIDANCE_TODAY ?= 2021-02-05
run: $(RUNTIME) $(ASSETS)  ## install what is missing, then serve on http://127.0.0.1:8000/
	@exec $(BIN)/python manage.py serve

test: $(TOOLS) $(ASSETS) browser office  ## the one door: format, lint, types, templates, layers, tests
	@exec sh scripts/test.sh

check: $(TOOLS) $(ASSETS)  ## daily use: static checks and the fast tests of what changed (or path=tests/…)
	@exec sh scripts/check.sh $(path)

bench: $(TOOLS) $(ASSETS)  ## measure the pages of a city, and a whole country on both databases
	@exec $(BIN)/python -m bench

format: $(TOOLS)  ## put the code in the house's shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:  ## remove what was installed or built; var/ with its data stays
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

browser: $(TOOLS)
	@sh scripts/install_browser.sh

office:
	@sh scripts/install_office.sh

$(BIN)/python:
	@sh scripts/make_venv.sh $(PYTHON)

$(RUNTIME): requirements.txt constraints.txt | $(BIN)/python
	@echo "Installing the Python packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the developers' tools …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

$(ASSETS): package.json package-lock.json .npmrc requirements-node.txt | $(RUNTIME)
	@echo "Installing the front-end files …"
	@sh scripts/install_assets.sh
	@touch $@
