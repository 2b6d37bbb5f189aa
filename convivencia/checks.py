"""What must hold before anybody's data is trusted to an installation.

Those of production refuse what the demo allows. The one on the database runs where the command
reads a database: `manage.py check --database default`.
"""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's
from django.db import DatabaseError, connections

from convivencia import pango

TIME_ZONES = ("America/Santiago", "America/Punta_Arenas", "America/Coyhaique", "Pacific/Easter")
REAL_EMAIL = "django.core.mail.backends.smtp.EmailBackend"
SHORTEST_KEY = 50
PLACEHOLDER = "cambie-esto"  # of .env.example
SHORTEST_PASSWORD = 16
TLS_MODES = {"require", "verify-ca", "verify-full"}
ROLE_SQL = """
    SELECT rolsuper, rolbypassrls, EXISTS (
        SELECT FROM pg_class
        WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace
    )
    FROM pg_roles WHERE rolname = current_user
"""

# What would write in the server's own log the values that a statement carries.
LOUD_SQL = """
    SELECT name FROM pg_settings
    WHERE name = 'log_statement' AND setting NOT IN ('none', 'ddl')
       OR name IN ('log_min_messages', 'log_min_error_statement')
          AND setting NOT IN ('log', 'fatal', 'panic')
       OR name IN ('log_min_duration_statement', 'log_min_duration_sample',
                   'auto_explain.log_min_duration') AND setting <> '-1'
       OR name = 'log_transaction_sample_rate' AND setting <> '0'
    ORDER BY name
"""


@register(Tags.security)
def production_settings(**_: object) -> Iterable[CheckMessage]:
    """Refuse in production what only invented data can afford."""
    if not settings.IS_PRODUCTION:
        return
    if settings.SECRET_KEY.startswith("demo-") or len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Error(
            "SECRET_KEY es la de demostración o es demasiado corta: genere una propia.",
            id="convivencia.E001",
        )
    if settings.CLOCK_FILE:
        yield Error("CLOCK_FILE mueve el reloj: no se admite en producción.", id="convivencia.E002")
    if settings.EMAIL_BACKEND != REAL_EMAIL or not settings.EMAIL_HOST:
        yield Error(
            "Los correos no saldrían: defina EMAIL_HOST y use el envío por SMTP.",
            id="convivencia.E003",
        )
    if not settings.SITE_URL.startswith("https://"):
        yield Error(
            "SITE_URL debe ser la dirección pública, con https://: va en correos y códigos QR.",
            id="convivencia.E007",
        )
    if not settings.EMAIL_USE_TLS:
        yield Error(
            "Los correos saldrían sin cifrar, y llevan enlaces y códigos: deje EMAIL_USE_TLS=1.",
            id="convivencia.E009",
        )
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Error(
            "La verificación en dos pasos no se puede eximir: deje SECOND_FACTOR_REQUIRED en True.",
            id="convivencia.E008",
        )


@register(Tags.security)
def services_of_production(**_: object) -> Iterable[CheckMessage]:
    """Refuse passwords of the example, and data that would cross a network in the clear."""
    if not settings.IS_PRODUCTION:
        return
    found = list(_services())
    weak = sorted({name for name, host, password, _ in found if _is_weak(host, password)})
    if weak:
        yield Error(
            f"Clave ausente, corta o de ejemplo: {', '.join(weak)}.",
            hint=f"Use una al azar de {SHORTEST_PASSWORD} caracteres o más.",
            id="convivencia.E010",
        )
    bare = sorted({name for name, host, _, tls in found if not tls and not _is_near(host)})
    if bare:
        yield Error(
            f"Los datos viajarían sin cifrar por la red: {', '.join(bare)}.",
            hint="Agregue «?sslmode=verify-full» a la dirección de PostgreSQL; Redis: «rediss://».",
            id="convivencia.E011",
        )


def _services() -> Iterator[tuple[str, str, str, bool]]:
    """Yield the name, the machine, the password and whether it is TLS of each service."""
    for alias, one in settings.DATABASES.items():
        if one["ENGINE"].endswith("postgresql"):
            tls = one.get("OPTIONS", {}).get("sslmode") in TLS_MODES
            yield f"PostgreSQL ({alias})", one["HOST"], one["PASSWORD"], tls
    redis = urlsplit(settings.REDIS_URL)
    yield "Redis", redis.hostname or "", unquote(redis.password or ""), redis.scheme == "rediss"


def _is_weak(host: str, password: str) -> bool:
    if not password:  # a socket, or the same machine: who reaches it is already inside
        return not (host.startswith("/") or host in {"", "127.0.0.1", "localhost", "::1"})
    return PLACEHOLDER in password or len(password) < SHORTEST_PASSWORD


def _is_near(host: str) -> bool:
    """Tell whether `host` is a socket, this machine, or a container of its private network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return "." not in host or host.startswith("/")


@register()
def time_zones(**_: object) -> Iterable[CheckMessage]:
    """Refuse to count plazos without the zones of the country."""
    missing = [name for name in TIME_ZONES if not _is_known(name)]
    if missing:
        yield Error(
            f"Faltan zonas horarias de Chile: {', '.join(missing)}.",
            hint="Actualice el paquete tzdata.",
            id="convivencia.E004",
        )


@register()
def text_of_documents(**_: object) -> Iterable[CheckMessage]:
    """Say early that no PDF could be issued; elsewhere than in production it is only a warning."""
    if pango.is_missing():
        if settings.IS_PRODUCTION:
            yield Error(pango.SENTENCE, id="convivencia.E005")
        else:
            yield Warning(pango.SENTENCE, id="convivencia.W005")


@register(Tags.database)
def application_login(
    databases: Sequence[str] | None = None, **_: object
) -> Iterable[CheckMessage]:
    """Refuse to serve pages as a login that row-level security does not bind."""
    if "default" not in (databases or ()):
        return
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(ROLE_SQL)
            is_superuser, ignores_security, owns_tables = cursor.fetchone()
    except DatabaseError:
        return  # unreachable is another problem, and the server says it better
    if is_superuser or ignores_security or owns_tables:
        yield Error(
            "La aplicación se conecta a la base de datos como dueña o superusuaria, y así el "
            "aislamiento entre establecimientos no rige.",
            hint="Defina DATABASE_APP_URL con el usuario sin privilegios que crea «migrate».",
            id="convivencia.E006",
        )


@register(Tags.database)
def log_of_the_server(
    databases: Sequence[str] | None = None, **_: object
) -> Iterable[CheckMessage]:
    """Refuse in production a database whose log repeats what is being saved."""
    if not settings.IS_PRODUCTION or "default" not in (databases or ()):
        return
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(LOUD_SQL)
            loud = [name for (name,) in cursor.fetchall()]
    except DatabaseError:
        return
    if loud:
        yield Error(
            f"El registro de PostgreSQL repetiría lo que se guarda: {', '.join(loud)}.",
            hint="Configúrelo como en docker-compose.yml: sin sentencias, errores ni demoras.",
            id="convivencia.E012",
        )


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return False
    return True
