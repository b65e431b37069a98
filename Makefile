# The portal on a machine with nothing but Python 3.11+ and make: `make run`, `make test`, `make check`.
HOST = 127.0.0.1
PORT ?= 8000
VAR ?= var
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)) python3)
BIN := .venv/bin
WITH := $(BIN)/python -m embedded with
ROOMS := config demonstration portal sharing quality delivery catalog notifications rulemaking procedure workdays organizations \
	audit refusals verifier embedded
# A migrated database with the demonstration in it, inside `$(WITH)`.
PREPARE := DATABASE_URL=$$DATABASE_OWNER_URL $(BIN)/python manage.py migrate --no-input --verbosity 0 \
	&& $(BIN)/python manage.py demonstrate >/dev/null

.PHONY: run test check checks bench journey install install-dev clean

run: install
	@exec env HOST=$(HOST) PORT=$(PORT) VAR=$(VAR) $(BIN)/python -m embedded run

test: install-dev
	@exec $(WITH) --fast -- $(BIN)/python -m pytest -n 2 $(ARGS)

check: install-dev
	@exec $(WITH) --fast -- $(MAKE) --no-print-directory --keep-going checks

bench: install-dev
	@exec $(WITH) -- $(BIN)/python -m benchmarks $(ARGS)

journey: install
	@exec $(WITH) --fast -- sh -c '$(PREPARE) && exec $(BIN)/python manage.py journey $(ARGS)'

install:
	@$(PYTHON) -m embedded.install run

install-dev:
	@$(PYTHON) -m embedded.install dev

# What is removed is made again by the next start; the data in var/ stays.
clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache .hypothesis .import_linter_cache var/browser var/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -delete

# One line for each check; all of them run, and what fails is named.
CHECKS := ruff-check ruff-format mypy djlint import-linter makemigrations django-check project-lint
.PHONY: checks $(CHECKS)
define must
@$(1) || { echo "make check: $@ failed" >&2; exit 1; }
endef

checks: $(CHECKS)
	@echo "make check: all passed"

ruff-check:
	$(call must,$(BIN)/ruff check --quiet --output-format concise .)
ruff-format:
	$(call must,$(BIN)/ruff format --check --output-format concise .)
mypy:
	$(call must,$(BIN)/mypy $(ROOMS))
djlint:
	$(call must,$(BIN)/djlint --lint --quiet templates)
import-linter:
	$(call must,$(BIN)/lint-imports)
makemigrations:
	$(call must,$(BIN)/python manage.py makemigrations --check --dry-run)
django-check:
	$(call must,$(BIN)/python manage.py check)
project-lint:
	$(call must,$(BIN)/python -m lint)
