"""The table of the year: whole, for the directora alone, and no cell is a formula."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from cases.models.expulsion import Hito
from cases.pack.period import DATED, HEADS, table
from cases.pack.spreadsheet import as_csv, as_xlsx, safe
from schools.models import AuditEntry
from schools.tenancy.context import school_context
from tests.cases.expulsion.scenes import Walk
from tests.cases.scenes import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "\n=1"])
def test_a_cell_that_begins_like_a_formula_is_neutralised(evil):
    assert safe(evil).startswith("'")
    assert safe("Casa = hogar") == "Casa = hogar"
    rows = [("Caso",), (evil,)]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, "Hoja")))
    cell = book.active["A2"]
    assert cell.data_type != "f"
    assert str(cell.value).startswith("'")
    read = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig")), delimiter=";"))
    assert read[1][0].startswith("'")


def test_the_table_has_every_date_of_e05(school):
    walk = Walk.e05(school).to(Hito.OFICIOS)
    with school_context(school):
        rows = table(walk.directora, 2026, now=at("2026-08-10 09:00"))
    found = dict(zip(rows[0], rows[1], strict=True))
    assert rows[0] == HEADS
    assert len(rows) == 2
    assert found["Firme desde"] == "04-08-2026 16:00"
    assert found["Vence informar"] == "11-08-2026"
    assert found["Vence informar, otra lectura"] == "28-07-2026"
    assert found["Suspensión cautelar"] == "06-07-2026 13:10"
    assert found["Notificación de la resolución: estudiante"] == "21-07-2026 12:00"


def test_what_is_decided_after_the_year_of_the_case_is_in_both_years(school):
    walk = Walk.e07(school).to(Hito.OFICIOS)
    walk.now = at("2027-03-10 09:00")
    walk.act(Hito.APLICA, "2027-03-01 00:10", {"text": "No volvió a matricularse."})
    with school_context(school):
        tables = {
            year: table(walk.directora, year, now=walk.now) for year in (2025, 2026, 2027, 2028)
        }
    assert {year: len(rows) - 1 for year, rows in tables.items()} == {
        2025: 0, 2026: 1, 2027: 1, 2028: 0,
    }  # fmt: skip
    found = dict(zip(HEADS, tables[2027][1], strict=True))
    assert found["Aplicación de la medida"] == "01-03-2027 00:10"
    assert found["Requisitos que faltan"] == ""
    assert set(found) >= {kind.label for kind in DATED}


def test_it_is_the_directoras_and_it_leaves_a_line(school, client):
    walk = Walk.e05(school)
    for member, code in ((walk.encargada, 403), (walk.jefe, 403), (walk.directora, 200)):
        client.force_login(member.user)
        answer = client.get(reverse("expulsions-export", args=["xlsx"]), {"year": 2026})
        assert answer.status_code == code
    with school_context(school):
        lines = AuditEntry.objects.filter(object_type="expulsiones del año", act="exportar")
        assert [line.detail for line in lines] == ["2026, xlsx"]
