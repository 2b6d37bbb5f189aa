"""One denuncia of acoso escolar, from the first word to the closed file, in a real browser.

Five people in five browsers, on the dates of scenario E01, against the real web, worker and beat.
"""

import re

import pytest

from cases.models import Case, Vencimiento
from schools.tenancy.context import school_context
from tests.e2e.bed import text_of, wait_for
from tests.e2e.cast import Family, Staff, make_cast
from tests.e2e.intake_steps import type_denuncia
from tests.e2e.walk import DUE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.services]

RELATO = "Me esconden la mochila todos los recreos y me dicen la rara."
SECRETS = (
    "Trinidad",
    "Rebolledo",
    "Baltasar",
    "Sanhueza",
    "6° básico",
    "mochila",
    "acoso",
    "Acoso",
)


@pytest.fixture
def walk(site, browser, school):
    site.it_is("2026-04-29 11:00")
    return Walk(site, browser, make_cast(school))


def test_one_denuncia_from_the_first_word_to_the_closed_file(walk):
    for stage in STAGES:
        try:
            stage(walk)
        except Exception:
            walk.show(stage.__name__)
            raise
    assert [person.complaints for person in walk.people] == [[]] * 5


def register(walk: Walk) -> None:
    she = walk.encargada
    type_denuncia(she, known="2026-04-29 10:20", happened="2026-04-28", relato=RELATO, crime=False)
    she.see("Trinidad Rebolledo", RELATO)
    she.press("Registrar la denuncia")
    she.page.wait_for_url("**/recibida/")
    with school_context(walk.cast.school):
        case = Case.objects.get()
    walk.path = f"/casos/{case.pk}/"
    she.see(case.folio)
    assert walk.due("bul-04-activacion") == "2026-04-30T14:20:00+00:00"
    walk.expect_due("bul-07-resguardo")
    assert "10:20" in walk.pdf_text("D-01")
    acta = walk.pdf_text("D-02")
    assert RELATO in acta
    assert "Parece reiterado" not in walk.pdf_text("D-01")


def activate_and_protect(walk: Walk) -> None:
    she = walk.encargada
    walk.site.it_is("2026-04-29 12:10")
    she.go(f"{walk.path}activar/")
    she.moment("at", "2026-04-29 12:00")
    she.page.locator('[name="investigator"]').select_option(str(walk.cast.encargada.pk))
    she.page.locator("form button[type=submit].btn-primary").last.click()
    she.page.locator('button[name="paso"][value="confirmar"]').click()
    she.page.wait_for_url(f"**{walk.path}")
    she.go(f"{walk.path}resguardo/")
    she.moment("at", "2026-04-29 12:05")
    she.page.locator('[name="medida-0-participant"]').select_option(index=2)
    she.page.locator('[name="medida-0-kind"]').select_option(index=1)
    she.fill(medida__0__detail="Recreos en patios distintos.")
    she.fill(medida__0__grounds="Evitar que se repita mientras se investiga.")
    she.page.locator('[name="medida-0-owner_role"]').select_option("profesor_jefe")
    she.fill(medida__0__starts_on="2026-04-29", medida__0__review_on="2026-05-06")
    she.page.locator("form button[type=submit].btn-primary").last.click()
    she.page.locator('button[name="paso"][value="confirmar"]').click()
    she.page.wait_for_url(f"**{walk.path}")
    assert walk.state() == "en_investigacion"
    assert "patios distintos" in walk.pdf_text("D-10")


def cite(walk: Walk) -> None:
    she = walk.encargada
    walk.site.it_is("2026-04-29 15:00")
    she.go(f"{walk.path}citar/")
    hours = iter(("2026-04-30 09:00", "2026-04-30 11:00"))
    for box in she.page.locator('[name$="-meets_at_0"]').all():
        prefix = box.get_attribute("name").removesuffix("-meets_at_0")
        she.moment(f"{prefix}-meets_at", next(hours))
    she.page.locator("form button[type=submit].btn-primary").last.click()
    she.refuse_errors()
    she.page.locator('button[name="paso"][value="confirmar"]').click()
    she.page.wait_for_url(f"**{walk.path}")
    walk.expect_due("bul-10-entrevista-1")
    citacion = walk.pdf_text("D-11")
    assert "Trinidad" not in citacion  # the newest is the father's: only his own child is named
    walk.site.it_is("2026-04-29 16:00")
    for family in (walk.mother, walk.father):
        family.open_link()
        family.press("Acuso recibo")
        family.press("Acuso recibo")
        family.see("Usted acusó recibo")


