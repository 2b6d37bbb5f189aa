"""The law over a case: shown beside the plazos of the reglamento, from the day it is law."""

import pytest
from django.urls import reverse

from cases.deadlines.limits import limits_of
from schools.models import Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.ui.fixtures import friday, town  # noqa: F401 -- fixtures


@pytest.mark.django_db
def test_a_term_that_was_not_law_yet_is_no_limit(school):
    """Ley 21.809 rules since 1 July 2026; the inquiry of E01 was opened in April."""
    scene = Scene.open(school)
    with school_context(school):
        found = limits_of(scene.case, scene.case.tramites.get(), now=at("2026-05-04 09:00"))

    assert "P6" not in {limit.code for limit in found}


@pytest.mark.django_db(transaction=True)
def test_the_two_months_of_an_inquiry_are_shown_with_their_norm(client, town):  # noqa: F811
    client.force_login(town.member(Role.ENCARGADA).user)
    case = town.cases[3]

    page = client.get(reverse("case-deadlines", args=[case.pk])).content.decode()

    assert "Topes de la ley" in page
    assert "LGE, art. 16 E letra g)" in page
