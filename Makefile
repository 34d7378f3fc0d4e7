# Which Python makes the virtual environment, and where `make run` serves: make run PYTHON=python3.12 PORT=8001
PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
# Checks and tests see no setting of the person who runs them, and have a data folder of their own: never var/.
SETTINGS := ALLOWED_HOSTS BEHIND_PROXY DATABASE_URL DEBUG DEFAULT_FROM_EMAIL EMAIL_HOST EMAIL_HOST_PASSWORD EMAIL_HOST_USER EMAIL_PORT EMAIL_USE_TLS EMERGENCY_NUMBERS HSTS_SECONDS LOG_LEVEL SEARCH_LIMIT_PER_MINUTE SECRET_KEY SECURITY_CONTACT SITE_NAME SITE_URL TIME_ZONE
ISOLATED := folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && env $(SETTINGS:%=-u %) DATA_DIR="$$folder"
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

.NOTPARALLEL:

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: ## Prepare what is needed and serve the site on this machine (PORT=8000)
	@$(PYTHON) tools/start.py

.PHONY: editor
editor: ## Make an account for a person who writes, reviews or runs the site
	@$(PYTHON) tools/start.py editor

# A module's tests stay together: what they share is made once.
WORKERS := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: test
test: deps check ## Everything that must pass: the checks, then the tests on SQLite and on PostgreSQL
	@echo "Tests on SQLite, without a browser"
	@$(ISOLATED) $(BIN)/python -m pytest $(WORKERS) --ignore=tests/journeys
	@echo "Tests on PostgreSQL, with a browser"
	@$(ISOLATED) $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest $(WORKERS) --database-only

.PHONY: check
check: environment ## Style, types, templates, migrations and the settings of a production site
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@find templates -name '*.html' -print0 | xargs -0 --no-run-if-empty $(BIN)/djade --check --target-version 5.2
	@$(ISOLATED) $(BIN)/python -m mypy .
	@$(ISOLATED) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(ISOLATED) ALLOWED_HOSTS=example.org SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

.PHONY: format
format: environment ## Bring code and templates into the style that `make check` asks for
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	@# It fails when it changes something.
	@find templates -name '*.html' -print0 | xargs -0 --no-run-if-empty $(BIN)/djade --target-version 5.2 || true

.PHONY: bench
bench: environment ## Measure the site on SQLite and on PostgreSQL
	@$(ISOLATED) $(BIN)/python tools/bench.py
	@$(ISOLATED) $(BIN)/python tools/with_postgres.py $(BIN)/python tools/bench.py

.PHONY: search-quality
search-quality: environment ## Measure how well the search answers, on SQLite and on PostgreSQL (OPTIONS=--misses lists what went wrong)
	@$(ISOLATED) $(BIN)/python tools/search_quality.py --json "$$folder/figures.json" $(OPTIONS) && \
		env $(SETTINGS:%=-u %) $(BIN)/python tools/with_postgres.py $(BIN)/python tools/search_quality.py --compare "$$folder/figures.json" $(OPTIONS)

.PHONY: pages
pages: deps environment ## Look at every public page: valid HTML, accessible, nothing stored, nobody else asked (some 20 minutes)
	@$(ISOLATED) $(BIN)/python tools/pages.py

.PHONY: lighthouse
lighthouse: deps environment ## Let Lighthouse measure a page of each kind on a slow telephone, and weigh every page
	@$(ISOLATED) $(BIN)/python tools/lighthouse.py

.PHONY: screenshots
screenshots: environment ## Take the pictures of docs/editors.md and docs/design.md from a throw-away site
	@$(ISOLATED) $(BIN)/python tools/screenshots.py

.PHONY: cards
cards: environment ## Draw the pictures of link previews anew
	@$(ISOLATED) $(BIN)/python tools/cards.py

.PHONY: lock
lock: environment ## Pin the requirements with their hashes (UPGRADE=1: to the newest releases)
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove caches; the site's data in var/ and .venv stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . \( -path ./.venv -o -path ./var -o -path ./.git \) -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: environment
environment:
	@$(PYTHON) tools/environment.py requirements-dev.txt

.PHONY: deps
deps:
	@$(PYTHON) tools/deps.py
