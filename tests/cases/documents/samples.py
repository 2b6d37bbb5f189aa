"""One invented report per document, with everything it can carry. No database."""

from dataclasses import replace
from datetime import date
from functools import cache

from cases.documents.kinds import KINDS
from cases.documents.render import render
from cases.documents.reports import (
    ActaEntrevistaReport,
    ActivacionReport,
    Agreement,
    AperturaReport,
    CargoReport,
    CitacionReport,
    DenunciaReport,
    InasistenciaReport,
    Person,
    PlazoLine,
    Report,
    ResguardoReport,
    SignatureLine,
    TrasladoReport,
)
from tests.cases.documents.samples_carpeta import carpeta, firmas
from tests.cases.documents.samples_decisions import (
    consulta,
    eliminacion,
    envio,
    informe,
    notificacion,
    oficio,
    prorroga,
    reconsideracion,
    recurso,
    resolucion,
    seguimiento,
    termino,
    vigilancia,
)
from tests.cases.documents.samples_expulsion import expulsion_samples
from tests.cases.documents.samples_people import (
    AFECTADA,
    APODERADA,
    DENUNCIADO,
    DIRECTORA,
    ENCARGADA,
    ISSUE,
    LETTERHEAD,
    RELATO,
    RESGUARDO,
    at,
    base,
    drawn,
    refusal,
    signed,
)


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
