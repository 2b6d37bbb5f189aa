"""What is done when a denuncia arrives, and until both families are heard."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from cases.demo.story import AFECTADO, DENUNCIADO, Act, Story
from cases.documents.reports import SignatureLine
from cases.hearings import services
from cases.hearings.selectors import families, stand_of
from cases.hearings.services.citaciones import CitacionInput, Told
from cases.hearings.services.entrevistas import InterviewInput
from cases.hearings.services.followup import FollowUpInput, TransferInput
from cases.hearings.services.resguardo import ResguardoInput, ResguardoKind
from cases.intake.drafts import add_person, save_page, start_draft
from cases.intake.services import register_denuncia
from cases.models import IntakeDraft, Participant
from cases.overview.services import complete_step
from schools.models import Apoderado, Membership, Role

ROOM = "Oficina de convivencia"
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
    protocol = {"protocol": "acoso_escolar", "choice_reason": ""}
    if router["delito"] == "si":
        protocol["report"] = "si"
    if router["adulto"] == "si":
        protocol["choice_reason"] = (
            "El protocolo de maltrato de adulto aún no está en el sistema: se lleva con los mismos "
            "resguardos, y la dirección y recursos humanos ven la parte laboral."
        )
    facts = {"occurred_text": story.situation.when, "place": story.situation.place, "in_school": "si"}
    pages = {"hechos": facts, "orientacion": router, "protocolo": protocol}
    for person in _people(story):
        draft = add_person(draft=draft, now=now, **person)
    for page, values in pages.items():
        draft = save_page(draft=draft, page=page, values=values, now=now)
    story.case_id = register_denuncia(draft=draft, actor=story.encargada, now=now).pk


def activate(story: Story, at: datetime) -> None:
    services.activate_protocol(
        case=story.case, actor=story.directora, investigator=story.encargada, at=at, now=at,
        grounds="Lo relatado puede constituir acoso escolar; corresponde investigarlo y resguardar.",
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


def cite(story: Story, at: datetime) -> None:
    """Call each family for the next business day, an hour and a half apart."""
    day = story.place.days.after(at.astimezone(story.place.days.zone).date(), 1)
    rows = [
        _call(story, participant, at, story.place.days.at(day, hour))
        for participant, hour in zip(families(story.case), ("09:00", "10:30"), strict=False)
    ]
    services.cite_families(case=story.case, actor=story.encargada, rows=rows, now=at)


def cite_again(after: int, hour: str = "16:00") -> Act:
    """Call a second time the family accused, `after` business days later."""

    def act(story: Story, at: datetime) -> None:
        day = story.place.days.after(at.astimezone(story.place.days.zone).date(), after)
        row = _call(story, story.party(DENUNCIADO), at, story.place.days.at(day, hour))
        services.cite_again(case=story.case, actor=story.encargada, row=row, now=at)

    return act


def _call(story: Story, who: Participant, at: datetime, meets_at: datetime) -> CitacionInput:
    adults = story.adults(who.role, at.astimezone(story.place.days.zone).date())
    told = tuple(_told(adult) for adult in adults)
    by_phone = any(one.medium == "telefono" for one in told)
    called_at = at - timedelta(minutes=5) if by_phone else None
    return CitacionInput(who, told, meets_at, ROOM, called_at=called_at)


def _told(adult: Apoderado) -> Told:
    if adult.email:
        return Told(adult, "correo")
    return Told(adult, "telefono", answered_by=adult.name)


def no_show(role: str, attempts: str) -> Act:
    """The family did not come to the citation in force."""

    def act(story: Story, at: datetime) -> None:
        citacion = stand_of(story.case, story.party(role)).pending
        services.record_no_show(
            case=story.case, actor=story.encargada, citacion=citacion, outcome="no_asistio",
            attempts=attempts, now=at,
        )  # fmt: skip

    return act


def hear(role: str, *, refuses: bool = False) -> Act:
    """Interview one family for forty minutes; with `refuses`, the adult will not sign."""

    def act(story: Story, at: datetime) -> None:
        party, end = story.party(role), at + timedelta(minutes=40)
        s, adult = story.situation, story.adults(role, at.date())[0]
        words = (s.victim, s.family) if role == AFECTADO else (s.accused, s.other_family)
        interview = InterviewInput(
            at, end, "presencial", ROOM,
            present=(
                {"name": party.name, "run": party.student.run, "title": "Estudiante"},
                {"name": adult.name, "run": adult.run, "title": "Apoderado titular"},
            ),
            student_words=words[0], apoderado_words=words[1], informed=True,
            agreements=({"what": "Avisar de inmediato si ocurre algo nuevo", "who": adult.name, "due_on": None},),
        )  # fmt: skip
        lines = _signatures(interview, story.encargada, end)
        if refuses:
            witness = story.member("inspectora")
            lines = tuple(_refusal(x, witness) if x.title == "Apoderado titular" else x for x in lines)
        services.hold_interview(
            case=story.case, actor=story.encargada, participant=party, interview=interview,
            signatures=lines, now=end,
        )  # fmt: skip

    return act


def _signatures(interview: InterviewInput, by: Membership, at: datetime) -> tuple[SignatureLine, ...]:
    people = [(p["name"], p["title"], p["run"]) for p in interview.present]
    people.append((by.user.get_full_name(), by.title, by.user.run))
    return tuple(SignatureLine(n, t, "declarada", run=r, signed_at=at) for n, t, r in people)


def _refusal(line: SignatureLine, witness: Membership) -> SignatureLine:
    return replace(
        line, method="se_nego", statement="Dice que no está de acuerdo con que se investigue.",
        witness=f"{witness.user.get_full_name()}, {witness.title}",
    )  # fmt: skip


def bring(role: str, description: str, *, file: tuple[str, ...] = ()) -> Act:
    """The family brings something, on paper or as a file."""

    def act(story: Story, at: datetime) -> None:
        from cases.demo.papers import invented_pdf  # noqa: PLC0415 -- leaf
        from schools.files import store_file  # noqa: PLC0415

        kept = None
        if file:
            kept = store_file(
                content=invented_pdf(*file), name="antecedente.pdf", mime="application/pdf", at=at
            )
        adult = story.adults(role, at.date())[0]
        services.receive_antecedente(
            case=story.case, participant=story.party(role), delivered_by=adult.name,
            description=description, file=kept, at=at, now=at, actor=story.encargada,
        )  # fmt: skip

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


def follow_up(story: Story, at: datetime) -> None:
    party, adult = story.party(AFECTADO), story.adults(AFECTADO, at.date())[0]
    entry = FollowUpInput(
        participant=party, starts_at=at, place=ROOM, persists=False,
        present=({"name": adult.name, "run": adult.run, "title": "Apoderado titular"},),
        student_words="«Ahora me siento más tranquila en los recreos».",
        observed="Participa en clases y juega con dos compañeras.",
    )  # fmt: skip
    line = SignatureLine(adult.name, "Apoderado titular", "declarada", run=adult.run, signed_at=at)
    services.follow_up(
        case=story.case, actor=story.encargada, entry=entry, signatures=(line,),
        now=at + timedelta(minutes=30),
    )  # fmt: skip


def step(step_id: str, text: str, *, by: str = "encargada") -> Act:
    """A step without a screen of its own."""

    def act(story: Story, at: datetime) -> None:
        row = story.case.vencimientos.get(step_id=step_id)
        complete_step(
            case=story.case, step=row, at=at, text=text, attachment=None, envio=uuid.uuid4().hex,
            actor=story.member(by), now=at,
        )  # fmt: skip

    return act
