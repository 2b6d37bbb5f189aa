"""The code by which a third party checks a document, and its picture."""

import io
import re
import secrets

import segno

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I
LENGTH = 26  # five bits each: 130


def new_code() -> str:
    """Return a code that nobody can guess, safe in an address and over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def clean_code(text: str) -> str:
    """Return the code as stored, of what somebody typed; empty if it cannot be one."""
    code = re.sub(r"[\s-]", "", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def qr_png(url: str) -> bytes:
    """Return the QR of an address as a PNG of black modules."""
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        buffer, kind="png", scale=6, border=0, dark="#17242f"
    )
    return buffer.getvalue()