def hear(walk: Walk) -> None:
    walk.site.it_is("2026-04-30 12:30")
    interview(walk, row=0, starts="09:00", ends="09:40", refuses=False)
    interview(walk, row=1, starts="11:00", ends="11:45", refuses=True)
    walk.expect_due("bul-12-antecedentes", "bul-21-entrevista-seguimiento")
    acta = walk.pdf_text("D-12")
    assert "Se negó a firmar" in acta
    assert "Inspectora general" in acta
    assert "ocho de mayo" in acta or "8 de mayo" in acta


def interview(walk: Walk, *, row: int, starts: str, ends: str, refuses: bool) -> None:
    she = walk.encargada
    with school_context(walk.cast.school):
        parties = Case.objects.get().participants.filter(role__in=("afectado", "denunciado"))
        person = list(parties.order_by("pk"))[row]
    she.go(f"{walk.path}entrevistas/{person.pk}/")
    she.fill(day="2026-04-30", starts=starts, ends=ends)
    she.fill(student_words="«No quiero que esto siga.»", apoderado_words="Pide apoyo.")
    she.tick("informed")
    she.press("Guardar y revisar el acta")
    for n, block in enumerate(she.page.locator("[data-firma]").all()):
        sign(she, block, "se_nego" if refuses and n == 1 else "dibujada" if n == 0 else "declarada")
    she.press("Emitir el acta firmada")
    she.page.wait_for_url(f"**{walk.path}")


def sign(she: Staff, block: object, method: str) -> None:
    block.locator(f'input[type=radio][value="{method}"]').check()
    if method == "dibujada":
        canvas = block.locator("canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        mouse = she.page.mouse
        mouse.move(box["x"] + 30, box["y"] + 40)
        mouse.down()
        for step in range(1, 12):
            mouse.move(box["x"] + 30 + 15 * step, box["y"] + 40 + (step % 3) * 20)
        mouse.up()
    elif method == "declarada":
        block.locator('input[name$="declared"]').check()
    else:
        block.locator('[name$="statement"]').fill("Quiere consultarlo.")
        block.locator('[name$="witness"]').fill("Inspectora general")


def bring_antecedentes(walk: Walk) -> None:
    he = walk.father
    walk.site.it_is("2026-05-05 10:00")
    he.open_link()
    he.press("Enviar antecedentes o descargos")
    he.fill(description="Conversación completa")
    he.page.locator('[name="files"]').set_input_files(
        {"name": "chat.png", "mimeType": "image/png", "buffer": png()}
    )
    he.press("Enviar al colegio")
    he.see("Comprobante N°")
    assert "Conversación completa" in walk.pdf_text("D-16")


def png() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 40), "#0f5257").save(out, "PNG")
    return out.getvalue()


def gate_is_closed(walk: Walk) -> None:
    she = walk.directora
    she.go(f"{walk.path}resolucion/")
    she.see("Todavía no se puede resolver", "Falta el informe", "Todavía corre el plazo")


def follow_up(walk: Walk) -> None:
    she = walk.encargada
    walk.site.it_is("2026-05-15 12:00")
    she.go(f"{walk.path}seguimiento/")
    she.page.locator('[name="participant"]').select_option(index=1)
    she.moment("starts_at", "2026-05-15 11:00")
    she.fill(place="Oficina de convivencia", student_words="Ya no me molestan.")
    she.choose("persists", "no")
    she.page.locator("form button[type=submit].btn-primary").last.click()
    she.refuse_errors()
    confirm = she.page.locator('button[name="paso"][value="confirmar"]')
    if confirm.count():
        confirm.click()
    she.page.wait_for_load_state()
    she.see("Acta de seguimiento emitida")
    assert "Ya no me molestan" in walk.pdf_text("D-27")


