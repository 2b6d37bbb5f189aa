# Three stages: front-end files, Python packages, and an image with neither compilers nor npm.

FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary=:all: -r requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin convivencia \
    && install -d -o convivencia /app/.var
ENV DJANGO_SETTINGS_MODULE=convivencia.settings.production \
    PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=assets /build/node_modules node_modules
# The key below only lets the settings load; it signs nothing and stays in no layer of the image.
RUN python scripts/assets.py \
    && rm -rf node_modules \
    && SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --noinput
USER convivencia
EXPOSE 8000
CMD ["scripts/start-web.sh"]
