"""One invented report per document, with everything it can carry. No database."""

import io
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import (
    ActaEntrevistaReport,
    ActivacionReport,
    Agreement,
    AperturaReport,
    BitacoraReport,
    CargoReport,
    CitacionReport,
    ConstanciaEnvioReport,
    ConsultaReport,
    DenunciaReport,
    InasistenciaReport,
    InformeReport,
    Issue,
    Letterhead,
    MedidaLine,
    NotificacionReport,
    OficioReport,
    Person,
    PlazoLine,
    ProrrogaReport,
    ReconsideracionReport,
    RecursoReport,
    Report,
    ResguardoReport,
    ResolucionReport,
    SeguimientoReport,
    SignatureLine,
    TerminoAdicionalReport,
    TrasladoReport,
    VigilanciaEntry,
)
from cases.erasure.certificate import ErasureReport
from tests.cases.documents.samples_carpeta import carpeta, firmas
from tests.cases.documents.samples_expulsion import expulsion_samples

ZONE = ZoneInfo("America/Santiago")
CODE = "K7QMW2XHRP9BTD4NVCF6ZJ8YAE"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def png(width: int = 600, height: int = 200) -> bytes:
    """A stroke on a transparent ground, as a screen would give it."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    points = [(width * (0.1 + i / 60), height * (0.5 + 0.3 * (-1) ** i)) for i in range(45)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 60, 255), width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


LETTERHEAD = Letterhead(
    name="Colegio Los Aromos",
    rbd="99999-1",
    sostenedor="Corporación Educacional Los Aromos",
    comuna="Providencia",
    address="Pasaje Los Quillayes 100",
    phone="+56 2 0000 0000",
    email="contacto@aromos.example",
)
ISSUE = Issue(
    folio="2026-118",
    code=CODE,
    url=f"https://convivencia.example/v/99999-1/{CODE}/",
    at=at("2026-11-13T12:40"),
    content_hash="9f2c41a70be3" * 5 + "7d10",
)
ENCARGADA = Person("Carolina Fuentes Riquelme", title="Encargada de convivencia")
DIRECTORA = Person("Patricia Olivares Ñanco", title="Directora")
CURSO = "6° básico A"
AFECTADA = Person("Antonia Belén Quiroga Zúñiga", "41.000.001-7", "Persona afectada", CURSO, 11)
DENUNCIADO = Person("Íñigo Manquel Peñailillo", "41.000.002-5", "Persona denunciada", CURSO, 12)
APODERADA = Person("Marcela Peñailillo Órdenes", "41.000.003-3", "Apoderada titular")
RESGUARDO = MedidaLine(
    "Recreos en patios distintos, con un adulto a la vista",
    "evitar el contacto mientras se investiga",
    AFECTADA.name,
    "Inspectoría general",
    date(2026, 11, 13),
    date(2026, 11, 27),
    date(2026, 12, 18),
)
FORMATIVA = MedidaLine(
    "Taller de resolución de conflictos, seis sesiones, con psicóloga del equipo",
    "que comprenda el efecto de lo que publicó; proporcional a su edad y a lo acreditado",
    DENUNCIADO.name,
    "Equipo de convivencia",
    date(2026, 12, 1),
    None,
    date(2026, 12, 18),
)
RELATO = (
    "En el chat del curso me pusieron un sobrenombre y lo repiten todos los días en el recreo.\n"
    "Le conté a mi mamá porque ya no quería venir."
)
LONG = (
    "Se entrevistó por separado a las dos familias, se revisaron los registros de clase de octubre "
    "y noviembre, y se tuvieron a la vista las capturas de pantalla que entregó una de ellas. Las "
    "anotaciones coinciden en las fechas y en el lugar, y muestran que la conducta se repitió."
)


def signed(who: Person, method: str = "declarada", **extra: object) -> SignatureLine:
    return SignatureLine(
        name=who.name,
        title=extra.pop("title", who.title),
        method=method,
        signed_at=at("2026-11-13T12:31"),
        **extra,
    )


def drawn() -> SignatureLine:
    return signed(ENCARGADA, "dibujada", image=png())


def refusal() -> SignatureLine:
    return signed(
        APODERADA,
        "se_nego",
        run="410000033",
        statement="quiere consultarlo con un abogado.",
        witness="Rosa Urrutia, inspectora general",
    )


def base(code: str, *signatures: SignatureLine, **extra: object) -> dict:
    return {
        "letterhead": LETTERHEAD,
        "case_folio": "2026-0043",
        "protocol": "Protocolo de acoso escolar",
        "reglamento": "Reglamento interno 2026, versión 3",
        "article": KINDS[code].article("acoso_escolar"),
        "laws": (
            "artículo 16 B de la Ley General de Educación",
            "artículo 64 de la Ley N° 21.430, sobre reserva de los registros",
        ),
        "signatures": signatures,
        "issue": ISSUE,
        **extra,
    }


def denuncia(code: str) -> DenunciaReport:
    receiver = Person("Diego Órdenes Urrutia", title="Docente")
    return DenunciaReport(
        **base(code, signed(receiver), SignatureLine("Gabriela Zúñiga Urrutia", "Denunciante")),
        denunciante=Person("Gabriela Zúñiga Urrutia", "41.000.009-2", "Denunciante"),
        receiver=receiver,
        canal="En persona",
        received_at=at("2026-11-12T08:10"),
        known_at=at("2026-11-11T17:45"),
        registered_at=at("2026-11-12T08:31"),
        relato=RELATO,
        place="Patio norte y chat del curso",
        occurred="desde mediados de octubre, casi todos los días",
        people=(AFECTADA, DENUNCIADO) if code == "D-02" else (),
        witnesses=(Person("Facundo Urrutia Manquel", "41.000.004-1", "Testigo", "6° básico B"),)
        if code == "D-02"
        else (),
        delivered_to="Encargada de convivencia y Directora",
    )


def activacion() -> ActivacionReport:
    return ActivacionReport(
        **base("D-04", signed(DIRECTORA)),
        known_at=at("2026-11-11T17:45"),
        received_at=at("2026-11-12T08:10"),
        activated_at=at("2026-11-12T11:20"),
        limit_at=at("2026-11-13T08:10"),
        responsible=ENCARGADA,
        branches=(
            ("Edad de quien fue denunciado", "12 años: menor de 14"),
            ("Constituye delito", "No, con lo que se sabe hasta ahora"),
        ),
        reasons=("La conducta es reiterada y entre pares.",),
        people=(AFECTADA, DENUNCIADO),
        plazos=(
            PlazoLine(
                "Adoptar medidas de resguardo",
                "Dirección / Encargado",
                date(2026, 11, 13),
                "1 día hábil desde la denuncia",
                "8.6.3.2 B.1",
            ),
            PlazoLine(
                "Informe con resultado y recomendaciones",
                "Encargado",
                date(2026, 12, 14),
                "15 días hábiles desde el término del plazo de antecedentes",
                "8.6.3.2 B.8",
                projected=True,
            ),
        ),
    )


def apertura(*, opens: bool = True) -> AperturaReport:
    return AperturaReport(
        **base("D-05", signed(DIRECTORA)),
        opens=opens,
        author="un estudiante de este establecimiento",
        place="el establecimiento y un chat del curso",
        grounds="Que los hechos, de ser efectivos, corresponden al protocolo de acoso escolar.",
        investigator=ENCARGADA,
        known_at=at("2026-11-11T17:45"),
        decided_at=at("2026-11-12T11:40"),
    )


def resguardo() -> ResguardoReport:
    return ResguardoReport(
        **base("D-10", drawn()),
        medidas=(RESGUARDO,),
        applied_at=at("2026-11-13T08:05"),
        people=(AFECTADA,),
    )


def traslado() -> TrasladoReport:
    return TrasladoReport(
        **base("D-29", signed(Person("Diego Órdenes Urrutia", title="Profesor jefe"), "papel")),
        student=AFECTADA,
        signs="Se queja de dolor en la muñeca derecha después del recreo.",
        detected_at=at("2026-11-11T10:20"),
        left_at=at("2026-11-11T10:35"),
        centre="Centro de salud familiar de la comuna",
        companion=Person("Diego Órdenes Urrutia", title="Profesor jefe"),
        told_to="Gabriela Zúñiga, madre",
        told_at=at("2026-11-11T10:25"),
        told_how="Por teléfono",
        notes="Atendida a las 11:05 horas; vuelve con su madre a las 12:10.",
    )


def citacion(code: str = "D-11", attempt: int = 1) -> CitacionReport:
    return CitacionReport(
        **base(code, *(() if code == "D-11s" else (signed(ENCARGADA),))),
        addressee=APODERADA,
        student=Person(DENUNCIADO.name, DENUNCIADO.run, "", DENUNCIADO.curso),
        attempt=attempt,
        meets_at=at("2026-11-13T11:45"),
        mode="En persona",
        place="Oficina de convivencia, segundo piso",
        sent_at=at("2026-11-12T12:15"),
        medium="Correo electrónico",
        previous_at=at("2026-11-10T09:00") if attempt > 1 else None,
        contact="+56 2 0000 0000 · contacto@aromos.example",
    )


def entrevista(times: int = 1) -> ActaEntrevistaReport:
    return ActaEntrevistaReport(
        **base("D-12", drawn(), refusal()),
        starts_at=at("2026-11-13T11:45"),
        ends_at=at("2026-11-13T12:30"),
        mode="En persona",
        place="Oficina de convivencia",
        conducted_by=ENCARGADA,
        student=DENUNCIADO,
        present=(Person(DENUNCIADO.name, DENUNCIADO.run, "Estudiante"), APODERADA),
        citation="Primera citación, enviada el 12 de noviembre de 2026, 12:15 horas",
        student_words="\n".join(
            ["Los mensajes los mandamos entre varios. No pensé que ella se iba a sentir tan mal."]
            * times
        ),
        apoderado_words="\n".join(["Señala que entregará los mensajes completos."] * times),
        agreements=(
            Agreement("Entregar los mensajes completos", "Apoderada", date(2026, 11, 20)),
            Agreement("Recreo diferido mientras dure el resguardo", "Inspectoría", None),
        ),
        antecedentes_due=date(2026, 11, 20),
    )


def inasistencia() -> InasistenciaReport:
    return InasistenciaReport(
        **base("D-15", signed(ENCARGADA)),
        addressee=APODERADA,
        student=DENUNCIADO,
        meetings=(
            (1, at("2026-11-13T11:45"), "No asistió"),
            (2, at("2026-11-18T08:30"), "No contesta"),
        ),
        attempts="Llamados el 16-11 a las 09:10 y el 17-11 a las 18:40; correo sin acuse.",
        counts_from=date(2026, 11, 18),
        antecedentes_due=date(2026, 11, 25),
    )


def cargo() -> CargoReport:
    return CargoReport(
        **base("D-16", signed(ENCARGADA), SignatureLine(APODERADA.name, "Entrega")),
        number=3,
        delivered_by=APODERADA.name,
        about=DENUNCIADO,
        received_at=at("2026-11-23T16:05"),
        items=(
            ("Mensajes completos del chat, del 1 al 12 de noviembre", "mensajes.pdf, 9f2c41a7"),
            ("Carta de la familia", "En papel"),
        ),
        late=True,
        receiver=ENCARGADA,
    )


def prorroga() -> ProrrogaReport:
    return ProrrogaReport(
        **base("D-17", signed(DIRECTORA)),
        step="Informe con resultado y recomendaciones",
        grounds="Que falta entrevistar a dos testigos que estuvieron con licencia médica.",
        due_on=date(2026, 12, 14),
        new_due_on=date(2026, 12, 29),
        extension="diez días hábiles",
        decided_at=at("2026-12-11T10:00"),
    )


def informe() -> InformeReport:
    return InformeReport(
        **base("D-18", signed(ENCARGADA)),
        author=ENCARGADA,
        issued_at=at("2026-12-11T17:00"),
        known_at=at("2026-11-11T17:45"),
        resultado="Fundada: se acreditaron los hechos",
        is_founded=True,
        proceedings=f"{LONG}\n{LONG}",
        findings=f"{LONG}\n{LONG}",
        recommendations="Taller de resolución de conflictos.\nAcompañamiento psicológico.",
        people=(AFECTADA, DENUNCIADO),
        antecedentes=((1, "Capturas de pantalla del chat", at("2026-11-16T09:30")),),
    )


def resolucion(code: str = "D-19") -> ResolucionReport:
    merits = code != "D-23"
    return ResolucionReport(
        **base(code, signed(DIRECTORA)),
        vistos=f"El informe de investigación N° 2026-131 y las actas del expediente. {LONG}",
        considerando=f"1. Que {LONG[0].lower()}{LONG[1:]}\n2) Que la conducta fue reiterada.",
        resuelvo="Declárase fundada la denuncia.\nAplíquense las medidas que se indican.",
        decided_at=at("2026-12-14T12:00"),
        decided_by=DIRECTORA,
        resultado="Fundada: se acreditaron los hechos" if merits else "",
        calificacion="Los hechos constituyen acoso escolar" if code == "D-19" else "",
        is_founded=merits,
        provisional=not merits,
        support="Acompañamiento de la psicóloga del equipo." if merits else "",
        support_medidas=(RESGUARDO,) if merits else (),
        medidas=(FORMATIVA,) if merits else (),
        reconsideracion="cinco días hábiles, ante la encargada de convivencia" if merits else "",
        override_reason="Falta el acta de una entrevista; la familia no asistió dos veces.",
    )


def notificacion(code: str = "D-21", *, affected: bool = True) -> NotificacionReport:
    pupil = AFECTADA if affected else DENUNCIADO
    adult = Person("Gabriela Zúñiga Urrutia", "41.000.009-2", "Apoderada titular")
    adult = adult if affected else APODERADA
    receipt = SignatureLine(adult.name, "Recibe copia")
    lines = () if code == "D-21s" else (signed(DIRECTORA), receipt)
    return NotificacionReport(
        **base(code, *lines, copy_for=f"Copia para la familia de {pupil.name}"),
        addressee=adult,
        student=Person(pupil.name, pupil.run, "", pupil.curso),
        is_affected=affected,
        resolution_folio="2026-133",
        resolved_at=at("2026-12-14T12:00"),
        resultado="Fundada: se acreditaron los hechos",
        is_founded=True,
        summary="Se acreditó que durante un mes se repitió un sobrenombre en el chat del curso.",
        own=() if affected else (FORMATIVA,),
        protecting=(RESGUARDO,) if affected else (),
        others=("Se adoptaron medidas formativas.",) if affected else (),
        reconsideracion_due=date(2026, 12, 22),
        reconsideracion_before="la encargada de convivencia",
        resolves="el Consejo Escolar",
        contact="+56 2 0000 0000 · contacto@aromos.example",
    )


def termino() -> TerminoAdicionalReport:
    return TerminoAdicionalReport(
        **base("D-22", signed(DIRECTORA)),
        opens_on=date(2026, 12, 15),
        due_on=date(2026, 12, 30),
        grounds="Que una familia anunció la entrega de nuevos mensajes.",
        diligencias=("Nueva entrevista a un testigo.", "Revisión de los mensajes."),
        resguardo=(RESGUARDO,),
        decided_at=at("2026-12-14T12:00"),
    )


def vigilancia() -> BitacoraReport:
    entries = tuple(
        VigilanciaEntry(at(f"2027-0{month}-12T10:00"), "Registro de clases", "Sin novedades.", "PJ")
        for month in range(1, 7)
    )
    return BitacoraReport(
        **base("D-26", signed(ENCARGADA)),
        starts_on=date(2026, 12, 30),
        ends_on=date(2027, 6, 30),
        responsible=ENCARGADA,
        people=(AFECTADA, DENUNCIADO),
        entries=entries,
    )


def seguimiento(*, persists: bool = False) -> SeguimientoReport:
    return SeguimientoReport(
        **base("D-27", drawn(), signed(APODERADA, "papel")),
        starts_at=at("2026-11-30T09:00"),
        place="Oficina de convivencia",
        first_interview_on=date(2026, 11, 13),
        conducted_by=ENCARGADA,
        student=AFECTADA,
        present=(APODERADA,),
        persists=persists,
        student_words="Ahora juego con mi grupo y no me han vuelto a molestar.",
        apoderado_words="La nota más tranquila.",
        observed="Sin anotaciones en el libro de clases.",
        agreements=(Agreement("Nueva conversación antes del cierre del semestre", "Encargada"),),
    )


def oficio() -> OficioReport:
    return OficioReport(
        **base("D-40", signed(DIRECTORA, "papel")),
        addressee="Fiscalía Local de Providencia",
        addressee_place="Oficina de partes",
        subject="Comunica hechos que podrían constituir delito",
        sender=DIRECTORA,
        sender_email="direccion@aromos.example",
        sender_phone="+56 2 0000 0001",
        known_at=at("2026-11-11T17:45"),
        written_on=at("2026-11-12T09:30"),
        account=f"{LONG}\n{LONG}",
        people=(AFECTADA, DENUNCIADO),
        occurred="el 11 de noviembre de 2026, alrededor de las 10:15 horas",
        place="patio norte del establecimiento",
        measures=("Separación de espacios.", "Aviso a ambas familias."),
        enclosures=("Acta de denuncia verbal N° 2026-112.", "Capturas de pantalla, 4 páginas."),
        request="Se solicita informar la recepción y el número de causa.",
        basis="de los artículos 175, letra e), y 176 del Código Procesal Penal",
    )


def envio() -> ConstanciaEnvioReport:
    return ConstanciaEnvioReport(
        **base("D-41", signed(DIRECTORA)),
        what="Oficio N° 2026-113",
        addressee="Fiscalía Local de Providencia",
        sent_at=at("2026-11-12T09:48"),
        channel="Oficina de partes, en papel",
        sender=DIRECTORA,
        reference="Ingreso 4455",
        received_by="Oficina de partes",
        known_at=at("2026-11-11T17:45"),
        notes="Se adjunta copia timbrada.",
    )


def recurso(code: str = "D-70") -> RecursoReport:
    return RecursoReport(
        **base(code, SignatureLine(APODERADA.name, "Recurrente"), signed(ENCARGADA)),
        verbal=code == "D-71",
        requested_by=APODERADA.name,
        about=DENUNCIADO,
        requested_at=at("2026-12-18T10:10"),
        text="Pedimos que el taller sea fuera del horario de clases.",
        due_on=date(2026, 12, 22),
        before="la encargada de convivencia",
        resolves="el Consejo Escolar",
        resolution_folio="2026-133",
        attached="carta.pdf",
        receiver=ENCARGADA,
    )


def consulta() -> ConsultaReport:
    return ConsultaReport(
        **base("D-72", signed(DIRECTORA), SignatureLine(LETTERHEAD.sostenedor, "Sostenedor")),
        sostenedor=LETTERHEAD.sostenedor,
        question="Si estima procedente cambiar el horario de la medida formativa.",
        background=("Estudiante de 12 años, sin medidas anteriores.", "Medida: taller."),
        consulted_at=at("2026-12-18T12:00"),
        answer="Sin observaciones al cambio de horario.",
        answered_at=at("2026-12-18T16:20"),
    )


def reconsideracion() -> ReconsideracionReport:
    return ReconsideracionReport(
        **base("D-74", signed(Person("Diego Órdenes Urrutia", title="Consejo Escolar"))),
        outcome="modifica",
        outcome_text="Modificar lo resuelto",
        requested_by=APODERADA.name,
        requested_at=at("2026-12-18T10:10"),
        about=DENUNCIADO,
        body="el Consejo Escolar",
        abstained="la directora y la encargada de convivencia",
        consulted_at=at("2026-12-18T12:00"),
        consultation="Sin observaciones al cambio de horario.",
        grounds="Que el horario propuesto cumple el mismo fin.\nQue no afecta el resguardo.",
        resolution_folio="2026-133",
        decided_at=at("2026-12-22T18:00"),
    )


def eliminacion() -> ErasureReport:
    return ErasureReport(
        **base("D-132", signed(DIRECTORA)),
        reason="Terminó el plazo de seis años desde el cierre.",
        closed_on=date(2026, 12, 22),
        kept_until=date(2032, 12, 22),
        counts=(("actuaciones", 41), ("documentos", 12), ("archivos", 9)),
        hashes=("a" * 64, "b" * 64),
        sha256="c" * 64,
    )


SAMPLES: dict[str, Report] = {
    "D-01": denuncia("D-01"),
    "D-02": denuncia("D-02"),
    "D-04": activacion(),
    "D-05": apertura(),
    "D-10": resguardo(),
    "D-11": citacion(),
    "D-11s": citacion("D-11s"),
    "D-12": entrevista(),
    "D-15": inasistencia(),
    "D-16": cargo(),
    "D-17": prorroga(),
    "D-18": informe(),
    "D-19": resolucion(),
    "D-20": replace(
        resolucion("D-20"),
        protocol="Protocolo ante vulneración de derechos",
        article=KINDS["D-20"].article("vulneracion_derechos"),
        laws=("artículo 64 de la Ley N° 21.430, sobre reserva de los registros",),
    ),
    "D-21": notificacion(),
    "D-21s": notificacion("D-21s"),
    "D-22": termino(),
    "D-23": resolucion("D-23"),
    "D-26": vigilancia(),
    "D-27": seguimiento(),
    "D-29": traslado(),
    "D-40": oficio(),
    "D-41": envio(),
    "D-70": recurso(),
    "D-71": recurso("D-71"),
    "D-72": consulta(),
    "D-74": reconsideracion(),
    "D-132": eliminacion(),
    "D-130": carpeta(base("D-130", signed(DIRECTORA))),
    "D-131": firmas(base("D-131", signed(DIRECTORA), drawn(), refusal())),
    **expulsion_samples(LETTERHEAD, ISSUE),
}


@cache
def issued(code: str) -> bytes:
    """The PDF of a sample, rendered once per process."""
    return render(SAMPLES[code], KINDS[code])[1]
