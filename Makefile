# make setup, demo, test, check, bench: everything a newcomer needs. Only Python 3.11+ is assumed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test check coverage bench lock clean mutate mutate-access torture torture-papers

PORT ?= 8000
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n > 4 ? 4 : n )))
PYTEST_ARGS ?=

PY := .venv/bin/python
READY := .venv/.python .venv/.system static/vendor/.ready
# Where the system has setpriv, the demo ends even if this make is killed outright.
TIED := $(shell command -v setpriv >/dev/null && echo setpriv --pdeathsig TERM)

help:  ## Muestra esta ayuda
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(READY)  ## Prepara el entorno: Python, Pango, Chromium y archivos de la interfaz

demo: $(READY)  ## Abre la demostración en http://127.0.0.1:8000 (PORT=8001 para otro puerto)
	@$(TIED) $(PY) manage.py demo --port $(PORT)

test: $(READY)  ## Ejecuta todas las pruebas, incluidas las de navegador
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: $(READY)  ## Pasa todos los controles: estilo, tipos, arquitectura, despliegue
	@scripts/check.sh

coverage: $(READY)  ## Exige que las pruebas tomen cada rama del motor y del catálogo
	@scripts/coverage.sh

bench: $(READY)  ## Mide y compara con la referencia (tablas de razones)
	$(PY) -m pytest tests/benchmarks -p no:xdist -q -s -o python_files='bench_*.py' -o python_functions='bench_*' $(PYTEST_ARGS)

torture: $(READY)  ## Cien mil lecturas de dos establecimientos detrás de PgBouncer (dos minutos)
	TORTURE_READS=100000 $(PY) -m pytest tests/security/test_t08_pooler.py -p no:xdist -q -s $(PYTEST_ARGS)

torture-papers: $(READY)  ## Cada documento con 2 MB de relato y con una palabra de un millón de letras (hora y media)
	TORTURE_LETTERS=2000000 $(PY) -m pytest tests/cases/documents/test_every_template.py -k 'narrative or word' -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

mutate: $(READY)  ## Rompe el motor de a una pieza y lista lo que ninguna prueba notó (una hora o más)
	scripts/mutate.sh engine

mutate-access: $(READY)  ## Lo mismo con quién ve qué: política, separación y registro de accesos (falla bajo 90 %)
	scripts/mutate.sh access

lock: .venv/.python  ## Vuelve a calcular las versiones fijadas (UPGRADE=--upgrade para renovarlas)
	scripts/lock.sh

clean:  ## Borra lo que estas órdenes crearon, incluidos los datos de la demostración
	rm -rf .venv .var node_modules static/vendor staticfiles

.venv/.python: requirements-dev.txt
	@scripts/setup.sh python
	@touch $@

.venv/.system: scripts/setup.sh | .venv/.python
	@scripts/setup.sh system
	@touch $@

static/vendor/.ready: package.json package-lock.json scripts/assets.py | .venv/.python
	@scripts/setup.sh assets
	@touch $@
