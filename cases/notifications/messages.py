"""The two e-mails that a family gets: that there is a document, and the code to read it."""

from cases.reminders.messages import Message, compose
from schools.models import School


def document_waiting(school: School, url: str) -> Message:
    """Return the e-mail with the link. Which student or matter, only the window says."""
    return compose("notificacion", f"Tiene un documento del {school.name}", school=school, url=url)


def access_code(school: School, code: str, minutes: int) -> Message:
    """Return the e-mail with the code; the code is not in the subject, which screens show."""
    return compose(
        "codigo", f"Su código para leer el documento del {school.name}",
        school=school, code=code, minutes=minutes,
    )  # fmt: skip
