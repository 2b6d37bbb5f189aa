"""The school words a form as its own; what the norm asks is never lost; versions stay."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.fichas.adaptation import adapted, publish_own, save_own, stamp
from cases.fichas.loader import definition_from, definition_to_data, library
from cases.fichas.selectors import current_or_404
from cases.models import Ficha, FichaPropia
from convivencia.exceptions import DomainError, StaleFormError
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.documents.pdf import text_of
from tests.cases.fichas.scenes import FichaScene
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
KEY = "entrevista_apoderado"


@pytest.fixture
def scene(school, frozen_clock):
    return FichaScene.open(school)


def page_of(client, **more):
    """Return what the page of adapting would send, with changes."""
    url = reverse("ficha-adapt", args=[KEY])
    form = client.get(url).context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in form}
    sent["new_section"] = "1"
    return url, sent | {"note": "La entrevista es más completa."} | more


def test_the_directora_publishes_and_drafts_keep_what_they_began_with(scene, client):
    scene.enter(client, scene.directora)
    before = scene.begin(client, KEY)
    url, sent = page_of(
        client,
        **{"l-temas": "De qué se conversó", "o-direccion": "1", "new_label": "Sobre la sala",
           "new_type": "opcion", "new_options": "Se mantiene\nSe cambia", "new_need": "si"},
    )  # fmt: skip

    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    with school_context(scene.school):
        assert current_or_404(KEY).own_version == 0
    shown = client.get(answer.url)
    seen = shown.context["publish"].initial["seen"]
    publish = reverse("ficha-publish", args=[KEY])
    assert client.post(publish, {"seen": seen, "envio": "p1"}).status_code == 302

    after = Ficha.objects
    with school_context(scene.school):
        assert current_or_404(KEY).own_version == 1
    row = scene.issue(client, KEY, propia_1="o2")
    text = text_of(client.get(reverse("case-ficha-paper", args=[scene.case.pk, row.pk])).content)
    assert "De qué se conversó" in text
    assert "[X] Se cambia" in text
    assert "versión 1 del establecimiento" in text
    with school_context(scene.school):
        before = after.get(pk=before.pk)
    labels = [one.label for one in definition_from(before.definition).fields()]
    assert "Temas tratados" in labels
    assert "De qué se conversó" not in labels


@pytest.mark.parametrize("need", ["no", "quitar"])
def test_a_legal_minimum_is_not_dropped_nor_made_optional_by_the_page(scene, client, need):
    """The page offers no such thing; sent anyway, it changes nothing."""
    scene.enter(client, scene.directora)
    url, sent = page_of(client, **{"n-temas": need})

    client.post(url, sent)

    with school_context(scene.school):
        own = definition_from(FichaPropia.objects.get().definition)
    assert own.field("temas").legal_minimum


def test_a_legal_minimum_is_not_dropped_by_the_service(scene):
    base = library()[KEY]
    data = definition_to_data(base)
    data["sections"][1]["fields"] = [
        one for one in data["sections"][1]["fields"] if one["key"] != "temas"
    ]

    with school_context(scene.school), pytest.raises(DomainError) as refused:
        save_own(
            key=KEY, definition=definition_from(data), seen=stamp(base), note="Sin temas",
            actor=scene.directora, now=scene.now,
        )  # fmt: skip

    assert refused.value.reasons == ("«Temas tratados»: lo exige la norma: no se puede quitar.",)


def test_what_the_norm_does_not_ask_may_go(scene):
    own = adapted(library()[KEY], {"direccion": {"need": "quitar"}}, None)

    assert own.field("direccion") is None


def test_two_who_adapt_at_once(scene):
    base = library()[KEY]
    given = {"key": KEY, "actor": scene.directora, "now": scene.now, "note": "x"}
    one = adapted(base, {"temas": {"label": "Uno"}}, None)
    other = adapted(base, {"temas": {"label": "Otro"}}, None)
    with school_context(scene.school):
        save_own(definition=one, seen=stamp(base), **given)
        with pytest.raises(StaleFormError):
            save_own(definition=other, seen=stamp(base), **given)
        with pytest.raises(StaleFormError):
            publish_own(key=KEY, seen=stamp(base), actor=scene.directora, now=scene.now)


def test_who_may_draft_and_who_may_publish(scene, client):
    own = adapted(library()[KEY], {"temas": {"label": "Uno"}}, None)
    seen = stamp(library()[KEY])
    given = {"key": KEY, "now": scene.now}
    with school_context(scene.school):
        save_own(definition=own, seen=seen, note="x", actor=scene.encargada, **given)
        with pytest.raises(DomainError):
            publish_own(seen=stamp(own), actor=scene.encargada, **given)
    teacher = MembershipFactory(school=scene.school, role=Role.DOCENTE)
    scene.enter(client, teacher)
    assert client.get(reverse("ficha-definition", args=[KEY])).status_code == 200
    assert client.get(reverse("ficha-adapt", args=[KEY])).status_code == 403
    assert client.get(reverse("ficha-definition", args=["no_existe"])).status_code == 404


def test_a_published_version_is_never_rewritten(scene):
    own = adapted(library()[KEY], {"temas": {"label": "Uno"}}, None)
    given = {"key": KEY, "actor": scene.directora, "now": scene.now}
    with school_context(scene.school):
        save_own(definition=own, seen=stamp(library()[KEY]), note="x", **given)
        row = publish_own(seen=stamp(own), **given)
        with pytest.raises(DatabaseError), transaction.atomic():
            FichaPropia.objects.filter(pk=row.pk).update(note="otra")
