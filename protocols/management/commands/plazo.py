"""Say when a plazo runs out, and show the count day by day."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from protocols.catalog.calendar import calendar_for
from protocols.engine import Deadline, EngineError, Unit, compute, parse_moment, parse_unit
from protocols.engine.counting import OTHER_READING
from protocols.engine.render import deadline_data, due_text
from protocols.engine.scenario import read_amount, read_no_class

DEFAULT_COMUNA = "13101"
INVALID = 2


class Command(BaseCommand):
    """`manage.py plazo`: no database, no clock. Exit code 2 means that the input is wrong."""

    help = "Calcula cuándo vence un plazo y muestra el cómputo día por día."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--desde", help="fecha u hora del evento, en la hora de la escuela")
        parser.add_argument("--cantidad", help="número entero")
        parser.add_argument("--unidad", help="dias_habiles, horas_corridas, meses…")
        parser.add_argument("--comuna", help="código oficial de 5 dígitos; por defecto 13101")
        parser.add_argument("--json", action="store_true", help="responde en JSON")
        parser.add_argument(
            "--lote", help="archivo JSONL con un plazo por línea; «-» es la entrada"
        )

    def handle(self, **options: Any) -> None:
        try:
            if options["lote"]:
                for line in _answers(_lines(options["lote"])):
                    self.stdout.write(line)
                return
            row = {key: options[key] for key in ("desde", "cantidad", "unidad", "comuna")}
            data, notices = answer(row, working=True)
        except (EngineError, OSError, UnicodeDecodeError) as error:
            self.stderr.write(message_of(error))
            sys.exit(INVALID)
        for notice in notices:
            self.stderr.write(notice)
        self.stdout.write(json.dumps(data, ensure_ascii=False) if options["json"] else _table(data))


def answer(row: dict[str, Any], *, working: bool) -> tuple[dict[str, Any], list[str]]:
    """Return the answer to one question and what its author should look at again.

    Raises: EngineError with a sentence in Spanish if the question is wrong.
    """
    for name in ("desde", "unidad"):
        if not row.get(name):
            raise EngineError(f"Falta «{name}».")
    unit = parse_unit(str(row["unidad"]))
    amount = _amount(row.get("cantidad"), unit)
    no_class = read_no_class(row.get("receso"), row.get("dias_sin_clases"))
    comuna = str(row.get("comuna") or DEFAULT_COMUNA).strip()
    calendar = calendar_for(comuna, no_class=no_class, zone=str(row.get("zona") or ""))
    moment = parse_moment(row["desde"], calendar.tz)
    notices = [moment.notice] if moment.notice else []
    if not row.get("comuna"):
        notices.append(f"Sin --comuna: se usa {DEFAULT_COMUNA} (Santiago).")
    if unit is Unit.HORAS_CORRIDAS and moment.date_only:
        notices.append("La fecha no trae hora: se cuenta desde las 00:00.")
    if unit is Unit.DIA_ESCOLAR and not no_class:
        notices.append("Sin calendario escolar: se supone que hay clases de lunes a viernes.")
    if unit is Unit.SIN_PLAZO:
        return {"vence": None, "instante": None, "computo": []}, notices
    due = compute(moment.at, amount, unit, calendar)
    data = deadline_data(due, working=working)
    if unit is Unit.DIAS_SIN_CALIFICAR:
        data["alternativa"] = due_text(_other(due))
    return data, notices


def _amount(value: object, unit: Unit) -> int:
    empty = value is None or value == ""
    return 0 if empty and not unit.needs_amount else read_amount(value)


def _other(due: Deadline) -> Deadline:
    return compute(due.start_at, due.amount, OTHER_READING[due.unit], due.calendar)


def _lines(path: str) -> Iterable[str]:
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    return text.splitlines()


def _answers(lines: Iterable[str]) -> Iterator[str]:
    """Yield one line of JSON per line; the working only if the line asks for «computo»."""
    for line in lines:
        try:
            row = _row(line)
            data, _ = answer(row, working=bool(row.get("computo")))
        except EngineError as error:
            data = {"error": str(error)}
        yield json.dumps(data, ensure_ascii=False)


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise EngineError("La línea no es JSON válido.") from None
    if not isinstance(row, dict):
        raise EngineError("Cada línea debe ser un objeto JSON.")
    return row


def message_of(error: Exception) -> str:
    """Return why the command stops, in Spanish: what the system says is in its own language."""
    if isinstance(error, EngineError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "El archivo no es texto en UTF-8."
    return f"No se pudo leer el archivo: {getattr(error, 'filename', '') or error}."


def _table(data: dict[str, Any]) -> str:
    rows = [f"Vence: {data['vence'] or 'sin plazo'}"]
    if "alternativa" in data:
        rows.append(f"Otra lectura (días corridos): {data['alternativa']}")
    rows += [
        f"  {day['dia']}  {day['n'] if day['cuenta'] else '✗ ' + day['motivo']}"
        for day in data["computo"]
    ]
    return "\n".join(rows)
