"""The draft of a denuncia: kept while it is typed, thrown away only after asking."""

import pytest
from django.urls import reverse

from cases.models import IntakeDraft
from schools.tenancy.context import school_context
from tests.cases.intake.pages import empty_draft, reload, url
from tests.cases.intake.scene import Scene

pytestmark = pytest.mark.django_db


# -- drafts --------------------------------------------------------------------------------


def test_what_is_typed_is_kept_without_leaving_the_page(scene: Scene, enter):
    draft = empty_draft(scene, scene.docente)

    response = enter(scene.docente).post(
        reverse("intake-save", args=[draft.pk, "relato"]), {"relato": "a medio escri\x00bir"}
    )

    assert response.status_code == 204
    kept = reload(draft, scene)
    assert kept.data["relato"]["values"]["relato"] == "a medio escribir"
    assert kept.page == "relato"


def test_only_the_fields_of_the_page_are_kept(scene: Scene, enter):
    draft = empty_draft(scene, scene.docente)
    extra = {"school": "1", "case": "1", "user": "1", "relato": "x"}

    enter(scene.docente).post(reverse("intake-save", args=[draft.pk, "relato"]), extra)

    assert set(reload(draft, scene).data["relato"]["values"]) == {"relato", "interpretation"}


def test_another_window_does_not_overwrite_in_silence(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)
    first = {"relato": "desde la primera", "tab": "aaa", "seen": "1"}
    second = {"relato": "desde la segunda", "tab": "bbb", "seen": "1"}

    client.post(reverse("intake-save", args=[draft.pk, "relato"]), first)
    again = client.post(
        reverse("intake-save", args=[draft.pk, "relato"]), first | {"relato": "sigo"}
    )
    late = client.post(url(draft, "relato"), second)

    assert again.status_code == 204
    assert "otra ventana" in late.content.decode()
    assert "desde la segunda" in late.content.decode()
    assert reload(draft, scene).data["relato"]["values"]["relato"] == "sigo"


def test_a_long_text_is_refused_with_its_size_and_kept(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    text = "ñ" * 1_000_000  # two megabytes

    response = enter(scene.docente).post(url(draft, "relato"), {"relato": text})

    assert "sobran 970.000" in response.content.decode()
    assert len(reload(draft, scene).data["relato"]["values"]["relato"]) == 1_000_000


def test_the_first_page_shows_what_is_half_typed(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    scene.draft(scene.encargada)

    page = enter(scene.docente).get(reverse("intake-start")).content.decode()

    assert "Tiene 1 denuncia sin terminar" in page
    assert url(draft, "personas") in page


def test_a_first_page_sent_twice_opens_one_draft(scene: Scene, enter):
    client, data = enter(scene.docente), {**scene.typed()["canal"], "envio": "doble"}

    client.post(reverse("intake-start"), data)
    second = client.post(reverse("intake-start"), data)

    assert second.status_code == 302
    with school_context(scene.school):
        assert IntakeDraft.objects.count() == 1


def test_a_draft_is_thrown_away_only_after_asking(scene: Scene, enter):
    draft = scene.draft(scene.docente)
    client = enter(scene.docente)

    asked = client.get(reverse("intake-discard", args=[draft.pk]))
    assert "No se podrá recuperar" in asked.content.decode()
    client.post(reverse("intake-discard", args=[draft.pk]))

    with school_context(scene.school):
        assert not IntakeDraft.objects.exists()


def test_the_quick_word_stamps_the_hour_and_goes_on_later(scene: Scene, enter):
    data = {
        "known_at_0": "2026-04-29",
        "known_at_1": "10:50",
        "relato": "Vi un empujón",
        "envio": "w",
    }

    response = enter(scene.docente).post(reverse("intake-word"), data)

    with school_context(scene.school):
        draft = IntakeDraft.objects.get()
    assert response["Location"] == url(draft, "personas")
    assert draft.data["conocimiento"]["values"]["known_at_1"] == "10:50"
