"""The reglamento in the browser: adopt, edit, compare, publish; an old case stays as it was."""

from datetime import date

import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from cases.models import Case, Vencimiento
from convivencia.exceptions import DomainError, StaleFormError
from protocols.models import ReglamentoVersion
from protocols.reglamento import drafts
from protocols.reglamento.files import from_yaml, to_yaml
from protocols.selectors import protocol_of, reglamento_in_force
from schools.models import AuditEntry, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
INFORME = "bul-13-informe-encargado"
TODAY = date(2026, 6, 1)
MOST_QUERIES = 14  # session, member, school, context, the page itself


@pytest.fixture(autouse=True)
def first_of_june(monkeypatch):
    instant = at("2026-06-01 10:00")
    for module in (
        "protocols.reglamento.views.now",
        "protocols.reglamento.drafting.now",
        "convivencia.clock.now",
    ):
        monkeypatch.setattr(module, lambda: instant)


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def draft(scene):
    with school_context(scene.school):
        current = reglamento_in_force(TODAY)
        return drafts.draft_from_version(current, title="Reglamento", actor=scene.encargada)


def step(draft, step_id=INFORME, key="acoso_escolar"):
    return next(row for row in draft.protocols[key]["steps"] if row["id"] == step_id)


def plazo_of(version):
    return protocol_of(version, "acoso_escolar").step(INFORME).plazo.amount


TWELVE = {
    "amount": 12,
    "unit": "dias_habiles",
    "responsible": "Encargado, Dirección",
    "source": "8.6.3.2 B.8",
    "title": "Emitir el informe",
    "note": "",
}


def edit(client, draft, data=None, revision=0, step_id=INFORME):
    url = reverse("reglamento-step", args=[draft.pk, "acoso_escolar", step_id])
    return client.post(url, {**TWELVE, **(data or {}), "revision": revision})


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


# -- archivos ---------------------------------------------------------------------------------


def test_a_file_goes_out_and_comes_back_the_same(client, scene, draft):
    client.force_login(scene.encargada.user)
    sent = client.get(reverse("reglamento-export", args=[draft.pk]))

    read = from_yaml(sent.content)

    assert "attachment" in sent["Content-Disposition"]
    assert read.modelo == "A"
    assert read.protocols == draft.protocols
    assert (read.faltas, read.medidas) == (draft.faltas, draft.medidas)
    assert read.faltas


def bad(**change):
    return yaml.safe_dump({"modelo": "A", "protocolos": {"x": {"key": "x"}}, **change}).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "no es YAML"),
        (b"a: [1", "no es YAML"),
        (b"!!python/object/apply:os.system ['true']", "no es YAML"),
        (b"a: " + b"9" * 5000, "no es YAML"),
        (b"a: 2026-99-99", "no es YAML"),
        (b"a: !!int x", "no es YAML"),
        (b"a: !!timestamp x", "no es YAML"),
        (b"a: !!bool x", "no es YAML"),
        (b"[" * 100_000, "no es YAML"),
        (b"modelo: A\nmodelo: B", "dos veces"),
        (b"a: &a [1]\nb: [*a, *a]", "no es YAML"),
        (b"[]", "protocolos"),
        (bad(modelo="Z"), "modelo"),
        (bad(protocolos={}), "ning"),
        (bad(protocolos={"x": 3}), "no es un protocolo"),
        (bad(), "mal declarado"),
    ],
)
def test_a_file_that_is_not_a_reglamento_is_refused_with_its_place(content, says):
    with pytest.raises(DomainError, match=says):
        from_yaml(content)


def test_a_protocol_filed_under_another_name_is_refused(draft):
    text = to_yaml(draft).replace("  acoso_escolar:", "  otro_nombre:", 1)

    with pytest.raises(DomainError, match="dice llamarse"):
        from_yaml(text.encode())


def with_step(draft, **change):
    """The file of a draft whose first protocol says something else in its first step."""
    document = yaml.safe_load(to_yaml(draft))
    document["protocolos"]["acoso_escolar"]["steps"][0].update(change)
    return yaml.safe_dump(document).encode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "nulo\x00"}, "caracteres"),
        ({"title": "z" * 5000}, "más de 4000"),
        ({"id": "../../admin"}, "sólo puede llevar"),
        ({"id": "bul ñ"}, "sólo puede llevar"),
    ],
)
def test_a_file_with_what_no_page_can_show_is_refused(draft, change, says):
    with pytest.raises(DomainError) as refused:
        from_yaml(with_step(draft, **change))

    assert says in " ".join([refused.value.message, *refused.value.reasons])


def test_the_faltas_of_a_file_are_checked(draft):
    document = yaml.safe_load(to_yaml(draft))
    document["faltas"]["faltas"][0]["gravity"] = "tremenda"

    with pytest.raises(DomainError, match="mal declaradas"):
        from_yaml(yaml.safe_dump(document).encode())


def test_the_faltas_of_a_file_are_those_of_the_draft(client, scene, draft):
    document = yaml.safe_load(to_yaml(draft))
    document["faltas"]["faltas"][0]["title"] = "Falta propia del establecimiento"
    with school_context(scene.school):
        drafts.discard(draft, revision=0, actor=scene.directora)
        ours = drafts.draft_from_file(
            from_yaml(yaml.safe_dump(document).encode()), title="Propio", actor=scene.directora
        )

    assert ours.faltas["faltas"][0]["title"] == "Falta propia del establecimiento"


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
