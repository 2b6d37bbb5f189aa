"""What «Hoy» reads. Each function is one query, plus one for the people where it says so."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from cases.access import cases_visible_to, known_to
from cases.deadlines.selectors import completed_by
from cases.decisions.charge import in_charge, standing
from cases.models import (
    Case,
    CaseAccess,
    CaseState,
    IntakeDraft,
    Medida,
    Notificacion,
    Participant,
    Resolucion,
    Vencimiento,
)
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.models.decisions import ResolucionState, TipoMedida
from cases.notifications.waiting import awaited
from cases.policy import TEAM_SIGHT, Sight
from cases.states import Acto
from schools.models import Membership

RUNNING = ("en_curso", "por_vencer", "vencido")
# A plazo that runs, or not, by a fact that nobody told yet: somebody must look.
UNKNOWN = Q(state="en_espera", rule__missing_facts__0__isnull=False)
ENDED = (CaseState.CERRADO, CaseState.ARCHIVADO)
# What the name and the initials of a student are made of.
NAMES = (
    "student__first_names", "student__paternal", "student__maternal", "student__nombre_social",
    "student__nombre_social_agreed",
)  # fmt: skip
MOST = 400  # rows of one page; nobody reads more


def victims(membership: Membership, *, at: datetime, path: str = "case__participants") -> Prefetch:
    """Load the affected students that the member knows: initials and course tell rows apart."""
    rows = Participant.objects.filter(
        known_to(membership, at=at), role=ParticipantRole.AFECTADO
    ).select_related("student")
    rows = rows.prefetch_related("membership__user", "apoderado")  # few: asked only if there are
    rows = rows.only(
        "school", "case", "role", "membership", "apoderado", "third_party", "curso_name", *NAMES
    )
    return Prefetch(path, rows.order_by("pk"), to_attr="victims")


def running(membership: Membership, *, at: datetime, until: datetime) -> list[Vencimiento]:
    """Return the open plazos that end before `until`, first ones first. Queries: 2."""
    rows = Vencimiento.objects.filter(
        case__in=cases_visible_to(membership, at=at),
        tramite__closed_at=None,
        projected=False,
        due_at__lte=until,
    )
    rows = rows.filter(Q(state__in=RUNNING) | UNKNOWN)
    rows = (
        rows.select_related("case", "tramite")
        .prefetch_related(victims(membership, at=at))
        .order_by("due_at", "order")
    )
    return list(rows[:MOST])


def sight_by_case(membership: Membership, *, at: datetime) -> dict[int, Sight]:
    """Return what the member's grants let them see, by case id; nothing where they are a party.

    Queries: 2.
    """
    live = Q(until=None) | Q(until__gt=at)
    grants = CaseAccess.objects.filter(
        live,
        user_id=membership.user_id,
        content_object__in=cases_visible_to(membership, at=at),
    )
    whole = cases_visible_to(membership, at=at, at_least=Sight.FULL).values_list("pk", flat=True)
    found: dict[int, Sight] = dict.fromkeys(whole, Sight.FULL)
    for case_id, role in grants.values_list("content_object_id", "team_role"):
        given = min(TEAM_SIGHT[TeamRole(role)], Sight.TASKS)
        found[case_id] = max(found.get(case_id, Sight.NONE), given)
    return found


def resoluciones(membership: Membership, *, at: datetime) -> list[Resolucion]:
    """Return the drafts that wait for the directora or came back from her. Queries: 2."""
    waiting = (ResolucionState.ENVIADA, ResolucionState.DEVUELTA)
    rows = Resolucion.objects.filter(
        state__in=waiting, case__in=cases_visible_to(membership, at=at)
    )
    known = victims(membership, at=at)
    rows = rows.select_related("case").prefetch_related(known).order_by("sent_at", "pk")
    return list(rows[:MOST])


def unread_notices(membership: Membership, *, at: datetime) -> dict:
    """Return how many notices to families still wait for an acknowledgement, and since when."""
    rows = Notificacion.objects.filter(
        case__in=cases_visible_to(membership, at=at), sent_at__isnull=False
    )
    return awaited(rows, at=at).aggregate(n=Count("pk"), oldest=Min("sent_at"))


def drafts_of(membership: Membership) -> QuerySet[IntakeDraft]:
    """Return the denuncias that the person left half typed."""
    return IntakeDraft.objects.filter(user_id=membership.user_id, case=None)[:20]


def measures_of(
    membership: Membership, case_ids: Collection[int], *, at: datetime, today: date
) -> list[Medida]:
    """Return the measures that the member must still put in practice in those cases. Queries: 2.

    Those of a decision carry `limit_at`, the end of its plazo once the families were told.
    """
    rows = _measures(membership, at, today).filter(in_charge(membership), implemented_at=None)
    over = Q(case__state=CaseState.ARCHIVADO)
    over |= Q(case__state__in=ENDED, tipo=TipoMedida.RESGUARDO)  # it protects while one inquires
    rows = rows.filter(case_id__in=case_ids).exclude(over)
    limit = Vencimiento.objects.filter(
        completed_by(Acto.IMPLEMENTAR),
        case=OuterRef("case"),
        tramite__closed_at=None,
        state__in=RUNNING,
        projected=False,
    )
    return list(rows.annotate(limit_at=Subquery(limit.values("due_at")[:1]))[:MOST])


def resguardos_to_review(
    membership: Membership, *, at: datetime, today: date, until: date
) -> list[Medida]:
    """Return the resguardos in force whose day of review comes before `until`. Queries: 2."""
    rows = _measures(membership, at, today)
    rows = rows.filter(tipo=TipoMedida.RESGUARDO, review_on__lte=until)
    rows = rows.filter(case__in=cases_visible_to(membership, at=at, at_least=Sight.FULL))
    return list(rows.exclude(case__state__in=ENDED).order_by("review_on", "pk")[:MOST])


def _measures(membership: Membership, at: datetime, today: date) -> QuerySet[Medida]:
    rows = Medida.objects.filter(standing(today)).select_related("case")
    return rows.prefetch_related(victims(membership, at=at)).order_by("starts_on", "pk")


def reports_of(case_ids: Collection[int]) -> QuerySet[Case]:
    """Return the cases that began with what the person told; only that they were received."""
    return Case.objects.filter(pk__in=case_ids).order_by("-known_at")[:50]


def counts_for_sostenedor(*, at: datetime, until: datetime) -> dict[str, int]:
    """Return how the school stands, without a name: plazos of the school only. Queries: 2."""
    found = Case.objects.aggregate(
        abiertos=Count("pk", filter=~Q(state__in=ENDED)),
        en_reconsideracion=Count("pk", filter=Q(state=CaseState.EN_RECONSIDERACION)),
        recibidos=Count("pk", filter=Q(year=at.year)),
    )
    rows = Vencimiento.objects.filter(
        state__in=RUNNING, projected=False, tramite__closed_at=None, due_at__isnull=False
    ).exclude(rule__nature__in=["ventana", "periodo"])
    return found | rows.aggregate(
        vencidos=Count("pk", filter=Q(due_at__lt=at)),
        esta_semana=Count("pk", filter=Q(due_at__gte=at, due_at__lte=until)),
    )
