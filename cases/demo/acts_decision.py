"""What is done from the report on: decide, tell, ask again, close, watch."""

from datetime import datetime, timedelta

from cases.decisions import aftermath, informes, reconsideraciones, resoluciones
from cases.decisions.composition import compose_proceedings, compose_resolucion
from cases.decisions.selectors import pending_reconsideracion, resolucion_of
from cases.demo.papers import RECEIPT, invented_pdf
from cases.demo.story import AFECTADO, DENUNCIADO, Act, Story
from cases.families.services import request_reconsideracion
from cases.hearings import services
from cases.models import Notificacion
from cases.models.decisions import Resultado, TipoMedida
from cases.notifications.services import acknowledge, mark_opened, register_delivery
from schools.files import store_file
from schools.models import Role

COUNCIL = "Hortensia Llancaqueo, por el Centro de Padres\nGumersindo Painevil, por los docentes"


def extend(days: int) -> Act:
    def act(story: Story, at: datetime) -> None:
        services.extend_investigation(
            case=story.case, actor=story.directora, days=days, at=at, now=at,
            grounds="Falta oír a dos compañeras que estuvieron con licencia médica.",
        )  # fmt: skip

    return act


def report(resultado: str = Resultado.FUNDADA) -> Act:
    """Write and issue the report."""

    def act(story: Story, at: datetime) -> None:
        case, s = story.case, story.situation
        founded = resultado == Resultado.FUNDADA
        informes.save_informe(
            case=case, actor=story.encargada, version=0, now=at, resultado=resultado,
            proceedings=compose_proceedings(case),
            findings=s.findings if founded else "Hubo un desacuerdo puntual, ya conversado. No se "
            "acreditó que fuera reiterado ni que hubiera superioridad de uno sobre otro.",
            recommendations=s.recommendations if founded else "Mantener el resguardo.",
        )  # fmt: skip
        informes.issue_informe(case=case, actor=story.encargada, at=at, now=at)

    return act


def draft(owner_role: str = Role.ENCARGADA) -> Act:
    """Write the project of resolución and hand it to the directora."""

    def act(story: Story, at: datetime) -> None:
        case, s = story.case, story.situation
        rows = list(case.actuaciones.select_related("document").order_by("at", "pk"))
        text = compose_resolucion(case, case.informe, rows)
        day = story.place.days.after(at.astimezone(story.place.days.zone).date(), 5)
        founded = case.informe.resultado == Resultado.FUNDADA
        medida = {
            "participant": story.party(DENUNCIADO), "tipo": TipoMedida.FORMATIVA,
            "description": s.measure, "owner_role": owner_role, "starts_on": day, "ends_on": None,
            "grounds": "Proporcionada a su edad, y la primera de este tipo en su hoja de vida.",
        }  # fmt: skip
        row = resoluciones.save_resolucion(
            case=case, actor=story.encargada, version=0, medidas=[medida] if founded else [],
            texts={
                "vistos": text.vistos, "considerando": text.considerando,
                "resuelvo": text.resuelvo, "support": s.support if founded else "",
                "calificacion": "acoso" if founded else "",
            },
        )  # fmt: skip
        resoluciones.send_resolucion(case=case, actor=story.encargada, version=row.version, now=at)

    return act


def give_back(story: Story, at: datetime) -> None:
    resoluciones.return_resolucion(
        case=story.case, actor=story.directora, version=resolucion_of(story.case).version, now=at,
        comments="Indique con qué antecedente se acredita cada hecho, y precise quién acompaña al "
        "estudiante afectado los días que no hay psicóloga.",
    )  # fmt: skip


def resolve(story: Story, at: datetime) -> None:
    resoluciones.approve_resolucion(
        case=story.case, actor=story.directora, version=resolucion_of(story.case).version,
        at=at, now=at,
    )  # fmt: skip


def notify(story: Story, at: datetime) -> None:
    """Tell every adult of both families, by e-mail or on paper."""
    people = [
        aftermath.Addressee(story.party(role), adult, "correo" if adult.email else "personal")
        for role in (AFECTADO, DENUNCIADO)
        for adult in story.adults(role, at.date())
    ]
    aftermath.notify_result(case=story.case, actor=story.encargada, addressees=people, now=at)


