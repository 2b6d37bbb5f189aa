"""Errors that the domain raises and the edges translate."""


class DomainError(Exception):
    """A rule of the domain says no.

    `message` and `reasons` are Spanish sentences for people; `code` is stable for machines.
    A view turns it into form errors, the API into 409, a task into a log line. `way` is the name
    and the address of the page where it is done instead, if there is one.
    """

    code = "regla"
    way: tuple[str, str] | None = None

    def __init__(self, message: str, *, code: str = "", reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.reasons = tuple(reasons)


class GateClosedError(DomainError):
    """A legal precondition of the act is missing; `reasons` lists every one of them."""

    code = "compuerta"


class StaleFormError(DomainError):
    """The record changed after the form was shown."""

    code = "formulario_vencido"


class AlreadyDoneError(DomainError):
    """Somebody did it first, or the same click arrived twice."""

    code = "ya_hecho"
