"""Small reglamentos: what each rule of the linter marks, and what it lets pass."""

from __future__ import annotations

from datetime import date

from protocols.catalog import protocol_from_data
from protocols.linter import lint

TODAY = date(2026, 11, 20)


def step(**changes):
    """Return one step as a YAML file would declare it."""
    return {
        "id": "S-1",
        "title": "Actuar",
        "stage": "Recepción",
        "responsible": "Dirección",
        "counts_from": "ev_denuncia",
        "plazo": "sin_plazo",
        "source": "1",
        **changes,
    }


def reglamento(*steps, **changes):
    """Return a protocol of one or more steps."""
    return protocol_from_data(
        {
            "key": "convivencia",
            "modelo": "Z",
            "version": "1",
            "title": "Convivencia",
            "instrument": "Reglamento interno",
            "source": "1",
            "in_force_from": "2026-01-01",
            "steps": list(steps) or [step()],
            **changes,
        }
    )


CONSEJO = step(id="S-10", title="Consultar al Consejo de Profesores")


OFICIO = step(id="S-11", title="Enviar el expediente", informs="Superintendencia")


ALWAYS = (CONSEJO, OFICIO)


def expulsion(*steps, **changes):
    """Return the protocol of expulsion, with what the law asks of it."""
    return reglamento(*(steps or WHOLE), *ALWAYS, key="expulsion", **changes)


WHOLE = (
    step(id="S-8", title="Pedir el informe de la comisión"),
    step(id="S-9", title="Informar la medida", informs="Seremi de Educación"),
)


def marks(what, on=TODAY, **more):
    """Return what was marked as «code@step»."""
    return [f"{found.code}@{found.step}" for found in lint(what, on, **more)]


def said(text):
    return reglamento(step(note=text))


CRIME = {"norms": ["P1"], "pausable": False}


WITH_FACT = {"facts": {"denuncia_anonima": "si es anónima"}}


NAMED = {"none_of": [{"fact": "denuncia_anonima", "equals": True, "missing": False}]}


WITHOUT_CAUTELAR = {
    "when": {"fact": "cautelar_suspension", "equals": False},
    "plazo": "15 dias_habiles",
}


APPEAL = {"counts_from": "ev_notificacion", "norms": ["P9", "P10"], "plazo": "5 dias"}


CAUTELAR = {"facts": {"cautelar_suspension": "si la hubo"}}


INQUIRY = {"done_by": ["ev_informe"], "emits": ["ev_informe"]}


TELL = {"id": "S-2", "counts_from": "ev_informe", "emits": ["ev_notificacion"]}


