"""The glossary and the code use the same words."""

import re
from pathlib import Path

from django.apps import apps

from protocols import discipline, engine

PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
# Words of software, which the glossary leaves to English.
SOFTWARE = {
    "AuditEntry",
    "AuditLink",
    "AuditSeal",
    "CaseAccess",
    "DataKey",
    "Document",
    "ExternalIdentity",
    "FactorReset",
    "FailedAttempts",
    "FileReview",
    "FolioSequence",
    "IntakeDraft",
    "LinkAttempt",
    "NotificacionEvento",
    "OpenSession",
    "OutboxMessage",
    "PackExport",
    "PasswordHelp",
    "PastIdentifier",
    "RosterImport",
    "SchoolKey",
    "Signature",
    "StoredFile",
    "Submission",
    "User",
    "WorkDraft",
}


def named_in_the_glossary() -> set[str]:
    """Return the class names of the identifier column."""
    rows = [line.split("|") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Za-z]+)", row[2])}


def our_models() -> set[str]:
    return {
        model.__name__
        for app in ("schools", "protocols", "cases")
        for model in apps.get_app_config(app).get_models()
    }


def test_every_model_is_a_word_of_the_glossary_or_of_software():
    assert our_models() - named_in_the_glossary() - SOFTWARE == set()


def test_no_word_of_software_is_kept_for_nothing():
    assert SOFTWARE - our_models() == set()


def test_every_word_of_the_glossary_exists_in_the_code():
    from cases import states
    from cases.models import decisions

    known = our_models() | set(engine.__all__) | set(discipline.__all__)
    known |= set(dir(decisions)) | set(dir(states))
    not_code = {"Expediente", "CERRADO"}  # a paper; a value of CaseState

    assert named_in_the_glossary() - known - not_code == set()
