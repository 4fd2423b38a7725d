# Everything a person or CI does with this repository; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONTEND := service/web/frontend
TRANSLATIONS := service/web/translations

fingerprint = $(firstword $(shell cksum $(1) 2>/dev/null))
RUNTIME := $(VENV)/.installed-$(call fingerprint,requirements.lock)
TOOLS := $(VENV)/.installed-tools-$(call fingerprint,requirements-dev.lock)
BUILT := service/web/static/build/manifest.json
PACKAGES := $(FRONTEND)/node_modules/.package-lock.json
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po))
ASSETS := $(BUILT) $(CATALOGUES)
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check format bench soak build lock i18n screenshots system clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) $(ASSETS) ## serve the demo province at http://127.0.0.1:8000 (data stays in var/)
	@$(BIN)/vinhdanh serve --demo

test: $(RUNTIME) $(TOOLS) $(ASSETS) system ## run every test, on SQLite, PostgreSQL and in a browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(RUNTIME) $(TOOLS) $(ASSETS) ## look for faults without running: style, types, imports, diagrams, lock files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/vinhdanh check bpmn/*.bpmn bpmn/*.scenarios.yaml forms/*.json
	@! grep -nE '://|"resolved"' requirements*.lock $(FRONTEND)/package-lock.json || { echo "Lock files must hold no addresses: make lock"; exit 1; }

format: $(TOOLS) ## lay the Python files out
	@$(BIN)/ruff check --select I --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(RUNTIME) $(TOOLS) $(ASSETS) system ## measure against a naive build; writes benchmarks/results/
	@$(BIN)/python -m benchmarks

soak: $(RUNTIME) $(TOOLS) $(ASSETS) system ## run the races and random plays ten times longer, and kill 1,000 times on each database
	@ROUNDS=500 PLAYS=1000 KILLS=1000 $(BIN)/python -m pytest -n 2 --dist worksteal --timeout 3600

build: $(TOOLS) $(ASSETS) ## build the wheel into dist/
	@$(WITH_NODE) $(BIN)/python -m hatchling build -t wheel

lock: $(TOOLS) $(VENV)/.node ## write the lock files anew from pyproject.toml and package.json
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --group node -o requirements-node.lock
	@cd $(FRONTEND) && $(WITH_NODE) npm install --package-lock-only --ignore-scripts && $(WITH_NODE) node lock.mjs

i18n: $(TOOLS) ## gather the texts to translate
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k msg -k lazy_gettext --no-location --sort-output --project "Vinh Danh" --version 1 -o $(VENV)/messages.pot .
	@$(BIN)/pybabel --quiet update -i $(VENV)/messages.pot -d $(TRANSLATIONS) -l vi --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

screenshots: $(RUNTIME) $(TOOLS) $(ASSETS) system ## picture the pages for docs/, and at 1440 and 390 px into test-results/screens/
	@$(BIN)/python tests/screenshots.py

system: ## install Chromium and PostgreSQL for the tests where we may (Debian, as root)
	@./tests/system_packages.sh

clean: ## remove what is built (not the data in var/)
	rm -rf dist build service/web/static/build $(FRONTEND)/node_modules test-results .pytest_cache .mypy_cache .ruff_cache
	find $(TRANSLATIONS) -name '*.mo' -delete

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): | $(BIN)/python
	$(INSTALL) -r requirements.lock
	@printf '#!%s\nimport sys\n\nsys.path.insert(0, "%s")\nfrom service.cli import main\n\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" "$(CURDIR)" > $(BIN)/vinhdanh
	@chmod +x $(BIN)/vinhdanh
	@touch $@

$(TOOLS): | $(BIN)/python
	$(INSTALL) -r requirements-dev.lock
	@touch $@

$(VENV)/.node: | $(BIN)/python
	@if node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' 2>/dev/null && npm --version >/dev/null 2>&1; then :; \
	else echo "No Node.js 20 here: taking it from pip"; $(INSTALL) -r requirements-node.lock; fi
	@touch $@

$(PACKAGES): $(FRONTEND)/package-lock.json | $(VENV)/.node
	cd $(FRONTEND) && $(WITH_NODE) npm ci --ignore-scripts --silent
	@touch $@

$(BUILT): $(shell find $(FRONTEND)/src) $(FRONTEND)/build.mjs $(PACKAGES)
	cd $(FRONTEND) && $(WITH_NODE) node build.mjs

%.mo: %.po | $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
