"""The reglamento in the browser: adopt, edit, compare, publish; an old case stays as it was."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.models import Case, Vencimiento
from convivencia.exceptions import DomainError, StaleFormError
from protocols.models import ReglamentoVersion
from protocols.reglamento import drafts
from protocols.selectors import protocol_of, reglamento_in_force
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import at
from tests.factories import MembershipFactory
from tests.protocols.reglamento.drafts import INFORME, TODAY, edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_june")]


def step(draft, step_id=INFORME, key="acoso_escolar"):
    return next(row for row in draft.protocols[key]["steps"] if row["id"] == step_id)


def plazo_of(version):
    return protocol_of(version, "acoso_escolar").step(INFORME).plazo.amount


def test_adopting_a_model_makes_a_draft_that_does_not_rule(client, school):
    encargada = MembershipFactory(school=school, role=Role.ENCARGADA)
    client.force_login(encargada.user)

    answer = client.post(reverse("reglamento-adopt"), {"modelo": "A", "title": "Reglamento 2027"})

    with school_context(school):
        [draft] = ReglamentoVersion.objects.all()
        assert answer.url == reverse("reglamento-version", args=[draft.pk])
        assert draft.is_draft
        assert reglamento_in_force(TODAY) is None
        assert AuditEntry.objects.filter(object_type="reglamento", object_id=draft.pk).exists()


def test_a_plazo_is_edited_published_and_rules_new_cases_only(client, scene, draft):
    client.force_login(scene.directora.user)
    old = scene.case.pk
    edit(client, draft)

    answer = client.post(
        reverse("reglamento-publish", args=[draft.pk]),
        {"revision": 1, "in_force_from": TODAY, "acknowledged": "on"},
    )

    assert answer.status_code == 302
    with school_context(scene.school):
        assert reglamento_in_force(TODAY).pk == draft.pk
        assert (
            protocol_of(reglamento_in_force(TODAY), "acoso_escolar").step(INFORME).plazo.amount
            == 12
        )
        before = reglamento_in_force(date(2026, 5, 31))
        assert before.in_force_until == date(2026, 5, 31)
        assert Case.objects.get(pk=old).reglamento_id == before.pk
        assert plazo_of(before) == 15
    scene.heard()
    with school_context(scene.school):
        assert Vencimiento.objects.get(case_id=old, step_id=INFORME).due_on == date(2026, 6, 1)


def test_the_comparison_says_it_in_words(client, scene, draft):
    client.force_login(scene.encargada.user)
    edit(client, draft)

    page = client.get(reverse("reglamento-compare", args=[draft.pk])).content.decode()

    assert "15 días hábiles" in page
    assert "12 días hábiles" in page
    assert "Encargado; Dirección" in page


def test_the_days_of_notice_are_edited_and_compared(client, scene, draft):
    client.force_login(scene.encargada.user)
    edit(client, draft, {"warn_days": 5})

    page = client.get(reverse("reglamento-compare", args=[draft.pk])).content.decode()

    assert "Los días de aviso" in page
    assert "<b>5</b>" in page
    with school_context(scene.school):
        version = ReglamentoVersion.objects.get(pk=draft.pk)
        assert protocol_of(version, "acoso_escolar").step(INFORME).warn_days == 5


def test_two_people_at_once_and_the_second_keeps_what_was_typed(client, scene, draft):
    client.force_login(scene.encargada.user)
    edit(client, draft)

    answer = edit(client, draft, {"amount": 9, "title": "Emitir pronto"}, revision=0)

    page = answer.content.decode()
    assert "Otra persona cambió el borrador" in page
    assert "Emitir pronto" in page
    with school_context(scene.school):
        assert step(ReglamentoVersion.objects.get(pk=draft.pk))["plazo"]["amount"] == 12


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"amount": ""}, "un número entero, desde 1"),
        ({"amount": 0}, "un número entero, desde 1"),
        ({"responsible": " , "}, "no tiene responsable"),
        ({"source": ""}, "Falta completar"),
        ({"unit": "semanas"}, "unit"),
    ],
)
def test_what_a_protocol_cannot_hold_is_refused(client, scene, draft, data, says):
    client.force_login(scene.encargada.user)

    answer = edit(client, draft, data)

    assert answer.status_code == 200
    assert says in answer.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.get(pk=draft.pk).revision == 0


def test_what_the_law_forbids_cannot_be_published(client, scene, draft):
    """Source: CPP art. 176; a reglamento can tighten the 24 hours, not loosen them."""
    client.force_login(scene.directora.user)
    edit(client, draft, {"amount": 48, "unit": "horas_corridas"}, step_id="bul-06-denuncia-delito")

    answer = client.post(
        reverse("reglamento-publish", args=[draft.pk]),
        {"revision": 1, "in_force_from": TODAY, "acknowledged": "on"},
    )

    assert "No se puede publicar" in answer.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.get(pk=draft.pk).is_draft


def test_the_faults_of_the_model_are_published_only_knowingly(client, scene, draft):
    client.force_login(scene.directora.user)
    url = reverse("reglamento-publish", args=[draft.pk])

    answer = client.post(url, {"revision": 0, "in_force_from": TODAY})

    assert "confirme que los revisó" in answer.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.get(pk=draft.pk).is_draft


def test_only_the_directora_publishes(client, scene, draft):
    client.force_login(scene.encargada.user)

    assert client.get(reverse("reglamento-publish", args=[draft.pk])).status_code == 403
    with school_context(scene.school), pytest.raises(DomainError, match="Su rol no permite"):
        drafts.publish(
            draft,
            in_force_from=TODAY,
            today=TODAY,
            revision=0,
            actor=scene.encargada,
            now=at("2026-06-01 10:00"),
        )


@pytest.mark.parametrize("day", ["2026-05-31", "2025-12-31"])
def test_a_version_never_rules_the_past(client, scene, draft, day):
    client.force_login(scene.directora.user)

    answer = client.post(
        reverse("reglamento-publish", args=[draft.pk]), {"revision": 0, "in_force_from": day}
    )

    assert "desde hoy" in answer.content.decode()


def test_one_draft_at_a_time(scene, draft):
    with school_context(scene.school), pytest.raises(DomainError, match="Ya hay un borrador"):
        drafts.draft_from_modelo("B", title="Otro", actor=scene.directora)


def test_the_database_keeps_a_published_version_as_it_was(scene):
    with school_context(scene.school):
        current = reglamento_in_force(TODAY)
        for change in ("title = 'otro'", "protocols = '{}'", "in_force_from = '2020-01-01'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE protocols_reglamentoversion SET {change} WHERE id = %s", [current.pk]
                )
        with pytest.raises(DatabaseError), transaction.atomic():
            current.delete()


def test_a_published_version_is_not_edited_from_the_page(client, scene):
    client.force_login(scene.encargada.user)
    with school_context(scene.school):
        current = reglamento_in_force(TODAY)

    answer = edit(client, current)

    assert "ya está publicada" in answer.content.decode()


def test_a_stale_publication_is_refused(scene, draft):
    with school_context(scene.school), pytest.raises(StaleFormError):
        drafts.publish(
            draft,
            in_force_from=TODAY,
            today=TODAY,
            revision=7,
            actor=scene.directora,
            now=at("2026-06-01 10:00"),
        )


def test_discarding_leaves_the_one_that_rules(client, scene, draft):
    client.force_login(scene.encargada.user)

    client.post(reverse("reglamento-discard", args=[draft.pk]), {"revision": 0})

    with school_context(scene.school):
        assert not ReglamentoVersion.objects.filter(published_at=None).exists()
        assert reglamento_in_force(TODAY) is not None
