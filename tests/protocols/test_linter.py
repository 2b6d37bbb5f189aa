"""What the linter marks, rule by rule: one reglamento that is right and one that is not."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.catalog import load_catalog, protocol_from_data
from protocols.catalog.faltas import load_regimen
from protocols.catalog.norms import Norms
from protocols.discipline.definitions import Effect, Gravity, Level, Measure, Nature, Regimen
from protocols.linter import RULES, lint
from protocols.linter.findings import Level as Weight
from protocols.linter.findings import Subject

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


def regimen(*measures, level_sanctions=False, readings=None):
    """Return faltas y medidas with one level of párvulos and one of básica."""
    levels = (
        Level("PV", "Párvulos", {"parvularia": (1, 2)}, sanctions=level_sanctions),
        Level("EB", "Básica", {"basica": (1, 2, 3)}),
    )
    return Regimen("Z", levels, (), measures, readings=readings)


def measure(**changes):
    return Measure(
        **{"code": "M", "title": "Medida", "nature": Nature.DISCIPLINARIA, "source": "1"} | changes
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


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_wrong_one_is_marked(name):
    wrong, _, mark = EXAMPLES[name]

    assert marks(wrong) == [mark]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_right_one_is_not(name):
    _, right, _ = EXAMPLES[name]

    assert marks(right) == []


PARVULO = {"levels": ("PV",)}
MEASURES = {
    "sanción de seis días": (
        measure(effect=Effect.SUSPENSION, days_max=6),
        measure(effect=Effect.SUSPENSION, days_max=5),
        "suspension_con_prorroga@M",
    ),
    "sanción de once días": (
        measure(effect=Effect.SUSPENSION, days_by_gravity={Gravity.GRAVE: (1, 11)}),
        measure(effect=Effect.SUSPENSION, days_by_gravity={Gravity.GRAVE: (1, 3)}),
        "suspension_sobre_tope@M",
    ),
    "protección de dieciséis": (
        measure(effect=Effect.SUSPENSION_RESGUARDO, days_max=16, nature=Nature.RESGUARDO),
        measure(effect=Effect.SUSPENSION_RESGUARDO, days_max=15, nature=Nature.RESGUARDO),
        "suspension_sobre_tope@M",
    ),
    "cautelar de once": (
        measure(effect=Effect.SUSPENSION_CAUTELAR, days_max=11, nature=Nature.CAUTELAR),
        measure(effect=Effect.SUSPENSION_CAUTELAR, days_max=10, nature=Nature.CAUTELAR),
        "suspension_sobre_tope@M",
    ),
    "no renovación": (
        measure(effect=Effect.NO_RENOVACION),
        measure(effect=Effect.CARTA_COMPROMISO),
        "no_renovacion_aparte@M",
    ),
    "condicionalidad sin revisión": (
        measure(title="Matrícula condicional", effect=Effect.CONDICIONALIDAD),
        measure(effect=Effect.CONDICIONALIDAD, note="Se revisa al cierre de cada semestre"),
        "condicionalidad_sin_revision@M",
    ),
    "sanción a un párvulo": (
        measure(**PARVULO),
        measure(nature=Nature.APOYO, **PARVULO),
        "parvulos_con_sancion@M",
    ),
    "institución muerta": (
        measure(title="Derivación al Sename"),
        measure(title="Derivación a la red"),
        "norma_o_institucion_muerta@",
    ),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_against_the_law_is_marked(name):
    wrong, right, mark = MEASURES[name]

    assert marks([], regimen=regimen(wrong)) == [mark]
    assert marks([], regimen=regimen(right)) == []


def test_a_level_of_parvulos_with_sanctions_is_marked():
    assert marks([], regimen=regimen(level_sanctions=True)) == ["parvulos_con_sancion@PV"]


def test_expulsion_denied_among_the_readings_and_described_among_the_measures():
    denied = {"R": "La expulsión no se contempla para ninguna falta."}
    out = measure(effect=Effect.EXPULSION)

    assert marks([], regimen=regimen(out, readings=denied)) == ["expulsion_negada_y_descrita@"]
    assert marks([], regimen=regimen(readings=denied)) == []


def test_the_commission_may_be_in_the_disciplinary_procedure():
    told = step(informs="Seremi")
    discipline = reglamento(step(title="Informe de la comisión"), key="faltas", kind="disciplina")

    assert marks([expulsion(told), discipline]) == []


def test_before_the_law_nothing_is_asked_in_its_name():
    inquiry = reglamento(step(plazo="60 dias_habiles", **INQUIRY))
    everything = [
        expulsion(step(note="Usar desde la ley 20.536 al encargado, sin la circular 781.")),
        inquiry,
        reglamento(step(acto="recibir_denuncia", when=NAMED), key="anonima", **WITH_FACT),
        reglamento(key="acuerdo", kind="gestion_colaborativa"),
    ]

    assert marks(everything, on=date(2026, 4, 26)) == []


@pytest.mark.parametrize("rule", RULES[1:], ids=lambda rule: rule.__name__)
def test_without_a_law_no_rule_says_anything(rule):
    wrong = [protocol for protocol, _, _ in EXAMPLES.values()]
    measures = regimen(*(bad for bad, _, _ in MEASURES.values()), level_sanctions=True)

    assert not list(rule(Subject(tuple(wrong), TODAY, Norms(()), measures)))


def test_who_still_has_time_to_adapt_is_told():
    [found] = lint(EXAMPLES["investigación de más de dos meses"][0], TODAY)
    assert "subvencionados: 01-04-2027" in found.message

    [later] = lint(EXAMPLES["investigación de más de dos meses"][0], date(2027, 4, 2))
    assert "subvencionados" not in later.message
    assert later.level is Weight.ERROR


def test_a_finding_says_what_by_which_norm_and_what_to_do():
    [found] = lint(EXAMPLES["un día hábil no son 24 horas"][0], TODAY)

    assert found.level is Weight.ERROR
    assert found.message.startswith(
        "«Actuar» da 1 día hábil; la ley da 24 horas y el reglamento no puede dar más: denunciar"
    )
    assert "Por ejemplo, desde el 01-01-2024." in found.message
    assert found.norm.startswith("Código Procesal Penal")
    assert found.suggestion == "Escriba 24 horas o menos."
    assert found.protocol == "convivencia"


def test_a_term_only_related_to_a_precepto_is_not_compared():
    extends = step(counts_from="ev_reconsideracion", plazo="30 dias_habiles", norms=["P7"])
    silent = step(id="S-2", counts_from="ev_reconsideracion", plazo="9 dias_habiles", norms=["P11"])
    unknown = step(id="S-3", plazo="9 dias_habiles", norms=["P99"])

    assert marks(reglamento(extends, silent, unknown)) == []


def test_a_step_without_term_is_not_marked_where_the_law_only_caps():
    assert marks(reglamento(step(counts_from="ev_cautelar", norms=["P7"]))) == []


def test_a_step_of_another_branch_is_not_compared():
    branch = step(**APPEAL, when={"fact": "cautelar_suspension", "equals": True})

    assert marks(reglamento(branch, **CAUTELAR)) == []


def test_a_protocol_about_staff_has_no_cap_of_two_months():
    inquiry = reglamento(step(plazo="60 dias_habiles", **INQUIRY), kind="ley_karin")

    assert marks(inquiry) == []


def test_with_broken_references_only_the_sound_protocols_are_read_further():
    broken = reglamento(step(counts_from="ev_nada", note="Avisar a la OPD."))
    sound = reglamento(step(note="Avisar a la OPD."), key="otro")

    assert marks([broken, sound]) == ["referencia_rota@", "norma_o_institucion_muerta@S-1"]


def test_the_gravest_comes_first():
    weights = [found.level for found in lint(load_catalog("A"), TODAY, regimen=load_regimen("A"))]

    assert weights == sorted(weights, key=list(Weight).index)


def test_every_rule_says_where_it_comes_from():
    unsourced = [rule.__name__ for rule in RULES if "Source:" not in (rule.__doc__ or "")]

    assert unsourced == ["broken_references"]  # it is about the declaration, not about the law


# Everything the law has against the three modelos as they are. Each line is true of its source.
OF_THE_MODELOS = {
    "A": """
        error sin_informe_de_comision expulsion_cancelacion
        error sin_aviso_a_seremi expulsion_cancelacion
        error expulsion_negada_y_descrita expulsion_cancelacion
        error plazo_contra_la_ley faltas_graves fgr-11-reconsideracion
        error reconsideracion_del_inicio faltas_graves fgr-11-reconsideracion
        error expulsion_negada_y_descrita faltas_y_medidas
        warning condicionalidad_sin_revision faltas_y_medidas MD-06
        warning no_renovacion_aparte faltas_y_medidas MD-07
        info vocabulario
        info vocabulario
        info cerca_de_dos_meses acoso_escolar bul-15-notificacion
        info cerca_de_dos_meses agresiones_sexuales sex-22-informe-notificacion
        info cerca_de_dos_meses alcohol_drogas dro-17-informe-notificacion
    """,
    "B": """
        error sin_informe_de_comision expulsion
        error sin_aviso_a_seremi expulsion
        error plazo_contra_la_ley expulsion EX-12
        warning sin_plazo_legal expulsion EX-11
        warning sin_plazo_legal expulsion EX-21
        warning no_renovacion_aparte faltas_y_medidas KM-1C-X-MD-e
        warning no_renovacion_aparte faltas_y_medidas KM-T3-X-MD-g
        warning no_renovacion_aparte faltas_y_medidas KM-TM-X-MD-g
    """,
    "C": """
        warning condicionalidad_sin_revision faltas_y_medidas CM-13
        warning rechaza_denuncia_anonima maltrato_acoso_violencia SJ-01
        info vocabulario
    """,
}


@pytest.mark.parametrize("modelo", OF_THE_MODELOS)
def test_what_the_law_has_against_each_modelo(modelo):
    found = lint(load_catalog(modelo), TODAY, regimen=load_regimen(modelo))
    rows = [" ".join(filter(None, [f.level, f.code, f.protocol, f.step])) for f in found]

    assert rows == [line.strip() for line in OF_THE_MODELOS[modelo].strip().splitlines()]
