"""The addresses whose pages show no case and nobody: reading them leaves no entry.

Whatever is not here is recorded. What a form of these pages changes is recorded too, except what
people do to their own account.
"""

ACCOUNT = ("account_", "mfa_", "membership-")

SHOW_NOBODY = frozenset(
    {
        # What the school's norm says, its calendar and a date that is only worked out.
        "calendar",
        "calendar-change",
        "calendar-feriado",
        "calendar-feriado-remove",
        "calendar-recess",
        "calendar-recess-remove",
        "planner",
        "planner-plan",
        "reglamento",
        "reglamento-adopt",
        "reglamento-compare",
        "reglamento-discard",
        "reglamento-draft",
        "reglamento-import",
        "reglamento-protocol",
        "reglamento-publish",
        "reglamento-step",
        "reglamento-version",
        "intake-limit",
        # Empty forms.
        "curso-create",
        "intake-word",
        "member-create",
        "student-create",
        # Counts.
        "curso-list",
        "roster-progress",
        # For whoever holds a paper; and the outbox of the demo.
        "sent-mail",
        "verify-document",
        "verify-form",
    }
)


def shows_nobody(name: str) -> bool:
    """True if the page of that address leaves no entry when it is read."""
    return name in SHOW_NOBODY or is_account(name)


def is_account(name: str) -> bool:
    """True if the address is about the account of who asks."""
    return name.startswith(ACCOUNT)
