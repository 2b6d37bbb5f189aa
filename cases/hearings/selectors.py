"""Reads about families, citations and interviews of one case."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from cases.access import users_among
from cases.models import Actuacion, Case, Citacion, Document, Entrevista, Participant
from cases.models.case import ParticipantRole
from cases.models.hearings import CitacionOutcome
from cases.states import Acto
from schools.models import Apoderado, Guardianship, Membership, Role

FAMILY_ROLES = (ParticipantRole.AFECTADO, ParticipantRole.DENUNCIADO)
FAILED = (CitacionOutcome.NO_ASISTIO, CitacionOutcome.NO_CONTESTA)
# Who may investigate: the directora decides, so she does not (LGE art. 16 E g, impartiality).
INVESTIGATORS = (Role.ENCARGADA, Role.EQUIPO, Role.DIRECTIVO, Role.INSPECTORIA)
# Source: modelo A, 8.6.4.7 (Director, Subdirector o Encargado).
SENDERS = (Role.DIRECTORA, Role.DIRECTIVO, Role.ENCARGADA)


def apoderados_to_notify(participant: Participant, on: date) -> list[Apoderado]:
    """Return the adults who answer for the participant's pupil on that day, titular first.

    Both parents by default. Never one whom a court restricts that day, nor one accused in the case.
    Source: Oficio 27/2016 (Superintendencia): limits only by judicial resolution; reading A-64.
    Queries: 2.
    """
    return [tie.apoderado for tie in guardianships_to_notify(participant, on)]


def guardianships_to_notify(participant: Participant, on: date) -> list[Guardianship]:
    """Return the ties behind `apoderados_to_notify`, with what each is to the pupil."""
    if participant.student_id is None:
        return []
    ties = list(
        Guardianship.objects.filter(student_id=participant.student_id)
        .select_related("apoderado")
        .order_by("-is_main", "apoderado__last_names", "pk")
    )
    barred = {tie.apoderado_id for tie in ties if tie.is_restricted(on)}
    barred |= set(
        Participant.objects.filter(
            case_id=participant.case_id, role=ParticipantRole.DENUNCIADO, apoderado__isnull=False
        ).values_list("apoderado_id", flat=True)
    )
    return [tie for tie in ties if _in_force(tie, on) and tie.apoderado_id not in barred]


def _in_force(tie: Guardianship, on: date) -> bool:
    return tie.starts_on <= on and (tie.ends_on is None or on <= tie.ends_on)


def families(case: Case) -> list[Participant]:
    """Return the pupils of both sides, whose families are told and heard. Queries: 0 or 1."""
    return [p for p in case.participants.all() if p.role in FAMILY_ROLES and p.student_id]


def family_or_404(case: Case, pk: int) -> Participant:
    """Return one pupil of the case; a foreign id and an absent one answer alike."""
    found = next((p for p in families(case) if p.pk == pk), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class FamilyStand:
    """How far the hearing of one family has gone."""

    participant: Participant
    citaciones: tuple[Citacion, ...]
    entrevista: Entrevista | None

    @property
    def last(self) -> Citacion | None:
        return self.citaciones[-1] if self.citaciones else None

    @property
    def is_cited(self) -> bool:
        return bool(self.citaciones)

    @property
    def pending(self) -> Citacion | None:
        """The citation whose outcome is not written yet."""
        waiting = self.last and self.last.outcome == CitacionOutcome.PENDIENTE
        return self.last if waiting else None

    @property
    def needs_second(self) -> bool:
        """The first citation failed and there is no other."""
        only = self.last if len(self.citaciones) == 1 else None
        return only is not None and only.outcome in FAILED and self.entrevista is None

    @property
    def called_in_vain(self) -> bool:
        """Both citations failed: the acta de inasistencia stands for the interview."""
        return len(self.citaciones) > 1 and self.last.outcome in FAILED and not self.entrevista

    @property
    def is_settled(self) -> bool:
        return self.entrevista is not None or self.called_in_vain


def family_stands(case: Case) -> list[FamilyStand]:
    """Return how each family's hearing stands. Queries: 2 (3 without prefetched people)."""
    cited: dict[int, list[Citacion]] = {}
    for row in Citacion.objects.filter(case=case).select_related("apoderado").order_by("attempt"):
        cited.setdefault(row.participant_id, []).append(row)
    heard = {row.participant_id: row for row in Entrevista.objects.filter(case=case)}
    return [
        FamilyStand(person, tuple(cited.get(person.pk, ())), heard.get(person.pk))
        for person in families(case)
    ]


def stand_of(case: Case, participant: Participant) -> FamilyStand:
    """Return how one family's hearing stands."""
    return next(s for s in family_stands(case) if s.participant.pk == participant.pk)


def citacion_or_404(case: Case, pk: int) -> Citacion:
    """Return a citation of the case with its people; 404 for any other id."""
    rows = Citacion.objects.select_related("participant__student", "apoderado", "case__school")
    found = rows.filter(case=case, pk=pk).first()
    if found is None:
        raise Http404
    return found


def members_who_may_investigate(case: Case, on: date) -> list[Membership]:
    """Return the active members who may investigate and are nobody in the case. Queries: 2."""
    return _free_members(case, INVESTIGATORS, on)


def oficio_senders(case: Case, on: date) -> list[Membership]:
    """Return who may send an oficio and is nobody in the case. Queries: 2."""
    return _free_members(case, SENDERS, on)


def _free_members(case: Case, roles: tuple[str, ...], on: date) -> list[Membership]:
    rows = Membership.objects.filter(role__in=roles).select_related("user")
    involved = users_among(Participant.objects.filter(case=case))
    rows = rows.order_by("user__last_names", "pk")
    return [m for m in rows if m.is_active(on) and m.user_id not in involved]


@dataclass(frozen=True, slots=True)
class OficioStand:
    """An oficio issued, and the act of sending it if it left."""

    document: Document
    addressee: str
    sent: Actuacion | None


def oficios_of(case: Case) -> list[OficioStand]:
    """Return the oficios of the case, in order. Queries: 1."""
    rows = case.actuaciones.filter(acto__in=(Acto.REDACTAR_OFICIO, Acto.ENVIAR_OFICIO))
    rows = list(rows.select_related("document").order_by("pk"))
    sent = {row.data.get("oficio"): row for row in rows if row.acto == Acto.ENVIAR_OFICIO}
    written = [row for row in rows if row.acto == Acto.REDACTAR_OFICIO and row.document]
    return [
        OficioStand(row.document, row.data.get("addressee", ""), sent.get(row.document_id))
        for row in written
    ]
