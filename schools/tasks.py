"""The background work of this app, in the module that Celery looks for."""

from schools.roster.tasks import read_roster

__all__ = ["read_roster"]
