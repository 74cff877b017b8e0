# recoupe. `make demo` and `make test` are all it takes on a machine with Python 3.11 or newer and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
EXTRAS ?= dev,ocr,custody,collect
SCRATCH ?= /tmp/recoupe-bench

.PHONY: help demo test check format fuzz wheel clean \
  bench-copies bench-combined bench-find bench-regions bench-removals bench-speed bench-text bench-times bench-text-speed bench-sounds bench-custody tamper
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("recoupe needs Python 3.11 or newer; this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@

demo: $(STAMP) ## build the staged case, write its dossier, open the desk (Ctrl+C ends it)
	$(BIN)/recoupe demo

test: check ## lint, types and every test that can run here
	$(BIN)/python -m pytest

check: $(STAMP) ## lint and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(STAMP) ## put the code into the house form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench-copies: $(STAMP) ## maps of edited copies against the known truth, beside the peers (needs ffmpeg and RECOUPE_DATA)
	$(BIN)/python benchmarks/copies.py
	$(BIN)/python benchmarks/copies.py --by recipe

bench-combined: $(STAMP) ## the same on combined edits of our own making
	$(BIN)/python benchmarks/combine.py --out $(SCRATCH)/combined
	$(BIN)/python benchmarks/copies.py --copies $(SCRATCH)/combined --by recipe

bench-find: $(STAMP) ## what the rows of keys propose for each copy (after bench-copies)
	$(BIN)/python benchmarks/find.py

bench-regions: $(STAMP) ## boxes blurred, covered or pasted over for a part of the time, and plain re-encodings
	$(BIN)/python benchmarks/regions.py --scratch $(SCRATCH)

bench-removals: $(STAMP) ## sounds taken out while the picture runs on, and plain re-encodings (needs ffmpeg and RECOUPE_DATA)
	$(BIN)/python benchmarks/removals.py --scratch $(SCRATCH)

bench-speed: $(STAMP) ## time of proxy and keys beside ffmpeg, and of comparing two hours
	$(BIN)/python benchmarks/speed.py

bench-text: $(STAMP) ## quotations, figures, dates, pages and names, beside the peers
	$(BIN)/python benchmarks/text.py

bench-times: $(STAMP) ## times and amounts on news that the grammars were not written from
	$(BIN)/python benchmarks/meantime.py --half odd

bench-text-speed: $(STAMP) ## articles a second on one core, and memory over 10,000 of them
	$(BIN)/python benchmarks/text_speed.py

bench-sounds: $(STAMP) ## impulses among labelled sounds
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/sounds.py

bench-custody: $(STAMP) ## how long a check of a large case takes
	$(BIN)/python benchmarks/custody.py

tamper: $(STAMP) ## change a case at random in every way, and see that each change is found
	$(BIN)/python benchmarks/tamper.py

fuzz: $(STAMP) ## fuzz our own parsers with atheris, 1,000,000 executions or 20 minutes each
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python benchmarks/fuzz.py

wheel: $(STAMP) ## build the wheel, install it into a clean environment, run the demo from there
	$(BIN)/python scripts/check_wheel.py

clean: ## remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache src/*.egg-info
