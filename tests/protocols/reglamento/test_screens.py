"""The pages of the reglamento, wide and on a phone."""

import pytest
from django.urls import reverse

from protocols.models import ReglamentoVersion
from protocols.reglamento.drafts import draft_from_version
from schools.models import Role
from schools.tenancy.context import school_context
from tests.ui.browser import PHONE, WIDE, visit
from tests.ui.fixtures import browser, friday, town  # noqa: F401 -- fixtures
from tests.ui.scenes import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = ["acoso_escolar", "bul-13-informe-encargado"]
PAGES = [
    ("reglamento", False, []),
    ("reglamento-adopt", False, []),
    ("reglamento-version", True, []),
    ("reglamento-sheet", True, []),
    ("reglamento-protocol", True, STEP[:1]),
    ("reglamento-step", True, STEP),
    ("reglamento-compare", True, []),
    ("reglamento-publish", True, []),
    ("reglamento-import", False, []),
]


@pytest.mark.parametrize("page", PAGES, ids=[page[0] for page in PAGES])
def test_the_reglamento_fits_and_is_accessible(town: Town, live_server, browser, page):  # noqa: F811
    url, of_draft, more = page
    directora = town.member(Role.DIRECTORA)
    with school_context(town.school):
        source = ReglamentoVersion.objects.get(published_at__isnull=False)
        draft = draft_from_version(source, title="Reglamento", actor=directora)
    address = live_server.url + reverse(url, args=[*([draft.pk] if of_draft else []), *more])
    for size in (WIDE, PHONE):
        with visit(browser, address, directora, size) as seen:
            seen.shot(f"{url}-{size[0]}")

            assert seen.faults() == []
