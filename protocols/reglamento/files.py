"""A reglamento as a YAML file: out, and back in with the same strictness as the catalogue."""

from typing import Any

import yaml

from convivencia.exceptions import DomainError
from protocols.catalog import modelos, protocol_from_data, protocol_to_data
from protocols.engine.errors import EngineError
from protocols.engine.problems import problems
from protocols.models import ReglamentoVersion


class PlainLoader(yaml.SafeLoader):
    """The safe loader, without references: a few lines of them grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "no se admiten referencias", event.start_mark
            )
        return super().compose_node(parent, index)


def to_yaml(version: ReglamentoVersion) -> str:
    """Return the protocols of a version as a file that a lawyer can read."""
    document = {
        "modelo": version.modelo,
        "titulo": version.title,
        "version": version.version,
        "protocolos": version.protocols,
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def from_yaml(content: bytes) -> tuple[str, dict[str, dict[str, Any]]]:
    """Return the model and the protocols of a file; DomainError says what is wrong and where."""
    try:
        document = yaml.load(content.decode("utf-8-sig"), Loader=PlainLoader)  # noqa: S506
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise DomainError(f"El archivo no es YAML válido: {_where(error)}", code="file") from None
    if not isinstance(document, dict) or not isinstance(document.get("protocolos"), dict):
        raise DomainError("Al archivo le falta «protocolos».", code="file")
    modelo = str(document.get("modelo", "")).strip().upper()
    if modelo not in modelos():
        known = ", ".join(modelos())
        raise DomainError(f"El archivo debe decir su «modelo»: {known}.", code="file")
    read = {str(key): _protocol(str(key), data) for key, data in document["protocolos"].items()}
    if not read:
        raise DomainError("El archivo no trae ningún protocolo.", code="file")
    return modelo, read


def _protocol(key: str, data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DomainError(f"«{key}» no es un protocolo.", code="file")
    try:
        protocol = protocol_from_data(data)
    except EngineError as error:
        raise DomainError(str(error), code="file") from None
    wrong = problems(protocol)
    if protocol.key != key:
        wrong = [f"«{key}» dice llamarse «{protocol.key}»", *wrong]
    if wrong:
        raise DomainError(f"«{key}» no se puede usar: {wrong[0]}.", code="file", reasons=wrong[1:6])
    return protocol_to_data(protocol)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"línea {mark.line + 1}." if mark else "no se pudo leer."
