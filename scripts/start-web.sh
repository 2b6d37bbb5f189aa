#!/bin/sh
# The web process of production: it does not start on settings, or as a login, that are not safe.
set -eu
python manage.py check --deploy --database default
exec gunicorn convivencia.wsgi --bind=0.0.0.0:8000 --workers="${WEB_WORKERS:-3}" --threads=4 \
    --timeout=60 --max-requests=2000 --max-requests-jitter=200 --no-control-socket
