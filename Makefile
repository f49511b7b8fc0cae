# Needs Python 3.11 or newer with venv, and nothing else; `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: run test browser bluesky peer check bench format messages lock help environment \
	check-ruff check-types check-templates check-imports check-migrations check-deploy check-messages

PYTHON ?= python3
BIN := .venv/bin
# The interpreter is the machine's own; uv must not look for another one elsewhere.
export UV_PYTHON_DOWNLOADS := never
# Believe whom the machine believes, where it says so: a company's own certificates, for instance.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
# Processes start twice as fast from kept bytecode, also where the caller keeps none.
unexport PYTHONDONTWRITEBYTECODE
APPS := themes ambassadors cms sharehub
# Two more than two cores: who drives a browser, an installation or a server mostly waits for it.
WORKERS ?= 4
CHROMIUM := $(firstword $(shell command -v chromium-headless-shell chromium chromium-browser google-chrome 2>/dev/null))

run: environment ## start everything in this terminal; Ctrl-C stops it
	@exec $(BIN)/python -m config.runner

test: environment ## all tests, in parallel, on servers of their own
ifeq ($(CHROMIUM),)
	@echo "No Chromium found: the browser journeys are left out. (Debian: apt-get install chromium)"
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not peer" $(ARGS)
else
	@echo "Browser journeys run in $(CHROMIUM)."
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not peer" $(ARGS)
endif

browser: environment ## only the browser journeys
	@test -n "$(CHROMIUM)" || { echo "No Chromium found. (Debian: apt-get install chromium)"; exit 1; }
	@$(BIN)/python -m pytest tests/browser -m browser $(ARGS)

# Outside the sources, where linters and editors would look into it.
BLUESKY := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/ambassadors/bluesky

bluesky: ## install Bluesky's own server (360 MB, needs Node and npm), for `make peer`
	@mkdir -p $(BLUESKY)
	@cmp -s tests/peers/bluesky/package-lock.json $(BLUESKY)/package-lock.json && test -e $(BLUESKY)/installed || { \
		echo "Installing Bluesky's own server into $(BLUESKY)"; rm -f $(BLUESKY)/installed; \
		cp tests/peers/bluesky/package.json tests/peers/bluesky/package-lock.json $(BLUESKY)/ && \
		npm ci --prefix $(BLUESKY) --no-audit --no-fund --loglevel=error && touch $(BLUESKY)/installed; }

peer: environment ## test against servers of networks that are installed (`make bluesky`)
	@$(BIN)/python -m pytest tests/peers -m peer $(ARGS)

check: environment ## style, types, templates, layers, migrations, deployment, translations
	@$(MAKE) --keep-going --no-print-directory check-ruff check-types check-templates check-imports check-migrations \
		check-deploy check-messages && echo "All checks passed."

check-ruff:
	@echo "── ruff: style and formatting"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

check-types:
	@echo "── mypy: types"
	@DEBUG=1 $(BIN)/python -m mypy $(APPS) config

check-templates:
	@echo "── djlint: templates"
	@$(BIN)/python -m djlint templates --lint --quiet

check-imports:
	@echo "── import-linter: apps look down"
	@$(BIN)/lint-imports --no-logo

check-migrations:
	@echo "── migrations: complete"
	@$(BIN)/python manage.py makemigrations --check --dry-run

check-deploy:
	@echo "── manage.py check --deploy: production settings"
	@DEBUG=0 SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		ALLOWED_HOSTS=ambassadors.example BEHIND_PROXY=1 WEB_BASE_URL=https://ambassadors.example \
		LINK_BASE_URL=https://go.example $(BIN)/python manage.py check --deploy --fail-level WARNING

check-messages:
	@echo "── translations: complete"
	@DEBUG=1 $(BIN)/python -m config.messages check

bench: environment ## measure: redirects, drain, faults, memory, reach, publishing, engagement, pages (ARGS="drain faults --quick": some, quickly)
	@$(BIN)/python manage.py bench $(ARGS)

format: environment ## bring code and templates into shape
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

messages: environment ## collect the texts to translate and compile the translations
	@DEBUG=1 $(BIN)/python -m config.messages collect

lock: environment ## resolve requirements/*.in anew into the hashed locks
	@for name in base dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment: .venv/installed

# Locked, so that two first starts at once do not build the same environment together.
.venv/installed: requirements/dev.txt | .venv/bin/uv
	@echo "Installing requirements/dev.txt"
	@flock Makefile $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "Creating .venv"
	@flock Makefile sh -c 'test -x $@ || { $(PYTHON) -m venv --clear .venv && \
		env -u PIP_CONSTRAINT -u PIP_REQUIRE_HASHES $(BIN)/python -m pip install --quiet uv; }'
