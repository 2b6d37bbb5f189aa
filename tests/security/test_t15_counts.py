"""T15: totals, filters, searches and positions are worked out after what one may not see is gone.

Whatever is added to the school out of a person's sight, not one byte of their pages changes.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.intake.drafts import add_person, start_draft
from cases.models import (
    Case,
    CaseAccess,
    CaseState,
    IntakeDraft,
    Medida,
    Participant,
    Resolucion,
    Vencimiento,
)
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from schools.models import Role
from schools.tenancy.context import school_context
from tests.security.sheets import plain, undone
from tests.ui.fixtures import enter, friday  # noqa: F401
from tests.ui.scenes import FRIDAY, Town, busy_town

pytestmark = pytest.mark.django_db
PROTOCOLS = ["acoso_escolar", "oficio", "mediacion"]
HELPERS = [Role.PROFESOR_JEFE, Role.EQUIPO, Role.INSPECTORIA, Role.DOCENTE]
CLOCKS = re.compile(r"\d+ h|\d+ min")


@dataclass(frozen=True)
class Hidden:
    """A case that the person may not see."""

    state: str
    protocol: str
    due: int  # days from today
    like: int  # shares its students with this visible one
    spent_grant: bool


HIDDEN = st.builds(
    Hidden,
    st.sampled_from(CaseState.values),
    st.sampled_from(PROTOCOLS),
    st.integers(-20, 20),
    st.integers(0, 5),
    st.booleans(),
)
SEEN = st.lists(
    st.sampled_from([None, TeamRole.APOYA, TeamRole.EJECUTA, TeamRole.DENUNCIO]),
    min_size=6, max_size=6,
)  # fmt: skip
EXAMPLES = settings(
    deadline=None, max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def calm(friday, school) -> Town:  # noqa: F811
    return busy_town(school)


def hide(town: Town, one: Hidden, number: int, role: Role, *, as_party: bool) -> Case:
    """Add a case out of the sight of the member of `role`, full of what pages count."""
    who, like = town.member(role), town.cases[one.like]
    case = Case.objects.create(
        year=2026, number=number, protocol_key=one.protocol, state=one.state, known_at=FRIDAY,
        reglamento=town.reglamento, created_at=FRIDAY,
        opened_by=town.member(Role.ADMINISTRADORA).user,
    )  # fmt: skip
    people = [
        Participant.objects.create(
            case=case, role=p.role, student=p.student, curso_name=p.curso_name, age=p.age
        )
        for p in like.participants.select_related("student")
    ]
    if as_party:
        Participant.objects.create(case=case, role=ParticipantRole.DENUNCIADO, membership=who)
    tramite = case.tramites.create(protocol_key=one.protocol, started_at=FRIDAY)
    due = FRIDAY + timedelta(days=one.due)
    Vencimiento.objects.create(
        case=case, tramite=tramite, step_id="bul-04-activacion", title="Activar", order=1,
        state="vencido" if one.due < 0 else "en_curso", due_at=due, due_on=due.date(),
        owner_role=role, rule={},
    )  # fmt: skip
    Medida.objects.create(
        case=case, participant=people[0], tipo="resguardo", description="Otra puerta",
        owner_role=role, starts_on=FRIDAY.date(), review_on=FRIDAY.date(),
    )  # fmt: skip
    Resolucion.objects.create(
        case=case, state="enviada", sent_at=FRIDAY, drafted_by=town.member(Role.ADMINISTRADORA).user
    )
    if one.spent_grant:
        _grant(town, case, role, TeamRole.APOYA, until=FRIDAY - timedelta(days=1))
    return case


def _grant(town: Town, case: Case, role: Role, function: TeamRole, until: object = None) -> None:
    access = town.grant(case, role, function)
    CaseAccess.objects.filter(pk=access.pk).update(until=until)


def questions(town: Town, draft: IntakeDraft) -> list[tuple[str, dict]]:
    """Return everything that lists, counts, searches or sorts."""
    with school_context(town.school):
        student = town.cases[0].participants.select_related("student").first().student
    found = [("/", {}), ("/casos/", {}), ("/casos/", {"antes": "2026-0045"})]
    found += [("/casos/", {"despues": "2026-0038"}), ("/casos/", {"estado": "abiertos"})]
    found += [("/casos/", {"estado": state}) for state in ("informado", "cerrado")]
    found += [("/casos/", {"protocolo": key}) for key in PROTOCOLS[:2]]
    searched = ("2026-0900", "900", "0047", student.paternal, student.run)
    found += [("/casos/", {"q": text}) for text in searched]
    found += [("/estudiantes/", {"q": student.paternal}), (f"/estudiantes/{student.pk}/", {})]
    found += [("/cursos/", {})]
    page = f"/denuncias/borrador/{draft.pk}/"
    return [*found, (f"{page}personas/", {}), (f"{page}buscar/", {"q": student.paternal})]


def pages(town: Town, client: Client, draft: IntakeDraft) -> dict[str, tuple[int, str]]:
    found = {}
    for path, asked in questions(town, draft):
        answer = client.get(path, asked)
        text = CLOCKS.sub("", plain(answer.content))
        found[f"{path} {asked}"] = answer.status_code, text
    return found


def differences(
    town: Town, role: Role, hidden: list[Hidden], *, as_party: bool
) -> dict[str, tuple[str, ...]]:
    """Return the pages that change when what may not be seen is added."""
    client, draft = enter(Client(), town.member(role)), _draft(town, role)
    before = pages(town, client, draft)
    with school_context(town.school):
        for n, one in enumerate(hidden):
            hide(town, one, 900 + n, role, as_party=as_party)
    after = pages(town, client, draft)
    return {
        asked: apart(before[asked], after[asked])
        for asked in before
        if before[asked] != after[asked]
    }


def apart(one: tuple[int, str], two: tuple[int, str]) -> tuple[str, ...]:
    """Return the first lines in which two answers differ."""
    pairs = zip_longest(one[1].split("\n"), two[1].split("\n"), fillvalue="")
    return next((pair for pair in pairs if pair[0] != pair[1]), (str(one[0]), str(two[0])))


def _draft(town: Town, role: Role) -> IntakeDraft:
    """Return a denuncia typed as far as its people: those of an open case."""
    member = town.member(role)
    typed = {
        "canal": {"canal": "presencial", "received_by": str(member.pk)},
        "conocimiento": {"known_at_0": "2026-11-19", "known_at_1": "10:20"},
        "relato": {"relato": "«Me esconden la mochila».", "interpretation": ""},
    }
    with school_context(town.school):
        draft = start_draft(actor=member, values={}, now=FRIDAY)
        for page, values in typed.items():
            draft.data[page] = {"values": values, "rev": 1, "tab": ""}
        draft.save()
        for person in town.cases[0].participants.order_by("pk"):
            draft = add_person(
                draft=draft, role=person.role, kind="estudiante", pk=person.student_id, now=FRIDAY
            )
    return draft


@EXAMPLES
@given(
    st.sampled_from(HELPERS),
    SEEN,
    st.lists(HIDDEN, min_size=1, max_size=4),
)
def test_t15_what_a_member_of_no_team_may_not_see_changes_no_page(calm, role, seen, hidden):
    with undone():
        for case, function in zip(calm.cases, seen, strict=True):
            if function is not None:
                calm.grant(case, role, function)

        assert differences(calm, role, hidden, as_party=False) == {}


@EXAMPLES
@given(st.sampled_from([Role.ENCARGADA, Role.DIRECTORA]), st.lists(HIDDEN, min_size=1, max_size=4))
def test_t15_nor_does_a_case_in_which_a_leader_is_a_party(calm, role, hidden):
    with undone():
        assert differences(calm, role, hidden, as_party=True) == {}


@pytest.mark.parametrize("role", [Role.ENCARGADA, Role.DIRECTORA])
def test_t15_the_pages_do_count_what_may_be_seen(calm, role):
    """The control: the same cases change the pages of a leader who is no party."""
    hidden = [Hidden("recibido", "acoso_escolar", 1, 0, False)]

    changed = differences(calm, role, hidden, as_party=False)

    assert {"/ {}", "/casos/ {}", "/casos/ {'q': '2026-0900'}"} <= set(changed)
    assert any("/personas/" in asked for asked in changed)
