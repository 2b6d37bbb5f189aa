"""The answers of a draft, read page by page with the same forms that asked them."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from cases.intake.facts import agresor_edad, agresor_tipo
from cases.intake.forms import PageForm
from cases.intake.pages import (
    CANAL,
    CONOCIMIENTO,
    HECHOS,
    ORDER,
    ORIENTACION,
    PAGES,
    PERSONAS,
    PROTOCOLO,
    RELATO,
)
from cases.intake.people import Person, conflict, people_of
from cases.intake.router import PARTIAL, Suggestion, suggest
from cases.intake.selectors import staff
from cases.models import IntakeDraft
from cases.models.case import ParticipantRole
from cases.models.denuncia import Canal
from protocols.engine.counting import compute
from protocols.engine.units import Unit
from protocols.models import ReglamentoVersion
from protocols.selectors import calendar_of, reglamento_in_force, titles_of
from schools.models import Membership, School

NO_REGLAMENTO = (
    "El establecimiento no tiene un reglamento publicado que rija en esa fecha. "
    "Pida a la dirección que lo publique: su borrador queda guardado."
)


class Answers:
    """What a draft says so far. A page counts when its form would accept it now."""

    def __init__(self, draft: IntakeDraft, member: Membership, now: datetime) -> None:
        self.draft, self.member, self.now = draft, member, now
        self.school = member.school
        self.zone = ZoneInfo(self.school.time_zone)
        self._forms: dict[str, PageForm] = {}

    # -- pages ----------------------------------------------------------------------------

    def typed(self, page: str) -> dict:
        """Return what was typed in a page, as it was typed."""
        return self.draft.data.get(page, {}).get("values", {})

    def initial(self, page: str) -> dict:
        """Return what was typed, shaped to fill the page again."""
        found: dict[str, object] = {}
        for name, value in self.typed(page).items():
            base, _, part = name.rpartition("_")
            if part in {"0", "1"}:
                found.setdefault(base, ["", ""])[int(part)] = value
            else:
                found[name] = value
        return found

    def form(self, page: str) -> PageForm:
        """Return the page's form over what was typed, validated once."""
        if page not in self._forms:
            with timezone.override(self.zone):  # hours were typed at the school
                self._forms[page] = PAGES[page].form(self.typed(page), answers=self)
                self._forms[page].is_valid()
        return self._forms[page]

    def clean(self, page: str) -> dict:
        """Return the page's answers that are valid."""
        return self.form(page).cleaned_data

    def is_complete(self, page: str) -> bool:
        return not self.people_problem if page == PERSONAS else self.form(page).is_valid()

    def first_incomplete(self, before: str = "") -> str:
        """Return the first page that does not stand, of those before `before`; "" if all do."""
        pages = ORDER[: ORDER.index(before)] if before in ORDER else ORDER
        return next((page for page in pages if not self.is_complete(page)), "")

    # -- what was answered ----------------------------------------------------------------

    @cached_property
    def staff(self) -> QuerySet[Membership]:
        return staff(self.school.local_date(self.now))

    @property
    def is_verbal(self) -> bool | None:
        canal = self.clean(CANAL).get("canal")
        return Canal(canal).is_verbal if canal else None

    @property
    def known_at(self) -> datetime | None:
        return self.clean(CONOCIMIENTO).get("known_at")

    @property
    def limit_at(self) -> datetime | None:
        """The end of the 24 hours that a crime may wait. Source: CPP art. 176."""
        return limit_of(self.known_at, self.school) if self.known_at else None

    @property
    def is_late(self) -> bool:
        return self.limit_at is not None and self.limit_at < self.now

    @property
    def relato(self) -> dict:
        return self.clean(RELATO)

    @property
    def facts_page(self) -> dict:
        return self.clean(HECHOS)

    @property
    def router(self) -> dict[str, str]:
        return self.clean(ORIENTACION)

    @property
    def choice(self) -> dict:
        return self.clean(PROTOCOLO)

    @cached_property
    def suggestion(self) -> Suggestion:
        victims = self.with_role(ParticipantRole.AFECTADO)
        return suggest(self.router, staff_victim=any(p.kind == "funcionario" for p in victims))

    # -- people ---------------------------------------------------------------------------

    @cached_property
    def people(self) -> list[Person]:
        return people_of(self.draft.data.get(PERSONAS, {}).get("values", []))

    def with_role(self, role: str) -> list[Person]:
        return [person for person in self.people if person.role == role]

    @property
    def people_problem(self) -> str:
        """Return why the list of people does not stand yet; "" if it does."""
        if not self.with_role(ParticipantRole.AFECTADO):
            return "Agregue al menos a una persona afectada."
        return conflict(self.people)

    @property
    def student_ids(self) -> set[int]:
        """The students of the case; who asked to remain unknown is in no list."""
        found = (p for p in self.people if p.kind == "estudiante" and not p.reserved)
        return {person.found.pk for person in found}

    # -- dates ----------------------------------------------------------------------------

    @property
    def known_on(self) -> date:
        return self.known_at.astimezone(self.zone).date()

    @property
    def occurred_on(self) -> date | None:
        return self.facts_page.get("occurred_on")

    @cached_property
    def reglamento(self) -> ReglamentoVersion | None:
        """The version in force on the day of the facts; failing that, on the day it was known."""
        found = reglamento_in_force(self.occurred_on) if self.occurred_on else None
        return found or reglamento_in_force(self.known_on)

    @property
    def reglamento_note(self) -> str:
        """What to say when the facts are older than any version of the reglamento."""
        if not self.occurred_on or not self.reglamento or reglamento_in_force(self.occurred_on):
            return ""
        return (
            "No hay un reglamento publicado que rija el día de los hechos: se aplica el del día en "
            f"que se supo ({self.reglamento}). Consúltelo con asesoría legal."
        )

    @cached_property
    def available(self) -> dict[str, str]:
        """The protocols of the reglamento with which a case may open, the suggested one first."""
        if self.known_at is None or self.reglamento is None:
            return {}
        titles = titles_of(self.reglamento)
        found = {key: title for key, title in titles.items() if key not in PARTIAL}
        first = self.suggestion.protocol_key
        return dict(sorted(found.items(), key=lambda one: (one[0] != first, one[1])))

    @property
    def beside(self) -> dict[str, str]:
        """The trámites that the answers start beside the protocol, by name."""
        titles = titles_of(self.reglamento) if self.reglamento else {}
        keys = dict.fromkeys(duty.tramite for duty in self.suggestion.duties)
        return {key: titles[key] for key in keys if key in titles}

    @property
    def case_facts(self) -> dict[str, object]:
        """Return the variables that the protocol branches on. What is unknown is left out."""
        accused = [p.accused for p in self.with_role(ParticipantRole.DENUNCIADO)]
        age = agresor_edad(accused, occurred_on=self.occurred_on, known_on=self.known_on)
        found = {
            **self.suggestion.facts,
            "denuncia_forma": "verbal" if self.is_verbal else "escrita",
            "agresor_edad": age,
            "agresor_tipo": agresor_tipo(accused) or None,
            "hecho_en_colegio": {"si": True, "no": False}.get(self.facts_page.get("in_school")),
        }
        return {name: value for name, value in found.items() if value is not None}


def limit_of(known_at: datetime, school: School) -> datetime:
    """Return the instant at which 24 hours on the clock have run."""
    calendar = calendar_of(school)
    return compute(known_at, 24, Unit.HORAS_CORRIDAS, calendar).at
