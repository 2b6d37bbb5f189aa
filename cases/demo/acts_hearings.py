"""What is done with the families: call them, hear them apart, receive what they bring."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.access import relate
from cases.demo.papers import invented_pdf
from cases.demo.story import AFECTADO, DENUNCIADO, Act, Story
from cases.documents.reports import SignatureLine
from cases.fichas.selectors import current_or_404
from cases.fichas.services import begin_ficha
from cases.hearings import services
from cases.hearings.selectors import families, stand_of
from cases.hearings.services.citaciones import CitacionInput, Told
from cases.hearings.services.entrevistas import InterviewInput
from cases.hearings.services.followup import FollowUpInput
from cases.models import Notificacion, Participant
from cases.notifications.services import acknowledge, mark_opened
from schools.files import store_file
from schools.models import Apoderado, Membership

ROOM = "Oficina de convivencia"
PROMISE = "Avisar de inmediato si ocurre algo nuevo"


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
        _acknowledge_call(story, role, at)
        party, end = story.party(role), at + timedelta(minutes=40)
        s, adult = story.situation, story.adults(role, at.date())[0]
        words = (s.victim, s.family) if role == AFECTADO else (s.accused, s.other_family)
        interview = InterviewInput(
            at, end, "presencial", ROOM,
            present=(
                {"name": party.name, "run": party.student.run, "title": "Estudiante"},
                {"name": adult.name, "run": adult.run, "title": "Persona apoderada"},
            ),
            student_words=words[0], apoderado_words=words[1], informed=True,
            agreements=({"what": PROMISE, "who": adult.name, "due_on": None},),
        )  # fmt: skip
        lines = _signatures(interview, story.encargada, end)
        if refuses:
            witness = story.member("inspectora")
            lines = tuple(
                _refusal(x, witness) if x.title == "Persona apoderada" else x for x in lines
            )
        services.hold_interview(
            case=story.case, actor=story.encargada, participant=party, interview=interview,
            signatures=lines, now=end,
        )  # fmt: skip

    return act


def _acknowledge_call(story: Story, role: str, at: datetime) -> None:
    """The adults who were called by e-mail acknowledge on their way in."""
    rows = Notificacion.objects.filter(
        case_id=story.case_id, participant__role=role, purpose="citacion", medium="correo"
    )
    for row in rows.select_related("case__school").order_by("pk"):
        mark_opened(notificacion=row, now=at - timedelta(minutes=40))
        acknowledge(notificacion=row, now=at - timedelta(minutes=38))


def _signatures(
    interview: InterviewInput, by: Membership, at: datetime
) -> tuple[SignatureLine, ...]:
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
        kept = None
        if file:
            kept = store_file(
                content=invented_pdf(*file),
                name="antecedente.pdf",
                mime="application/pdf",
                at=at,
                case_id=story.case.pk,
            )
        adult = story.adults(role, at.date())[0]
        services.receive_antecedente(
            case=story.case, participant=story.party(role), delivered_by=adult.name,
            description=description, file=kept, at=at, now=at, actor=story.encargada,
        )  # fmt: skip

    return act


def follow_up(story: Story, at: datetime) -> None:
    party, adult = story.party(AFECTADO), story.adults(AFECTADO, at.date())[0]
    entry = FollowUpInput(
        participant=party, starts_at=at, place=ROOM, persists=False,
        present=({"name": adult.name, "run": adult.run, "title": "Persona apoderada"},),
        student_words="«Ahora me siento más tranquila en los recreos».",
        observed="Participa en clases y juega con dos compañeras.",
    )  # fmt: skip
    line = SignatureLine(adult.name, "Persona apoderada", "declarada", run=adult.run, signed_at=at)
    services.follow_up(
        case=story.case, actor=story.encargada, entry=entry, signatures=(line,),
        now=at + timedelta(minutes=30),
    )  # fmt: skip


def begin_form(key: str, **answers: str) -> Act:
    """Leave a form of the library half typed."""

    def act(story: Story, at: datetime) -> None:
        typed, case = {name: [value] for name, value in answers.items()}, story.case
        relate(story.encargada, case, at=at)
        begin_ficha(
            case=case, current=current_or_404(key), step=None, answers=typed,
            actor=story.encargada, now=at,
        )  # fmt: skip

    return act
