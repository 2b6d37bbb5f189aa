"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivencia.settings.production")

application = get_wsgi_application()

from cases.documents.render import warm_up  # noqa: E402 -- the apps are ready only now

warm_up()  # the first acta of the day does not pay for fonts and style
gc.collect()
gc.freeze()  # modules, fonts and catalogues stay: no request pays for looking at them again
