#!/usr/bin/env bash
# Break the engine in one place at a time, in a copy of the last commit, and list what no test saw.
# It takes about an hour: it is run before a release, not in CI. Usage: make mutate
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone --quiet . "$copy/repo"
ln -s "$PWD/.venv" "$copy/repo/.venv"
cd "$copy/repo"
"$bin/cosmic-ray" init cosmic-ray.toml session.sqlite >/dev/null
"$bin/cr-filter-operators" session.sqlite cosmic-ray.toml
"$bin/python" scripts/mutate.py session.sqlite
"$bin/cr-report" session.sqlite --surviving-only --show-diff
"$bin/cr-rate" session.sqlite
