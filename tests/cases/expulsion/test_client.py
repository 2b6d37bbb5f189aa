"""Scenario E5 through the pages, as people do it: each act by its own form, on its own day."""

import io
import uuid
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.models import Expulsion, PackExport
from cases.models.expulsion import Hito
from cases.pack import services as pack_services
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import (
    CALM,
    CAUSAL,
    CHARGES,
    COUNCIL,
    DECISION,
    DELIVERY,
    REPORT,
    Walk,
    commission,
)
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db
H = Hito
TOLD = {"adult": "Rosalba Bahamonde", "medium": "personal", "evidence": "Copia firmada"}
ASKED = {"requested_by": "Rosalba Bahamonde", "how": "escrito", "text": "Que se reconsidere."}
AGAIN = {"outcome": "mantiene", "grounds": "Sin antecedentes nuevos.", "becomes": ""}


@pytest.fixture
def clock(settings, tmp_path):
    """`clock("2026-07-06 13:00")`: every page believes that it is that hour."""
    path = tmp_path / "clock"
    settings.CLOCK_FILE = str(path)

    def turn(when: str) -> None:
        path.write_text(str((at(when) - datetime.now(UTC)).total_seconds()))

    turn("2026-07-06 12:15")
    return turn


class Desk:
    """Somebody at a computer of the school."""

    def __init__(self, client, walk: Walk, clock) -> None:
        self.client, self.walk, self.clock = client, walk, clock

    def post(self, kind: str, when: str, data: dict, who=None):
        self.clock(f"{when[:10]} 23:50")
        with school_context(self.walk.school):
            row = Expulsion.objects.get(pk=self.walk.row.pk)
        self.client.force_login((who or self.walk.directora).user)
        day, hour = when.split(" ")
        given = {"envio": uuid.uuid4().hex, "version": row.version, "at_0": day, "at_1": hour}
        url = reverse("case-expulsion-act", args=[self.walk.case.pk, row.pk, kind])
        return self.client.post(url, given | data, follow=True)

    def does(self, kind: str, when: str, data: dict, who=None) -> None:
        answer = self.post(kind, when, data, who)
        assert answer.redirect_chain, text(answer)

    def told(self, kind: str, when: str) -> None:
        day, hour = when.split(" ")
        moments = {"student_at_0": day, "student_at_1": hour, "adult_at_0": day, "adult_at_1": hour}
        self.does(kind, when, moments | TOLD)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_e05_from_the_facts_to_the_pack(school, client, clock, monkeypatch):
    monkeypatch.setattr(pack_services, "_start", lambda _: None)
    walk = Walk.e05(school)
    desk = Desk(client, walk, clock)
    desk.does(H.REGLAMENTO, "2026-07-06 12:20", DELIVERY)
    desk.does(H.EXCEPCION, "2026-07-06 12:30", {"text": "Amenazó con un arma."})
    desk.does(H.CAUSAL, "2026-07-06 12:40", CAUSAL)
    desk.does(H.INICIO, "2026-07-06 13:00", CHARGES)
    desk.does(H.CAUTELAR, "2026-07-06 13:10", {"text": "Hay un riesgo actual."})
    desk.told(H.NOTIFICA_INICIO, "2026-07-07 09:00")
    desk.told(H.NOTIFICA_CAUTELAR, "2026-07-07 09:00")
    desk.does(H.CONTINUIDAD, "2026-07-08 09:00", {"text": "Guías y pautas."})
    desk.does(H.DESCARGOS, "2026-07-13 09:00", {"how": "presentados", "text": "Lo reconoce."})
    desk.does(H.COMISION, "2026-07-13 10:00", commission(walk))
    desk.does(H.INFORME, "2026-07-17 09:00", REPORT, walk.encargada)
    refused = desk.post(H.RESUELVE, "2026-07-17 12:00", DECISION)
    assert "Las tres personas de la comisión firmaron el informe: falta." in text(refused)
    for hour, member in (("10:00", walk.jefe), ("11:00", walk.encargada), ("12:00", walk.tecnico)):
        desk.does(H.FIRMA, f"2026-07-20 {hour}", {}, member)
    desk.does(H.RESUELVE, "2026-07-21 12:00", DECISION)
    desk.told(H.NOTIFICA_RESOLUCION, "2026-07-21 12:00")
    desk.does(H.TRAMO, "2026-07-22 12:00", CALM)
    desk.does(H.RECONSIDERA, "2026-07-28 17:50", ASKED, walk.encargada)
    desk.does(H.CONSEJO, "2026-08-03 18:00", COUNCIL)
    desk.does(H.RESUELVE_RECONSIDERACION, "2026-08-04 15:00", AGAIN)
    desk.told(H.NOTIFICA_RECONSIDERACION, "2026-08-04 16:00")
    desk.does(H.FIRMEZA, "2026-08-05 09:00", {})
    desk.does(H.OFICIOS, "2026-08-07 09:00", {})

    page = reverse("case-pack", args=[walk.case.pk, walk.row.pk])
    seen = text(client.get(page))
    assert "Vence el martes 11 de agosto." in seen  # from firmness
    assert "Otra lectura, desde la notificación de la decisión: martes 28 de julio." in seen
    assert "Todavía no se puede" not in seen
    client.post(page, {"envio": uuid.uuid4().hex, "purpose": "Informar la medida."})
    with school_context(school):
        pack = PackExport.objects.get()
    pack_services.make(school_id=school.pk, pack_id=pack.pk, now=at("2026-08-07 23:51"))
    link = next(part for part in client.get(page).content.decode().split('"') if "enlace=" in part)
    given = client.get(link)
    assert given["Content-Type"] == "application/zip"
    assert "manifiesto.json" in zipfile.ZipFile(io.BytesIO(given.content)).namelist()


