"""The form of each act of the procedure: its fields are the names kept in its data."""

from datetime import date, datetime

from django import forms

from cases.expulsion.state import Procedure, correctable
from cases.expulsion.words import DECISIONS, FORBIDDEN, GROUNDS, MEDIA, OUTCOMES, hours
from cases.hearings.forms.common import VersionedForm, long_text, short_text
from cases.models.expulsion import CargoComision, Hito, Salida
from convivencia.forms import DayField, MomentField
from schools.models import Membership, Role

YES_NO = [("si", "Sí"), ("no", "No")]
OWN = {"envio", "version", "at"}


def choice(label: str, options: list, hint: str = "", *, required: bool = True) -> forms.Field:
    return forms.ChoiceField(
        label=label, choices=options, help_text=hint, required=required, widget=forms.RadioSelect
    )


class OpenForm(VersionedForm):
    """About whom, and which of the two measures."""

    participant = forms.TypedChoiceField(label="Estudiante", coerce=int, widget=forms.RadioSelect)
    sought = choice("Medida que se propone", list(Salida.choices))

    def __init__(self, *args, people: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = [(p.pk, p.name) for p in people]


class ActForm(VersionedForm):
    """When it happened; each act adds what it asks."""

    at = MomentField(label="Cuándo ocurrió", past=True)

    def __init__(self, *args, procedure: Procedure, **kwargs) -> None:
        self.procedure = procedure
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in OWN), *OWN])

    def entry(self) -> dict:
        """Return what was typed as plain data."""
        return {
            name: value.isoformat() if isinstance(value, date | datetime) else value or ""
            for name, value in self.cleaned_data.items()
            if name not in OWN
        }


class NowForm(ActForm):
    """An act that happens as it is registered."""

    at = None


class ReglamentoForm(ActForm):
    delivered_on = DayField(label="Día en que la familia recibió el reglamento", past=True)
    text = long_text("Cómo consta", "Por ejemplo: firmó la recepción al matricular.", rows=2)


class RepresentacionForm(ActForm):
    adult = short_text("Madre, padre o apoderado que compareció")
    text = long_text("Conductas que se representaron")
    warning = long_text("Advertencia de las sanciones que podían aplicarse", rows=3)
    answer = long_text("Lo que respondió la familia", rows=3, required=False)


class ApoyoForm(ActForm):
    what = short_text("Medida", "La que el reglamento prevé.", size=300)
    from_on = DayField(label="Desde", past=True)
    to_on = DayField(label="Hasta", required=False)
    result = long_text("Resultado", rows=3)
    insufficient = long_text("Por qué no bastó", rows=3, required=False)
    fitting = long_text("Por qué era pertinente a la gravedad de la conducta", rows=3)


class ExcepcionForm(ActForm):
    text = long_text(
        "Por qué la conducta atenta directamente contra la integridad",
        "Sin este fundamento, la ley exige representación, advertencia y apoyos previos.",
    )