# name: what is wrong, what is right, what the wrong one gets.
EXAMPLES = {
    "referencia rota": (
        reglamento(step(counts_from="ev_que_nadie_produce", plazo="5 dias_habiles")),
        reglamento(step(plazo="5 dias_habiles")),
        "referencia_rota@",
    ),
    "más horas para denunciar": (
        reglamento(step(plazo="48 horas_corridas", **CRIME)),
        reglamento(step(plazo="24 horas_corridas", **CRIME)),
        "plazo_contra_la_ley@S-1",
    ),
    "un día hábil no son 24 horas": (
        reglamento(step(plazo="1 dias_habiles", **CRIME)),
        reglamento(step(plazo={"amount": 0, "unit": "mismo_dia"}, **CRIME)),
        "plazo_contra_la_ley@S-1",
    ),
    "denunciar sin decir la norma también es denunciar": (
        reglamento(step(plazo="2 dias_habiles", acto="denunciar", pausable=False)),
        reglamento(step(plazo="12 horas_corridas", acto="denunciar", pausable=False)),
        "plazo_contra_la_ley@S-1",
    ),
    "denuncia sin plazo": (
        reglamento(step(**CRIME)),
        reglamento(step(plazo={"amount": 0, "unit": "inmediato"}, **CRIME)),
        "sin_plazo_legal@S-1",
    ),
    "denuncia que puede pausarse": (
        reglamento(step(plazo="24 horas_corridas", norms=["P1"])),
        reglamento(step(plazo="24 horas_corridas", **CRIME)),
        "denuncia_pausable@S-1",
    ),
    "denuncia que espera la resolución": (
        reglamento(step(plazo="24 horas_corridas", counts_from="ev_resolucion", **CRIME)),
        reglamento(step(plazo="24 horas_corridas", counts_from="ev_conocimiento", **CRIME)),
        "denuncia_desde_otro_acto@S-1",
    ),
    "menos días para la familia": (
        reglamento(step(**APPEAL), **CAUTELAR),
        reglamento(step(**APPEAL, plazo_cases=[WITHOUT_CAUTELAR]), **CAUTELAR),
        "plazo_contra_la_ley@S-1",
    ),
    "corridos no son hábiles": (
        reglamento(step(**{**APPEAL, "norms": ["P10"], "plazo": "5 dias_corridos"})),
        reglamento(step(**{**APPEAL, "norms": ["P10"], "plazo": "15 dias_corridos"})),
        "plazo_contra_la_ley@S-1",
    ),
    "más días para resolver con cautelar": (
        reglamento(step(counts_from="ev_cautelar", plazo="11 dias_habiles", norms=["P7"])),
        reglamento(step(counts_from="ev_cautelar", plazo="10 dias_corridos", norms=["P7"])),
        "plazo_contra_la_ley@S-1",
    ),
    "los diez días son hasta notificar": (
        reglamento(step(counts_from="ev_resolucion", emits=["ev_notificacion"], norms=["P7"])),
        reglamento(
            step(
                counts_from="ev_resolucion",
                emits=["ev_notificacion"],
                norms=["P7"],
                plazo="1 dias_habiles",
            )
        ),
        "sin_plazo_legal@S-1",
    ),
    "días con clases se detienen en verano": (
        reglamento(step(counts_from="ev_firmeza", plazo="5 dia_escolar", norms=["P12"])),
        reglamento(step(counts_from="ev_firmeza", plazo="5 dia_laboral", norms=["P12"])),
        "plazo_contra_la_ley@S-1",
    ),
    "suspensión de protección demasiado larga": (
        reglamento(step(plazo="1 meses", nature="periodo", norms=["P5"])),
        reglamento(step(plazo="15 dias_habiles", nature="periodo", norms=["P5"])),
        "plazo_contra_la_ley@S-1",
    ),
    "investigación de más de dos meses": (
        reglamento(step(plazo="45 dias_habiles", **INQUIRY)),
        reglamento(step(plazo="25 dias_habiles", **INQUIRY)),
        "investigacion_sobre_dos_meses@S-1",
    ),
    "la prórroga también se suma": (
        reglamento(
            step(
                plazo="25 dias_habiles", extension={"amount": 20, "unit": "dias_habiles"}, **INQUIRY
            )
        ),
        reglamento(
            step(
                plazo="25 dias_habiles", extension={"amount": 5, "unit": "dias_habiles"}, **INQUIRY
            )
        ),
        "investigacion_sobre_dos_meses@S-1",
    ),
    "el informe cabe y la notificación no": (
        reglamento(step(plazo="30 dias_habiles", **INQUIRY), step(plazo="15 dias_habiles", **TELL)),
        reglamento(step(plazo="25 dias_habiles", **INQUIRY), step(plazo="5 dias_habiles", **TELL)),
        "investigacion_sobre_dos_meses@S-2",
    ),
    "cerca de los dos meses": (
        reglamento(step(plazo="35 dias_habiles", **INQUIRY), step(plazo="3 dias_habiles", **TELL)),
        reglamento(step(plazo="20 dias_habiles", **INQUIRY), step(plazo="3 dias_habiles", **TELL)),
        "cerca_de_dos_meses@S-2",
    ),
    "expulsión sin comisión": (
        expulsion(step(informs="Seremi")),
        expulsion(),
        "sin_informe_de_comision@",
    ),
    "expulsión sin Seremi": (
        expulsion(step(title="Informe de la comisión", informs="Superintendencia")),
        expulsion(
            step(title="Informe de la comisión", recipients=[{"name": "SEREMI de Educación"}])
        ),
        "sin_aviso_a_seremi@",
    ),
    "expulsión negada y descrita": (
        expulsion(note="El reglamento no la contempla."),
        expulsion(note="Sólo por las faltas gravísimas."),
        "expulsion_negada_y_descrita@",
    ),
    "la familia recurre y el sostenedor resuelve sin el Consejo": (
        reglamento(step(title="Informe de la comisión", informs="Seremi"), OFICIO, key="expulsion"),
        expulsion(),
        "sin_consejo_de_profesores@",
    ),
    "expulsión que no se informa a la Superintendencia": (
        reglamento(
            step(title="Informe de la comisión", informs="Seremi"), CONSEJO, key="expulsion"
        ),
        expulsion(),
        "sin_aviso_a_superintendencia@",
    ),
    "el Consejo de Profesores decide la expulsión": (
        expulsion(*WHOLE, step(acto="resolver", responsible="Consejo de Profesores")),
        expulsion(*WHOLE, step(acto="resolver", responsible="Directora")),
        "decide_otro_que_la_direccion@S-1",
    ),
    "el sostenedor resuelve la reconsideración": (
        expulsion(*WHOLE, step(acto="resolver_reconsideracion", responsible="Sostenedor")),
        expulsion(*WHOLE, step(acto="resolver_reconsideracion", responsible="Dirección")),
        "decide_otro_que_la_direccion@S-1",
    ),
    "condicionalidad que se revisa cada año": (
        said("La condicionalidad se revisará anualmente."),
        said("La condicionalidad se revisa al final de cada semestre, también en el último año."),
        "condicionalidad_sobre_semestre@S-1",
    ),
    "condicionalidad hasta egresar": (
        said("El estudiante queda con matrícula condicional hasta su egreso."),
        said("La condicionalidad dura hasta su egreso y se revisa cada semestre."),
        "condicionalidad_sobre_semestre@S-1",
    ),
    "suspensión que se prorroga las veces necesarias": (
        said("La suspensión podrá prorrogarse las veces que el equipo estime."),
        said("La suspensión podrá prorrogarse una vez, por cinco días."),
        "suspension_sin_termino@S-1",
    ),
    "suspensión hasta fin de año": (
        said("Se suspenderá al estudiante hasta el término del año escolar."),
        said("No se suspenderá a nadie hasta el término del año escolar."),
        "suspension_sin_termino@S-1",
    ),
    "reconsiderar el inicio": (
        reglamento(step(acto="reconsiderar", counts_from="ev_apertura")),
        reglamento(step(acto="reconsiderar", counts_from="ev_notificacion")),
        "reconsideracion_del_inicio@S-1",
    ),
    "recurrir, dicho en un texto": (
        said("La familia puede recurrir contra el inicio del procedimiento."),
        said("No se puede recurrir contra el inicio del procedimiento."),
        "reconsideracion_del_inicio@S-1",
    ),
    "reconsideración del inicio, dicha en un texto": (
        said("Procede la reconsideración del inicio."),
        said("La reconsideración alarga la suspensión cautelar y no procede contra el inicio."),
        "reconsideracion_del_inicio@S-1",
    ),
    "denuncia anónima que no abre": (
        reglamento(step(acto="recibir_denuncia", when=NAMED), **WITH_FACT),
        reglamento(step(acto="recibir_denuncia"), **WITH_FACT),
        "rechaza_denuncia_anonima@S-1",
    ),
    "denuncia anónima, dicha en un texto": (
        said("No se recibirán denuncias anónimas."),
        said("Se reciben denuncias anónimas."),
        "rechaza_denuncia_anonima@S-1",
    ),
    "mayor de 14": (
        said("Si es mayor de 14 años se denuncia."),
        said("Si es mayor de 14 años y menor de 18 se denuncia."),
        "mayor_de_14_sin_18@S-1",
    ),
    "párvulos": (
        said("En prekínder la suspensión dura un día."),
        said("En prekínder no hay suspensión."),
        "parvulos_con_sancion@S-1",
    ),
    "no renovación": (
        said("Puede decidirse la no renovación."),
        said("La no renovación es cancelación de matrícula."),
        "no_renovacion_aparte@S-1",
    ),
    "suspensión larga en un texto": (
        said("Se suspende al estudiante por 20 días."),
        said("Se suspende al estudiante por 5 días."),
        "suspension_sobre_tope@S-1",
    ),
    "OPD": (said("Avisar a la OPD."), said("Avisar a la OLN."), "norma_o_institucion_muerta@S-1"),
    "SENAME": (
        said("Avisar al Sename."),
        said("Avisar al servicio de protección."),
        "norma_o_institucion_muerta@S-1",
    ),
    "Mejor Niñez": (
        said("Derivar a Mejor Niñez."),
        said("Derivar a la red."),
        "norma_o_institucion_muerta@S-1",
    ),
    "Ley 20.536": (
        said("Según la ley 20.536."),
        said("Según la ley 21.809."),
        "norma_o_institucion_muerta@S-1",
    ),
    "Ord. 476": (
        said("Según el Ord. N° 0476."),
        said("Véase la línea 476."),
        "norma_o_institucion_muerta@S-1",
    ),
    "circular 428": (
        said("Según la circular 428."),
        said("Según la circular 482."),
        "norma_o_institucion_muerta@S-1",
    ),
    "circular 781": (
        said("Según la Circular N° 781."),
        said("Son 781 estudiantes."),
        "norma_o_institucion_muerta@S-1",
    ),
    "encargado": (said("Avisar al encargado."), said("Avisar a la coordinadora."), "vocabulario@"),
    "gestión colaborativa sin preguntar": (
        reglamento(kind="gestion_colaborativa"),
        reglamento(kind="gestion_colaborativa", facts={"constituye_delito": "si hay delito"}),
        "acuerdo_sin_filtro_de_delito@",
    ),
}
