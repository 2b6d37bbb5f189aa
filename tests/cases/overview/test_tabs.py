"""The tabs of a case open for who leads it."""

import pytest
from django.test import Client
from django.urls import reverse

from schools.models import Role
from tests.ui.fixtures import enter
from tests.ui.scenes import Town

pytestmark = pytest.mark.django_db

TABS = (
    "case-detail",
    "case-people",
    "case-documents",
    "case-deadlines",
    "case-measures",
    "case-looks",
)


@pytest.mark.parametrize("tab", TABS)
def test_tab_opens(town: Town, client: Client, tab: str):
    enter(client, town.member(Role.DIRECTORA))

    response = client.get(reverse(tab, args=[town.cases[3].pk]))

    assert response.status_code == 200
    assert town.cases[3].folio in response.content.decode()
