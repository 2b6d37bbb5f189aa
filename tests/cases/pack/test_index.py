"""The printed index: what is copied from it is what was written."""

import subprocess
from dataclasses import fields

from cases.documents.render import render
from cases.documents.reports import Report
from cases.pack.paper import INDEX, IndexReport
from tests.cases.documents.samples import SAMPLES
from tests.cases.scenes import at

HASHES = (
    "fe360b2f384817ddf3de66cc726cf6f94fec951525aa60a618f3f75bc02ffec0",
    "9ccffd97cbf97c5d44ad46b1b7534892c23712905382c6d14b9c1b022503655f",
)


def test_a_hash_is_read_back_letter_by_letter():
    """The letters of a ligature would be lost: the copied hash would be another."""
    sample = SAMPLES["D-58"]
    hour = "6 de julio de 2026, 10:30 horas"
    entries = tuple((str(n), "Acta N° 2026-1", hour, "3", one) for n, one in enumerate(HASHES, 1))
    report = IndexReport(
        **{field.name: getattr(sample, field.name) for field in fields(Report)},
        student="", measure="Expulsión", made_at=at("2026-08-07 09:00"), total=3, entries=entries,
    )  # fmt: skip

    content = render(report, INDEX)[1]

    read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    printed = "".join(read.stdout.decode().split())
    assert [one for one in HASHES if one not in printed] == []
