"""One expulsion from the falta gravísima to the ZIP for the authorities, in a real browser.

Four people in four browsers, on the dates of scenario E5 of the model B, against the real web,
worker and beat. What each page says comes next, and by when, is what the next stage does.
"""

import csv
import io

import pytest

from tests.e2e.cast import Staff
from tests.e2e.expulsion_cast import make_cast
from tests.e2e.expulsion_walk import FAMILY, ExpulsionWalk
from tests.e2e.intake_steps import add_person
from tests.e2e.pack_reading import Pack

pytestmark = [pytest.mark.browser, pytest.mark.services]

RELATO = "Sacó un cuchillo de la mochila y me dijo que me iba a esperar a la salida."
TOP = "Portar, tener, poseer o usar armas o artefactos incendiarios"
EARLY = "Otra lectura, desde la notificación de la decisión: "
REPORT = {
    "background": "Sin anotaciones anteriores; promedio 5,8.",
    "gravity": "Gravísima: puso en riesgo a otra estudiante.",
    "proportionality": "No hay una medida menor que proteja a los demás.",
    "measures": "Por el ataque directo no se aplicaron medidas previas.",
    "alternatives": "Se consideraron la condicionalidad y la suspensión; no bastan.",
    "recommends": "si",
    "recommendation": "Se recomienda la medida.",
}
DECISION = {
    "decision": "expulsion",
    "facts": "El 6 de julio mostró un cuchillo a Casandra Huenchumil Paillacar y la amenazó.",
    "proof": "Dos testigos y el arma retenida.",
    "grounds": "Que el interés superior de los demás estudiantes exige la medida.",
    "extension": "no",
}


@pytest.fixture
def walk(site, browser, school):
    site.it_is("2026-07-06 11:00")
    return ExpulsionWalk(site, browser, make_cast(school))


def test_one_expulsion_from_the_falta_to_the_zip(walk, tmp_path):
    for stage in STAGES:
        try:
            stage(walk)
        except Exception:
            walk.show(stage.__name__)
            raise
    walk.zip = walk.download(tmp_path)
    open_the_zip(walk)
    present_it(walk)
    table_of_the_year(walk)
    assert [person.complaints for person in walk.people] == [[]] * 4


def denounce(walk: ExpulsionWalk) -> None:
    """The denuncia says that it may be a crime: its 24 hours run from 10:30 (EX-21)."""
    she = walk.encargada
    she.press("Registrar una denuncia")
    if she.page.get_by_role("button", name="Empezar").count():
        she.press("Empezar")
    she.choose("canal", "presencial")
    she.press("Guardar y continuar")
    she.moment("known_at", "2026-07-06 10:30")
    she.press("Guardar y continuar")
    she.fill(relato=RELATO)
    she.press("Guardar y continuar")
    add_person(she, "Casandra", "afectado")
    add_person(she, "Evaristo", "denunciado")
    she.press("Continuar")
    she.fill(occurred_on="2026-07-06", place="Sala de II medio A")
    she.choose("in_school", "si")
    she.press("Guardar y continuar")
    for key in ("senales", "riesgo_suicida", "connotacion_sexual", "vulneracion", "adulto"):
        she.choose(key, "no")
    for key, answer in (("delito", "si"), ("entre_pares", "si"), ("reiterado", "no")):
        she.choose(key, answer)
    she.press("Guardar y continuar")
    she.choose("protocol", "expulsion")
    she.fill(choice_reason="Amenazó con un arma: es una falta gravísima del reglamento.")
    she.choose("report", "si")
    she.press("Guardar y continuar")
    she.press("Registrar la denuncia")
    she.page.wait_for_url("**/recibida/")
    she.see("se denuncia antes del martes 7 de julio de 2026 a las 10:30")
    walk.opened()


def impute(walk: ExpulsionWalk) -> None:
    """The encargada imputes the gravest conduct of the reglamento; nothing follows by itself."""
    she = walk.encargada
    walk.it_is("2026-07-06 12:00")
    she.go(f"{walk.path}faltas/")
    she.press("Imputar una falta")
    she.page.locator('main [name="q"]').fill("portar")
    she.page.locator('main form button[type="submit"]').first.click()
    she.page.get_by_role("link", name=TOP).click()
    she.see("Gravísima", "pregunte a la dirección si inicia el procedimiento de expulsión")
    she.fill(grounds="Sacó un cuchillo en la sala y amenazó con él a otra estudiante.")
    she.press("Imputar la falta")
    she.see(TOP)


