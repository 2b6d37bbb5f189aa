#!/usr/bin/env bash
# Write the locked requirements: exact versions with hashes, and no address of any index.
# Usage: make lock (with `UPGRADE=--upgrade` to move to newer versions).
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras ${UPGRADE:-} \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
        "$@" pyproject.toml
}
compile --output-file=requirements.txt
compile --extra=seal --constraint=requirements.txt --output-file=requirements-seal.txt
compile --extra=embedded --extra=seal --extra=test --extra=dev --constraint=requirements.txt \
    --output-file=requirements-dev.txt
.venv/bin/python scripts/sbom.py
