# The same steps CI runs. `make demo` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check audit bench format clean

demo: .venv/.installed
	$(BIN)/kith demo

test: .venv/.installed-dev
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports

audit: .cache/audit/.installed
	.ci/audit .cache/audit/bin/pip-audit .ci/requirements.txt .ci/requirements-dev.txt .ci/requirements-audit.txt

bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks

format: .venv/.installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.venv/.installed: .ci/requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.installed-dev: .venv/.installed .ci/requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements-dev.txt
	touch $@

.cache/audit/.installed: .ci/requirements-audit.txt
	$(PYTHON) -m venv --clear .cache/audit
	.cache/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements-audit.txt
	touch $@

clean:
	rm -rf .venv .kith .cache .pytest_cache .ruff_cache .hypothesis