def prepare(walk: ExpulsionWalk) -> None:
    """The procedure is prepared: nothing has started against the pupil."""
    she = walk.encargada
    walk.it_is("2026-07-06 12:15")
    she.go(walk.path)
    she.page.locator("summary", has_text="Más actos").click()
    she.press("Expulsión o cancelación")
    she.press("Preparar un procedimiento")
    she.page.locator('[name="participant"]').check()
    she.choose("sought", "expulsion")
    she.press("Preparar")
    walk.opened()
    walk.faults(she, "preparado")
    she.see("Antes de iniciar", "Antes de resolver", "Antes de informar")


def begin(walk: ExpulsionWalk) -> None:
    """The directora founds the exception (PRE-6), names the ground and starts; with cautelar."""
    head = walk.directora
    walk.it_is("2026-07-06 12:20")
    walk.comes(head, "Registrar que la familia recibió el reglamento")
    walk.does(
        head, "reglamento", "2026-07-06 12:20", delivered_on="2026-03-03",
        text="Firmó la recepción al matricular.",
    )  # fmt: skip
    walk.it_is("2026-07-06 12:45")
    walk.does(head, "excepcion", "2026-07-06 12:30", text="Amenazó con un arma a otra persona.")
    walk.comes(head, "Calificar la causal", "Lo hace la dirección.")
    walk.does(
        head, "causal", "2026-07-06 12:40", ground="reglamento", text="KM-TM-X-m: portar armas.",
        not_forbidden="Se revisó: no se relaciona con sus notas ni con una necesidad educativa.",
    )  # fmt: skip
    walk.it_is("2026-07-06 13:15")
    walk.comes(head, "Iniciar el procedimiento, con sus cargos")
    charges = "Ingresó un cuchillo a la sala.\nAmenazó con él a Casandra Huenchumil Paillacar."
    walk.does(head, "inicio", "2026-07-06 13:00", charges=charges, **FAMILY)
    walk.does(head, "cautelar", "2026-07-06 13:10", text="Hay un riesgo actual.", **FAMILY)


def notify_the_cautelar(walk: ExpulsionWalk) -> None:
    """From the notice of Tuesday 7 at 9:00 the ten días hábiles run to Wednesday 22 (EX-10)."""
    walk.it_is("2026-07-07 09:10")
    walk.comes(walk.directora, "Notificar el inicio al estudiante y a su familia")
    walk.told("notifica_inicio", "2026-07-07 09:00")
    walk.told("notifica_cautelar", "2026-07-07 09:00")
    walk.expect_dates(
        Resolver_y_notificar_si_hubo=("en plazo", "Vence el miércoles 22 de julio."),
    )
    walk.comes(walk.directora, "Resguardar el proceso académico", "Hasta el miércoles 22 de julio")


def hear(walk: ExpulsionWalk) -> None:
    she, head, cast = walk.encargada, walk.directora, walk.cast
    walk.it_is("2026-07-08 09:30")
    walk.does(she, "continuidad", "2026-07-08 09:00", text="Guías, calendario y pautas.")
    walk.it_is("2026-07-13 09:30")
    walk.comes(she, "Oír al estudiante y recibir su prueba", "Hasta el miércoles 22 de julio")
    said = "Lo reconoce; dice que Casandra Huenchumil lo había insultado."
    walk.does(she, "descargos", "2026-07-13 09:00", how="presentados", text=said)
    walk.comes(she, "Designar a las tres personas de la comisión", "Lo hace la dirección.")
    walk.it_is("2026-07-13 10:05")
    walk.does(
        head, "comision", "2026-07-13 10:00", profesor_jefe=str(cast.jefe.pk),
        coordinador=str(cast.encargada.pk), tecnico=str(cast.tecnica.pk),
    )  # fmt: skip


def inform(walk: ExpulsionWalk) -> None:
    """Nobody decides before the commission informs."""
    she, head = walk.encargada, walk.directora
    walk.it_is("2026-07-17 09:30")
    walk.comes(head, "Redactar el informe de la comisión")
    head.go(f"{walk.base}resuelve/")
    head.see("Todavía no se puede registrar.", "El informe de la comisión tiene todo lo que")
    walk.does(she, "informe", "2026-07-17 09:00", **REPORT)


