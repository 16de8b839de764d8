# Everything starts from python3 (3.11 or later) and make.
# Without SITE and PORT, `make run` goes by PORTICO_SITE and PORTICO_PORT, then shows ./site at port 8000.
PYTHON ?= python3
UV_VERSION := 0.13.8
UV := .tools/bin/uv
RUN := .venv/bin
SYNC = UV_PYTHON_DOWNLOADS=never $(UV) sync -q --locked --python $(PYTHON)

.PHONY: run test setup install check format lint types openapi links bench proof clean help

help: ## Show what can be done
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

run: .venv/.runtime ## Set up everything and show the site: make run [SITE=DIR] [PORT=N]
	@$(RUN)/portico serve $(if $(SITE),--site "$(SITE)") $(if $(PORT),--port $(PORT))

test: setup ## Run the whole test suite; says what it skips
	@$(RUN)/pytest $(ARGS)

setup: .venv/.develop ## Install everything that development needs into .venv

install: $(UV) ## Install what a server needs: make install [EXTRAS="postgres redis s3 sentry tracing"]
	@$(SYNC) --inexact --no-dev $(EXTRAS:%=--extra %) && touch .venv/.runtime

check: setup format lint types openapi links ## All checks but the tests

format: setup
	@$(RUN)/ruff format --check .

lint: setup
	@$(RUN)/ruff check .

types: setup
	@$(RUN)/mypy

openapi: setup
	@mkdir -p var && $(RUN)/portico openapi > var/openapi.json && $(RUN)/openapi-spec-validator var/openapi.json

links: setup
	@$(RUN)/python -m benchmarks.links README.md CONTRIBUTING.md CHANGELOG.md docs

bench: setup ## Measure speed and size; writes docs/benchmarks.md
	@$(RUN)/python -m benchmarks

proof: setup ## Run the long form of proofs: make proof OF="races kills"; lists them without OF
	@$(RUN)/python -m tests.proofs $(OF)

clean: ## Remove everything that was made
	rm -rf .venv .tools var

$(UV):
	@echo "Setting up (once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Portico needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) -V). Try make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .tools >/dev/null 2>&1 && .tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) \
		|| { rm -rf .tools; $(PYTHON) -m pip install -q --disable-pip-version-check --target .tools uv==$(UV_VERSION); }

.venv/.runtime: uv.lock pyproject.toml | $(UV)
	@$(SYNC) --inexact --no-dev && touch $@

.venv/.develop: uv.lock pyproject.toml | $(UV)
	@$(SYNC) && touch $@ .venv/.runtime
