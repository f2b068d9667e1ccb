# The one list of chores. CI calls the same ones.
PYTHON ?= python3

.PHONY: help install test test-deep coverage lint docs gold templates advances
.PHONY: picture picture-page picture-lkjip picture-review panduan offline validate bench bench-batch

help: ## list the chores
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

install: ## install the program with what tests and checks need
	$(PYTHON) -m pip install -e ".[dev]"

test: ## run the tests
	$(PYTHON) -m pytest

test-deep: ## property tests and fuzz with twenty times the examples (an hour)
	DEEP=1 $(PYTHON) -m pytest tests/figures tests/package/test_fuzz.py tests/text

coverage: ## what no test reaches, by line and branch
	$(PYTHON) -m pytest --cov=iku_excel --cov-branch --cov-report=term-missing:skip-covered

lint: ## style and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

docs: ## renew the generated pages of docs/
	$(PYTHON) docs/make.py

gold: ## renew the kept dumps in tests/gold/ (look at the difference first)
	GOLD=1 $(PYTHON) -m pytest -q -n 0 tests/workbook/test_output.py tests/template/test_template.py
	git diff --stat tests/gold

templates: ## renew input_templates/
	$(PYTHON) input_templates/make.py

advances: ## renew the table of letter widths (needs Liberation Sans)
	$(PYTHON) tools/advances.py

picture: ## renew the picture of the README (needs LibreOffice and pdftoppm)
	$(PYTHON) docs/make.py picture

picture-page: ## renew the pictures of the page (needs Chromium)
	$(PYTHON) docs/make.py picture-page

picture-lkjip: ## renew the picture of docs/lkjip.md (needs LibreOffice Writer and pdftoppm)
	$(PYTHON) docs/make.py picture-lkjip

picture-review: ## renew the picture of docs/impor.md (needs LibreOffice and pdftoppm)
	$(PYTHON) docs/make.py picture-review

panduan: ## renew the pictures and the PDF of the guide (needs LibreOffice, Xvfb, pdftoppm and the extra docs)
	$(PYTHON) docs/panduan.py

EMBEDDED ?= python-3.12.10-embed-amd64.zip
offline: ## a folder that runs on Windows from a flash disk, in dist/iku-windows (EMBEDDED: Python's package from python.org)
	$(PYTHON) docs/offline.py $(EMBEDDED)

bench-batch: ## measure one build and a batch alone, one round, and renew docs/benchmarks.md (three minutes)
	$(PYTHON) benchmarks/run.py --rounds 1 --size 200 --write

bench: ## measure speed and memory side by side (minutes); --large in ARGS adds 5,000 workbooks
	$(PYTHON) benchmarks/run.py $(ARGS)
	$(PYTHON) benchmarks/register.py
	$(PYTHON) benchmarks/recap.py 24 660
	$(PYTHON) benchmarks/peers.py
