"""The pages of the denuncia, as the encargada fills them."""

from tests.e2e.cast import Staff

NOTHING_URGENT = ("senales", "riesgo_suicida", "delito", "connotacion_sexual", "vulneracion")


def type_denuncia(she: Staff, *, known: str, happened: str, relato: str, crime: bool) -> None:
    """Walk the seven pages up to the review: a girl hurt by a boy of her course."""
    she.press("Registrar una denuncia")
    if she.page.get_by_role("button", name="Empezar").count():
        she.press("Empezar")
    she.choose("canal", "presencial")
    she.press("Guardar y continuar")
    she.moment("known_at", known)
    she.press("Guardar y continuar")
    she.fill(relato=relato, interpretation="Parece reiterado.")
    she.press("Guardar y continuar")
    add_person(she, "Trinidad", "afectado")
    add_person(she, "Baltasar", "denunciado")
    she.press("Continuar")
    she.fill(occurred_on=happened, place="Patio de básica")
    she.choose("in_school", "si")
    she.press("Guardar y continuar")
    for key in NOTHING_URGENT:
        she.choose(key, "si" if crime and key == "delito" else "no")
    she.choose("adulto", "no")
    she.choose("entre_pares", "si")
    she.choose("reiterado", "si")
    she.press("Guardar y continuar")
    she.choose("protocol", "acoso_escolar")
    if crime:
        she.choose("report", "si")
    she.press("Guardar y continuar")


def add_person(she: Staff, name: str, role: str) -> None:
    """Search, pick the first found, give a role."""
    she.page.locator("#busqueda-persona").fill(name)
    she.page.get_by_role("button", name="Buscar").last.click()
    she.page.wait_for_load_state()
    she.page.locator('input[name="ref"]').first.check()
    she.page.locator(f'input[name="role"][value="{role}"]').first.check()
    she.page.get_by_role("button", name="Agregar").first.click()
    she.page.wait_for_load_state()
    she.see(name)
