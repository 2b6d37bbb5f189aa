"""The e-mails that the demo keeps in a folder instead of sending."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SEPARATOR = re.compile(rb"^-{79}$", re.MULTILINE)
LINK = re.compile(r"https?://\S+")
NEWEST = 60


@dataclass(frozen=True, slots=True)
class SentMail:
    """One e-mail as its recipient would see it."""

    recipient: str
    subject: str
    sent_at: datetime
    body: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text, cut so that a template can make links of the addresses: (text, link)."""
        found, last = [], 0
        for match in LINK.finditer(self.body):
            found += [(self.body[last : match.start()], ""), ("", match[0])]
            last = match.end()
        return [*found, (self.body[last:], "")]


def sent_mails() -> list[SentMail]:
    """Return the newest e-mails of the folder, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda f: f.stat().st_mtime_ns)[-NEWEST:]
    mails = [mail for file in files for mail in _read(file)]
    return mails[::-1][:NEWEST]


def _read(file: Path) -> list[SentMail]:
    texts = SEPARATOR.split(file.read_bytes())
    return [_parse(text.strip()) for text in texts if text.strip()]


def _parse(text: bytes) -> SentMail:
    message = email.message_from_bytes(text, policy=policy.default)
    return SentMail(
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        body=message.get_content(),
    )
