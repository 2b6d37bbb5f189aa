"""A case with three procedures, and its clock."""

from datetime import UTC, datetime

import pytest

from cases.models import Case
from protocols.models import ReglamentoVersion
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene
from tests.cases.tramites.procedures import DISCIPLINA, MEDIACION


@pytest.fixture
def scene(school):
    """A case of acoso whose reglamento also has a discipline procedure and a mediation."""
    scene = Scene.open(school)
    with school_context(school):
        own = ReglamentoVersion.objects.get(pk=scene.case.reglamento_id)
        more = {data["key"]: data for data in (DISCIPLINA, MEDIACION)}
        own.pk, own.version, own.protocols = None, own.version + 1, {**own.protocols, **more}
        own.save(force_insert=True)
        Case.objects.filter(pk=scene.case.pk).update(reglamento=own)
    scene.refresh()
    return scene


@pytest.fixture
def clock(settings, tmp_path):
    """Move every reader of the clock."""
    path = tmp_path / "clock"
    settings.CLOCK_FILE = str(path)
    return lambda when: path.write_text(str((when - datetime.now(UTC)).total_seconds()))
