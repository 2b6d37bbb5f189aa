"""What the last pages show, already put into words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cases.access import PARTIES
from cases.deadlines.services import OPEN_STATES
from cases.intake.answers import Answers
from cases.intake.pages import (
    CANAL,
    CONOCIMIENTO,
    HECHOS,
    ORIENTACION,
    PAGES,
    PERSONAS,
    PROTOCOLO,
    RELATO,
)
from cases.intake.questions import ANSWERS, QUESTIONS
from cases.models import Case, Vencimiento
from cases.models.case import ParticipantRole
from cases.models.denuncia import Canal
from convivencia.dates import long_date
from schools.identifiers import mask_run
from schools.models import Membership, Role

SAID = dict(ANSWERS)
HEADINGS = {
    "estudiante": "Estudiantes",
    "funcionario": "Funcionarios y funcionarias",
    "apoderado": "Apoderados y apoderadas",
}
MOST_UPCOMING = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, and where to change it."""

    label: str
    value: str
    change_url: str = ""


def moment_text(moment: datetime | None) -> str:
    """Return `27 de abril de 2026, 10:20` in the school's zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{long_date(local.date())}, {local:%H:%M}"


def groups_of(answers: Answers) -> list[dict]:
    """Return every answer under its page, for «Revise sus respuestas»."""
    pages = {
        CANAL: _canal,
        CONOCIMIENTO: _conocimiento,
        RELATO: _relato,
        PERSONAS: _personas,
        HECHOS: _hechos,
        ORIENTACION: _orientacion,
        PROTOCOLO: _protocolo,
    }
    found = []
    for key, lines in pages.items():
        url = reverse("intake-page", args=[answers.draft.pk, key]) + "?volver=revision"
        rows = [Line(label, value, url) for label, value in lines(answers)]
        found.append({"title": PAGES[key].title, "rows": rows})
    return found


def _canal(answers: Answers) -> list[tuple[str, str]]:
    data = answers.clean(CANAL)
    who = data["received_by"]
    return [
        ("Cómo llegó", Canal(data["canal"]).label),
        ("Quién la recibió", f"{who.user.get_full_name()}, {who.title}"),
    ]


def _conocimiento(answers: Answers) -> list[tuple[str, str]]:
    data = answers.clean(CONOCIMIENTO)
    rows = [
        ("Toma de conocimiento", moment_text(data["known_at"])),
        ("Recepción formal", moment_text(data["received_at"])),
    ]
    if "delivered_at" in data:
        given = moment_text(data["delivered_at"]) or "Todavía no se entrega"
        rows.append(("Entrega a la dirección", given))
    return rows


def _relato(answers: Answers) -> list[tuple[str, str]]:
    return [
        ("Relato textual", answers.relato["relato"]),
        ("Apreciación de quien registra", answers.relato["interpretation"] or "Ninguna"),
    ]


def _personas(answers: Answers) -> list[tuple[str, str]]:
    rows = []
    for role in ParticipantRole:
        people = [
            f"{p.name} ({p.detail}{', identidad reservada' if p.reserved else ''})"
            for p in answers.with_role(role)
        ]
        rows.append((role.label, "\n".join(people) or "Nadie"))
    return rows


def _hechos(answers: Answers) -> list[tuple[str, str]]:
    data = answers.facts_page
    day, hour = data["occurred_on"], data["occurred_hour"]
    when = [long_date(day) + (f", {hour:%H:%M}" if hour else "")] if day else []
    when += [data["occurred_text"]] if data["occurred_text"] else []
    return [
        ("Cuándo ocurrió", "\n".join(when)),
        ("Dónde", data["place"]),
        ("En el establecimiento o actividad suya", SAID[data["in_school"]]),
    ]


def _orientacion(answers: Answers) -> list[tuple[str, str]]:
    return [(q.text, SAID[answers.router[q.key]]) for q in QUESTIONS]


def _protocolo(answers: Answers) -> list[tuple[str, str]]:
    data = answers.choice
    rows = [("Protocolo", answers.available[data["protocol"]])]
    if data["protocol"] != answers.suggestion.protocol_key:
        rows.append(("Lo sugerido era", answers.suggestion.situation.title))
    if data.get("choice_reason"):
        rows.append(("Por qué se eligió", data["choice_reason"]))
    if "report" in data:
        options = dict(answers.form(PROTOCOLO).fields["report"].choices)
        rows.append(("Denuncia del delito", options[data["report"]]))
    if data.get("report") == "no":
        rows.append(("Por qué no se denunciará", data["no_report_reason"]))
    return rows


def impediment_of(answers: Answers, member: Membership) -> str:
    """Return what staff among the parties means for who will see the case; "" if nothing."""
    roles = {p.found.role for p in answers.people if p.user_id and p.role in PARTIES}
    if any(p.is_user(member.user) for p in answers.people if p.role in PARTIES):
        return "Usted figura como parte: no podrá registrar esta denuncia."
    if Role.DIRECTORA in roles:
        return (
            "La dirección figura como parte: no verá el caso. Decide quien designe el sostenedor."
        )
    if Role.ENCARGADA in roles:
        return "La encargada figura como parte: no verá el caso. Lo llevará la dirección."
    return "Quien figura como parte no verá el caso." if roles else ""


def found_people(found: dict[str, list]) -> list[dict]:
    """Return who matched a search, under headings: of a student, initials and course only."""
    groups = []
    for kind, people in found.items():
        rows = [{"ref": f"{kind}:{row.pk}", **_shown(kind, row)} for row in people]
        if rows:
            groups.append({"title": HEADINGS[kind], "rows": rows})
    return groups


def _shown(kind: str, row: Any) -> dict:
    if kind == "estudiante":
        return {"name": row.initials, "detail": row.curso_name, "run": mask_run(row.run)}
    if kind == "funcionario":
        return {"name": row.user.get_full_name(), "detail": row.title, "run": ""}
    pupils = ", ".join(tie.student.initials for tie in row.ties)
    detail = f"Apoderado de {pupils}" if pupils else "Apoderado"
    return {"name": row.name, "detail": detail, "run": mask_run(row.run)}


def upcoming_of(case: Case) -> list[Vencimiento]:
    """Return the plazos that already run, the first to end on top. Queries: 1."""
    rows = case.vencimientos.filter(state__in=OPEN_STATES, projected=False, due_at__isnull=False)
    upcoming = list(rows.order_by("due_at", "order")[:MOST_UPCOMING])
    for row in upcoming:
        row.by_hours = row.due_on is None
    return upcoming


def papers_of(case: Case, *, sees_all: bool) -> list[dict]:
    """Return the papers of the denuncia; who only reported gets the constancia."""
    codes = ("D-01", "D-02") if sees_all else ("D-01",)
    rows = case.documents.filter(code__in=codes).order_by("pk")
    return [{"document": row, "url": _address(case, row.pk)} for row in rows]


def _address(case: Case, pk: int) -> str:
    for name, args in (("document-download", [pk]), ("document", [case.pk, pk])):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""
