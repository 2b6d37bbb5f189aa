"""The people and places of a school, one file per aggregate."""

from schools.models.accounts import Membership, Role, User
from schools.models.audit import AuditEntry
from schools.models.families import Apoderado, Guardianship, Relation
from schools.models.files import StoredFile
from schools.models.imports import RosterImport
from schools.models.privacy import DataBlock
from schools.models.school import School, Sostenedor
from schools.models.sign_in import (
    ExternalIdentity,
    FactorReset,
    FailedAttempts,
    OpenSession,
    PasswordHelp,
)
from schools.models.students import Curso, Enrolment, PastIdentifier, Student
from schools.models.vault import DataKey, SchoolKey

__all__ = [
    "Apoderado",
    "AuditEntry",
    "Curso",
    "DataBlock",
    "DataKey",
    "Enrolment",
    "ExternalIdentity",
    "FactorReset",
    "FailedAttempts",
    "Guardianship",
    "Membership",
    "OpenSession",
    "PasswordHelp",
    "PastIdentifier",
    "Relation",
    "Role",
    "RosterImport",
    "School",
    "SchoolKey",
    "Sostenedor",
    "StoredFile",
    "Student",
    "User",
]