def sign(walk: ExpulsionWalk) -> None:
    """Each of the three reads the report and signs it."""
    she, cast = walk.encargada, walk.cast
    walk.it_is("2026-07-20 10:00")
    walk.directora.go(f"{walk.base}informe-completo/")
    walk.directora.see("Todavía no se puede reunir el informe.", "Las tres personas de la comisión",
                       "No ha firmado profesor jefe del curso")  # fmt: skip
    assert walk.directora.page.locator('[name="purpose"]').count() == 0
    for member in (cast.jefe, cast.tecnica):
        walk.commission.append(Staff(walk.browser, walk.site, member))
    jefe, tecnica = walk.commission
    for hour, person in zip(("10:00", "11:00", "12:00"), (jefe, she, tecnica), strict=True):
        walk.it_is(f"2026-07-20 {hour}")
        walk.comes(person, "Firmar el informe de la comisión", "Hasta el miércoles 22 de julio")
        if person is jefe:
            person.page.locator(".next .btn-primary").click()
            person.see("El informe que va a firmar", REPORT["alternatives"])
            walk.faults(person, "firma")
        walk.does(person, "firma")


def resolve(walk: ExpulsionWalk) -> None:
    """Decided and told on Tuesday 21, a day before the limit; five days to ask (EX-12, EX-12c)."""
    head = walk.directora
    walk.it_is("2026-07-21 12:05")
    walk.comes(head, "Resolver.", "Hasta el miércoles 22 de julio")
    head.go(f"{walk.base}resuelve/")
    head.see("Lo que consta antes de resolver", "Descargos y prueba", REPORT["gravity"])
    walk.faults(head, "resuelve")
    walk.does(head, "resuelve", "2026-07-21 12:00", **DECISION, **FAMILY)
    walk.comes(head, "Notificar la resolución", "Hasta el miércoles 22 de julio")
    walk.told("notifica_resolucion", "2026-07-21 12:00")
    walk.expect_dates(
        Resolver_y_notificar_si_hubo=("se hizo a tiempo", "22 de julio. Se hizo el 21 jul, 12:00."),
        Pedir_reconsideración=("en plazo", "Vence el martes 28 de julio."),
        Informar_a_la_Dirección=("Aún no corre", f"{EARLY}martes 28 de julio."),
        Informar_a_la_Seremi=("Aún no corre", "martes 28 de julio."),
    )  # fmt: skip
    walk.expect_dates(
        Pedir_reconsideración=("en plazo", "Otra lectura, días corridos: domingo 26 de julio."),
    )


def gap(walk: ExpulsionWalk) -> None:
    """The days that the text does not cover are decided expressly (CT-19)."""
    head = walk.directora
    walk.it_is("2026-07-22 12:05")
    walk.comes(head, "Decidir si asiste mientras la resolución no está firme")
    walk.does(
        head, "tramo", "2026-07-22 12:00", choice="no_asiste",
        text="Sigue el riesgo. Se comunicó por escrito.",
    )  # fmt: skip
    walk.comes(
        head, "Esperar si piden reconsideración", "Hasta el martes 28 de julio (otra lectura"
    )


def reconsider(walk: ExpulsionWalk) -> None:
    """Asked at 17:50 of the last day: in time, and the cautelar is extended by the law itself."""
    she, head = walk.encargada, walk.directora
    walk.it_is("2026-07-28 18:00")
    walk.does(
        she, "reconsidera", "2026-07-28 17:50", requested_by=FAMILY["adult"], how="escrito",
        text="Pido que se reconsidere la medida.",
    )  # fmt: skip
    walk.expect_dates(Pedir_reconsideración=("se hizo a tiempo", "Se hizo el 28 jul, 17:50."))
    assert "Extensión de la suspensión cautelar N°" in head.page.content()
    walk.it_is("2026-08-03 18:30")
    walk.comes(head, "Recibir el pronunciamiento escrito del Consejo de Profesores")
    walk.does(
        head, "consejo", "2026-08-03 18:00", attendees="Veinte docentes",
        saw="No hay informes psicosociales.", minutes="Una docente",
        text="El Consejo es de parecer que se mantenga la medida.",
    )  # fmt: skip
    walk.it_is("2026-08-04 15:05")
    head.go(f"{walk.base}resuelve_reconsideracion/")
    head.see("Pido que se reconsidere la medida.", "El Consejo es de parecer")
    walk.does(
        head, "resuelve_reconsideracion", "2026-08-04 15:00", outcome="mantiene",
        grounds="Que no hay antecedentes nuevos.",
    )  # fmt: skip
    walk.it_is("2026-08-04 16:30")
    walk.told("notifica_reconsideracion", "2026-08-04 16:00")


