"""«Todo lo que tenemos de una persona»: where it is and how much, as counts and folios.

It says nothing of anybody else: no name, no protocol, no word of what happened. Who asked to
remain unknown is in no line: their participation carries neither student nor apoderado, and the
reserved ones are left out besides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, Q

from cases.access import cases_visible_to
from cases.fichas.mentions import speaks_of
from cases.models import (
    Antecedente,
    Case,
    Citacion,
    Document,
    Entrevista,
    Expulsion,
    FaltaImputada,
    Ficha,
    Medida,
    Notificacion,
    PackExport,
    Participant,
    Reconsideracion,
    ReservedNote,
    RightsRequest,
)
from cases.policy import ROLE_SIGHT, Sight
from schools.models import Apoderado, DataBlock, Guardianship, Membership, Student

# What a case keeps of one of its people, by the name that people give it.
KEPT: tuple[tuple[type[Model], str, str], ...] = (
    (Entrevista, "entrevista", "entrevistas"),
    (Citacion, "citación", "citaciones"),
    (Notificacion, "notificación", "notificaciones"),
    (Antecedente, "antecedente", "antecedentes"),
    (Medida, "medida", "medidas"),
    (FaltaImputada, "falta imputada", "faltas imputadas"),
    (Reconsideracion, "reconsideración", "reconsideraciones"),
    (ReservedNote, "nota reservada", "notas reservadas"),
    (
        Expulsion,
        "procedimiento de expulsión o cancelación",
        "procedimientos de expulsión o cancelación",
    ),
)
FICHA, PACK = ("ficha", "fichas"), ("informe a la autoridad", "informes a la autoridad")
STUDENT_FIELDS = (
    "run", "first_names", "paternal", "maternal", "nombre_social", "birth_date", "gender",
)  # fmt: skip
APODERADO_FIELDS = ("run", "first_names", "last_names", "email", "phone", "address")
Counts = dict[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """One place where something of the person is kept."""

    title: str
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in which the person takes part, as what, and how much it keeps of them."""

    folio: str
    pk: int
    state: str
    role: str
    kept: str
    documents: str


@dataclass(frozen=True, slots=True)
class DataMap:
    person: Student | Apoderado
    places: list[Place]
    cases: list[CaseLine] | None  # None for who may not see cases

    @property
    def is_student(self) -> bool:
        return isinstance(self.person, Student)


def map_of(person: Student | Apoderado, membership: Membership, *, at: datetime) -> DataMap:
    """Return all that the school holds of a person, as far as `membership` may know."""
    is_student = isinstance(person, Student)
    places = _of_student(person) if is_student else _of_apoderado(person)
    sees = ROLE_SIGHT.get(membership.role, Sight.NONE) >= Sight.FULL
    return DataMap(
        person, places + _of_privacy(person), _cases(person, membership, at) if sees else None
    )


def _of_student(row: Student) -> list[Place]:
    cursos = [f"{e.curso} de {e.curso.year}" for e in row.enrolments.select_related("curso")]
    ties = [t.get_relation_display().lower() for t in row.guardianships.filter(ends_on=None)]
    past = row.guardianships.exclude(ends_on=None).count()
    return [
        _fields(row, STUDENT_FIELDS),
        Place("Matrículas", len(cursos), ", ".join(cursos)),
        Place("Apoderados vigentes", len(ties), ", ".join(ties)),
        Place("Apoderados anteriores", past),
        Place("Documentos de identidad anteriores", row.past_identifiers.count()),
    ]


def _of_apoderado(row: Apoderado) -> list[Place]:
    ties = Guardianship.objects.filter(apoderado=row)
    orders = ties.exclude(court_order=None).count()
    return [
        _fields(row, APODERADO_FIELDS),
        Place("Vínculos vigentes con estudiantes", ties.filter(ends_on=None).count()),
        Place("Vínculos terminados", ties.exclude(ends_on=None).count()),
        Place("Resoluciones judiciales guardadas", orders),
    ]


def _fields(row: Model, names: tuple[str, ...]) -> Place:
    held = [str(row._meta.get_field(name).verbose_name) for name in names if getattr(row, name)]
    return Place("Datos de la ficha", len(held), ", ".join(held))


def _of_privacy(person: Student | Apoderado) -> list[Place]:
    key = {"student" if isinstance(person, Student) else "apoderado": person}
    asked = [r.folio for r in RightsRequest.objects.filter(**key)]
    blocks = DataBlock.objects.filter(**key).count()
    return [
        Place("Solicitudes de derechos", len(asked), ", ".join(asked)),
        Place("Bloqueos de datos", blocks),
    ]


