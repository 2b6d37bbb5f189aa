"""The summary of the morning: when, to whom, how many."""

from datetime import date

import pytest

from cases.models import Participant, Resolucion
from cases.reminders.digest import Counts, counts_for, send_digests
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import written
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory, SchoolFactory


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school).heard()


def counts(scene: Scene, member, when: str) -> Counts:
    now = at(when)
    with school_context(scene.school):
        return counts_for(member, day=now.date(), now=now)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-05-29 08:00", (0, 1)),  # Friday: the informe is due on Monday
        ("2026-06-01 08:00", (1, 0)),  # on the day
        ("2026-06-02 08:00", (0, 0)),  # late
    ],
)
def test_counts_of_the_informe(scene, when, expected):
    found = counts(scene, scene.encargada, when)

    assert (found.today, found.week) == expected


def test_who_sees_no_case_gets_no_summary(scene):
    assert counts(scene, scene.profesor, "2026-06-01 08:00") == Counts()


def test_a_party_gets_no_count_of_their_case(scene):
    with school_context(scene.school):
        Participant.objects.create(case=scene.case, role="denunciado", membership=scene.encargada)

    assert counts(scene, scene.encargada, "2026-06-01 08:00") == Counts()


def test_what_waits_for_a_signature_is_counted_for_the_directora_only(scene):
    with school_context(scene.school):
        Resolucion.objects.create(
            case=scene.case, state="enviada", drafted_by=scene.encargada.user,
            sent_at=at("2026-06-01 07:00"),
        )  # fmt: skip

    assert counts(scene, scene.directora, "2026-06-01 08:00").to_sign == 1
    assert counts(scene, scene.encargada, "2026-06-01 08:00").to_sign == 0


def summaries(scene: Scene) -> list[str]:
    return [m.recipient for m in written(scene.school) if m.kind == "resumen"]


@pytest.mark.parametrize(
    ("when", "sent"),
    [
        ("2026-06-01 07:45", False),
        ("2026-06-01 08:00", True),
        ("2026-06-01 15:30", True),  # beat was down in the morning
        ("2026-06-01 20:00", False),  # by night it is no use
        ("2026-05-30 08:00", False),  # Saturday
        ("2026-06-29 08:00", False),  # San Pedro y San Pablo
    ],
)
def test_it_goes_out_on_business_days_in_the_morning(scene, when, sent):
    send_digests(now=at(when))

    assert (scene.encargada.user.email in summaries(scene)) is sent


def test_once_per_person_and_day_however_often_it_runs(scene):
    other_role = MembershipFactory(
        school=scene.school, user=scene.encargada.user, role="equipo", active_from=date(2026, 1, 1)
    )
    for when in ("2026-06-01 08:00", "2026-06-01 08:15", "2026-06-01 08:15", "2026-06-02 08:00"):
        send_digests(now=at(when))

    assert other_role.user.email == scene.encargada.user.email
    assert summaries(scene).count(scene.encargada.user.email) == 2


def test_it_is_eight_where_the_school_is(db):
    island = Scene.open(SchoolFactory(time_zone="Pacific/Easter", comuna="05201")).heard()

    send_digests(now=at("2026-06-01 08:00"))  # 06:00 there
    early = summaries(island)
    send_digests(now=at("2026-06-01 10:00"))

    assert early == []
    assert summaries(island)