def learn(role: str, purpose: str = "resultado", *, only_opens: bool = False) -> Act:
    """The adults of one side read theirs and acknowledge, or sign on paper."""

    def act(story: Story, at: datetime) -> None:
        rows = Notificacion.objects.filter(
            case_id=story.case_id, participant__role=role, purpose=purpose, effective_at=None
        )
        for row in rows.select_related("case__school").order_by("pk"):
            if row.medium == "correo" and row.sent_at:
                mark_opened(notificacion=row, now=at)
                if not only_opens:
                    acknowledge(notificacion=row, now=at + timedelta(minutes=3))
            elif row.medium == "personal" and not only_opens:
                _deliver(story, row, at)

    return act


def _deliver(story: Story, row: Notificacion, at: datetime) -> None:
    photo = store_file(
        content=invented_pdf(*RECEIPT),
        name="comprobante.pdf",
        mime="application/pdf",
        at=at,
        case_id=row.case_id,
    )
    register_delivery(
        notificacion=row, outcome="entregado", at=at, now=at, actor=story.encargada, evidence=photo,
        detail="Retira en portería",
    )  # fmt: skip


def carry_out(story: Story, at: datetime) -> None:
    """Put in practice every measure that was decided."""
    notes = {m.pk: "Primera sesión hecha; quedó el calendario." for m in
             aftermath.medidas_to_implement(story.case)}  # fmt: skip
    aftermath.implement_medidas(case=story.case, actor=story.encargada, notes=notes, at=at, now=at)


def reconsider(role: str) -> Act:
    """A family asks, in its window, that the decision be looked at again."""

    def act(story: Story, at: datetime) -> None:
        notice = Notificacion.objects.select_related("case__reglamento", "participant", "apoderado")
        notice = notice.filter(
            case_id=story.case_id, participant__role=role, purpose="resultado",
            effective_at__isnull=False,
        ).first()  # fmt: skip
        text = (
            "Pido que se revise la medida. Mi hijo reconoce lo que hizo y ya pidió disculpas; "
            "las sesiones coinciden con su terapia y solicito otro horario."
            if role == DENUNCIADO
            else "Pido que la medida incluya el cambio de puesto en la sala, porque siguen juntos."
        )
        request_reconsideracion(notice=notice, text=text, files=(), now=at)

    return act


def consult(story: Story, at: datetime) -> None:
    reconsideraciones.consult_sostenedor(
        case=story.case, actor=story.encargada, at=at, now=at,
        reconsideracion_id=pending_reconsideracion(story.case).pk,
        answer="Sin observaciones: la medida es proporcionada; se sugiere acomodar el horario.",
    )  # fmt: skip


def answer(outcome: str, grounds: str, terms: str = "") -> Act:
    """The Consejo Escolar decides on the request, and who asked is told."""

    def act(story: Story, at: datetime) -> None:
        row = pending_reconsideracion(story.case)
        reconsideraciones.resolve_reconsideracion(
            case=story.case, actor=story.encargada, reconsideracion_id=row.pk, outcome=outcome,
            grounds=grounds, terms=terms, body="consejo_escolar", deciders=(), others=COUNCIL,
            version=row.version,
            media=["correo" if row.apoderado.email else "personal"], at=at, now=at,
        )  # fmt: skip

    return act


def extra_term(story: Story, at: datetime) -> None:
    aftermath.open_termino_adicional(
        case=story.case, actor=story.directora, now=at,
        grounds="Se abre un término para reunir nuevos antecedentes; el resguardo se mantiene.",
        diligencias=["Observar los recreos durante dos semanas", "Oír a la profesora de religión"],
    )  # fmt: skip


def close(story: Story, at: datetime) -> None:
    aftermath.close_case(
        case=story.case, actor=story.directora, now=at,
        grounds="Cumplido el procedimiento, no quedan diligencias pendientes.",
    )  # fmt: skip


def watch(text: str) -> Act:
    def act(story: Story, at: datetime) -> None:
        aftermath.note_vigilancia(case=story.case, actor=story.encargada, text=text, at=at, now=at)

    return act


def archive(story: Story, at: datetime) -> None:
    aftermath.archive_case(
        case=story.case, actor=story.directora, now=at, today=story.place.school.local_date(at)
    )
