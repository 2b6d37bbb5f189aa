"""Files are handed over by an address that is good for a minute, to one person, for one file.

The view behind it asks its own door each time, when it signs and when it serves: whoever lost
sight of the case in between gets nothing, however fresh the address is.
"""

import hashlib

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header

from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.models import StoredFile
from schools.uploads.kinds import EXTENSIONS, clean_name, name_as
from schools.uploads.services import served
from schools.vault.errors import VaultError

SECONDS = 60
PARAMETER = "enlace"
# If a browser ever showed it as a page, it could do nothing.
INERT = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; sandbox"
)


def hand_over(request: HttpRequest, file_id: int, *, name: str = "") -> HttpResponse:
    """Send to a signed address, or serve what it names; Http404 if it is spent or of another.

    Call it once the door of the view let the person in. `name` stands for that of the upload.
    """
    signature = request.GET.get(PARAMETER)
    if signature is None:
        query = request.GET.copy()
        query[PARAMETER] = _sign(request, file_id)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    if not _is_good(request, file_id, signature):
        raise Http404
    try:
        stored, content = read_file(served(StoredFile.objects.get(pk=file_id)).pk)
    except VaultError:
        raise
    except DomainError as error:
        return render(request, "uploads/held.html", {"error": error}, status=403)
    return _attachment(stored, content, name)


def _attachment(stored: StoredFile, content: bytes, name: str) -> HttpResponse:
    named = name or stored.original_name
    named = name_as(named, stored.mime) if stored.mime in EXTENSIONS else clean_name(named)
    response = HttpResponse(content, content_type=stored.mime)
    response.headers["Content-Disposition"] = content_disposition_header(True, named)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = "no-store"
    return response


def _sign(request: HttpRequest, file_id: int) -> str:
    """Return when it was signed and with what; the rest is known to who asks back."""
    value = _value(request, file_id)
    return _signer().sign(value).removeprefix(f"{value}:")


def _is_good(request: HttpRequest, file_id: int, signature: str) -> bool:
    try:
        _signer().unsign(f"{_value(request, file_id)}:{signature}", max_age=SECONDS)
    except BadSignature:  # of another person, session, file or address; changed; or spent
        return False
    return True


def _value(request: HttpRequest, file_id: int) -> str:
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
    school = request.membership.school_id if request.membership else 0
    return f"{request.path}|{file_id}|{school}|{request.user.pk}|{session}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="schools.uploads.links")