def remind_and_extend(walk: Walk) -> None:
    walk.expect_due("bul-13-informe-encargado")
    before = len(walk.site.letters(walk.cast.encargada.user.email))
    walk.site.it_is("2026-05-29 09:05")
    walk.site.letter_with(walk.cast.encargada.user.email, r"vence|plazo", after=before)
    she = walk.directora
    she.go(f"{walk.path}prorroga/")
    she.page.locator("textarea").first.fill("Falta oír a dos testigos que estaban con licencia.")
    she.page.locator("form button[type=submit].btn-primary").last.click()
    she.refuse_errors()
    she.page.locator('button[name="paso"][value="confirmar"]').click()
    she.page.wait_for_url(f"**{walk.path}")
    assert walk.due("bul-13-informe-encargado") == "2026-06-15"
    assert "15 de junio" in walk.pdf_text("D-17") or "quince de junio" in walk.pdf_text("D-17")


def report(walk: Walk) -> None:
    she = walk.encargada
    walk.site.it_is("2026-06-01 12:05")
    she.go(f"{walk.path}informe/")
    she.choose("resultado", "fundada")
    she.fill(findings="Se acreditaron burlas reiteradas en los recreos.")
    she.fill(recommendations="Taller de convivencia.")
    she.press("Guardar y emitir")
    she.moment("at", "2026-06-01 12:00")
    she.press("Emitir el informe")
    she.page.wait_for_url(f"**{walk.path}")
    walk.expect_due("bul-15-notificacion")
    assert "burlas reiteradas" in walk.pdf_text("D-18")


def decide(walk: Walk) -> None:
    team, head = walk.encargada, walk.directora
    walk.site.it_is("2026-06-02 09:30")
    team.go(f"{walk.path}resolucion/")
    team.choose("calificacion", "acoso")
    team.fill(support="Acompañamiento semanal de la psicóloga.")
    team.page.locator('[name="medidas-0-participant"]').select_option(index=2)
    team.choose("medidas-0-tipo", "formativa")
    team.choose("medidas-0-owner_role", "profesor_jefe")
    team.fill(medidas__0__description="Taller de convivencia, cuatro sesiones")
    team.fill(medidas__0__grounds="Proporcionada a su edad.", medidas__0__starts_on="2026-06-04")
    team.press("Guardar y enviar a la dirección")
    team.press("Enviar a la dirección")
    head.go(f"{walk.path}resolucion/devolver/")
    head.fill(comments="Precise quién hará el taller.")
    head.press("Devolver al equipo")
    team.go(f"{walk.path}resolucion/")
    team.see("Precise quién hará el taller.")
    team.fill(resuelvo="1. Declárase fundada la denuncia.\n2. El taller lo hará el profesor jefe.")
    team.press("Guardar y enviar a la dirección")
    team.press("Enviar a la dirección")
    walk.site.it_is("2026-06-02 11:00")
    head.go(f"{walk.path}resolucion/")
    head.press("Guardar y aprobar")
    head.tick("agree")
    head.press("Aprobar y emitir")
    head.see("Resolución emitida")
    assert walk.state() == "resuelto"
    text = walk.pdf_text("D-19")
    for part in ("VISTOS", "CONSIDERANDO", "RESUELVO", "taller lo hará el profesor jefe"):
        assert part.lower() in text.lower()


def notify_and_acknowledge(walk: Walk) -> None:
    head = walk.directora
    walk.site.it_is("2026-06-03 10:00")
    addresses = [family.apoderado.email for family in (walk.mother, walk.father)]
    known = {address: len(walk.site.letters(address)) for address in addresses}
    head.go(f"{walk.path}notificar/")
    head.press("Notificar")
    for address in addresses:
        wait_for(lambda a=address: len(walk.site.letters(a)) > known[a], f"el aviso a {address}")
    walk.site.it_is("2026-06-03 11:00")
    for family in (walk.mother, walk.father):
        family.open_link()
        read_and_acknowledge(walk, family)
    walk.expect_due("bul-16-implementacion", "bul-25-reconsideracion")
    assert walk.state() == "notificado"


