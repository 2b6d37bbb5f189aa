"""What is done when a denuncia arrives: register it, activate, protect."""

import uuid
from datetime import datetime, timedelta

from cases.demo.story import AFECTADO, DENUNCIADO, Act, Story
from cases.hearings import services
from cases.hearings.services.followup import TransferInput
from cases.hearings.services.resguardo import ResguardoInput, ResguardoKind
from cases.intake.drafts import add_person, save_page, start_draft
from cases.intake.services import register_denuncia
from cases.models import IntakeDraft
from cases.overview.services import complete_step
from schools.models import Role

ROUTER = {
    **dict.fromkeys(
        ("senales", "riesgo_suicida", "delito", "connotacion_sexual", "vulneracion", "adulto"), "no"
    ),
    "entre_pares": "si",
    "reiterado": "si",
}
TYPING = timedelta(minutes=25)


def start(story: Story, at: datetime, *, by: str = "encargada") -> IntakeDraft:
    """Type the first pages of a denuncia known at `at`."""
    local, s = at.astimezone(story.place.days.zone), story.situation
    receiver = str(story.member(story.receiver).pk)
    first = {"canal": story.canal, "received_by": receiver}
    draft = start_draft(actor=story.member(by), values=first, now=at)
    pages = {
        "conocimiento": {"known_at_0": f"{local:%Y-%m-%d}", "known_at_1": f"{local:%H:%M}"},
        "relato": {"relato": s.relato, "interpretation": s.interpretation},
    }
    for page, values in pages.items():
        draft = save_page(draft=draft, page=page, values=values, now=at + TYPING / 2)
    return draft


def _people(story: Story) -> list[dict]:
    accused: dict = {"role": DENUNCIADO, "kind": "estudiante"}
    if story.accused.startswith("@"):
        accused |= {"kind": "funcionario", "pk": story.member(story.accused[1:]).pk}
    else:
        accused["pk"] = story.place.student(story.accused).pk
    victim = story.place.student(story.victim).pk
    return [{"role": AFECTADO, "kind": "estudiante", "pk": victim}, accused]


def denuncia(story: Story, at: datetime) -> None:
    """Somebody of the school knew at `at`; the encargada registers it minutes later."""
    draft, now = start(story, at), at + TYPING
    router = ROUTER | story.answers
    key = "maltrato" if router["adulto"] == "si" else "acoso_escolar"
    protocol = {"protocol": key, "choice_reason": ""}
    if router["delito"] == "si":
        protocol["report"] = "si"
    facts = {
        "occurred_text": story.situation.when,
        "place": story.situation.place,
        "in_school": "si",
    }
    pages = {"hechos": facts, "orientacion": router, "protocolo": protocol}
    for person in _people(story):
        draft = add_person(draft=draft, now=now, **person)
    for page, values in pages.items():
        draft = save_page(draft=draft, page=page, values=values, now=now)
    story.case_id = register_denuncia(draft=draft, actor=story.encargada, now=now).pk


def activate(story: Story, at: datetime) -> None:
    services.activate_protocol(
        case=story.case, actor=story.directora, investigator=story.encargada, at=at, now=at,
        grounds="Lo relatado puede constituir acoso escolar: corresponde investigar.",
    )  # fmt: skip


def protect(owner_role: str = Role.INSPECTORIA) -> Act:
    """Adopt the resguardo of the situation, in charge of `owner_role`."""

    def act(story: Story, at: datetime) -> None:
        today = at.astimezone(story.place.days.zone).date()
        measure = ResguardoInput(
            participant=story.party(AFECTADO), kind=ResguardoKind.OTRA,
            detail=story.situation.resguardo, grounds="Evitar que se repita mientras se investiga.",
            owner_role=owner_role, starts_on=today, review_on=story.place.days.after(today, 10),
        )  # fmt: skip
        services.adopt_resguardo(
            case=story.case, actor=story.encargada, measures=[measure], at=at, now=at
        )

    return act


def transfer(story: Story, at: datetime) -> None:
    """The pupil is taken to a health centre, and the family is told."""
    party, adult = story.party(AFECTADO), story.adults(AFECTADO, at.date())[0]
    entry = TransferInput(
        participant=party, signs="Dolor en una muñeca e inflamación visible.",
        detected_at=at - timedelta(minutes=20), left_at=at, centre="Servicio de urgencia comunal",
        companion=story.member("inspectora").user.get_full_name(), companion_title="Inspectora",
        told_to=adult.name, told_at=at - timedelta(minutes=10), told_how="Por teléfono",
    )  # fmt: skip
    services.register_transfer(
        case=story.case, actor=story.encargada, entry=entry, now=at + timedelta(minutes=5)
    )


def step(step_id: str, text: str, *, by: str = "encargada") -> Act:
    """A step without a screen of its own."""

    def act(story: Story, at: datetime) -> None:
        row = story.case.vencimientos.get(step_id=step_id)
        complete_step(
            case=story.case, step=row, at=at, text=text, attachment=None, envio=uuid.uuid4().hex,
            actor=story.member(by), now=at,
        )  # fmt: skip

    return act
