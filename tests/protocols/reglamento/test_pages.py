"""One effect per form sent, the sheet, its cost, and another school."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from protocols.models import ReglamentoVersion
from protocols.reglamento import drafts
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.factories import MembershipFactory, SchoolFactory
from tests.protocols.reglamento.drafts import INFORME, TODAY, TWELVE, edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_june")]


MOST_QUERIES = 14  # session, member, school, context, the page itself


# -- una vez ----------------------------------------------------------------------------------


def test_a_double_click_adopts_once_and_says_so(client, scene):
    client.force_login(scene.encargada.user)
    typed = {"modelo": "A", "title": "Reglamento", "envio": "una"}

    client.post(reverse("reglamento-adopt"), typed)
    again = client.post(reverse("reglamento-adopt"), typed, follow=True)

    assert "Esto ya se había registrado" in again.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.filter(published_at=None).count() == 1


def test_a_double_click_edits_once_and_says_so(client, scene, draft):
    client.force_login(scene.encargada.user)
    url = reverse("reglamento-step", args=[draft.pk, "acoso_escolar", INFORME])
    typed = TWELVE | {"revision": 0, "envio": "una"}

    client.post(url, typed)
    again = client.post(url, typed, follow=True)

    assert "Esto ya se había registrado" in again.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.get(pk=draft.pk).revision == 1


def test_a_double_click_publishes_once_and_says_so(client, scene, draft):
    client.force_login(scene.directora.user)
    url = reverse("reglamento-publish", args=[draft.pk])
    typed = {"revision": 0, "in_force_from": TODAY, "acknowledged": "on", "envio": "una"}

    client.post(url, typed)
    again = client.post(url, typed, follow=True)

    assert "Esto ya se había registrado" in again.content.decode()
    with school_context(scene.school):
        told = AuditEntry.objects.filter(object_type="reglamento", detail__startswith="Publicó")
        assert told.count() == 1


def test_a_double_click_discards_once_and_says_so(client, scene, draft):
    client.force_login(scene.encargada.user)
    url = reverse("reglamento-discard", args=[draft.pk])

    client.post(url, {"revision": 0, "envio": "una"})
    again = client.post(url, {"revision": 0, "envio": "una"}, follow=True)

    assert "ya se había descartado" in again.content.decode()


def test_a_slip_in_the_year_is_not_published(client, scene, draft):
    client.force_login(scene.directora.user)
    typed = {"revision": 0, "in_force_from": "2062-06-01", "acknowledged": "on"}

    answer = client.post(reverse("reglamento-publish", args=[draft.pk]), typed)

    assert "más de un año" in answer.content.decode()
    with school_context(scene.school):
        assert ReglamentoVersion.objects.get(pk=draft.pk).is_draft


# -- hoja y costo -----------------------------------------------------------------------------


def test_the_sheet_has_every_protocol_the_faltas_and_where_to_sign(client, scene, draft):
    client.force_login(scene.encargada.user)

    text = client.get(reverse("reglamento-sheet", args=[draft.pk])).content.decode()

    for protocol in draft.protocols.values():
        assert escape(protocol["title"]) in text
    assert escape(draft.faltas["faltas"][0]["title"]) in text
    assert "Directora o director" in text
    assert "no rige" in text


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("reglamento", None),
        ("reglamento-version", []),
        ("reglamento-compare", []),
        ("reglamento-sheet", []),
        ("reglamento-protocol", ["acoso_escolar"]),
        ("reglamento-step", ["acoso_escolar", INFORME]),
        ("reglamento-publish", []),
    ],
)
def test_a_page_asks_the_database_little(client, scene, draft, name, more):
    client.force_login(scene.directora.user)
    url = reverse(name) if more is None else reverse(name, args=[draft.pk, *more])
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200

    assert len(asked) <= MOST_QUERIES, [row["sql"][:90] for row in asked]


# -- otro establecimiento ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("reglamento-version", []),
        ("reglamento-compare", []),
        ("reglamento-export", []),
        ("reglamento-sheet", []),
        ("reglamento-publish", []),
        ("reglamento-discard", []),
        ("reglamento-draft", []),
        ("reglamento-protocol", ["acoso_escolar"]),
        ("reglamento-step", ["acoso_escolar", INFORME]),
    ],
)
def test_another_school_finds_nothing(client, draft, name, more):
    stranger = MembershipFactory(school=SchoolFactory(), role=Role.DIRECTORA)
    client.force_login(stranger.user)

    foreign = client.get(reverse(name, args=[draft.pk, *more]))
    absent = client.get(reverse(name, args=[10**9, *more]))

    assert (foreign.status_code, foreign.content) == (404, absent.content)


def test_comparing_with_a_version_of_another_school_finds_nothing(client, scene, draft):
    other = SchoolFactory()
    directora = MembershipFactory(school=other, role=Role.DIRECTORA)
    with school_context(other):
        theirs = drafts.draft_from_modelo("A", title="Ajeno", actor=directora)
    client.force_login(scene.encargada.user)

    answer = client.get(reverse("reglamento-compare", args=[draft.pk]), {"con": theirs.pk})

    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.DOCENTE, Role.EQUIPO, Role.SOSTENEDOR, Role.ADMINISTRADORA])
def test_who_only_reads_cannot_write(client, scene, draft, role):
    client.force_login(MembershipFactory(school=scene.school, role=role).user)

    assert client.get(reverse("reglamento")).status_code == 200
    assert client.get(reverse("reglamento-version", args=[draft.pk])).status_code == 200
    for name in ("reglamento-adopt", "reglamento-import"):
        assert client.get(reverse(name)).status_code == 403
    assert edit(client, draft).status_code == 403
