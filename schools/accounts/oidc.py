"""What we ask of an issuer of identities, and how its answer is checked.

OpenID Connect, authorization code with PKCE. The answer counts only if it is signed by the issuer's
present key, for us, now, and for the question that this session asked (`nonce`).
Source: OpenID Connect Core 1.0 §3.1.3.7.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings

from convivencia.exceptions import DomainError

ALGORITHMS = ("RS256", "ES256")
SECONDS = 8
LARGEST = 512 * 1024
LEEWAY = 60
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REFUSED = "No se pudo comprobar esa cuenta. Inténtelo de nuevo o ingrese con su contraseña."


@dataclass(frozen=True)
class Provider:
    """One issuer, as the environment configures it."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    email_is_of_directory: bool = False


@dataclass(frozen=True)
class Question:
    """What this session asked: kept in it, used once."""

    provider: str
    state: str
    nonce: str
    verifier: str
    is_link: bool


@dataclass(frozen=True)
class Identity:
    """Who answered: the issuer and its name for the person. No e-mail is kept."""

    issuer: str
    subject: str


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def providers() -> list[Provider]:
    return [Provider(key=key, **values) for key, values in settings.OIDC_PROVIDERS.items()]


def provider_of(key: str) -> Provider | None:
    return next((one for one in providers() if one.key == key), None)


def ask(provider: Provider, *, is_link: bool) -> Question:
    """Return a fresh question for `provider`."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Question(provider.key, state, nonce, verifier, is_link)


def address_of(provider: Provider, question: Question, back: str) -> str:
    """Return where the browser goes to be asked."""
    challenge = hashlib.sha256(question.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }
    return f"{_discover(provider)['authorization_endpoint']}?{urlencode(query)}"


def identity_from(provider: Provider, question: Question, code: str, back: str) -> Identity:
    """Change `code` for the signed answer; return who it says. DomainError if it fails."""
    places = _discover(provider)
    answers = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "code_verifier": question.verifier,
    }
    token = _fetch(places["token_endpoint"], answers).get("id_token", "")
    claims = _checked(provider, str(token), _fetch(places["jwks_uri"]))
    if not secrets.compare_digest(str(claims.get("nonce", "")), question.nonce):
        raise DomainError(REFUSED, code="nonce")
    if not (provider.email_is_of_directory or claims.get("email_verified") is True):
        raise DomainError("El correo de esa cuenta no está verificado.", code="email")
    return Identity(claims["iss"], claims["sub"])


def _checked(provider: Provider, token: str, keys: dict) -> dict:
    """Return the claims of a token signed for us by `provider`, and in force."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == kid]
        claims = jwt.decode(
            token,
            found[0],
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, IndexError, ValueError) as error:
        raise DomainError(REFUSED, code="token") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") != provider.client_id:
        raise DomainError(REFUSED, code="azp")
    return claims


def _discover(provider: Provider) -> dict:
    """Return the issuer's own description, which must name itself as we know it."""
    found = _fetch(f"{provider.issuer}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise DomainError(REFUSED, code="issuer")
    return found


def _fetch(url: str, answers: dict | None = None) -> dict:
    """Return the JSON of an address of an issuer: over TLS, quickly, and without detours."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise DomainError(REFUSED, code="scheme")
    data = urlencode(answers).encode() if answers is not None else None
    request = Request(url, data=data, headers={"Accept": "application/json"})  # noqa: S310 -- above
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as response:
            found = json.loads(response.read(LARGEST))
    except (URLError, OSError, ValueError) as error:
        raise DomainError(REFUSED, code="network") from error
    if not isinstance(found, dict):
        raise DomainError(REFUSED, code="json")
    return found
