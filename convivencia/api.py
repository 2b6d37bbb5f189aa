"""What the REST endpoints share."""

from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from convivencia.exceptions import DomainError


def exception_handler(error: Exception, context: dict) -> Response | None:
    """Turn a DomainError into 409 `{code, message, reasons}`; leave the rest to DRF."""
    if isinstance(error, DomainError):
        body = {"code": error.code, "message": error.message, "reasons": list(error.reasons)}
        return Response(body, status=409)
    return drf_handler(error, context)
