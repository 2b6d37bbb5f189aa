"""A reglamento as a YAML file: out, and back in with the same strictness as the catalogue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from convivencia.exceptions import DomainError
from protocols.catalog import modelos, protocol_from_data, protocol_to_data
from protocols.catalog.faltas import regimen_from_data, regimen_to_data
from protocols.engine.errors import EngineError
from protocols.engine.problems import catalog_problems, problems
from protocols.models import ReglamentoVersion

NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")  # what an address of ours can hold
LONGEST_TEXT = 4000
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
KNOWN = {"modelo", "titulo", "version", "protocolos", "faltas", "medidas"}


class PlainLoader(yaml.SafeLoader):
    """The safe loader without references, which grow without end, nor a key said twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "no se admiten referencias", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            name = (key.tag, str(key.value))
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"«{key.value}» está dos veces", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file says; without faltas nor medidas, those of its model apply."""

    modelo: str
    protocols: dict[str, dict[str, Any]]
    faltas: dict[str, Any] = field(default_factory=dict)
    medidas: dict[str, Any] = field(default_factory=dict)


def to_yaml(version: ReglamentoVersion) -> str:
    """Return a version, whole, as a file that a lawyer can read."""
    document = {
        "modelo": version.modelo,
        "titulo": version.title,
        "version": version.version,
        "protocolos": version.protocols,
        "faltas": version.faltas,
        "medidas": version.medidas,
    }
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """The safe dumper, in C where there is one; no references: what repeats is written again."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def from_yaml(content: bytes) -> FileContent:
    """Return what a file says; DomainError says what is wrong and where."""
    document = _load(content)
    if not isinstance(document, dict) or not isinstance(document.get("protocolos"), dict):
        raise DomainError("Al archivo le falta «protocolos».", code="file")
    modelo = str(document.get("modelo", "")).strip().upper()
    if modelo not in modelos():
        known = ", ".join(modelos())
        raise DomainError(f"El archivo debe decir su «modelo»: {known}.", code="file")
    extra = [str(key) for key in document if key not in KNOWN]
    if extra:
        raise DomainError(f"El archivo trae «{extra[0][:60]}», que no se conoce.", code="file")
    _refuse_texts(document)
    read = {str(key): _protocol(str(key), data) for key, data in document["protocolos"].items()}
    if not read:
        raise DomainError("El archivo no trae ningún protocolo.", code="file")
    wrong = catalog_problems([protocol_from_data(data) for data in read.values()])
    if wrong:
        raise DomainError(wrong[0], code="file", reasons=tuple(wrong[1:6]))
    return FileContent(modelo, read, *_regimen(modelo, document))


def _load(content: bytes) -> object:
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=PlainLoader)  # noqa: S506
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise DomainError(f"El archivo no es YAML válido: {_where(error)}", code="file") from None
    except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
        # The safe loader stumbles so on a number, a date or a mark that is none.
        raise DomainError(
            "El archivo no es YAML válido: trae un número, una fecha o una marca mal escrita.",
            code="file",
        ) from None


def _refuse_texts(document: object) -> None:
    for text in _texts(document):
        if len(text) > LONGEST_TEXT:
            raise DomainError(
                f"El archivo trae un texto de más de {LONGEST_TEXT} caracteres: «{text[:40]}…».",
                code="file",
            )
        if NOT_TEXT.search(text):
            raise DomainError("El archivo trae caracteres que no son texto.", code="file")


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(node, list | tuple | set):
        for value in node:
            yield from _texts(value)


def _protocol(key: str, data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DomainError(f"«{key}» no es un protocolo.", code="file")
    try:
        protocol = protocol_from_data(data)
    except EngineError as error:
        raise DomainError(str(error), code="file") from None
    wrong = problems(protocol)
    wrong += [
        f"«{name[:60]}» sólo puede llevar letras sin tilde, números, guión y guión bajo"
        for name in (protocol.key, *(step.id for step in protocol.steps))
        if not NAME.fullmatch(name)
    ]
    if protocol.key != key:
        wrong = [f"«{key}» dice llamarse «{protocol.key}»", *wrong]
    if wrong:
        raise DomainError(f"«{key}» no se puede usar: {wrong[0]}.", code="file", reasons=wrong[1:6])
    return protocol_to_data(protocol)


def _regimen(modelo: str, document: dict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the faltas and the measures that the file brings, checked as one."""
    faltas, medidas = document.get("faltas") or {}, document.get("medidas") or {}
    if not isinstance(faltas, dict) or not isinstance(medidas, dict):
        raise DomainError("«faltas» y «medidas» deben ser listas con nombre.", code="file")
    if not faltas and not medidas:
        return {}, {}
    try:
        regimen = regimen_from_data(modelo, faltas, medidas)
    except EngineError as error:
        raise DomainError(str(error), code="file") from None
    except (TypeError, ValueError):
        raise DomainError("Faltas y medidas mal declaradas.", code="file") from None
    return regimen_to_data(regimen) if regimen else ({}, {})


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", "") or ""
    said = f" ({problem})" if "dos veces" in problem or "referencias" in problem else ""
    return f"línea {mark.line + 1}{said}." if mark else "no se pudo leer."
