"""How old a session is, on the machine's own clock: a test bed that moves days moves no session."""

import time

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

STARTED, SEEN = "session_started", "session_seen"
EVERY = 60  # seconds: an activity is noted at most this often


def begin(session: SessionBase) -> None:
    session[STARTED] = session[SEEN] = int(time.time())


def is_over(session: SessionBase) -> bool:
    """True after too long without activity, or too long in all; also if nobody began it."""
    now = time.time()
    idle = now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
    return idle or now - session.get(STARTED, 0) > settings.SESSION_ABSOLUTE_SECONDS


def touch(session: SessionBase) -> None:
    if time.time() - session.get(SEEN, 0) > EVERY:
        session[SEEN] = int(time.time())
