"""The data folder: one user at a time, and errors that a person understands."""

import fcntl
import os
import secrets
import time
from pathlib import Path

from convivencia.embedded.errors import EmbeddedError
from convivencia.embedded.identity import Identity, identity_for


class DataFolder:
    """The folder where the embedded services keep their data, locked while they run.

    Each service inherits the lock's descriptor: while one is alive, nobody else can start
    another on the same data, even if the process that started it was killed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = -1
        self.identity: Identity

    def open(self, patience: float = 10.0) -> None:
        """Create the folder if needed and lock it; EmbeddedError if it cannot be ours."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / "servicios.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EmbeddedError(
                f"No se puede escribir en la carpeta de datos {self.path} ({error.strerror}). "
                "Corrija sus permisos o indique otra en CONVIVENCIA_VAR."
            ) from error
        self._wait_for_lock(time.monotonic() + patience)
        self.identity = identity_for(self.path)

    def _wait_for_lock(self, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    self.close()
                    raise EmbeddedError(
                        f"La carpeta de datos {self.path} ya está en uso por otra ejecución. "
                        "Deténgala o indique otra carpeta en CONVIVENCIA_VAR."
                    ) from None
                time.sleep(0.1)
            else:
                return

    def close(self) -> None:
        """Release the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    @property
    def lock(self) -> int:
        """The descriptor that each service inherits."""
        return self._lock

    def subfolder(self, name: str) -> Path:
        """Return a private folder inside, owned by who runs the services."""
        path = self.path / name
        probe = path / ".prueba"
        try:
            path.mkdir(mode=0o700, exist_ok=True)
            self.identity.own(path)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise EmbeddedError(
                f"La carpeta {path} pertenece a otro usuario o no admite escritura. "
                "Bórrela, corrija sus permisos o indique otra en CONVIVENCIA_VAR."
            ) from error
        return path

    def secret(self) -> str:
        """Return the password of the services of this folder, made up the first time."""
        path = self.path / "servicios.clave"
        try:
            known = path.read_text() if path.exists() else ""
            if not known:
                known = secrets.token_hex(20)
                path.touch(mode=0o600)
                path.write_text(known)
        except OSError as error:
            raise EmbeddedError(f"No se puede leer {path} ({error.strerror}).") from error
        return known
