PYTHON ?= python3
BIN := .venv/bin
SOURCES := .
READY := .venv/.ready
DYNAMODB := tests/dynamodb_local

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## create .venv with all pinned dependencies

$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(READY) ## deploy the program to an emulated AWS and take numbers
	@$(BIN)/python -m local demo

dynamodb-local: $(DYNAMODB)/lib/.ready ## download DynamoDB Local for the tests (needs Java and Maven)

$(DYNAMODB)/lib/.ready: $(DYNAMODB)/pom.xml
	@if command -v java >/dev/null && command -v mvn >/dev/null; then \
		mvn --quiet --batch-mode --file $< dependency:copy-dependencies -DoutputDirectory=lib && touch $@; \
	else echo "Java or Maven is missing: the tests on DynamoDB Local will be skipped"; fi

test: $(READY) dynamodb-local ## run all tests, in two processes
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(READY) ## check style and formatting
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(READY) ## check the types
	$(BIN)/mypy

check: lint types test ## run lint, types and test, as CI does

SECONDS_OF_SCHEDULES ?= 500
torture: $(READY) dynamodb-local ## try to break the service for 11 minutes; writes docs/reliability.md
	$(BIN)/python -m evidence.schedules --seconds $(SECONDS_OF_SCHEDULES)
	$(BIN)/python -m evidence.histories
	$(BIN)/python -m evidence.reliability

wheel: $(READY) ## build the wheel and the sdist in dist/
	$(BIN)/python -m build --no-isolation

audit: $(READY) ## look up known vulnerabilities of all pinned packages; needs PyPI's own service
	$(BIN)/uv tool run pip-audit@2.10.1 --strict --disable-pip --require-hashes --requirement requirements-dev.txt

sbom: $(READY) ## write dist/sbom.json: the pinned dependencies as a CycloneDX document
	@mkdir -p dist && folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && trap 'exit 130' INT TERM && \
	$(BIN)/uv init --quiet --bare --name sequence-service "$$folder" && \
	$(BIN)/uv add --quiet --no-sync --project "$$folder" --requirements requirements.txt && \
	$(BIN)/uv export --quiet --project "$$folder" --format cyclonedx1.5 --output-file dist/sbom.json > /dev/null
	@echo "wrote dist/sbom.json"

SECONDS_OF_FUZZING ?= 60
fuzz: $(READY) ## attack the handlers with a coverage-guided fuzzer; fetches atheris
	$(BIN)/uv run --no-project --python $(BIN)/python --with atheris \
		python -m evidence.attacks.fuzz -max_total_time=$(SECONDS_OF_FUZZING) -max_len=4096

SECONDS_OF_SOAK ?= 900
soak: $(READY) ## run a steady load for 15 minutes, with a restart; writes docs/reliability.md
	$(BIN)/python -m evidence.soak --seconds $(SECONDS_OF_SOAK)
	$(BIN)/python -m evidence.reliability

mutants: $(READY) ## change the handlers and the lease in each place, and see whether a test notices, for about an hour
	$(BIN)/python -m evidence.mutants
	$(BIN)/python -m evidence.reliability

linters: $(READY) ## compare checkov's findings with docs/production.md; fetches checkov and cfn-lint
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && trap 'exit 130' INT TERM && \
	$(BIN)/python -m evidence.linters.templates "$$folder/templates" && \
	$(BIN)/uv tool run cfn-lint@1.58.0 "$$folder"/templates/*.json && \
	$(BIN)/uv tool run checkov@3.3.30 --framework cloudformation --directory "$$folder/templates" \
		--skip-download --soft-fail --output json > "$$folder/report.json" && \
	$(BIN)/python -m evidence.linters.findings "$$folder/report.json"

schema: $(READY) ## write plugin/schema.json, from which SDKs for other languages are generated
	$(BIN)/python -m plugin.provider > plugin/schema.json.new && mv plugin/schema.json.new plugin/schema.json

docs: $(READY) ## write docs/arguments.md and docs/dashboard.svg from the code
	$(BIN)/python -m plugin.arguments > docs/arguments.md.new && mv docs/arguments.md.new docs/arguments.md
	$(BIN)/python -m plugin.dashboard_picture > docs/dashboard.svg.new && mv docs/dashboard.svg.new docs/dashboard.svg

bench: $(READY) dynamodb-local ## measure this service beside what people use instead, for about 9 minutes
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.model
	$(BIN)/python -m benchmarks.cost

format: $(READY) ## format the code
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

requirements: export UV_CUSTOM_COMPILE_COMMAND = make requirements
requirements: $(READY) ## write both requirements files from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --extra pulumi \
		pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade \
		--all-extras --constraints requirements.txt pyproject.toml --group dev --output-file requirements-dev.txt

.PHONY: help setup demo dynamodb-local test lint types check torture bench wheel audit sbom fuzz soak mutants linters schema docs format requirements
