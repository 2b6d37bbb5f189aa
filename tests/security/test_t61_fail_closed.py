"""T61: where the trail cannot be written, nothing is shown and nothing is changed: a 503."""

from collections.abc import Iterator

import pytest
from django.test import Client

from schools.models import AuditEntry, Student
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.factories import SchoolFactory, enrolled_student

pytestmark = pytest.mark.django_db(transaction=True)
REFUSE = (
    "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
)
BROKEN_BY = "CREATE TRIGGER broken BEFORE INSERT ON {} EXECUTE FUNCTION public.refuse()"
# Three ways of being out of order: at the insert, at the commit, and by the rights of the login.
BROKEN = {
    "entries refused": (
        BROKEN_BY.format("schools_auditentry"),
        "DROP TRIGGER broken ON schools_auditentry",
    ),
    "chain refused at commit": (
        BROKEN_BY.format("schools_auditlink"),
        "DROP TRIGGER broken ON schools_auditlink",
    ),
    "right revoked": ("REVOKE INSERT ON schools_auditentry FROM {app}",
                      "GRANT INSERT ON schools_auditentry TO {app}"),
}  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    return Scene.open(SchoolFactory())


@pytest.fixture(params=BROKEN)
def broken_trail(request, scene, owner_connection) -> Iterator[None]:
    """The trail of this database takes no entries."""
    from django.db import connection

    app = f'"{connection.settings_dict["USER"]}"'
    start, end = (sql.replace("{app}", app) for sql in BROKEN[request.param])
    owner_connection.execute(REFUSE)
    owner_connection.execute(start)
    try:
        yield
    finally:
        owner_connection.execute(end)
        owner_connection.execute("DROP FUNCTION public.refuse()")


def addresses(scene: Scene) -> list[str]:
    case, student = scene.case.pk, scene.afectado.student_id
    return [
        f"/casos/{case}/", f"/casos/{case}/personas/", f"/casos/{case}/documentos/", "/casos/",
        f"/estudiantes/{student}/", "/estudiantes/?q=a", "/", f"/casos/{case + 1}/",
    ]  # fmt: skip


def test_t61_no_page_is_shown(scene, broken_trail):
    client = Client()
    client.force_login(scene.directora.user)
    with school_context(scene.school):
        names = {scene.afectado.student.paternal, scene.denunciado.student.paternal}
        folio = scene.case.folio

    for address in addresses(scene):
        answer = client.get(address)
        text = answer.content.decode()

        assert answer.status_code == 503, address
        assert "no mostramos nada" in text
        assert not [word for word in {*names, folio} if word in text]
        assert answer.headers["Retry-After"] == "60"
        assert answer.headers["Cache-Control"] == "no-store"


def test_t61_no_change_is_kept(scene, broken_trail):
    client = Client()
    client.force_login(scene.directora.user)
    student = enrolled_student(scene.school, paternal="Anterior")
    path = f"/estudiantes/{student.pk}/datos/"
    with school_context(scene.school):
        from schools.people.forms import StudentForm

        form = StudentForm(instance=student, on=scene.now.date())
        data = {name: form[name].value() or "" for name in form.fields} | {"paternal": "Nuevo"}

    assert client.post(path, data).status_code == 503

    with school_context(scene.school):
        assert Student.objects.get(pk=student.pk).paternal == "Anterior"
        assert not AuditEntry.objects.filter(act="cambiar", object_type="schools.student").exists()


def test_t61_what_shows_nobody_is_still_there(scene, broken_trail):
    """The norm of the school is not a secret: it needs no trail."""
    client = Client()
    client.force_login(scene.directora.user)

    assert client.get("/reglamento/").status_code == 200


def test_t61_the_trail_comes_back(scene):
    """The control: with the trail in order the same addresses answer."""
    client = Client()
    client.force_login(scene.directora.user)

    codes = [client.get(address).status_code for address in addresses(scene)]

    assert codes == [200] * 7 + [404]
