"""The demo as it is loaded: every state, two schools apart, nothing in the future, no storm."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from cases.demo.finish import DUE
from cases.models import (
    Actuacion,
    Case,
    CaseState,
    Document,
    ExpulsionAct,
    Ficha,
    IntakeDraft,
    OutboxMessage,
    Participant,
    Vencimiento,
)
from cases.models.expulsion import Hito
from cases.models.notifications import Notificacion
from cases.notifications.links import hash_of
from convivencia.clock import now
from schools.files import read_file
from schools.models import Guardianship, Membership, School, Student, User
from schools.tenancy.context import school_context
from schools.tenancy.security import tenant_models

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = datetime(2026, 11, 20, 11, 40, tzinfo=ZoneInfo("America/Santiago"))
HANDFUL = 8  # e-mails left to be sent


@pytest.fixture
def load(settings: object, tmp_path: object) -> Callable[[], str]:
    """`load()` runs the command on a Friday morning of November and returns what it prints."""
    offset = (FRIDAY - datetime.now(FRIDAY.tzinfo)).total_seconds()
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(str(offset))

    def run() -> str:
        out = StringIO()
        call_command("load_demo", "--small", stdout=out, stderr=StringIO())
        return out.getvalue()

    return run


def _each_school() -> list[School]:
    return list(School.objects.order_by("rbd"))


def _count_rows() -> dict[str, int]:
    """Return how many rows of each table both schools have."""
    found: dict[str, int] = {}
    for school in _each_school():
        with school_context(school):
            for model in tenant_models():
                key = f"{school.rbd} {model.__name__}"
                found[key] = model._base_manager.count()
    return found


def test_the_demo_is_whole_and_loads_once(load):
    printed = load()
    aromos, peumo = _each_school()

    with school_context(aromos):
        _check_states()
        _check_people()
        _check_documents()
        _check_expulsion()
        _check_quiet()
        _check_link(printed)
    _check_apart(aromos, peumo)
    _check_logins(printed)
    before = _count_rows()
    again = load()
    assert _count_rows() == before
    assert "encargada@aromos.example" in again


def _check_states() -> None:
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert not Actuacion.objects.filter(at__gt=now()).exists()
    assert not Actuacion.objects.filter(created_at__gt=now()).exists()
    assert IntakeDraft.objects.filter(case=None).count() == 2
    folios = list(Document.objects.order_by("issued_at", "pk").values_list("year", "number"))
    assert folios == sorted(folios)


def _check_people() -> None:
    assert Student.objects.count() == 240
    assert Guardianship.objects.get(restricted=True).court_order is not None
    assert Student.objects.get(nombre_social_agreed=True).name.startswith("Alex ")
    assert Membership.objects.get(substitutes__role="directora").role == "directora"


def _check_documents() -> None:
    assert Document.objects.count() > 60
    for document in Document.objects.all():
        stored, content = read_file(document.file_id)
        assert document.sha256 == stored.sha256 == hashlib.sha256(content).hexdigest()
        assert content.startswith(b"%PDF-")


def _check_expulsion() -> None:
    """One is firm, with its oficios issued and nothing sent yet; a form waits half typed."""
    kinds = set(ExpulsionAct.objects.values_list("kind", flat=True))
    assert {Hito.FIRMEZA, Hito.OFICIOS} <= kinds
    assert not {Hito.ENVIO_SIE, Hito.ENVIO_SEREMI} & kinds
    assert Document.objects.filter(code="D-76").exists()
    assert Ficha.objects.get().answers["temas"]


def _check_quiet() -> None:
    assert Vencimiento.objects.filter(next_reminder_at__lte=now()).count() <= DUE
    waiting = OutboxMessage.objects.filter(next_attempt_at__isnull=False).count()
    assert 0 < waiting <= HANDFUL
    gone = OutboxMessage.objects.filter(state="enviado")
    assert gone.exists()
    assert not gone.filter(body__regex=r"/familia/[^/]+/[\w-]{20,}").exists()


def _check_link(printed: str) -> None:
    token = next(line for line in printed.splitlines() if "/familia/" in line).rstrip("/")
    notice = Notificacion.objects.get(token_hash=hash_of(token.rpartition("/")[2]))
    assert notice.acknowledged_at is None
    assert notice.apoderado.shown_run in printed


def _check_apart(aromos: School, peumo: School) -> None:
    with school_context(peumo):
        assert set(Case.objects.values_list("school_id", flat=True)) == {peumo.pk}
        assert set(Participant.objects.values_list("school_id", flat=True)) == {peumo.pk}
        mine = set(Student.objects.values_list("run", flat=True))
        with scopes_disabled():
            assert not Student.objects.filter(school=aromos).exists()
    with school_context(aromos):
        assert not mine & set(Student.objects.values_list("run", flat=True))


def _check_logins(printed: str) -> None:
    both = User.objects.get(email="psicologa@aromos.example")
    homes = set()
    for school in _each_school():
        with school_context(school):
            homes |= set(Membership.objects.filter(user=both).values_list("school_id", flat=True))
            for member in Membership.objects.select_related("user"):
                assert member.user.email in printed
                assert member.user.check_password("Aromos-Peumo-2026")
    assert len(homes) == 2


def test_it_refuses_production(settings):
    settings.IS_PRODUCTION = True

    with pytest.raises(CommandError, match="no se cargan en producción"):
        call_command("load_demo")

    assert not School.objects.exists()
