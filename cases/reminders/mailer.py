"""The edge with the mail server: what an answer means, and one connection for a batch."""

import re
import smtplib
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError

from cases.models import OutboxMessage

PER_CONNECTION = 50
SECRET = re.compile(r"(/familia/[^/\s]+/)[\w-]+|(?<!\d)\d{6}(?!\d)")
WITH_SECRET = frozenset({"notificacion", "codigo"})


class CouldNotSendError(Exception):
    """The message did not leave. The text never holds an address nor the server's own words."""

    def __init__(self, text: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(text)
        self.permanent, self.unreachable = permanent, unreachable


class Mailer:
    """One connection to the mail server, opened when needed and renewed after fifty messages."""

    def __init__(self) -> None:
        self._connection, self._used = None, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, message: OutboxMessage) -> None:
        """Send one message; CouldNotSendError says whether to try again."""
        try:
            self._open().send_messages([_email(message)])
        except Exception as error:
            self._hang_up()
            raise explain(error) from error
        self._used += 1
        if self._used >= PER_CONNECTION:
            self._hang_up()

    def _open(self):  # noqa: ANN202 -- any Django e-mail backend
        if self._connection is None:
            connection = get_connection(**_options())
            connection.open()
            self._connection, self._used = connection, 0
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (smtplib.SMTPException, OSError):  # it was already gone
                return


def explain(error: Exception) -> CouldNotSendError:
    """Return what an exception of the mail backend means for the message."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        permanent = bool(codes) and all(code >= 500 for code in codes)  # noqa: PLR2004 -- SMTP
        text = f"El servidor rechazó al destinatario ({codes})."
        return CouldNotSendError(text, permanent=permanent)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return CouldNotSendError("El servidor de correo no aceptó la clave.", unreachable=True)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return CouldNotSendError("El servidor de correo no atiende.", unreachable=True)
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return CouldNotSendError(f"El servidor respondió {code}.", permanent=500 <= code < 600)  # noqa: PLR2004
    if isinstance(error, BadHeaderError | UnicodeError | ValueError):
        return CouldNotSendError("El correo está mal formado.", permanent=True)
    if isinstance(error, smtplib.SMTPException | OSError):
        text = f"Se perdió la conexión con el servidor de correo ({type(error).__name__})."
        return CouldNotSendError(text, unreachable=True)
    raise error


def safe_body(message: OutboxMessage) -> str:
    """Return the text as it may stay in the database: without link or code."""
    if message.kind not in WITH_SECRET:
        return message.body
    return SECRET.sub(lambda m: f"{m[1] or ''}(retirado)", message.body)


def _email(message: OutboxMessage) -> EmailMessage:
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return EmailMessage(message.subject, message.body, to=[message.recipient], headers=headers)


def _options() -> dict:
    """Return the time limit, which only the SMTP backend takes."""
    smtp = settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
    return {"timeout": settings.EMAIL_TIMEOUT} if smtp else {}
