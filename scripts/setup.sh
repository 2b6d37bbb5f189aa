#!/usr/bin/env bash
# One part of `make setup`: python | system | assets. Each may be repeated without harm.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "$*" >&2
    exit 1
}

# The way to become root without asking for a password; fails where there is none.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
    as_root apt-get -o DPkg::Lock::Timeout=180 -qq update || true
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=180 -qq install --no-install-recommends --yes "$@" \
        </dev/null >/dev/null
}

setup_python() {
    local python
    python=${PYTHON:-$(command -v python3.11 || command -v python3)} ||
        fail "Falta Python 3.11 o posterior."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Se necesita Python 3.11 o posterior; $python es más antiguo."
    if [ ! -x .venv/bin/python ]; then
        echo "Creando el entorno de Python en .venv…"
        if ! "$python" -c 'import ensurepip' 2>/dev/null; then
            may_install && apt_install python3-venv ||
                fail "Falta el módulo venv: ejecute «sudo apt-get install python3-venv»."
        fi
        "$python" -m venv .venv
    fi
    echo "Instalando las dependencias fijadas (unos minutos la primera vez)…"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r requirements-dev.txt
}

setup_system() {
    local missing=()
    .venv/bin/python -c 'import sys; from convivencia import pango; sys.exit(pango.is_missing())' ||
        missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome >/dev/null || missing+=(chromium)
    command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    [ ${#missing[@]} = 0 ] && return
    if may_install; then
        echo "Instalando del sistema: ${missing[*]}…"
        if apt_install "${missing[@]}"; then
            # The tests start their own; the service that the package brings is of no use.
            if [[ " ${missing[*]} " == *" pgbouncer "* ]] && [ -d /run/systemd/system ]; then
                as_root systemctl disable --quiet --now pgbouncer || true
            fi
            return
        fi
    fi
    echo "AVISO: faltan programas del sistema; instálelos con esta orden:" >&2
    echo "    sudo apt-get install ${missing[*]}" >&2
    echo "Sin Pango no hay PDF ni demostración; sin Chromium se omiten las pruebas de navegador," >&2
    echo "y sin PgBouncer, las del reparto de conexiones; sin Poppler fallan las que leen un PDF." >&2
}

setup_assets() {
    # The system's npm, else the one that a wheel brought into .venv.
    PATH="$PATH:$PWD/.venv/bin"
    echo "Copiando los archivos de la interfaz a static/vendor…"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
        fail "No se pudieron obtener los archivos de la interfaz con npm."
    .venv/bin/python scripts/assets.py
}

case ${1:-} in
    python | system | assets) "setup_$1" ;;
    *) fail "Uso: scripts/setup.sh python|system|assets" ;;
esac
