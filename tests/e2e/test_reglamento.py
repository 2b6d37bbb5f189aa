"""Adopt a model, change one plazo, publish it: the next case follows it, the old one does not."""

import pytest

from cases.models import Case, Vencimiento
from protocols.models import ReglamentoVersion
from schools.tenancy.context import school_context
from tests.e2e.cast import Staff, make_cast
from tests.e2e.intake_steps import type_denuncia

pytestmark = [pytest.mark.browser, pytest.mark.services]
INFORME = "bul-13-informe-encargado"


def denounce(she: Staff, day: str) -> Case:
    """Register a denuncia of that day and return its case."""
    she.go("/")
    type_denuncia(she, known=f"{day} 10:20", happened=day, relato="La empujan.", crime=False)
    she.press("Registrar la denuncia")
    she.page.wait_for_url("**/recibida/")
    with school_context(she.member.school):
        return Case.objects.latest("pk")


def asked_for_the_report(she: Staff, case: Case, day: str) -> str:
    """Return what the page says if both families were heard that day."""
    with school_context(she.member.school):
        tramite = case.tramites.get(protocol_key="acoso_escolar")
    she.go(f"/casos/{case.pk}/si-hoy/{tramite.pk}/?hago=ev_entrevista&el_0={day}&el_1=12:00")
    return she.page.locator("tr", has_text="Emitir el informe").inner_text()


def test_a_new_plazo_rules_the_next_case_and_not_the_old_one(site, browser, school):
    site.it_is("2026-04-29 11:00")
    cast = make_cast(school)
    she = Staff(browser, site, cast.encargada)
    old = denounce(she, "2026-04-29")

    head = Staff(browser, site, cast.directora)
    head.go("/reglamento/")
    head.page.get_by_role("link", name="Adoptar un modelo").click()
    head.choose("modelo", "A")
    head.fill(title="Reglamento interno, versión de mayo")
    head.press("Crear el borrador")
    head.page.get_by_role("link", name="Acoso escolar", exact=True).click()
    head.page.get_by_role("link", name="Editar Emitir el informe").first.click()
    head.see("15 días hábiles")
    head.fill(amount="12", source="Art. 41")
    head.press("Guardar en el borrador")
    head.refuse_errors()
    head.see("12 días hábiles", "modelo: 15 días hábiles")
    with school_context(school):
        draft = ReglamentoVersion.objects.get(published_at=None)
    head.go(f"/reglamento/{draft.pk}/publicar/")
    head.fill(in_force_from="2026-05-04")
    head.page.locator('[name="acknowledged"]').check()
    head.press("Publicar")
    head.refuse_errors()
    head.see("Publicada", "4 de mayo de 2026")

    site.it_is("2026-05-04 11:00")
    new = denounce(she, "2026-05-04")

    assert "12 días hábiles" in asked_for_the_report(she, new, "2026-05-04")
    assert "15 días hábiles" in asked_for_the_report(she, old, "2026-05-04")
    with school_context(school):
        rules = {
            row.case_id: (row.rule["amount"], row.rule["source"].split(", ")[-1])
            for row in Vencimiento.objects.filter(step_id=INFORME)
        }
        assert (old.reglamento_id, new.reglamento_id) == (old.reglamento_id, draft.pk)
        assert old.reglamento_id != draft.pk
    assert rules == {old.pk: (15, "8.6.3.2 B.8; 8.6.3.4"), new.pk: (12, "Art. 41")}
    assert she.complaints == head.complaints == []
