"""Reminders: to whom, when, once."""

from datetime import date, timedelta

import pytest
from django.db import connection, connections

from cases.models import CaseAccess, Participant, Vencimiento
from cases.models.access import TeamRole
from cases.reminders.recipients import recipients_of
from cases.reminders.services import acknowledge_vencimiento
from cases.reminders.sweep import remind, sweep
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import vencimiento, wake, written
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

INFORME = "bul-13-informe-encargado"  # due 1 June 2026, by the encargada
ACTIVACION = "bul-04-activacion"  # a 24 h clock, by the directora


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school).heard()


def told(scene: Scene, step: str, rung: int, when: str = "2026-06-04 09:00") -> dict[str, str]:
    with school_context(scene.school):
        row = vencimiento(scene, step)
        found = recipients_of(row, scene.case, rung=rung, now=at(when))
    return {r.email: r.kind for r in found}


def test_before_it_is_due_only_the_owner_is_told(scene):
    assert told(scene, INFORME, -3) == {scene.encargada.user.email: "aviso"}


def test_late_one_day_the_directora_three_the_sostenedor(scene):
    encargada, directora = scene.encargada.user.email, scene.directora.user.email

    assert told(scene, INFORME, 1) == {encargada: "aviso", directora: "escalamiento"}
    assert told(scene, INFORME, 3) == {
        encargada: "aviso",
        directora: "escalamiento",
        scene.school.sostenedor.email: "sostenedor",
    }


def test_tomo_conocimiento_stops_the_climb_and_not_the_daily_note(scene):
    now = at("2026-06-03 10:00")
    with school_context(scene.school):
        acknowledge_vencimiento(
            case=scene.case, vencimiento=vencimiento(scene, INFORME), actor=scene.directora, now=now
        )

    assert told(scene, INFORME, 4) == {scene.encargada.user.email: "aviso"}


def test_a_24_hour_clock_tells_both_from_the_start(scene):
    assert told(scene, ACTIVACION, -21) == {
        scene.encargada.user.email: "aviso",
        scene.directora.user.email: "aviso",
    }


def test_a_substitute_in_force_is_told_and_one_that_ended_is_not(scene):
    school = scene.school
    now_on = MembershipFactory(
        school=school,
        role=Role.ENCARGADA,
        substitutes=scene.encargada,
        active_from=date(2026, 6, 1),
    )
    over = MembershipFactory(
        school=school,
        role=Role.ENCARGADA,
        active_from=date(2026, 3, 1),
        active_until=date(2026, 5, 30),
    )

    emails = told(scene, INFORME, -1)

    assert now_on.user.email in emails
    assert over.user.email not in emails


def test_a_deactivated_person_is_not_told(scene):
    user = scene.encargada.user
    user.is_active = False
    user.save()

    assert scene.encargada.user.email not in told(scene, INFORME, -1)


def party(scene: Scene, membership) -> None:
    with school_context(scene.school):
        Participant.objects.create(case=scene.case, role="denunciado", membership=membership)


def test_who_is_a_party_is_told_nothing_and_the_directora_takes_over(scene):
    party(scene, scene.encargada)

    assert told(scene, INFORME, -1) == {scene.directora.user.email: "aviso"}


def test_when_the_directora_is_a_party_too_the_sostenedor_is_told(scene):
    party(scene, scene.encargada)
    party(scene, scene.directora)

    assert told(scene, INFORME, -1) == {scene.school.sostenedor.email: "sostenedor"}


def test_the_profesor_jefe_is_told_only_by_a_grant_in_force(scene):
    with school_context(scene.school):
        Vencimiento.objects.filter(step_id=INFORME).update(owner_role=Role.PROFESOR_JEFE)
    assert scene.profesor.user.email not in told(scene, INFORME, -1)
    with school_context(scene.school):
        CaseAccess.objects.create(
            permission_id=permission(), content_object=scene.case, user=scene.profesor.user,
            team_role=TeamRole.EJECUTA, granted_by=scene.directora.user, reason="Aplica medidas",
            granted_at=at("2026-06-01 09:00"),
        )  # fmt: skip

    assert told(scene, INFORME, -1) == {scene.profesor.user.email: "aviso"}


def test_who_carries_measures_out_is_told_with_the_encargada(scene):
    with school_context(scene.school):
        CaseAccess.objects.create(
            permission_id=permission(), content_object=scene.case, user=scene.profesor.user,
            team_role=TeamRole.EJECUTA, granted_by=scene.directora.user, reason="Aplica medidas",
            granted_at=at("2026-06-01 09:00"),
        )  # fmt: skip

        rows = Vencimiento.objects.filter(step_id="bul-16-implementacion")
        rows.update(due_on=date(2026, 6, 8))

    both = {scene.profesor.user.email: "aviso", scene.encargada.user.email: "aviso"}
    assert told(scene, "bul-16-implementacion", -1) == both


def permission() -> int:
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename="view_case", content_type__app_label="cases").pk


def test_reminding_writes_once_and_moves_to_the_next_rung(scene):
    now = at("2026-05-29 09:00")
    row = wake(scene, INFORME, now)

    with school_context(scene.school):
        counts = [remind(pk=row.pk, now=now), remind(pk=row.pk, now=now)]

    assert counts == [1, 0]
    row = vencimiento(scene, INFORME)
    assert (row.rung, row.next_reminder_at) == (0, at("2026-06-01 09:00"))


