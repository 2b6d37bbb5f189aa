"""Production: every secret from the environment, TLS everywhere, no demo."""

from convivencia.settings.base import *  # noqa: F403
from convivencia.settings.base import ENV

IS_PRODUCTION = True
BEHIND_PROXY = True  # it ends TLS and adds the visitor's address: docs/operations.md
if not ENV.get("SECRET_KEY"):
    raise RuntimeError("Falta SECRET_KEY en el entorno.")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sesion"
DEVICE_COOKIE_NAME = "__Host-equipo"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
