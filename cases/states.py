"""What may be done in a case, and what it changes: one table.

`Acto` is what a person does; each row of `ACTOS` says which event the engine hears (or that it
completes the step of the protocol that names the act), in which states it may happen, where it
leaves the file, and who may do it. Legal preconditions are not
here: they are gates of the protocol, data of the reglamento.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import models

from cases.models.access import TeamRole
from cases.models.case import CaseState as S
from schools.models import Role


class Acto(models.TextChoices):
    """An act of the procedure, by the name that the history prints."""

    TOMAR_CONOCIMIENTO = "tomar_conocimiento", "Toma de conocimiento"
    RECIBIR_DENUNCIA = "recibir_denuncia", "Denuncia recibida"
    SITUAR_HECHO = "situar_hecho", "Fecha de los hechos"
    ACTIVAR = "activar", "Protocolo activado"
    ABRIR_INVESTIGACION = "abrir_investigacion", "Investigación abierta"
    RESGUARDAR = "resguardar", "Medidas de resguardo"
    CITAR = "citar", "Comunicación y citación"
    REGISTRAR_INASISTENCIA = "registrar_inasistencia", "Inasistencia a la citación"
    ENTREVISTAR = "entrevistar", "Entrevista"
    RECIBIR_ANTECEDENTE = "recibir_antecedente", "Antecedentes recibidos"
    PRORROGAR = "prorrogar", "Prórroga"
    INFORMAR = "informar", "Informe de la investigación"
    ENVIAR_RESOLUCION = "enviar_resolucion", "Proyecto enviado a la directora"
    DEVOLVER_RESOLUCION = "devolver_resolucion", "Proyecto devuelto con observaciones"
    RESOLVER = "resolver", "Resolución"
    ENVIAR_NOTIFICACION = "enviar_notificacion", "Notificación enviada"
    ABRIR_NOTIFICACION = "abrir_notificacion", "Notificación abierta por la familia"
    NOTIFICAR = "notificar", "Notificación practicada"
    IMPLEMENTAR = "implementar", "Medidas implementadas"
    RECONSIDERAR = "reconsiderar", "Solicitud de reconsideración"
    RECURRIR = "recurrir", "Solicitud de reconsideración de la expulsión o cancelación"
    CONSULTAR_SOSTENEDOR = "consultar_sostenedor", "Consulta al sostenedor"
    RESOLVER_RECONSIDERACION = "resolver_reconsideracion", "Reconsideración resuelta"
    CONSULTAR_CONSEJO = "consultar_consejo", "Pronunciamiento del Consejo de Profesores"
    CERTIFICAR_FIRMEZA = "certificar_firmeza", "Firmeza certificada"
    ABRIR_TERMINO_ADICIONAL = "abrir_termino_adicional", "Término adicional"
    CERRAR = "cerrar", "Cierre del caso"
    SEGUIR = "seguir", "Entrevista de seguimiento"
    VIGILAR = "vigilar", "Vigilancia y acompañamiento"
    ARCHIVAR = "archivar", "Archivo"
    REDACTAR_OFICIO = "redactar_oficio", "Oficio redactado"
    ENVIAR_OFICIO = "enviar_oficio", "Oficio o denuncia enviada"
    CUMPLIR_PASO = "cumplir_paso", "Paso cumplido"
    RECTIFICAR = "rectificar", "Rectificación"
    LEVANTAR_COMPUERTA = "levantar_compuerta", "Decisión de resolver con requisitos pendientes"
    DAR_ACCESO = "dar_acceso", "Acceso al caso"
    ABRIR_TRAMITE = "abrir_tramite", "Trámite iniciado"
    CERRAR_TRAMITE = "cerrar_tramite", "Trámite terminado"
    PRECISAR_DATO = "precisar_dato", "Dato precisado"
    DENUNCIAR = "denunciar", "Denuncia o aviso a la autoridad"
    TRASLADAR = "trasladar", "Traslado a un centro asistencial"
    CITAR_DE_NUEVO = "citar_de_nuevo", "Segunda citación"
    RENUNCIAR_PLAZO = "renunciar_plazo", "Renuncia al resto del plazo de antecedentes"
    DETECTAR_SENALES = "detectar_senales", "Señales físicas detectadas"
    REVISAR_RESGUARDO = "revisar_resguardo", "Revisión de una medida de resguardo"
    IMPUTAR_FALTA = "imputar_falta", "Falta imputada"
    RECALIFICAR_FALTA = "recalificar_falta", "Falta recalificada"
    RETIRAR_FALTA = "retirar_falta", "Falta sin efecto"
    PROPONER_MEDIDA = "proponer_medida", "Medida elegida para el proyecto"
    EMITIR_FICHA = "emitir_ficha", "Ficha emitida"
    ANOTAR_LIBRO = "anotar_libro", "Copiado en el libro de clases"
    RECALCULAR_PLAZOS = "recalcular_plazos", "Plazos recalculados por un cambio de calendario"


OPEN = frozenset(S) - {S.CERRADO, S.ARCHIVADO}
ANY = frozenset(S)
NOT_ARCHIVED = ANY - {S.ARCHIVADO}
TEAM = frozenset({TeamRole.INVESTIGA, TeamRole.APOYA})
WORKERS = TEAM | {TeamRole.EJECUTA}
LEADERS = frozenset({Role.ENCARGADA, Role.DIRECTORA})
DIRECTORA = frozenset({Role.DIRECTORA})


@dataclass(frozen=True, slots=True)
class Row:
    """One act: the event it gives the engine, where it may happen, where it leads, who does it."""

    sources: frozenset[S] = OPEN
    target: S | None = None
    moves: frozenset[S] = (
        frozenset()
    )  # where it leads to `target`; elsewhere it stays. All, if empty
    event: str = ""
    completes: bool = False  # without an event of its own: the step of the protocol that names it
    roles: frozenset[Role] = LEADERS
    team: frozenset[TeamRole] = field(default=TEAM)
    family: bool = False  # a family may do it in its own window
    by_itself: bool = False  # follows from a decision taken outside the case, by nobody in it


ACTOS: dict[Acto, Row] = {
    Acto.TOMAR_CONOCIMIENTO: Row(event="ev_conocimiento", roles=frozenset(Role)),
    Acto.RECIBIR_DENUNCIA: Row(event="ev_denuncia", roles=frozenset(Role)),
    Acto.SITUAR_HECHO: Row(event="ev_hecho", roles=frozenset(Role)),
    Acto.ACTIVAR: Row(event="ev_activacion"),
    Acto.ABRIR_INVESTIGACION: Row(frozenset({S.RECIBIDO}), S.EN_INVESTIGACION, event="ev_apertura"),
    Acto.RESGUARDAR: Row(completes=True),
    Acto.CITAR: Row(event="ev_comunicacion_1"),
    Acto.REGISTRAR_INASISTENCIA: Row(event="ev_inasistencia"),
    Acto.ENTREVISTAR: Row(event="ev_entrevista"),
    Acto.RECIBIR_ANTECEDENTE: Row(sources=ANY, family=True),
    Acto.PRORROGAR: Row(event="ev_prorroga", roles=DIRECTORA, team=frozenset()),
    Acto.INFORMAR: Row(frozenset({S.EN_INVESTIGACION}), S.INFORMADO, event="ev_informe"),
    Acto.ENVIAR_RESOLUCION: Row(),
    Acto.DEVOLVER_RESOLUCION: Row(roles=DIRECTORA, team=frozenset()),
    Acto.RESOLVER: Row(
        frozenset({S.EN_INVESTIGACION, S.INFORMADO}),
        S.RESUELTO,
        event="ev_resolucion",
        roles=DIRECTORA,
        team=frozenset(),
    ),
    Acto.ENVIAR_NOTIFICACION: Row(sources=ANY),
    Acto.ABRIR_NOTIFICACION: Row(sources=ANY, roles=frozenset(), team=frozenset(), family=True),
    Acto.NOTIFICAR: Row(
        frozenset({S.RESUELTO, S.NOTIFICADO, S.EN_RECONSIDERACION, S.CERRADO}),
        S.NOTIFICADO,
        frozenset({S.RESUELTO}),
        event="ev_notificacion",
        family=True,
    ),
    Acto.IMPLEMENTAR: Row(NOT_ARCHIVED, completes=True, team=WORKERS),
    Acto.RECONSIDERAR: Row(
        frozenset({S.RESUELTO, S.NOTIFICADO, S.EN_RECONSIDERACION, S.CERRADO}),
        S.EN_RECONSIDERACION,
        event="ev_reconsideracion",
        family=True,
    ),
    # The law gives it against the measure, whatever becomes of the denuncia: it moves nothing here.
    Acto.RECURRIR: Row(sources=ANY, family=True),
    Acto.CONSULTAR_SOSTENEDOR: Row(
        frozenset({S.EN_RECONSIDERACION}), event="ev_consulta_sostenedor"
    ),
    Acto.RESOLVER_RECONSIDERACION: Row(
        frozenset({S.EN_RECONSIDERACION}), S.NOTIFICADO, event="ev_res_reconsideracion"
    ),
    Acto.CONSULTAR_CONSEJO: Row(frozenset({S.EN_RECONSIDERACION}), event="ev_pronunciamiento"),
    Acto.CERTIFICAR_FIRMEZA: Row(
        frozenset({S.RESUELTO, S.NOTIFICADO, S.EN_RECONSIDERACION, S.CERRADO, S.ARCHIVADO}),
        roles=DIRECTORA,
        team=frozenset(),
    ),
    Acto.ABRIR_TERMINO_ADICIONAL: Row(completes=True),
    Acto.CERRAR: Row(
        frozenset({S.NOTIFICADO}),
        S.CERRADO,
        event="ev_cierre",
        roles=DIRECTORA,
        team=frozenset(),
    ),
    Acto.SEGUIR: Row(sources=ANY, completes=True),
    Acto.VIGILAR: Row(sources=ANY),
    Acto.ARCHIVAR: Row(
        frozenset({S.CERRADO}),
        S.ARCHIVADO,
        completes=True,
        roles=DIRECTORA,
        team=frozenset(),
    ),
    Acto.REDACTAR_OFICIO: Row(sources=ANY, completes=True),
    Acto.ENVIAR_OFICIO: Row(sources=ANY, completes=True),
    Acto.CUMPLIR_PASO: Row(sources=ANY, team=WORKERS),
    Acto.RECTIFICAR: Row(sources=ANY, event="ev_rectificacion"),
    Acto.LEVANTAR_COMPUERTA: Row(roles=DIRECTORA, team=frozenset()),
    Acto.DAR_ACCESO: Row(sources=ANY),
    Acto.ABRIR_TRAMITE: Row(sources=ANY),
    Acto.CERRAR_TRAMITE: Row(sources=ANY),
    Acto.PRECISAR_DATO: Row(),
    Acto.DENUNCIAR: Row(sources=ANY, completes=True),
    Acto.TRASLADAR: Row(sources=ANY, completes=True, team=WORKERS),
    Acto.CITAR_DE_NUEVO: Row(completes=True),
    Acto.RENUNCIAR_PLAZO: Row(event="ev_renuncia_antecedentes"),
    Acto.DETECTAR_SENALES: Row(event="ev_senales"),
    Acto.REVISAR_RESGUARDO: Row(NOT_ARCHIVED),
    Acto.IMPUTAR_FALTA: Row(),
    Acto.RECALIFICAR_FALTA: Row(roles=DIRECTORA, team=frozenset()),
    Acto.RETIRAR_FALTA: Row(sources=ANY),
    Acto.PROPONER_MEDIDA: Row(),
    Acto.EMITIR_FICHA: Row(sources=ANY, team=WORKERS | {TeamRole.ATIENDE}),
    Acto.ANOTAR_LIBRO: Row(sources=ANY, team=WORKERS | {TeamRole.ATIENDE}),
    Acto.RECALCULAR_PLAZOS: Row(ANY, roles=frozenset(), team=frozenset(), by_itself=True),
}


# The acts that move the file on, in order. A protocol without one of them goes past it.
ROAD = (
    (S.RECIBIDO, Acto.ABRIR_INVESTIGACION),
    (S.EN_INVESTIGACION, Acto.INFORMAR),
    (S.INFORMADO, Acto.RESOLVER),
    (S.RESUELTO, Acto.NOTIFICAR),
    (S.NOTIFICADO, Acto.CERRAR),
)


def reached(state: S, actos: Collection[str] | None = None) -> frozenset[S]:
    """Return the states that the file stands for: its own, and those past what is not done here.

    `actos` are those that the protocol has; without them, only the state itself.
    """
    found = {state}
    for (here, acto), (after, _) in pairwise(ROAD):
        if actos is not None and here in found and acto not in actos:
            found.add(after)
    return frozenset(found)


def state_reason(state: S, acto: Acto, actos: Collection[str] | None = None) -> str:
    """Return why the file's state forbids the act, in Spanish; "" if it does not."""
    row = ACTOS[acto]
    if reached(state, actos) & row.sources:
        return ""
    return f"«{acto.label}» no corresponde cuando el caso está «{S(state).label.lower()}»."
