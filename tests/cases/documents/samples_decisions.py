"""From the prórroga to the last reconsideración: one invented report per document."""

from datetime import date

from cases.documents.reports import (
    Agreement,
    BitacoraReport,
    ConstanciaEnvioReport,
    ConsultaReport,
    InformeReport,
    NotificacionReport,
    OficioReport,
    Person,
    ProrrogaReport,
    ReconsideracionReport,
    RecursoReport,
    ResolucionReport,
    SeguimientoReport,
    SignatureLine,
    TerminoAdicionalReport,
    VigilanciaEntry,
)
from cases.erasure.certificate import ErasureReport
from tests.cases.documents.samples_people import (
    AFECTADA,
    APODERADA,
    DENUNCIADO,
    DIRECTORA,
    ENCARGADA,
    FORMATIVA,
    LETTERHEAD,
    LONG,
    RESGUARDO,
    at,
    base,
    drawn,
    signed,
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
