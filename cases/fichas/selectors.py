"""Reads about forms: which there are, which a case asks for, which it has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from cases.fichas.definitions import Definicion
from cases.fichas.forms import FichaForm, as_typed
from cases.fichas.loader import definition_from, library
from cases.fichas.people import people_of
from cases.models import Case, Ficha, FichaPropia, Vencimiento
from cases.overview.frame import CaseFrame, open_case
from cases.overview.tasks import RUNNING
from cases.policy import Compartment
from cases.selectors import MAX_ID
from convivencia.text import plain
from schools.models import Curso
from schools.models.audit import AuditAct


@dataclass(frozen=True, slots=True)
class Current:
    """A form as the school uses it now."""

    definition: Definicion
    own: FichaPropia | None = None

    @property
    def own_version(self) -> int:
        return self.own.number if self.own else 0


def current_forms() -> dict[str, Current]:
    """Return every form, each in the version the school published last. Queries: 1."""
    rows = FichaPropia.objects.filter(published_at__isnull=False).order_by("number")
    own = {row.key: row for row in rows}
    return {key: _current(base, own.get(key)) for key, base in library().items()}


def current_or_404(key: str) -> Current:
    """Return one form as the school uses it. Queries: 1."""
    base = library().get(key)
    if base is None:
        raise Http404
    rows = FichaPropia.objects.filter(key=key, published_at__isnull=False)
    return _current(base, rows.order_by("-number").first())


def _current(base: Definicion, own: FichaPropia | None) -> Current:
    return Current(definition_from(own.definition), own) if own else Current(base)


@dataclass(frozen=True, slots=True)
class Asked:
    """A form and the running steps that ask for it."""

    form: Definicion
    steps: list[str]


def asked_by(rows: Iterable[Vencimiento], forms: Iterable[Definicion]) -> list[Asked]:
    """Return the forms that the running steps of a case ask for. Queries: 0."""
    running = [row for row in rows if row.state in RUNNING]
    found = [
        Asked(one, [row.title for row in running if row.step_id in one.steps]) for one in forms
    ]
    return [asked for asked in found if asked.steps]


def step_for(definition: Definicion, rows: Iterable[Vencimiento]) -> Vencimiento | None:
    """Return the running step that a form serves; None if none runs. Queries: 0."""
    running = (row for row in rows if row.state in RUNNING and row.step_id in definition.steps)
    return next(running, None)


def matching(forms: Iterable[Definicion], text: str) -> list[Definicion]:
    """Return the forms whose code, title or purpose has every word of `text`."""
    words = plain(text).split()
    named = ((one, plain(f"{one.code} {one.title} {one.purpose}")) for one in forms)
    return [one for one, where in named if all(word in where for word in words)]


def open_to(case: Case, forms: Iterable[Definicion]) -> list[Definicion]:
    """Return the forms whose part of the case the member sees."""
    return [one for one in forms if Compartment(one.compartment) in case.opened]


def fichas_of(case: Case) -> list[Ficha]:
    """Return the forms filled in the case that the member may see, newest first. Queries: 1."""
    rows = case.fichas.filter(compartment__in=[str(one) for one in case.opened])
    return list(rows.defer("answers").select_related("document", "updated_by"))


def open_ficha(
    request: HttpRequest, pk: int, ficha: int, *, act: AuditAct = AuditAct.VER
) -> tuple[CaseFrame, Ficha]:
    """Open a form of a case, if its part of the case is open to the member. The only door."""
    rows = Ficha.objects.filter(pk=min(ficha, MAX_ID), case_id=min(pk, MAX_ID))
    row = rows.select_related("document", "actuacion", "tramite", "updated_by").first()
    opens = Compartment(row.compartment) if row else Compartment.EXPEDIENTE
    frame = open_case(request, pk, "case-fichas", opens=opens, act=act)
    if row is None:
        raise Http404
    row.case = frame.case
    return frame, row


def form_of(row: Ficha, frame: CaseFrame, *, data: object = None) -> FichaForm:
    """Return the form with what is typed, or with what is kept. Queries: 4."""
    now = frame.wall.now
    return FichaForm(
        as_typed(row.answers) if data is None else data,
        definition=definition_from(row.definition),
        people=people_of(frame.case, frame.known(), frame.membership, timezone.localdate(now)),
        cursos=cursos_of(frame),
        now=now,
    )


def cursos_of(frame: CaseFrame) -> list[str]:
    """Return the courses of the people of the case, then those of the year. Queries: 1."""
    year = timezone.localdate(frame.wall.now).year
    mine = [p.curso_name for p in frame.known() if p.curso_name]
    rows = [str(curso) for curso in Curso.objects.filter(year=year)]
    return list(dict.fromkeys([*mine, *rows]))