def _cases(person: Student | Apoderado, membership: Membership, at: datetime) -> list[CaseLine]:
    """Return a line for each participation, and each case that told something to an apoderado."""
    key = {"student" if isinstance(person, Student) else "apoderado": person}
    visible = cases_visible_to(membership, at=at)
    rows = Participant.objects.filter(**key, case__in=visible, reserved=None)
    rows = list(rows.select_related("case").order_by("case__year", "case__number", "pk"))
    counts = [(one, many, _counted(model, rows)) for model, one, many in KEPT]
    counts += [(*PACK, _packed(rows)), (*FICHA, _in_forms(rows))]
    papers = _papers(rows)
    lines = [_line(row, counts, papers) for row in rows]
    if isinstance(person, Apoderado):
        known = {row.case_id for row in rows}
        told = _told(person, visible, known)
        lines += told
        lines += _named(person, visible, known | {line.pk for line in told})
    return lines


def _line(
    row: Participant, counts: list[tuple[str, str, Counts]], papers: Callable[[int], str]
) -> CaseLine:
    kept = [_times(n, one, many) for one, many, by in counts if (n := by.get(row.pk))]
    return CaseLine(
        row.case.folio, row.case_id, row.case.get_state_display(), row.get_role_display().lower(),
        ", ".join(kept), papers(row.pk),
    )  # fmt: skip


def _counted(model: type[Model], rows: list[Participant]) -> Counts:
    found = model.objects.filter(participant__in=rows).order_by().values("participant")
    return dict(found.annotate(n=Count("pk")).values_list("participant", "n"))


def _packed(rows: list[Participant]) -> Counts:
    """Return how many times the file of an expulsion left the school, by participation."""
    found = PackExport.objects.filter(expulsion__participant__in=rows).order_by()
    found = found.values("expulsion__participant").annotate(n=Count("pk"))
    return dict(found.values_list("expulsion__participant", "n"))


def _in_forms(rows: list[Participant]) -> Counts:
    """Return how many forms of each case speak of the person: answers are sealed, so one by one."""
    by_case: dict[int, list[Ficha]] = {}
    for ficha in Ficha.objects.filter(case__in={row.case_id for row in rows}):
        by_case.setdefault(ficha.case_id, []).append(ficha)
    return {
        row.pk: sum(speaks_of(ficha, row) for ficha in by_case.get(row.case_id, [])) for row in rows
    }


def _named(person: Apoderado, visible: object, known: set[int]) -> list[CaseLine]:
    """Return the cases of their pupils where they are neither party nor told, but a form says them.

    Queries: 2.
    """
    pupils = Guardianship.objects.filter(apoderado=person).values("student")
    cases = Participant.objects.filter(student__in=pupils, case__in=visible).values("case")
    forms = Ficha.objects.filter(case__in=cases).exclude(case__in=known).select_related("case")
    found: dict[int, tuple[Case, int]] = {}
    for ficha in forms.order_by("case__year", "case__number"):
        if speaks_of(ficha, person):
            found[ficha.case_id] = (ficha.case, found.get(ficha.case_id, (None, 0))[1] + 1)
    return [
        CaseLine(
            case.folio, case.pk, case.get_state_display(), "nombrado en una ficha",
            _times(n, *FICHA), "",
        )
        for case, n in found.values()
    ]  # fmt: skip


def _papers(rows: list[Participant]) -> Callable[[int], str]:
    by: dict[int, list[str]] = {}
    for paper in Document.objects.filter(addressee__in=rows).only("addressee_id", "year", "number"):
        by.setdefault(paper.addressee_id, []).append(paper.folio)
    return lambda pk: ", ".join(by.get(pk, []))


def _told(person: Apoderado, visible: object, known: set[int]) -> list[CaseLine]:
    """Return the cases in which the apoderado is only who was called or told."""
    rows = Notificacion.objects.filter(apoderado=person, case__in=visible)
    rows = rows.exclude(case__in=known).order_by("case__year", "case__number")
    rows = rows.values("case", "case__year", "case__number", "case__state").annotate(
        n=Count("pk"), seen=Count("pk", filter=Q(acknowledged_at__isnull=False))
    )
    state = dict(Participant._meta.get_field("case").related_model._meta.get_field("state").choices)
    return [
        CaseLine(
            f"{r['case__year']}-{r['case__number']:04d}", r["case"], state[r["case__state"]],
            "apoderado notificado",
            f"{_times(r['n'], 'notificación', 'notificaciones')}, {r['seen']} con acuse",
            "",
        )
        for r in rows
    ]  # fmt: skip


def _times(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
