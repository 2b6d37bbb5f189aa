"""Whom a form may name: the people of the case, their families and the team."""

from dataclasses import dataclass, field
from datetime import date

from cases.models import Case, Participant
from cases.models.case import ParticipantRole
from cases.overview.selectors import families_of, team_of
from schools.models import Apoderado, Membership

OTHER = "otra"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person to choose, and what a form takes from them."""

    ref: str  # «p:12»
    name: str
    label: str
    kind: str  # estudiantes, adultos, equipo
    run: str = ""  # as printed
    title: str = ""
    role: str = ""  # in the case
    facts: dict[str, str] = field(default_factory=dict)  # edad, curso, telefono…
    participant: int | None = None
    party: Participant | Apoderado | None = None  # of the case or of its families


def people_of(case: Case, known: list[Participant], member: Membership, on: date) -> list[Somebody]:
    """Return everybody a form of the case may name, `member` first among the team. Queries: 3."""
    families = families_of(case)
    people = [_participant(p, families, on) for p in known]
    students = [p.student_id for p in known if p.student_id]
    named = {p.apoderado_id for p in known}
    for pk in dict.fromkeys(students):
        rows = [row for row in families.get(pk, []) if row.apoderado_id not in named]
        people += [_adult(row.apoderado, row.get_relation_display()) for row in rows]
    return [*{one.ref: one for one in people}.values(), *_team(case, member)]


def _participant(p: Participant, families: dict, on: date) -> Somebody:
    kind = "estudiantes" if p.student_id else "equipo" if p.membership_id else "adultos"
    student, facts = p.student, {"curso": p.curso_name}
    if student:
        age = student.age_on(on) if p.age is None else p.age
        ties = families.get(p.student_id, [])
        facts |= {"edad": "" if age is None else str(age), "run": student.shown_run}
        facts |= {"apoderado": f"a:{ties[0].apoderado_id}" if ties else ""}
    if p.apoderado:
        facts |= _reach(p.apoderado)
    return Somebody(
        f"p:{p.pk}", student.legal_name if student else p.name, f"{p.name} ({p.role_word})", kind,
        facts.get("run", ""), p.role_word.capitalize(), p.role, facts, p.pk, p,
    )  # fmt: skip


def _adult(row: Apoderado, relation: str) -> Somebody:
    facts = _reach(row)
    return Somebody(
        f"a:{row.pk}", row.name, f"{row.name} ({relation.lower()})", "adultos", facts["run"],
        relation, facts=facts, party=row,
    )  # fmt: skip


def _reach(row: Apoderado) -> dict[str, str]:
    return {"run": row.shown_run, "telefono": row.phone, "direccion": row.address}


def _team(case: Case, member: Membership) -> list[Somebody]:
    users = {access.user_id for access in team_of(case)}
    rows = Membership.objects.filter(user_id__in=users).select_related("user").order_by("pk")
    team = {row.pk: row for row in [member, *rows]}
    return [
        Somebody(
            f"m:{row.pk}", row.user.get_full_name(), f"{row.user.get_full_name()}, {row.title}",
            "equipo", title=row.title,
        )
        for row in team.values()
    ]  # fmt: skip


def first_with(people: list[Somebody], default: str, kind: str) -> str:
    """Return whom a question proposes; "" for nobody."""
    if default == "usted":
        return next((one.ref for one in people if one.ref.startswith("m:")), "")
    if default not in ParticipantRole.values:
        return ""
    fits = (one.ref for one in people if one.role == default and kind in {"", one.kind})
    return next(fits, "")
