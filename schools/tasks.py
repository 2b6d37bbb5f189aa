"""The background work of this app, in the module that Celery looks for."""

from schools.accounts.tasks import forget_attempts, send_password_help
from schools.roster.tasks import read_roster
from schools.uploads.tasks import scan_files, verify_files

__all__ = ["forget_attempts", "read_roster", "scan_files", "send_password_help", "verify_files"]
