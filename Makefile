# The portal on a machine with nothing but Python 3.11+ and make: `make run`, `make test`, `make check`.
HOST ?= 127.0.0.1
PORT ?= 8000
VAR ?= var
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)) python3)
BIN := .venv/bin
WITH := $(BIN)/python -m embedded with
ROOMS := config demonstration portal sharing delivery catalog procedure workdays organizations audit refusals embedded
# A migrated database with the demonstration in it, inside `$(WITH)`.
PREPARE := DATABASE_URL=$$DATABASE_OWNER_URL $(BIN)/python manage.py migrate --no-input --verbosity 0 \
	&& $(BIN)/python manage.py demonstrate >/dev/null

.PHONY: run test check checks bench journey install install-dev clean

run: install
	@exec env HOST=$(HOST) PORT=$(PORT) VAR=$(VAR) $(BIN)/python -m embedded run

test: install-dev
	@exec $(WITH) --fast -- $(BIN)/python -m pytest -n 2 $(ARGS)

check: install-dev
	@exec $(WITH) --fast -- $(MAKE) --no-print-directory checks

bench: install-dev
	@exec $(WITH) -- sh -c '$(PREPARE) && exec $(BIN)/python -m benchmarks $(ARGS)'

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

# One line for each check; what fails is named.
define must
@$(2) || { echo "make check: $(1) failed" >&2; exit 1; }
endef

checks:
	$(call must,ruff check,$(BIN)/ruff check .)
	$(call must,ruff format,$(BIN)/ruff format --check .)
	$(call must,mypy,$(BIN)/mypy $(ROOMS))
	$(call must,djlint,$(BIN)/djlint templates --lint --quiet)
	$(call must,import-linter,$(BIN)/lint-imports)
	$(call must,makemigrations --check,$(BIN)/python manage.py makemigrations --check --dry-run)
	$(call must,manage.py check,$(BIN)/python manage.py check)
	$(call must,the project lint,$(BIN)/python -m lint)
	@echo "make check: all passed"
