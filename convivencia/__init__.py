"""The project: settings, URLs, Celery, embedded services, and what every app may import."""

from convivencia.celery import app as celery_app

__all__ = ["celery_app"]
