"""The demo: invented schools on this machine, e-mail kept in a folder. Refuses production."""

import os

os.environ.setdefault("SECRET_KEY", "demo-secret-key-for-invented-data-only-never-in-production")

from convivencia.settings.base import *  # noqa: F403
from convivencia.settings.base import ENV, VAR_DIR
from convivencia.settings.keys import own_keys

if ENV.get("CONVIVENCIA_ENV", "demo") == "production":
    raise RuntimeError("La configuración de demostración no puede usarse en producción.")

MASTER_KEYS = own_keys(ENV, VAR_DIR)
DEBUG = ENV.get("DEBUG", "0") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "correos")
SHOW_SENT_MAIL = True
DEMO_PASSWORD = "Aromos-Peumo-2026"  # noqa: S105 -- invented people only
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = False  # invented people; who turns it on is asked for it all the same
