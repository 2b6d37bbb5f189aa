"""«Tomo conocimiento», and the mailbox of the demo."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse

from cases.models import Vencimiento
from schools.tenancy.context import school_context
from tests.cases.reminders.beds import vencimiento
from tests.cases.scenes import Scene

INFORME = "bul-13-informe-encargado"
MAIL = """Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Content-Transfer-Encoding: 8bit
Subject: =?utf-8?q?Tiene_un_documento?=
From: avisos@convivencia.example
To: familia@correo.example
Date: Wed, 03 Jun 2026 14:00:00 -0000
Message-ID: <1@convivencia.example>

Léalo aquí: http://127.0.0.1/familia/1-9/x/ <b>
-------------------------------------------------------------------------------
"""


@pytest.fixture
def scene(school) -> Scene:
    return Scene.open(school).heard()


def page_of(scene: Scene) -> str:
    row = vencimiento(scene, INFORME)
    return reverse("vencimiento-acknowledge", args=[scene.case.pk, row.pk])


def press(client, path: str):
    page = client.get(path).content.decode()
    return client.post(path, {"envio": re.search(r'name="envio" value="(\w+)"', page)[1]})


def test_the_directora_takes_notice_of_what_is_late(client, scene):
    client.force_login(scene.directora.user)

    assert press(client, page_of(scene)).status_code == 302
    assert vencimiento(scene, INFORME).acknowledged_at is not None


def test_what_is_not_late_has_no_button(client, scene):
    with school_context(scene.school):
        Vencimiento.objects.filter(step_id=INFORME).update(due_at="2099-01-01T00:00Z")
    client.force_login(scene.directora.user)

    assert "Tomo conocimiento" not in client.get(page_of(scene)).content.decode()


@pytest.mark.parametrize("role", ["profesor", "other"])
def test_who_does_not_see_the_case_does_not_see_the_plazo(client, scene, other_school, role):
    from tests.factories import MembershipFactory

    other = MembershipFactory(school=other_school, role="directora")
    client.force_login(scene.profesor.user if role == "profesor" else other.user)

    assert client.get(page_of(scene)).status_code == 404


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "1.log").write_text(MAIL + MAIL)
    with override_settings(EMAIL_FILE_PATH=str(tmp_path), SHOW_SENT_MAIL=True):
        yield tmp_path


def test_the_demo_shows_its_mail_on_this_machine(client, db, folder):
    page = client.get("/correos/").content.decode()

    assert page.count("Léalo aquí") == 2
    assert '<a href="http://127.0.0.1/familia/1-9/x/">' in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"IS_PRODUCTION": True}, "127.0.0.1"),
        ({"SHOW_SENT_MAIL": False}, "127.0.0.1"),
        ({}, "10.0.0.9"),
        ({}, ""),
    ],
)
def test_and_nowhere_else(client, db, folder, changes, address):
    with override_settings(**changes):
        assert client.get("/correos/", REMOTE_ADDR=address).status_code == 404
