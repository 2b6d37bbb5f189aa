"""What beat wakes up for the accounts."""

from celery import shared_task

from schools.accounts import throttle
from schools.accounts.password_help import send_help


@shared_task(name="schools.accounts.send_password_help")
def send_password_help() -> int:
    """Send the links that wait; at least once."""
    return send_help()


@shared_task(name="schools.accounts.forget_attempts")
def forget_attempts() -> int:
    """Delete the counts of guesses that no limit remembers."""
    return throttle.sweep_old()
