"""The chain of a school's trail: what is hashed, and how a chain is found whole or broken.

The database writes it (`schools_audit_link`, migration 0004). It is verified here, apart: whoever
could rewrite rows could rewrite a function of the database too.
"""

import hashlib
import json
from datetime import UTC

from schools.models import AuditEntry

GENESIS = "0" * 64


def text_of(entry: AuditEntry, *, seq: int, previous: str) -> str:
    """Return what is hashed: the hash before, and each field, as PostgreSQL writes a JSON array."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = [
        previous, entry.school_id, seq, entry.pk, at, entry.user_id, entry.who, entry.act,
        entry.object_type, entry.object_id, entry.case_id, entry.detail,
    ]  # fmt: skip
    return json.dumps(fields, ensure_ascii=False)


def hash_of(entry: AuditEntry, *, seq: int, previous: str) -> str:
    """Return the hash that the link of `entry` must have."""
    return hashlib.sha256(text_of(entry, seq=seq, previous=previous).encode()).hexdigest()
