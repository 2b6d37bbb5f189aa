"""Who the services run as: PostgreSQL refuses root, so root lends them an ordinary user."""

import os
import pwd
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from convivencia.embedded.errors import EmbeddedError

FALLBACK_USER = "nobody"


@dataclass(frozen=True)
class Identity:
    """An ordinary user that the services run as; `borrowed` when we are root."""

    uid: int
    gid: int
    borrowed: bool

    def own(self, path: Path) -> None:
        """Hand `path` and what is inside to this user."""
        if not self.borrowed or path.stat().st_uid == self.uid:
            return
        for inside in (path, *path.rglob("*")):
            os.chown(inside, self.uid, self.gid, follow_symlinks=False)

    def command(self, argv: list[str], at_parent_death: signal.Signals) -> list[str]:
        """Return `argv` as run by this user.

        The only capability it keeps is to pass through folders closed to others, since the
        project may have been cloned inside one (a temporary folder, the home of root).
        """
        if not self.borrowed:
            return argv
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise EmbeddedError("Falta el programa «setpriv» (paquete util-linux).")
        return [
            setpriv,
            f"--reuid={self.uid}",
            f"--regid={self.gid}",
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all,+dac_override",
            "--ambient-caps=-all,+dac_override",
            f"--pdeathsig={at_parent_death.name.removeprefix('SIG')}",
            *argv,
        ]


def identity_for(folder: Path) -> Identity:
    """Return who runs the services whose data is in `folder`."""
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), borrowed=False)
    for place in (folder, folder.parent):
        known = _ordinary_owner(place)
        if known is not None:
            return Identity(known.pw_uid, known.pw_gid, borrowed=True)
    nobody = pwd.getpwnam(FALLBACK_USER)
    return Identity(nobody.pw_uid, nobody.pw_gid, borrowed=True)


def _ordinary_owner(place: Path) -> pwd.struct_passwd | None:
    try:
        uid = place.stat().st_uid
        return pwd.getpwuid(uid) if uid else None
    except (FileNotFoundError, KeyError):  # absent, or a number without an account
        return None
