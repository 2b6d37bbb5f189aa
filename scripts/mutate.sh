#!/usr/bin/env bash
# Break the code in one place at a time, in a copy of the last commit, and list what no test saw.
# It takes an hour or two: it is run before a release, not in CI.
# Usage: scripts/mutate.sh engine | access
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-engine}" in
  engine) config=cosmic-ray.toml script=scripts/mutate.py ;;
  access) config=cosmic-ray-access.toml script=scripts/mutate_access.py ;;
  *) echo "Uso: scripts/mutate.sh engine | access" >&2; exit 2 ;;
esac
bin=$PWD/.venv/bin
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone --quiet . "$copy/repo"
ln -s "$PWD/.venv" "$copy/repo/.venv"
cp -r static/vendor "$copy/repo/static/"
cd "$copy/repo"
"$bin/cosmic-ray" init "$config" session.sqlite >/dev/null
"$bin/cr-filter-operators" session.sqlite "$config"
"$bin/python" "$script" session.sqlite  # that of access says its own score, and fails under 90 %
if [ "$config" = cosmic-ray.toml ]; then
  "$bin/cr-report" session.sqlite --surviving-only --show-diff
  "$bin/cr-rate" session.sqlite
fi