class CausalForm(ActForm):
    ground = choice("Causal", list(GROUNDS.items()))
    text = long_text("Artículo del reglamento, conducta y por qué la configura")
    forbidden = forms.MultipleChoiceField(
        label="Razones que pesan en la decisión, entre las prohibidas",
        help_text="Marque las que correspondan. Con una sola, el procedimiento no puede seguir.",
        choices=list(FORBIDDEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_forbidden = long_text(
        "Qué se revisó para descartarlas, en especial una necesidad educativa o discapacidad",
        rows=3,
    )


class EpocaForm(ActForm):
    possible = choice("¿Puede matricularse hoy en otro establecimiento?", YES_NO)
    text = long_text("Qué se verificó", rows=3)


class InicioForm(ActForm):
    sought = choice(
        "Medida que se propone", list(Salida.choices),
        "No podrá resolverse una más grave.", required=False,
    )  # fmt: skip
    charges = long_text("Cargos", "Un hecho por línea: qué, cuándo y dónde.")
    adult = short_text("Madre, padre o apoderado", required=False)
    rights = long_text("Cómo y hasta cuándo responder", rows=2, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sought"] = self.procedure.row.sought


class NoticeForm(NowForm):
    """Both must know, each at its hour; the plazo counts from the last."""

    student_at = MomentField(label="El estudiante lo recibió", past=True)
    adult_at = MomentField(
        label="La familia lo recibió",
        help_text="Por carta certificada, el día en que el reglamento la da por recibida.",
        past=True, required=False,
    )  # fmt: skip
    adult = short_text("Madre, padre o apoderado", required=False)
    medium = choice("Medio", list(MEDIA.items()))
    evidence = long_text("Qué prueba la entrega", rows=2)


class CorrigeForm(NowForm):
    """Which notice, its two hours as they were, and how it is known."""

    of = choice(
        "Notificación", [],
        "La de la resolución sólo se corrige a una hora posterior: no se acorta un plazo que la "
        "familia ya pudo ver.",
    )  # fmt: skip
    student_at = MomentField(label="El estudiante lo recibió", past=True)
    adult_at = MomentField(label="La familia lo recibió", past=True, required=False)
    text = long_text(
        "Por qué se corrige y qué lo prueba",
        "Lo que se escribió antes queda en la historia. Los plazos se cuentan de nuevo.",
        rows=3,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        p = self.procedure
        self.fields["of"].choices = [
            (act.kind, f"{act.get_kind_display()}: {hours(p, act.data)}") for act in correctable(p)
        ]


class TextForm(ActForm):
    text = long_text("Fundamento")


class CautelarForm(TextForm):
    adult = short_text("Madre, padre o apoderado", required=False)


class ContinuidadForm(ActForm):
    text = long_text("Material, calendario de evaluaciones y pautas que se entregaron")


class DescargosForm(ActForm):
    how = choice(
        "Descargos",
        [("presentados", "Se recibieron"), ("ofrecidos", "Se ofrecieron y no los hizo")],
    )
    text = long_text("Descargos y prueba, o cómo consta que se ofrecieron")


class ComisionForm(ActForm):
    """Exactly three, one of each charge."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.exclude(role__in=(Role.DIRECTORA, Role.SOSTENEDOR))
        rows = people.select_related("user").order_by("user__last_names", "pk")
        on = self.procedure.case.school.local_date(self.procedure.now)
        options = [(m.pk, f"{m.user.get_full_name()}, {m.title}") for m in rows if m.is_active(on)]
        for cargo in CargoComision:
            self.fields[cargo.value] = forms.TypedChoiceField(
                label=cargo.label, choices=[("", "Elija…"), *options], coerce=int
            )
        self.order_fields([*CargoComision.values, "at"])


class InformeForm(ActForm):
    background = long_text("Antecedentes de conducta y pedagógicos")
    psychosocial = long_text("Informes psicosociales, si los hay", rows=3, required=False)
    gravity = long_text("Gravedad de la conducta", rows=3)
    proportionality = long_text("Proporcionalidad de la medida", rows=3)
    measures = long_text("Cada medida formativa y de apoyo, su resultado y por qué no bastó")
    alternatives = long_text("Alternativas que se agotaron, cuando fue posible", rows=3)
    recommends = choice("¿La comisión recomienda la medida?", YES_NO)
    recommendation = long_text("Recomendación y sus razones", rows=3)

    def __init__(self, *args, **kwargs) -> None:
        """A report that is written again begins from the one that stands."""
        super().__init__(*args, **kwargs)
        if report := self.procedure.report:
            self.initial |= {
                name: report.data.get(name, "") for name in self.fields if name not in OWN
            }
            self.fields[
                "recommendation"
            ].help_text = "Si se registra de nuevo, los tres integrantes lo firman otra vez."


class ResuelveForm(ActForm):
    decision = choice("Se resuelve", list(DECISIONS.items()))
    facts = long_text("Hechos acreditados")
    proof = long_text("Prueba que los acredita")
    grounds = long_text("Fundamentos de la decisión")
    departs = long_text(
        "Por qué se aparta del informe de la comisión",
        "Obligatorio, en detalle, si la comisión no recomendó la medida.",
        rows=4,
        required=False,
    )
    other = long_text("Otra medida que se aplica, si corresponde", rows=2, required=False)
    extension = choice("¿La expulsión se extiende por otro año?", YES_NO)
    extension_reason = long_text(
        "Artículo del reglamento y razón de la extensión", rows=2, required=False
    )
    adult = short_text("Madre, padre o apoderado", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        report = self.procedure.report
        if report and report.data.get("recommends") == "si":
            del self.fields["departs"]


class TramoForm(ActForm):
    choice = choice(
        "Mientras la medida no está firme",
        [("asiste", "El estudiante vuelve a clases"), ("no_asiste", "Sigue con apoyo en su casa")],
    )
    text = long_text("Fundamento, y cómo se comunicó a la familia")


class ReconsideraForm(ActForm):
    requested_by = short_text("Quién la pide")
    how = choice("Cómo", [("escrito", "Por escrito"), ("verbal", "De palabra")])
    text = long_text("Lo que pide")


class ConsejoForm(ActForm):
    attendees = long_text("Quiénes asistieron", rows=2)
    saw = long_text("Informes psicosociales que se tuvieron a la vista, o que no hay", rows=2)
    text = long_text("Lo que se pronunció por escrito")
    minutes = short_text("Quién levantó el acta")


class ReconsideracionForm(ActForm):
    outcome = choice("Se resuelve", list(OUTCOMES.items()))
    becomes = forms.ChoiceField(
        label="En qué queda la medida, si se modifica",
        choices=[("", "No se modifica"), *DECISIONS.items()],
        required=False,
    )
    grounds = long_text("Fundamentos")


class AplicaForm(ActForm):
    text = long_text("Cómo se aplicó", "La cancelación, al terminar el año escolar.", rows=2)


class RetiroForm(ActForm):
    text = long_text("Quién retiró al estudiante y cómo", rows=2)


class OficiosForm(NowForm):
    sie_place = short_text("Dirección Regional de la Superintendencia", required=False)
    seremi_place = short_text("Secretaría Regional Ministerial", required=False)
    text = long_text("Otros antecedentes que se informan", rows=3, required=False)


class EnvioForm(ActForm):
    reference = short_text("Medio y comprobante", "Por ejemplo: oficina de partes, N° de ingreso.")


class ExplicacionForm(NowForm):
    """Why what cannot be mended was not met; it stays in sight."""

    text = long_text("Por qué no se cumplió, y qué se hizo")

    def __init__(self, *args, **kwargs) -> None:
        from cases.expulsion.requirements import requirements  # noqa: PLC0415 -- reads the data

        super().__init__(*args, **kwargs)
        options = [(row.id, row.title) for row in requirements() if row.explicable]
        self.fields["requirement"] = choice("Requisito", options)
        self.order_fields(["requirement", "text"])


FORMS: dict[str, type[ActForm]] = {
    Hito.REGLAMENTO: ReglamentoForm,
    Hito.REPRESENTACION: RepresentacionForm,
    Hito.APOYO: ApoyoForm,
    Hito.EXCEPCION: ExcepcionForm,
    Hito.CAUSAL: CausalForm,
    Hito.EPOCA: EpocaForm,
    Hito.INICIO: InicioForm,
    Hito.NOTIFICA_INICIO: NoticeForm,
    Hito.CAUTELAR: CautelarForm,
    Hito.NOTIFICA_CAUTELAR: NoticeForm,
    Hito.CONTINUIDAD: ContinuidadForm,
    Hito.DESCARGOS: DescargosForm,
    Hito.COMISION: ComisionForm,
    Hito.INFORME: InformeForm,
    Hito.FIRMA: NowForm,
    Hito.RESUELVE: ResuelveForm,
    Hito.NOTIFICA_RESOLUCION: NoticeForm,
    Hito.TRAMO: TramoForm,
    Hito.RECONSIDERA: ReconsideraForm,
    Hito.CONSEJO: ConsejoForm,
    Hito.RESUELVE_RECONSIDERACION: ReconsideracionForm,
    Hito.NOTIFICA_RECONSIDERACION: NoticeForm,
    Hito.FIRMEZA: NowForm,
    Hito.APLICA: AplicaForm,
    Hito.RETIRO: RetiroForm,
    Hito.OFICIOS: OficiosForm,
    Hito.ENVIO_SIE: EnvioForm,
    Hito.ENVIO_SEREMI: EnvioForm,
    Hito.EXPLICACION: ExplicacionForm,
    Hito.CORRIGE: CorrigeForm,
}
