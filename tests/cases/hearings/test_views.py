"""The screens: what they ask, what they show before an act, what they refuse."""

import pytest

from cases.models import Citacion, Document, Medida
from schools.tenancy.context import school_context
from tests.cases.hearings.pages import _measure, hidden, in_school, moment, url

pytestmark = pytest.mark.django_db


ACTIVATION = {"grounds": "Corresponde investigar.", **moment("at", "2026-04-29 12:00")}


def test_activation_shows_a_card_with_dates_and_then_acts(scene, enter, clock):
    clock("2026-04-29 12:05")
    client, page = enter(scene.directora), url("case-activate", scene)
    typed = {**hidden(client.get(page)), **ACTIVATION, "investigator": scene.encargada.pk}

    card = client.post(page, typed)
    before = in_school(scene, Document.objects.count)
    done = client.post(page, {**typed, "paso": "confirmar"})

    assert "Jueves 30 de abril" in card.content.decode()
    assert before == 0
    assert done.url == url("case-detail", scene)
    assert in_school(scene, Document.objects.count) == 2


def test_a_double_click_acts_once_and_says_so(scene, enter, clock):
    clock("2026-04-29 12:05")
    client, page = enter(scene.directora), url("case-activate", scene)
    typed = {**hidden(client.get(page)), **ACTIVATION, "investigator": scene.encargada.pk}
    typed["paso"] = "confirmar"

    client.post(page, typed)
    again = client.post(page, typed, follow=True)

    assert "ya se activó" in again.content.decode()
    assert in_school(scene, Document.objects.count) == 2


def test_a_stale_form_is_refused_and_keeps_what_was_typed(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    typed = {**hidden(client.get(page)), **_measure(scene)}
    walk("cite")
    clock("2026-04-29 15:10")

    answer = client.post(page, {**typed, "paso": "confirmar"})
    html = answer.content.decode()

    assert "El caso cambió mientras usted escribía" in html
    assert "Recreos en patios distintos" in html
    assert in_school(scene, Medida.objects.count) == 0
    again = client.post(page, {**typed, **hidden(answer), "paso": "confirmar"})
    assert again.status_code == 302


def test_resguardo_gives_the_task_to_the_profesor_jefe(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    typed = {**hidden(client.get(page)), **_measure(scene)}

    card = client.post(page, typed)
    client.post(page, {**typed, "paso": "confirmar"})

    assert "Viernes 8 de mayo" in card.content.decode()
    with school_context(scene.school):
        grant = scene.case.accesses.get(team_role="ejecuta")
        assert grant.user == scene.profesor.user
        assert scene.state("bul-07") == "cumplido"


def test_a_suspension_over_five_school_days_is_refused_beside_the_form(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 13:00")
    client, page = enter(scene.encargada), url("case-resguardo", scene)
    row = _measure(scene, kind="suspension", starts_on="2026-04-30", ends_on="2026-05-08")

    answer = client.post(page, {**hidden(client.get(page)), **row})

    assert "hasta el 07-05-2026" in answer.content.decode()


def _calls(scene, one="2026-04-30 09:00", two="2026-04-30 11:00", **more):
    mother, father = scene.adults[scene.afectado.pk]
    (other,) = scene.adults[scene.denunciado.pk]
    a, b = f"familia-{scene.afectado.pk}-", f"familia-{scene.denunciado.pk}-"
    return {
        **moment(a + "meets_at", one),
        a + "mode": "presencial",
        a + "place": "Oficina",
        a + f"medium_{mother.pk}": "correo",
        a + f"medium_{father.pk}": "correo",
        **moment(b + "meets_at", two),
        b + "mode": "presencial",
        b + "place": "Oficina",
        b + f"medium_{other.pk}": "correo",
        **more,
    }


def test_citation_tells_the_last_safe_day_and_warns_but_does_not_block(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    shown = client.get(page)
    typed = {**hidden(shown), **_calls(scene, two="2026-05-05 11:00")}

    card = client.post(page, typed).content.decode()
    done = client.post(page, {**typed, "paso": "confirmar"})

    assert "jueves 30 de abril de 2026" in shown.content.decode()
    assert "después del último día a tiempo: jueves 30 de abril de 2026" in card
    assert done.status_code == 302
    assert in_school(scene, Citacion.objects.count) == 2


def test_families_that_would_meet_are_refused(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    typed = {**hidden(client.get(page)), **_calls(scene, two="2026-04-30 09:30")}

    answer = client.post(page, typed)

    assert "por separado y en horarios distintos" in answer.content.decode()


def test_leaving_one_parent_out_needs_a_reason(scene, enter, clock, walk):
    walk("activate")
    clock("2026-04-29 15:00")
    client, page = enter(scene.encargada), url("case-citar", scene)
    father = scene.adults[scene.afectado.pk][1]
    typed = _calls(scene, **{f"familia-{scene.afectado.pk}-medium_{father.pk}": "nadie"})

    answer = client.post(page, {**hidden(client.get(page)), **typed})

    assert "Ambos padres tienen derecho a ser citados" in answer.content.decode()
