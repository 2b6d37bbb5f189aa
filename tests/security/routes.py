"""Who may come to each address of the site: one line per address, read by `test_t01_matrix`.

An address that is not here fails the suite. The rules:

    OPEN         anybody, signed in or not; shows nothing of a school
    ACCOUNT      who is signed in, about their own account
    MEMBER       any member of a school, about that school, without cases or people
    REPORTER     every adult who works with students
    TOKEN        who holds the secret link of a family
    Holds(...)   members whose role holds one of these abilities (`schools.abilities`)
    hidden(...)  the same, and for the rest of the school the page does not exist
    Own          who wrote the row
    Sees(...)    to whom that compartment of the case is open (`cases.policy`)
"""

from dataclasses import dataclass
from enum import Enum, auto

from cases.policy import Compartment
from schools.abilities import Ability

A, C = Ability, Compartment


class Rule(Enum):
    """Rules without terms."""

    OPEN = auto()
    ACCOUNT = auto()
    MEMBER = auto()
    REPORTER = auto()
    TOKEN = auto()
    OWN = auto()


@dataclass(frozen=True)
class Holds:
    """Roles with one of `abilities`; others get 403, and 404 for a row of another school.

    Of what is `hidden`, the others get the same 404 as of what does not exist.
    """

    abilities: tuple[A, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Sees:
    """Members to whom this compartment of the case is open; for the rest it does not exist."""

    compartment: C = C.EXPEDIENTE


def holds(*abilities: A) -> Holds:
    return Holds(abilities)


def hidden(ability: A) -> Holds:
    return Holds((ability,), hidden=True)


PEOPLE = holds(A.SEE_PEOPLE, A.SEE_OWN_CURSO)
KEEPS = holds(A.MANAGE_PEOPLE)
ROSTER = holds(A.IMPORT_ROSTER)
MEMBERS = holds(A.MANAGE_MEMBERS)
RESETS = holds(A.RESET_FACTOR)
CALENDAR = holds(A.MANAGE_CALENDAR)
DRAFTS = holds(A.DRAFT_REGLAMENTO)
PUBLISHES = holds(A.PUBLISH_REGLAMENTO)
ANSWERS, MAPS = hidden(A.ANSWER_RIGHTS), hidden(A.MAP_DATA)
RETAINS, DISPOSES = hidden(A.RETAIN_CASES), hidden(A.DISPOSE_CASES)
FULL, TASKS = Sees(), Sees(C.TAREAS)
REPORT = Sees(C.CONSTANCIA)  # and, more than that, who has tasks

ROUTES: dict[str, Rule | Holds | Sees] = {
    # The account: nothing of any school is behind these.
    "account_login": Rule.OPEN,
    "account_logout": Rule.OPEN,
    "account_inactive": Rule.OPEN,
    "account_signup": Rule.OPEN,
    "account_email_verification_sent": Rule.OPEN,
    "account_reset_password": Rule.OPEN,
    "account_reset_password_done": Rule.OPEN,
    "account_reset_password_from_key": Rule.OPEN,
    "account_reset_password_from_key_done": Rule.OPEN,
    "account_confirm_login_code": Rule.OPEN,
    "account_confirm_email": Rule.OPEN,
    "mfa_authenticate": Rule.OPEN,
    "account_email": Rule.ACCOUNT,
    "account_reauthenticate": Rule.ACCOUNT,
    "account_change_password": Rule.ACCOUNT,
    "account_set_password": Rule.ACCOUNT,
    "mfa_index": Rule.ACCOUNT,
    "mfa_login_webauthn": Rule.OPEN,
    "mfa_list_webauthn": Rule.ACCOUNT,
    "mfa_add_webauthn": Rule.ACCOUNT,
    "mfa_edit_webauthn": Rule.ACCOUNT,  # of one's own key
    "mfa_remove_webauthn": Rule.ACCOUNT,
    "mfa_reauthenticate_webauthn": Rule.ACCOUNT,
    "account_sessions": Rule.ACCOUNT,
    "account_external": Rule.ACCOUNT,
    "account_external_connect": Rule.ACCOUNT,
    "account_external_remove": Rule.ACCOUNT,
    "account_external_start": Rule.OPEN,
    "account_external_back": Rule.OPEN,
    "account_session_end": Rule.ACCOUNT,  # of one's own session
    "account_session_end_others": Rule.ACCOUNT,
    "mfa_reauthenticate": Rule.ACCOUNT,
    "mfa_activate_totp": Rule.ACCOUNT,
    "mfa_deactivate_totp": Rule.ACCOUNT,
    "mfa_view_recovery_codes": Rule.ACCOUNT,
    "mfa_generate_recovery_codes": Rule.ACCOUNT,
    "mfa_download_recovery_codes": Rule.ACCOUNT,
    "membership-choose": Rule.ACCOUNT,
    "membership-switch": Rule.ACCOUNT,
    # Whoever holds a paper, or the link of a family.
    "verify-form": Rule.OPEN,
    "verify-document": Rule.OPEN,
    "sent-mail": Rule.OPEN,  # only the demo has it
    "family-window": Rule.TOKEN,
    "family-code": Rule.TOKEN,
    "family-exit": Rule.TOKEN,
    "family-document": Rule.TOKEN,
    "family-file": Rule.TOKEN,
    "family-explained": Rule.TOKEN,
    "family-acknowledge": Rule.TOKEN,
    "family-count": Rule.TOKEN,
    "family-antecedentes": Rule.TOKEN,
    "family-reconsideracion": Rule.TOKEN,
    "family-receipts": Rule.TOKEN,
    "family-rights": Rule.TOKEN,
    # People.
    "student-list": PEOPLE,
    "student-detail": PEOPLE,
    "student-create": KEEPS,
    "student-edit": KEEPS,
    "student-enrol": KEEPS,
    "student-withdraw": KEEPS,
    "guardianship-create": KEEPS,
    "guardianship-edit": KEEPS,
    "guardianship-end": KEEPS,
    "guardianship-restrict": KEEPS,
    "guardianship-lift": KEEPS,
    "court-order": holds(A.SEE_COURT_ORDER),
    "curso-list": PEOPLE,
    "curso-create": KEEPS,
    "roster-list": ROSTER,
    "roster-detail": ROSTER,
    "roster-progress": ROSTER,
    "roster-retry": ROSTER,
    "roster-apply": ROSTER,
    "roster-undo": ROSTER,
    "member-list": MEMBERS,
    "member-create": MEMBERS,
    "member-end": MEMBERS,
    "member-substitute": MEMBERS,
    "member-link": MEMBERS,
    "factor-resets": RESETS,
    "factor-reset": RESETS,
    "factor-reset-decide": RESETS,
    # What the school's norm says: public inside the school.
    "reglamento": Rule.MEMBER,
    "reglamento-version": Rule.MEMBER,
    "reglamento-protocol": Rule.MEMBER,
    "reglamento-sheet": Rule.MEMBER,
    "reglamento-compare": Rule.MEMBER,
    "reglamento-export": Rule.MEMBER,
    "reglamento-adopt": DRAFTS,
    "reglamento-import": DRAFTS,
    "reglamento-draft": DRAFTS,
    "reglamento-step": DRAFTS,
    "reglamento-discard": DRAFTS,
    "reglamento-publish": PUBLISHES,
    # The forms that the school fills: public inside the school.
    "ficha-library": Rule.MEMBER,
    "ficha-definition": Rule.MEMBER,
    "ficha-adapt": DRAFTS,
    "ficha-own-discard": DRAFTS,
    "ficha-publish": PUBLISHES,
    "calendar": Rule.MEMBER,
    "calendar-change": Rule.MEMBER,
    "calendar-feriado": CALENDAR,
    "calendar-feriado-remove": CALENDAR,
    "calendar-recess": CALENDAR,
    "calendar-recess-remove": CALENDAR,
    "planner": Rule.MEMBER,
    "planner-plan": Rule.MEMBER,
    # Their own desk.
    "today": Rule.ACCOUNT,  # says so to who belongs to no school
    "case-urgent": holds(A.OPEN_URGENTLY),
    "case-list": Rule.MEMBER,  # only the cases they see; `test_t15` counts them
    # The denuncia while it is typed.
    "intake-start": Rule.REPORTER,
    "intake-word": Rule.REPORTER,
    "intake-limit": Rule.REPORTER,
    "intake-page": Rule.OWN,
    "intake-save": Rule.OWN,
    "intake-review": Rule.OWN,
    "intake-discard": Rule.OWN,
    "intake-search": Rule.OWN,
    "intake-person-add": Rule.OWN,
    "intake-person-remove": Rule.OWN,
    # Personal data: rights, what is kept of each person, how long, and breaches.
    "privacy": ANSWERS,
    "privacy-people": ANSWERS,
    "privacy-request": ANSWERS,
    "privacy-request-create": ANSWERS,
    "privacy-request-student": ANSWERS,
    "privacy-request-apoderado": ANSWERS,
    "privacy-request-extend": ANSWERS,
    "privacy-request-answer": ANSWERS,
    "privacy-map-student": MAPS,
    "privacy-map-apoderado": MAPS,
    "privacy-print-student": MAPS,
    "privacy-print-apoderado": MAPS,
    "privacy-block-student": ANSWERS,
    "privacy-block-apoderado": ANSWERS,
    "privacy-block-lift": ANSWERS,
    "privacy-retention": RETAINS,
    "privacy-hold-find": RETAINS,
    "privacy-hold": RETAINS,
    "privacy-hold-lift": RETAINS,
    "privacy-dispose": DISPOSES,
    "expulsions": holds(A.EXPORT_EXPULSIONS),
    "expulsions-export": holds(A.EXPORT_EXPULSIONS),
    "folders": holds(A.GATHER_FOLDERS),
    "privacy-breaches": ANSWERS,
    "privacy-breach": ANSWERS,
    "privacy-breach-create": ANSWERS,
    "privacy-breach-act": ANSWERS,
    # A case. Who carries out a task sees tasks; who told it, that it was received.
    "intake-done": REPORT,
    "letterhead": holds(A.EDIT_LETTERHEAD),
    "case-detail": REPORT,
    "document": REPORT,
    "document-download": REPORT,
    "case-deadlines": TASKS,
    "case-deadline": TASKS,
    "case-measures": TASKS,
    "case-step": TASKS,
    "case-implement": TASKS,
    "case-resguardo-review": TASKS,
    "vencimiento-acknowledge": TASKS,
    "case-fichas": TASKS,  # only the forms whose part of the case they see
    "case-ficha-start": TASKS,
    "case-looks": Sees(C.ACCESOS),
    "case-notes": Sees(C.SALUD),
    "case-team": Sees(C.ACCESOS),
    "case-team-join": Sees(C.ACCESOS),
    "case-team-leave": Sees(C.ACCESOS),
    "case-team-hand-over": Sees(C.ACCESOS),
    "case-identity": FULL,
    "case-identity-decide": FULL,
    "case-identity-reveal": FULL,
}
ROUTES |= dict.fromkeys(
    [
        "case-people",
        "case-documents",
        "case-ficha",
        "case-ficha-save",
        "case-ficha-discard",
        "case-ficha-review",
        "case-ficha-draft",
        "case-ficha-paper",
        "case-ficha-annul",
        "case-libro",
        "case-libro-copied",
        "case-rectify",
        "case-attachment",
        "case-facts",
        "case-tramites",
        "case-tramite-start",
        "case-tramite-close",
        "case-activate",
        "case-resguardo",
        "case-prorroga",
        "case-citar",
        "case-citacion-outcome",
        "case-renuncia",
        "case-entrevista",
        "case-entrevista-write",
        "case-entrevista-autosave",
        "case-entrevista-review",
        "case-entrevista-draft",
        "case-antecedente",
        "case-seguimiento",
        "case-traslado",
        "case-oficio",
        "case-no-denuncia",
        "case-oficio-send",
        "case-informe",
        "case-informe-issue",
        "case-resolucion",
        "case-resolucion-send",
        "case-resolucion-return",
        "case-resolucion-approve",
        "case-resolucion-firm",
        "case-notify",
        "case-termino",
        "case-close",
        "case-vigilancia",
        "case-archive",
        "case-reconsideraciones",
        "case-reconsiderar",
        "case-reconsideracion-consult",
        "case-reconsideracion-council",
        "case-reconsideracion-minute",
        "case-reconsideracion-resolve",
        "case-faltas",
        "case-falta-search",
        "case-falta-impute",
        "case-falta",
        "case-falta-reclassify",
        "case-falta-withdraw",
        "case-falta-measure",
        "case-falta-drop",
        "case-expulsion",
        "case-expulsion-start",
        "case-expulsion-detail",
        "case-expulsion-act",
        "case-pack",
        "case-pack-download",
        "case-notifications",
        "notification-delivery",
        "notification-resend",
        "notification-other",
        "notification-evidence",
        "case-what-if",
        "case-folder",
        "document-signatures",
        "document-sign",
        "document-paper",
        "case-folder-issue",
    ],
    FULL,
)
