# The project's commands; `make` alone lists them. Each does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test drill check audit bench bench-search load hosts resilience hostile lighthouse \
	sbom licences vulnerabilities shell messages lock clean

PORT ?= 8000
SYSTEM_PYTHON ?= python3
PYTHON := .venv/bin/python
# Settings of production, for the checks that are about production.
PRODUCTION := SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATABASE_URL=postgres://localhost/none ALLOWED_HOSTS=www.example.be \
	SITE_URL=https://www.example.be EMAIL_URL=file: DEFAULT_FROM_EMAIL=noreply@example.be \
	STAFF_EMAILS=office@example.be

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/local ## Run the site on http://127.0.0.1:8000 (PORT=8123 moves it)
	@$(PYTHON) manage.py develop --port $(PORT)

test: .venv/development ## Run all tests (ARGS="-k name" picks some)
	$(PYTHON) -m pytest -n auto $(ARGS)

drill: .venv/development ## Back up, restore, upgrade and go back whole databases, row by row
	$(PYTHON) -m pytest -n auto --durations=5 tests/upkeep $(ARGS)

check: .venv/development ## Check format, types, templates, imports, migrations, deployment, translations
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy --cache-dir=/dev/null  # with a warm cache, django-stubs misses managers
	$(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive bbmri_be biobanks membership pages
	$(PYTHON) -m djlint --quiet --lint templates
	.venv/bin/lint-imports --no-cache
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) .ci/migrations.py
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) .ci/translations.py
	$(PYTHON) .ci/glossary.py
	for command in hostile load resilience; do $(PYTHON) .ci/$$command/run.py --help >/dev/null || exit 1; done  # they still start

audit: .venv/audit ## Look at every page in every language, width and scheme (ARGS="--only join"; needs Chromium and Java)
	$(PYTHON) .ci/audit/run.py $(ARGS)

resilience: .venv/development ## Break database, mail, disk and clock while people use the site (ARGS="--only database"; Linux; as root all of it)
	$(PYTHON) .ci/resilience/run.py $(ARGS)

bench: .venv/development ## Measure: pages, catalogue, import (SIZES="small europe large million")
	$(PYTHON) .ci/bench_pages.py
	$(PYTHON) .ci/bench_catalogue.py $(SIZES)
	$(PYTHON) .ci/bench_import.py

bench-search: .venv/development ## Measure how well the search reads its test questions
	$(PYTHON) .ci/bench_search.py

load: .venv/development ## Measure how many readers the site carries, and its memory (ARGS="--seconds 10")
	$(PYTHON) .ci/load/run.py $(ARGS)

hosts: .venv/development ## Two web hosts and a copy of the database on this machine: who does the work, who is missed
	$(PYTHON) .ci/load/hosts.py $(ARGS)

hostile: .venv/development ## Attack every page and form as strangers and as staff (ARGS="--minutes 20 --seed 2")
	$(PYTHON) .ci/hostile/run.py $(ARGS)

lighthouse: .venv/development .ci/lighthouse/node_modules ## Score the main pages with Lighthouse (needs Node.js and Chromium)
	$(PYTHON) .ci/lighthouse/run.py $(ARGS)

sbom: .supply/tools .supply/production ## Write what production is made of into bbmri-be.cdx.json (CycloneDX)
	.supply/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-file bbmri-be.cdx.json .supply/site/bin/python

licences: .supply/tools .supply/production ## List the licence of each part of production
	@.supply/bin/pip-licenses --python .supply/site/bin/python --order license

# --strict: without it a part that could not be looked up counts as safe.
vulnerabilities: .supply/tools ## Ask whether a part of production has a known hole (needs the internet)
	.supply/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/production.txt

shell: .venv/local ## Open a Python shell with the site's models
	@$(PYTHON) manage.py shell

messages: .venv/development ## Collect and compile translations (needs gettext)
	$(PYTHON) manage.py makemessages --all --no-location --no-obsolete --ignore=.venv --ignore=tests
	$(PYTHON) manage.py compilemessages --ignore=.venv

lock: .venv/development ## Write requirements/*.txt anew from pyproject.toml
	.ci/lock

clean: ## Delete what make made; asks before it deletes the database
	@if [ -d .postgres ] || [ -d var ]; then \
		printf 'Delete the database (.postgres) and the mails (var) too? Type yes: '; \
		read answer || true; \
		if [ "$$answer" != yes ]; then echo 'Kept.'; \
		else \
			: 'The last process to use the database stops a server that a killed one left.'; \
			[ ! -x $(PYTHON) ] || $(PYTHON) manage.py check --database default; \
			rm -rf .postgres var; \
		fi; \
	fi
	rm -rf .venv .supply .mypy_cache .ruff_cache .pytest_cache .hypothesis static_collected .ci/lighthouse/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'This needs Python 3.11 or newer. Name one: make SYSTEM_PYTHON=python3.12'; exit 1; }
	@# A half-made one would look finished to the next run.
	$(SYSTEM_PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/local: requirements/local.txt | .venv/bin/python
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/development: requirements/development.txt | .venv/bin/python
	@# The file names all that is needed, but for one package that must not be there (.ci/lock).
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@ .venv/local

.venv/audit: requirements/audit.txt | .venv/development
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

# Apart from the site: tools that look at it, and production as it is installed.
.supply/tools: requirements/supply.txt
	$(SYSTEM_PYTHON) -m venv .supply
	.supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.supply/production: requirements/production.txt
	$(SYSTEM_PYTHON) -m venv --clear .supply/site
	.supply/site/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.ci/lighthouse/node_modules: .ci/lighthouse/package-lock.json
	cd .ci/lighthouse && npm ci
	@touch $@
