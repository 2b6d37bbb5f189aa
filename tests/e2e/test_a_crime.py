"""A crime known on a Friday evening: the 24 hours run by night until the oficio leaves."""

import pytest

from cases.models import Case, Vencimiento
from schools.tenancy.context import school_context
from tests.e2e.bed import text_of
from tests.e2e.cast import Staff, make_cast
from tests.e2e.intake_steps import type_denuncia

pytestmark = [pytest.mark.browser, pytest.mark.services]

RELATO = "Me pegó con un palo en la espalda y me quitó el teléfono."


def test_a_crime_is_reported_within_its_24_hours(site, browser, school):
    site.it_is("2026-11-20 19:00")
    cast = make_cast(school)
    she = Staff(browser, site, cast.encargada)
    type_denuncia(she, known="2026-11-20 18:10", happened="2026-11-20", relato=RELATO, crime=True)
    she.press("Registrar la denuncia")
    she.page.wait_for_url("**/recibida/")
    she.see("mañana, 18:10", "corre también de noche")
    with school_context(school):
        case = Case.objects.get()
        clocks = Vencimiento.objects.filter(step_id__in=("bul-06-denuncia-delito", "ofi-02-enviar"))
        due = {row.due_at.isoformat() for row in clocks}
    assert due == {"2026-11-21T21:10:00+00:00"}  # 18:10 of Saturday in Santiago

    for hour in ("2026-11-20 22:11", "2026-11-21 06:11"):  # +4 h and +12 h, night and weekend
        addresses = (cast.encargada.user.email, cast.directora.user.email)
        known = {address: len(site.letters(address)) for address in addresses}
        site.it_is(hour)
        for address in addresses:
            site.letter_with(address, r"vence en|horas", after=known[address])

    site.it_is("2026-11-21 09:00")
    head = Staff(browser, site, cast.directora)
    head.see("corre también")
    head.go(f"/casos/{case.pk}/oficio/")
    head.page.locator("form button[type=submit].btn-primary").last.click()
    head.refuse_errors()
    head.page.locator('button[name="paso"][value="confirmar"]').click()
    head.page.wait_for_url("**/oficio/**")
    with school_context(school):
        paper = case.documents.get(code="D-40")
    text = text_of(head.pdf(f"/casos/{case.pk}/documentos/{paper.pk}/"))
    assert RELATO in text
    assert cast.directora.user.email in text

    site.it_is("2026-11-21 09:30")
    head.go(f"/casos/{case.pk}/oficio/{paper.pk}/envio/")
    head.moment("sent_at", "2026-11-21 09:20")
    head.choose("channel", head.page.locator('[name="channel"]').first.get_attribute("value"))
    head.fill(reference="Ingreso 4471")
    head.page.locator("form button[type=submit].btn-primary").last.click()
    head.refuse_errors()
    head.page.wait_for_load_state()
    with school_context(school):
        states = dict(
            Vencimiento.objects.filter(step_id__startswith="ofi-").values_list("step_id", "state")
        )
        assert set(states.values()) == {"cumplido"}, states
        assert case.documents.filter(code="D-41").exists()
    assert she.complaints == head.complaints == []
