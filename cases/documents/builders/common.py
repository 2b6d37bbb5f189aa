"""What every builder needs: the letterhead, the heading, and who may be shown how."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from cases.documents.kinds import FAMILIES, KINDS
from cases.documents.redaction import redacted
from cases.documents.reports import Letterhead, MedidaLine, Person, Report, SignatureLine
from cases.models import Case, Medida, Participant
from protocols.selectors import titles_of
from schools.models import Apoderado, Membership, School, User
from schools.territory import comuna_name

PROTOCOL_TITLES = {
    "acoso": "Protocolo de acoso escolar",
    "vulneracion": "Protocolo ante vulneración de derechos",
    "sexual": "Protocolo ante agresiones sexuales y hechos de connotación sexual",
    "drogas": "Protocolo ante situaciones de alcohol y drogas",
}
ROLE_TITLES = {
    "afectado": "Persona afectada",
    "denunciado": "Persona denunciada",
    "testigo": "Testigo",
    "denunciante": "Denunciante",
}
# What the family is called where it is not known who is mother or father.
FAMILY = "Persona apoderada"
KIN = {"madre": "Madre", "padre": "Padre"}
# (protocol family, in force from, text). Source: Ley 21.809, in force since 1 July 2026, which
# replaced the articles of Ley 20.536 on convivencia.
LAWS = (
    ("acoso", date(2026, 7, 1), "artículo 16 B de la Ley General de Educación"),
    ("*", date(2022, 3, 15), "artículo 64 de la Ley N° 21.430, sobre reserva de los registros"),
)


def letterhead(school: School) -> Letterhead:
    """Return the paper of a school."""
    return Letterhead(
        name=school.name,
        rbd=school.rbd,
        sostenedor=school.sostenedor.name,
        comuna=comuna_name(school.comuna) or school.comuna,
        address=school.address,
        phone=school.phone,
        email=school.email,
        time_zone=school.time_zone,
        encargada_title=school.encargada_title,
        directora_title=school.directora_title,
        logo=bytes(school.logo or b""),
    )


def heading(case: Case, code: str, **extra: object) -> dict:
    """Return what the base of every report holds, for `code` in `case`."""
    return {
        "letterhead": letterhead(case.school),
        "case_folio": case.folio,
        "protocol": protocol_title(case),
        "reglamento": str(case.reglamento),
        "article": KINDS[code].article(case.protocol_key) if numbered_as_ours(case) else "",
        "laws": laws_for(case),
        **extra,
    }


def numbered_as_ours(case: Case) -> bool:
    """Return whether the school's reglamento has the sections that `kinds` cites."""
    return case.reglamento.modelo == "A"


def protocol_title(case: Case) -> str:
    """Return the protocol as a sentence names it."""
    family = FAMILIES.get(case.protocol_key, case.protocol_key)
    if family in PROTOCOL_TITLES:
        return PROTOCOL_TITLES[family]
    title = titles_of(case.reglamento).get(case.protocol_key)
    return f"Protocolo «{title}»" if title else "Protocolo del reglamento"


def laws_for(case: Case) -> tuple[str, ...]:
    """Return the laws in force on the day the school knew, for its protocol."""
    family, day = FAMILIES.get(case.protocol_key, ""), timezone.localdate(case.known_at)
    return tuple(text for of, since, text in LAWS if of in {family, "*"} and since <= day)


def person(participant: Participant, *, reader: Participant | None = None) -> Person:
    """Return a party as `reader` may see them; without reader, in full.

    In a copy for a family, any other pupil is initials: no name, no RUN, no course.
    Source: modelo A, 5.2.3.7; reading A-61.
    """
    if reader is not None and not _same(participant, reader):
        return Person(participant.initials, title=ROLE_TITLES[participant.role])
    student = participant.student
    return Person(
        name=student.legal_name if student else participant.name,
        run=student.shown_run if student else _run(participant),
        title=ROLE_TITLES[participant.role],
        curso=participant.curso_name,
        age=participant.age,
    )


def _same(one: Participant, other: Participant) -> bool:
    if one.student_id or other.student_id:
        return one.student_id == other.student_id
    return one.pk == other.pk


def _run(participant: Participant) -> str:
    return participant.apoderado.shown_run if participant.apoderado_id else ""


def for_family(
    report: Report, case: Case, reader: Participant, apoderado: Apoderado | None
) -> Report:
    """Return a family's copy with any other pupil, witness or denunciante reduced to initials."""
    others = [p for p in parties(case) if not _same(p, reader) and not _is(p, apoderado)]
    names = f"{reader.name} {apoderado.name if apoderado else ''}"
    return redacted(report, others, reader=names)


def _is(participant: Participant, apoderado: Apoderado | None) -> bool:
    return apoderado is not None and participant.apoderado_id == apoderado.pk


def adult(apoderado: Apoderado | None, participant: Participant) -> Person:
    """Return who answers for a pupil, by what they are to them; «the family» if none is on record.

    Queries: 1.
    """
    if apoderado is None:
        return Person("Familia", title=FAMILY)
    ties = apoderado.guardianships.filter(student=participant.student_id, ends_on=None)
    relation = ties.values_list("relation", flat=True).first()
    return Person(apoderado.name, apoderado.shown_run, KIN.get(relation, FAMILY))


def official(user: User | None, title: str) -> Person:
    """Return a member of staff under the charge with which they act."""
    return Person(user.get_full_name() if user else title, title=title)


def charge_of(user: User, school: School, default: str) -> str:
    """Return the charge a person signs with in this school."""
    member = Membership.objects.filter(user=user, school=school).order_by("pk").first()
    return member.title if member else default


def people(participants: Iterable[Participant], *roles: str) -> tuple[Person, ...]:
    """Return the parties with one of `roles`, in full: never for a family's copy."""
    return tuple(person(p) for p in participants if p.role in roles)


def parties(case: Case) -> list[Participant]:
    """Return everybody in the case, with who they are. Queries: 1."""
    return list(
        case.participants.select_related("student", "membership__user", "apoderado").order_by("pk")
    )


def medida(row: Medida, *, about: str = "") -> MedidaLine:
    """Return a measure as a line; `about` says whom it touches, in the form that may be shown."""
    return MedidaLine(
        description=row.description,
        grounds=row.grounds,
        about=about,
        owner=role_label(row.owner_role),
        starts_on=row.starts_on,
        review_on=row.review_on,
        ends_on=row.ends_on,
    )


def role_label(role: str) -> str:
    """Return a role in words; what is not a role stays as written."""
    from schools.models.accounts import Role  # noqa: PLC0415 -- one enum

    return Role(role).label if role in Role.values else role


def blank_line(who: Person) -> SignatureLine:
    """Return an empty line to sign by hand."""
    return SignatureLine(name=who.name, title=who.title)


def declared(who: Person, at: datetime, statement: str = "") -> SignatureLine:
    """Return the signature of who decided with their own account."""
    return SignatureLine(who.name, who.title, "declarada", statement=statement, signed_at=at)