def test_after_an_outage_one_word_is_said_and_it_escalates(scene):
    row = wake(scene, INFORME, at("2026-05-25 09:00"))
    with school_context(scene.school):
        Vencimiento.objects.filter(pk=row.pk).update(rung=-5)  # the one that was due then

    with school_context(scene.school):
        count = remind(pk=row.pk, now=at("2026-06-04 12:00"))  # three hábiles late

    assert count == 3
    assert {m.kind for m in written(scene.school)} == {"aviso", "escalamiento"}


def test_what_was_done_meanwhile_is_not_reminded(scene):
    from cases.states import Acto

    row = wake(scene, INFORME, at("2026-05-29 09:00"))
    scene.act(Acto.INFORMAR, "2026-05-28 12:00")
    with school_context(scene.school):
        Vencimiento.objects.filter(pk=row.pk).update(next_reminder_at=at("2026-05-29 09:00"))

        assert remind(pk=row.pk, now=at("2026-05-29 09:00")) == 0


def test_an_archived_case_says_nothing_more(scene):
    row = wake(scene, INFORME, at("2026-06-02 09:00"))
    with school_context(scene.school):
        scene.case.state = "archivado"
        scene.case.save(update_fields=["state"])

        assert remind(pk=row.pk, now=at("2026-06-02 09:00")) == 0
    assert vencimiento(scene, INFORME).next_reminder_at is None


@pytest.mark.django_db(transaction=True, databases=["default", "sweep", "owner"])
def test_the_sweep_serves_every_school_and_one_bad_row_silences_nobody(school, monkeypatch):
    from tests.factories import SchoolFactory

    scenes = [Scene.open(s).heard() for s in (school, SchoolFactory(), SchoolFactory())]
    now = at("2026-05-29 09:00")
    rows = [wake(scene, INFORME, now) for scene in scenes]
    from cases.reminders import sweep as module

    real = module.remind

    def breaks(*, pk, now):
        if pk == rows[0].pk:
            raise RuntimeError("una fila mala")
        return real(pk=pk, now=now)

    monkeypatch.setattr(module, "remind", breaks)

    assert sweep(now=now) == 2
    assert [len(written(s.school)) for s in scenes] == [0, 1, 1]


@pytest.mark.django_db(transaction=True, databases=["default", "sweep", "owner"])
def test_a_case_that_somebody_holds_waits_for_the_next_sweep(school):
    import threading

    from cases.history.services import lock_case

    scene = Scene.open(school).heard()
    now = at("2026-05-29 09:00")
    wake(scene, INFORME, now)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with school_context(school):
            lock_case(scene.case)
            held.set()
            done.wait(10)
        connection.close()

    worker = threading.Thread(target=hold)
    worker.start()
    held.wait(10)
    while_held = sweep(now=now)
    done.set()
    worker.join()

    assert (while_held, sweep(now=now)) == (0, 1)


@pytest.mark.django_db(transaction=True, databases=["default", "sweep", "owner"])
@pytest.mark.parametrize(
    ("table", "column", "index"),
    [
        ("cases_vencimiento", "next_reminder_at", "vencimiento_to_remind"),
        ("cases_outboxmessage", "next_attempt_at", "outbox_pending"),
    ],
)
def test_finding_work_never_scans_the_table(school, owner_connection, table, column, index):
    """Among 100,000 rows of which ten are due, the plan is the partial index."""
    scene = Scene.open(school)
    grow(owner_connection, scene, table)
    with connections["sweep"].cursor() as cursor:
        cursor.execute(
            f"EXPLAIN SELECT id, school_id, {column} FROM {table} WHERE {column} <= %s "
            f"ORDER BY {column}, id LIMIT 200",
            [at("2026-06-02 09:00") + timedelta(days=1)],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert index in plan
    assert "Seq Scan" not in plan


def grow(owner, scene: Scene, table: str) -> None:
    """Copy one row of `table` many times; only ten of the copies are due."""
    from cases.reminders.outbox import enqueue

    owner.execute("SELECT set_config('app.school_id', %s, false)", [str(scene.school.pk)])
    with school_context(scene.school):
        words = {"recipient": "a@b.example", "subject": "s", "body": "b"}
        enqueue(key="x", kind="aviso", now=scene.now, **words)
    columns = owner.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
        "AND column_name <> 'id'", [table]
    ).fetchall()  # fmt: skip
    changed = {
        "step_id": "'copia ' || n",
        "key": "'copia ' || n",
        "next_reminder_at": "CASE WHEN n <= 10 THEN now() - interval '1 year' END",
        "next_attempt_at": "CASE WHEN n <= 10 THEN now() - interval '1 year' END",
    }
    names = [f'"{name}"' for (name,) in columns]
    values = [changed.get(name, f'"{name}"') for (name,) in columns]
    owner.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM "
        f"(SELECT * FROM {table} ORDER BY id LIMIT 1) one, generate_series(1, 100000) n"
    )
    owner.execute(f"ANALYZE {table}")
