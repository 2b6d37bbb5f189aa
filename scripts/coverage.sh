#!/usr/bin/env bash
# Every branch of the engine and of the catalogue is taken by a test that needs no database.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp)
trap 'rm -f "$data"' EXIT
.venv/bin/coverage run --branch --data-file="$data" --source=protocols/engine,protocols/catalog \
    -m pytest -q -p no:cacheprovider tests/protocols \
    --ignore tests/protocols/test_counting_oracle.py --ignore tests/protocols/reglamento
.venv/bin/coverage report --data-file="$data" --fail-under=100