def test_a_notice_is_corrected_from_its_page(school, client, clock):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    desk = Desk(client, walk, clock)
    page = reverse("case-expulsion-act", args=[walk.case.pk, walk.row.pk, "corrige"])
    clock("2026-07-24 10:00")
    client.force_login(walk.encargada.user)
    said = "Notificación de la resolución: estudiante y familia, 21 de julio de 2026, 12:00 horas"
    assert said in text(client.get(page))

    hours = {"student_at_0": "2026-07-23", "student_at_1": "12:00"}
    given = {"of": H.NOTIFICA_RESOLUCION, "text": "La copia firmada dice 23.", **hours}
    alone = desk.post(H.CORRIGE, "2026-07-24 10:00", given, walk.encargada)
    assert "indique el día y la hora de ambos" in text(alone)
    given |= {"adult_at_0": "2026-07-23", "adult_at_1": "12:00"}
    desk.does(H.CORRIGE, "2026-07-24 10:00", given, walk.encargada)

    detail = reverse("case-expulsion-detail", args=[walk.case.pk, walk.row.pk])
    assert "jueves 30 de julio" in text(client.get(detail))
    history = text(client.get(reverse("case-detail", args=[walk.case.pk])))
    assert "Notificación de la resolución, corregida" in history


def test_a_plazo_of_the_family_that_passed_is_not_said_to_run(school, client, clock):
    walk = Walk.e05(school).to(H.NOTIFICA_RESOLUCION)
    client.force_login(walk.encargada.user)
    detail = reverse("case-expulsion-detail", args=[walk.case.pk, walk.row.pk])
    clock("2026-07-28 10:00")
    assert "Vence el martes 28 de julio." in text(client.get(detail))
    clock("2026-07-29 10:00")
    assert "Terminó el martes 28 de julio." in text(client.get(detail))


def test_pages_open_for_who_sees_the_case(school, client, clock):
    walk = Walk.e05(school)
    client.force_login(walk.encargada.user)
    pk, row = walk.case.pk, walk.row.pk
    seen = text(client.get(reverse("case-expulsion-detail", args=[pk, row])))
    assert "La comisión tiene los tres integrantes que la ley señala" in seen
    assert "Falta" in seen
    assert client.get(reverse("case-pack", args=[pk, row])).status_code == 302
    blocked = text(client.get(reverse("case-expulsion-act", args=[pk, row, "resuelve"])))
    assert "Esto lo decide sólo la dirección" in blocked
    for kind in ("representacion", "apoyo", "descargos", "reconsidera", "consejo", "retiro"):
        url = reverse("case-expulsion-act", args=[pk, row, kind])
        assert client.get(url).status_code == 200
    assert client.get(reverse("case-expulsion-act", args=[pk, row, "nada"])).status_code == 404


def test_the_pack_page_says_each_thing_that_is_missing(school, client, clock):
    walk = Walk.e05(school)
    client.force_login(walk.directora.user)
    page = reverse("case-pack", args=[walk.case.pk, walk.row.pk])
    seen = text(client.get(page))
    assert "Todavía no se puede reunir el informe" in seen
    answer = client.post(page, {"envio": uuid.uuid4().hex, "purpose": "Probar."})
    assert "Todavía no se puede reunir el informe" in text(answer)
    with school_context(school):
        assert not PackExport.objects.exists()
