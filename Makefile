# parley: the commands of README.md. `make report` and `make test` set up what they need.
PYTHON ?= python3
CORPUS ?= data/corpus/sample
PACK ?= ukraine-russia
OUT ?= reports
GOLD ?=
BIN := .venv/bin
READY := .venv/.ready

# Plain output in logs, the same bytes everywhere.
export TQDM_DISABLE ?= $(shell test -t 2 || echo 1)
export PYTHONHASHSEED ?= 0

.PHONY: report test fast setup lab clean golden browser faults bench models words gold lock docs

report: $(READY)
	$(BIN)/parley report $(CORPUS) --pack $(PACK) --out $(OUT)

test: $(READY)
	$(BIN)/ruff check lib tests notebooks
	$(BIN)/ruff format --check lib tests
	$(BIN)/mypy
	$(BIN)/pytest

fast: $(READY)
	$(BIN)/pytest -m "not slow and not browser and not faults"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "parley needs Python 3.11 or newer as $(PYTHON): install it, or say which with 'make PYTHON=/path/to/python3.11 setup'."; exit 1; }
	@command -v uv >/dev/null 2>&1 || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python has no venv module here: install it (Debian and Ubuntu: apt install python3-venv) or install uv."; exit 1; }
	@echo "Setting up .venv (once; one to three minutes) …"
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

lab: $(READY)
	$(BIN)/jupyter lab --LabApp.app_settings_dir=notebooks/.lab --LabApp.news_url=None notebooks/explore.ipynb

golden: $(READY)
	$(BIN)/python -m tests.golden.pin
	git diff --stat -- tests/golden

# The published pages and JupyterLab in headless Chromium (Debian: apt-get install chromium).
browser: $(READY)
	$(BIN)/pytest -m browser tests/browser

faults: $(READY)
	$(BIN)/pytest -m "faults or not faults" tests/faults

bench: $(READY)
	$(BIN)/python -m tests.bench

models: $(READY)
	@test -d "$(GOLD)" || { echo "make models GOLD=DIR: DIR must hold ud-ewt/, newsmtsc/ and polnear/."; exit 1; }
	$(BIN)/parley train tagger --gold $(GOLD)/ud-ewt/en_ewt-ud-train.conllu --out data/models/tagger.npz
	$(BIN)/parley train tone --gold $(GOLD)/newsmtsc/train.jsonl --out data/models/tone.npz
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/parley train attribution --gold $(GOLD)/polnear/train.jsonl --out data/models/attribution.npz
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/parley train coding --gold data/gold/sentences --others $(GOLD)/polnear/train.jsonl --out data/models/coding.npz

# VECTORS is the folder of GloVe that data/models/words.md names.
words: $(READY)
	@test -d "$(VECTORS)" -a -d "$(GOLD)" || { echo "make words VECTORS=DIR GOLD=DIR: see data/models/words.md"; exit 1; }
	$(BIN)/python -m parley.run.words $(VECTORS) $(GOLD)/newsmtsc/train.jsonl $(GOLD)/polnear/train.jsonl \
	  $(GOLD)/ud-ewt/en_ewt-ud-train.conllu data/corpus/sample/*.txt

gold: $(READY)
	@test -d "$(GOLD)" || { echo "make gold GOLD=DIR: found no folder '$(GOLD)'; DIR must hold polnear/dev.jsonl, ud-ewt/…"; exit 1; }
	$(BIN)/python -m parley.run.measure $(GOLD)

docs: $(READY)
	$(BIN)/python -m parley.tell.dictionary > docs/data-dictionary.md

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --custom-compile-command "make lock" -o requirements.lock

clean:
	rm -rf .venv reports build .parley-cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
