"""Who decides a reconsideración: people chosen one by one, none of whom already took part.

Source: modelo A, 8.6.3.3.2–5 and 5.2.3.2 D; reading A-24; REX 482/2018 (an impartial instance).
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from cases.decisions.selectors import informe_of, resolucion_of
from cases.models import Case, CaseAccess, Entrevista
from cases.models.access import TeamRole
from cases.procedure import acto_of
from cases.states import Acto
from convivencia.exceptions import DomainError
from convivencia.text import plain
from protocols.selectors import protocol_of
from schools.models import Membership, Role

CONSEJO, SUBROGANTE, SOSTENEDOR = "consejo_escolar", "subrogante", "sostenedor"
BODIES = {
    CONSEJO: "Consejo Escolar",
    SUBROGANTE: "Quien subroga a la dirección",
    SOSTENEDOR: "El sostenedor o quien lo representa",
}
COUNCIL = "ev_pronunciamiento"  # what the written opinion of the Consejo de Profesores is called
SAME = 2  # names in common that make two spellings one person
NOT_HERE = frozenset({Role.FISCALIZADOR, Role.ADMINISTRADORA})


def who_is_barred(case: Case) -> dict[int, tuple[str, str]]:
    """Return, by user, who may not decide it: their name, and what they did. Queries: 4."""
    found: dict[int, tuple[str, str]] = {}
    rows = CaseAccess.objects.filter(content_object=case, team_role=TeamRole.INVESTIGA)
    people = [one.user for one in rows.select_related("user")]
    people += [e.conducted_by for e in _interviews(case)]
    informe, decision = informe_of(case), resolucion_of(case)
    people += [informe.author] if informe else []
    for user in people:
        found[user.pk] = (user.get_full_name(), "investigó")
    for one in case.participants.all():
        if one.membership_id:
            found[one.membership.user_id] = (one.name, "es parte")
    if decision and decision.decided_by:
        found[decision.decided_by_id] = (decision.decided_by.get_full_name(), "resolvió")
    return found


def _interviews(case: Case) -> Iterable[Entrevista]:
    return Entrevista.objects.filter(case=case).select_related("conducted_by")


def members_who_may(case: Case, *, on: date) -> list[Membership]:
    """Return the members of that day who may decide it, by name. Queries: 5."""
    barred = who_is_barred(case)
    return [one for one in _members(on) if one.user_id not in barred]


def _members(on: date) -> list[Membership]:
    rows = Membership.objects.select_related("user").exclude(role__in=NOT_HERE)
    return sorted(
        (one for one in rows if one.is_active(on)), key=lambda one: one.user.get_full_name()
    )


def bodies_of(case: Case) -> dict[str, str]:
    """Return which bodies may decide it: only the Consejo Escolar where the protocol says so."""
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    mine = [one for one in steps if acto_of(one) == Acto.RESOLVER_RECONSIDERACION]
    if any(BODIES[CONSEJO] in str(one.responsible) for one in mine):
        return {CONSEJO: BODIES[CONSEJO]}
    return BODIES


def asks_council(case: Case) -> bool:
    """Return whether the protocol asks the Consejo de Profesores to say it in writing."""
    steps = protocol_of(case.reglamento, case.protocol_key).steps
    return any(COUNCIL in one.completing_events for one in steps)


def check_deciders(
    case: Case, *, body: str, deciders: Collection[int], others: str, on: date
) -> list[Membership]:
    """Return the members who decided; DomainError if one of them, or of `others`, may not.

    `others` are those without an account, one per line: a member is chosen from the list, so that
    nobody passes under another spelling.
    """
    if body not in bodies_of(case):
        raise DomainError(
            f"En este protocolo la decide {', '.join(bodies_of(case).values())}.", code="organo"
        )
    known = {one.pk: one for one in _members(on)}
    if not set(deciders) <= set(known):
        raise DomainError("Elija a personas del establecimiento.", code="ajeno")
    chosen = [known[pk] for pk in deciders]
    barred = who_is_barred(case)
    wrong = [barred[one.user_id] for one in chosen if one.user_id in barred]
    wrong += [found for line in others.splitlines() if (found := _barred_in(line, barred))]
    if wrong:
        name, why = wrong[0]
        raise DomainError(
            f"{name} {why} en este caso: no puede decidir la reconsideración.",
            code="incompatibilidad",
            reasons=("Debe decidirla el Consejo Escolar o quien subrogue.",),
        )
    _refuse_count(body, chosen, others)
    _refuse_members_by_hand(others, known.values())
    return chosen


def _refuse_count(body: str, chosen: list[Membership], others: str) -> None:
    if body != CONSEJO and (len(chosen) != 1 or others.strip()):
        raise DomainError("Marque a la persona que la decidió, y sólo a ella.", code="una")
    if body == SOSTENEDOR and chosen[0].role != Role.SOSTENEDOR:
        raise DomainError("Esa persona no representa al sostenedor.", code="sostenedor")
    if not chosen and not others.strip():
        raise DomainError("Marque o escriba quiénes la decidieron.", code="nadie")


def _refuse_members_by_hand(others: str, members: Iterable[Membership]) -> None:
    for line in others.splitlines():
        found = next((m for m in members if _same(line, m.user.get_full_name())), None)
        if found:
            raise DomainError(
                f"{found.user.get_full_name()} es parte del establecimiento: márquela en la "
                "lista, no la escriba.",
                code="a_mano",
            )


def _barred_in(line: str, barred: dict) -> tuple[str, str] | None:
    """Return who of the barred a typed line names, by their name or by their charge."""
    by_name = next((one for one in barred.values() if _same(line, one[0])), None)
    if by_name or "subrog" in plain(line):
        return by_name
    rows = Membership.objects.filter(user_id__in=barred).select_related("user")
    words = _words(line)
    for one in rows:
        if one.role in (Role.DIRECTORA, Role.ENCARGADA) and _charge(one.role) & words:
            return barred[one.user_id]
    return None


def _charge(role: str) -> set[str]:
    return {"directora", "director"} if role == Role.DIRECTORA else {"encargada", "encargado"}


def _same(line: str, name: str) -> bool:
    """Return whether a typed line says that name: two of its words, or all it has."""
    wanted = _words(name)
    return len(wanted & _words(line)) >= min(SAME, len(wanted))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", plain(text)))