def firm(walk: ExpulsionWalk) -> None:
    """Firm when the confirmation is told, on 4 August at 16:00: five días hábiles to inform."""
    head = walk.directora
    walk.it_is("2026-08-04 16:40")
    walk.comes(head, "Certificar que la medida está firme")
    walk.does(head, "firmeza")
    walk.expect_dates(
        Informar_a_la_Dirección=("en plazo", f"martes 11 de agosto. {EARLY}martes 28 de julio."),
        Informar_a_la_Seremi=("en plazo", "Vence el martes 11 de agosto."),
    )  # fmt: skip
    walk.comes(head, "Emitir los oficios a la Superintendencia y a la Seremi",
               "Hasta el martes 11 de agosto")  # fmt: skip
    walk.does(head, "aplica", "2026-08-04 16:30", text="Se comunicó a la profesora jefa.")
    head.go(f"{walk.base}informe-completo/")
    head.see("Todavía no se puede reunir el informe.", "Está el oficio a la Secretaría Regional")
    assert head.page.locator('[name="purpose"]').count() == 0
    walk.faults(head, "falta")


def pack(walk: ExpulsionWalk) -> None:
    head = walk.directora
    walk.it_is("2026-08-07 09:00")
    walk.does(head, "oficios")
    walk.comes(head, "Presentar el informe a la Superintendencia", "Hasta el martes 11 de agosto")
    walk.faults(head, "por-informar")
    head.press("Reunir el informe")
    head.see("Vence el martes 11 de agosto.", "La primera fecha ya pasó")
    walk.faults(head, "por-reunir")
    head.fill(purpose="Informar la medida a la Superintendencia y a la Seremi.")
    head.press("Reunir el informe")
    head.see("Nada se envía")


def open_the_zip(walk: ExpulsionWalk) -> None:
    """Hashes match, folios follow, the index is right, and the other pupil is nowhere."""
    victim = walk.cast.victim
    found = Pack(walk.zip)
    found.check_hashes()
    found.check_folios()
    found.check_index()
    found.check_nobody((victim.first_names, victim.paternal, victim.maternal, victim.run))
    assert any("C. H. P." in page for page in found.pages)  # she is there, by her initials
    assert any("Evaristo Quintul Bahamonde" in page for page in found.pages)
    titles = " ".join(row["Pieza"] for row in found.rows)
    for paper in ("Notificación de inicio", "suspensión cautelar", "Informe de la comisión",
                  "Resolución del procedimiento", "Recurso de reconsideración", "Extensión de la",
                  "Pronunciamiento del Consejo", "Resolución de reconsideración",
                  "Certificado de firmeza", "Requisitos y actuaciones"):  # fmt: skip
        assert paper in titles
    for name in ("1_oficio_superintendencia.pdf", "2_oficio_seremi.pdf"):
        assert "Expulsión" in found.words(name)
        assert "4 de agosto de 2026, 16:00" in found.words(name)


def present_it(walk: ExpulsionWalk) -> None:
    """Presented on Friday 7 at 10:00, in time; then nothing is left to do."""
    head = walk.directora
    walk.it_is("2026-08-07 10:30")
    head.page.reload()
    walk.faults(head, "reunido")
    walk.does(head, "envio_sie", "2026-08-07 10:00", reference="Oficina de partes, N° 812.")
    walk.comes(head, "Presentar el informe a la Seremi")
    walk.does(head, "envio_seremi", "2026-08-07 10:20", reference="Oficina de partes, N° 77.")
    walk.expect_dates(
        Informar_a_la_Dirección=("se hizo a tiempo", "11 de agosto. Se hizo el 7 ago, 10:00."),
        Informar_a_la_Seremi=("se hizo a tiempo", "martes 11 de agosto."),
    )
    walk.comes(head, "No queda nada por hacer")
    walk.faults(head, "informado")


def table_of_the_year(walk: ExpulsionWalk) -> None:
    """The table of the year has the whole procedure, with both readings of the last plazo."""
    head = walk.directora
    head.go("/expulsiones/")
    walk.faults(head, "del-anio")
    with head.page.expect_download() as started:
        head.press("Descargar CSV")
    text = started.value.path().read_bytes().decode("utf-8-sig")
    found = next(iter(csv.DictReader(io.StringIO(text), delimiter=";")))
    assert found["Firme desde"] == "04-08-2026 16:00"
    assert found["Vence informar"] == "11-08-2026"
    assert found["Vence informar, otra lectura"] == "28-07-2026"
    assert found["Envío a la Superintendencia"] == "07-08-2026 10:00"
    assert walk.cast.victim.paternal not in text


STAGES = (
    denounce,
    impute,
    prepare,
    begin,
    notify_the_cautelar,
    hear,
    inform,
    sign,
    resolve,
    gap,
    reconsider,
    firm,
    pack,
)
