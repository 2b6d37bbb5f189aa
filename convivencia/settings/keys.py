"""The master keys of the installation: from a file or the environment, never from the database.

One key per line (or comma), `name:base64 of 32 bytes`; the last one is the one in use, those before
it only open what they closed. The demo and the tests make one of their own in their folder.
"""

import base64
import binascii
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

FILE, VALUE = "CONVIVENCIA_MASTER_KEY_FILE", "CONVIVENCIA_MASTER_KEY"
SIZE = 32


def master_keys(env: Mapping[str, str]) -> dict[str, bytes]:
    """Return the keys by name, oldest first; RuntimeError for one that is not well written."""
    path = env.get(FILE, "")
    try:
        text = Path(path).read_text(encoding="ascii") if path else env.get(VALUE, "")
    except (OSError, UnicodeDecodeError) as error:
        raise RuntimeError(f"No se puede leer el archivo de {FILE}.") from error
    keys = dict(_key(entry) for entry in text.replace(",", "\n").split())
    if len(set(keys.values())) != len(keys):
        raise RuntimeError("Dos llaves maestras con nombres distintos son la misma llave.")
    return keys


def own_keys(env: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """Return the keys of `env`; without any, the one of `folder`, made the first time."""
    found = master_keys(env)
    return found or master_keys({FILE: str(_key_file(folder))})


def _key_file(folder: Path) -> Path:
    try:
        return _made_once(folder / "llave-maestra")
    except OSError as error:
        sys.exit(
            f"No se puede escribir en la carpeta de datos {folder} ({error.strerror}). "
            "Corrija sus permisos o indique otra en CONVIVENCIA_VAR."
        )


def new_key(name: str) -> str:
    """Return a line with a new random key."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(SIZE)).decode()}"


def _key(entry: str) -> tuple[str, bytes]:
    name, _, body = entry.partition(":")
    try:
        key = base64.b64decode(body, validate=True)
    except binascii.Error:
        key = b""
    if not name or len(key) != SIZE:
        raise RuntimeError(
            "Una llave maestra está mal escrita: se espera «nombre:32 bytes base64»."
        )
    return name, key


def _made_once(path: Path) -> Path:
    """Whoever arrives first makes it; the file is whole from the moment that it has its name."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new_key("propia") + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path