def read_and_acknowledge(walk: Walk, family: Family) -> None:
    result = family.page.locator("section", has_text="Notificación del resultado").first
    result.get_by_role("link", name="Leer el documento").click()
    family.page.wait_for_load_state()
    link = family.page.get_by_role("link", name="Abrir en pantalla completa").get_attribute("href")
    text = text_of(family.pdf(link))
    other = "Baltasar" if family is walk.mother else "Trinidad"
    assert other not in text
    assert "reconsideración" in text
    family.press("Acuso recibo")
    family.press("Acuso recibo")
    family.see("10 de junio")


def implement(walk: Walk) -> None:
    he = walk.profesor
    walk.site.it_is("2026-06-05 12:00")
    he.go(walk.path)
    assert RELATO not in he.words()
    assert he.context.request.get(f"{walk.site.url}{walk.path}personas/").status == 404
    he.go(f"{walk.path}medidas/aplicar/")
    he.moment("at", "2026-06-05 11:00")
    he.page.locator('[name^="done_"]').first.check()
    he.page.locator('[name^="note_"]').first.fill("Primera sesión hecha.")
    he.press("Registrar")
    with school_context(walk.cast.school):
        assert Vencimiento.objects.get(step_id="bul-16-implementacion").state == "cumplido"


def reconsider(walk: Walk) -> None:
    he, team = walk.father, walk.encargada
    walk.site.it_is("2026-06-10 18:00")
    he.open_link()
    he.press("Pedir que se revise la decisión")
    he.fill(text="Creemos que cuatro sesiones son demasiadas.")
    he.press("Presentar la reconsideración")
    he.see("Comprobante N°")
    walk.expect_due("bul-26-resolver-reconsideracion")
    assert "cuatro sesiones" in walk.pdf_text("D-70")
    walk.site.it_is("2026-06-17 12:00")
    team.go(f"{walk.path}reconsideracion/")
    team.press("Registrar la consulta al sostenedor")
    team.moment("at", "2026-06-15 10:00")
    team.fill(answer="Sin observaciones.")
    team.press("Registrar la consulta")
    team.press("Registrar lo resuelto")
    team.choose("outcome", "mantiene")
    team.moment("at", "2026-06-17 11:00")
    team.fill(others="Hortensia Llancaqueo, por el Centro de Padres")
    team.fill(grounds="La medida es proporcionada.")
    team.press("Registrar y notificar")
    team.see("Resuelta")
    assert "mant" in walk.pdf_text("D-74").lower()


def close(walk: Walk) -> None:
    head = walk.directora
    walk.site.it_is("2026-06-17 17:05")
    head.go(f"{walk.path}cerrar/")
    head.moment("at", "2026-06-17 17:00")
    head.fill(grounds="Se notificó a ambas familias y las medidas están en práctica.")
    head.press("Cerrar el caso")
    head.see("Cerrado")
    walk.expect_due(*[step for step in DUE if step != "bul-13-informe-encargado"])
    assert walk.state() == "cerrado"
    walk.encargada.go(f"{walk.path}vigilancia/")
    walk.encargada.moment("at", "2026-06-17 17:01")
    walk.encargada.fill(text="Se informó al curso, sin identidades.")
    walk.encargada.press("Anotar")


def letters_say_nothing(walk: Walk) -> None:
    letters = walk.site.letters()
    assert len(letters) >= 8
    runs = [s.run for s in (walk.cast.girl, walk.cast.boy, walk.cast.mother, walk.cast.father)]
    for letter in letters:
        text = (
            letter.as_string() + letter.get_body(("plain",)).get_content() + str(letter["Subject"])
        )
        found = [word for word in (*SECRETS, *runs) if word in text]
        assert found == [], f"{letter['Subject']}: {found}"
    keys = [letter["Message-ID"] for letter in letters]
    assert len(keys) == len(set(keys))
    assert not re.search(r"\d{1,2}\.\d{3}\.\d{3}-[\dkK]", "".join(map(str, letters)))


STAGES = (
    register,
    activate_and_protect,
    cite,
    hear,
    bring_antecedentes,
    gate_is_closed,
    follow_up,
    remind_and_extend,
    report,
    decide,
    notify_and_acknowledge,
    implement,
    reconsider,
    close,
    letters_say_nothing,
)
