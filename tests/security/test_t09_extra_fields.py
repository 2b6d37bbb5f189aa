"""T09: what a form does not ask cannot be said to it: not the school, the state nor who approved.

Every form that any address shows is sent with one more value for every field of every table.
"""

from collections import Counter
from functools import cache

import pytest
from django.apps import apps
from django.db.models import BooleanField, Manager
from django.forms import BaseForm, BaseModelForm
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Denuncia
from schools.models import Student, User
from schools.tenancy.context import school_context
from schools.tenancy.security import tenant_models
from schools.vault.fields import SealedField
from tests.factories import UserFactory
from tests.security.sheets import Sheet, crawl, send, sheets, undone
from tests.security.stored import tables_that_say
from tests.security.world import World, build

pytestmark = pytest.mark.django_db
OURS = ("cases", "schools", "protocols")
SMUGGLED = "777777777"
NAMES = sorted(
    {
        name
        for model in apps.get_models()
        for f in model._meta.fields
        for name in (f.name, f.attname)
    }
    | {"aprobado_por", "reservado", "estado", "is_admin", "school_pk", "user_pk", "_state"}
)
# Names that a form may well ask under another spelling: the switch of a page, not a column.
NEVER = {"envio", "version", "paso", "csrfmiddlewaretoken"}


@pytest.fixture
def world(school) -> World:
    return build(school)


@cache
def closed_fields() -> dict[type, list[str]]:
    """Return what a row says in few words, by table: yes or no, or one of a list."""
    found: dict[type, list[str]] = {}
    for model in [*tenant_models(), User]:
        for field in model._meta.local_fields:
            if field.choices or isinstance(field, BooleanField) or field.attname == "school_id":
                found.setdefault(model, []).append(field.attname)
    return found


def said(world: World) -> Counter:
    """Return how many rows say each thing."""
    found: Counter = Counter()
    with school_context(world.scene.school):
        for model, names in closed_fields().items():
            for row in _manager(model).values_list(*names):
                for name, value in zip(names, row, strict=True):
                    found[model.__name__, name, value] += 1
    return found


def _manager(model: type) -> Manager:
    return getattr(model, "objects", model._base_manager)


def places_of(world: World, *marks: str) -> set[str]:
    """Return the tables where a mark is written, as it is or sealed."""
    with school_context(world.scene.school):
        found = tables_that_say(*marks)
        for model in [*tenant_models(), User]:
            sealed = [f.attname for f in model._meta.local_fields if isinstance(f, SealedField)]
            for row in _manager(model).all() if sealed else ():
                text = " ".join(str(getattr(row, name)) for name in sealed)
                if any(mark in text for mark in marks):
                    found.add(model._meta.db_table)
    return found


def test_t09_what_is_written_is_found_sealed_or_not(world):
    """The control: the account, which is sealed, and the name of a pupil, which is not."""
    scene = world.scene
    with school_context(scene.school):
        relato = Denuncia.objects.get(case=scene.case).relato
        name = scene.afectado.student.paternal

    assert Denuncia._meta.db_table not in tables_that_say(relato)
    assert Denuncia._meta.db_table in places_of(world, relato)
    assert Student._meta.db_table in places_of(world, name)


def extra(sheet: Sheet, names: list[str], values: dict[str, str]) -> dict[str, str]:
    """Return one value more for each name that the form does not ask."""
    known = set(sheet.fields) | NEVER
    known |= {field.rpartition("_")[0] for field in sheet.fields}  # the day and the hour of one
    return {name: values.get(name, SMUGGLED) for name in names if name not in known}


def test_t09_no_form_takes_what_it_does_not_ask(world, other_school):
    """Each form, once plain and once with everything: the same answer, the same rows."""
    intruder = UserFactory(pk=int(SMUGGLED))
    values = {name: "on" for name in NAMES if name.startswith("is_")}
    values |= {"school": str(other_school.pk), "school_id": str(other_school.pk)}
    values |= {"state": "archivado", "estado": "archivado", "role": "directora"}
    wrong, taken = {}, set()
    for who in ("directora", "encargada"):
        client = Client()
        client.force_login(getattr(world.scene, who).user)
        for name, sheet in crawl(world, client, without=set(taken)):
            answers = sheet.filled(world.scene.now.date())
            with undone():
                plain = send(client, sheet, answers)
                expected = said(world)
            with undone():
                full = send(client, sheet, extra(sheet, NAMES, values) | answers)
                faults = said(world) - expected
                faults |= Counter(places_of(world, SMUGGLED) - {User._meta.db_table})
            taken |= {name} if plain.status_code == 302 else set()
            if full.status_code != plain.status_code or faults:
                wrong[name] = plain.status_code, full.status_code, dict(faults)

    print(len(taken), sorted(taken))
    assert wrong == {}
    assert len(taken) > 25
    assert User.objects.get(pk=intruder.pk).is_active


@pytest.fixture
def student_form(world) -> tuple[Client, Sheet, Counter]:
    """The form of a pupil, and what the school says once it was sent as it is."""
    client = Client()
    client.force_login(world.scene.directora.user)
    path = reverse("student-edit", args=[world.scene.afectado.student_id])
    (sheet,) = sheets(client, path)
    with undone():
        send(client, sheet, sheet.filled(world.scene.now.date()))
        return client, sheet, said(world)


@settings(
    deadline=None, max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(names=st.lists(st.sampled_from(NAMES), max_size=12), value=st.sampled_from(["1", "on", "0"]))
def test_t09_whatever_is_added_to_a_student(world, student_form, names, value):
    client, sheet, expected = student_form
    answers = sheet.filled(world.scene.now.date())
    with undone():
        answer = send(client, sheet, extra(sheet, names, dict.fromkeys(names, value)) | answers)
        assert answer.status_code == 302
        assert said(world) == expected


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*(subclasses(one) for one in kind.__subclasses__()))


def test_t09_a_form_of_a_table_names_its_fields():
    """Neither «all» nor «all but»: a column that is added tomorrow is not asked by itself."""
    ours = [form for form in subclasses(BaseForm) if form.__module__.startswith(OURS)]
    of_tables = [form for form in ours if issubclass(form, BaseModelForm) and form._meta.model]
    loose = [f.__name__ for f in of_tables if f._meta.fields in (None, "__all__")]

    assert loose == []
    assert len(ours) > 60
    asked = {name for form in of_tables for name in form.base_fields}
    assert not asked & {"school", "state", "id", "is_staff", "is_superuser", "password"}
