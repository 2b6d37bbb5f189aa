"""«Hoy» for each role: what it shows, what it never shows, how much it asks."""

import pytest
from django.test import Client
from django.urls import reverse

from schools.models import Role
from tests.ui.fixtures import enter
from tests.ui.scenes import Town

pytestmark = pytest.mark.django_db


def test_it_opens_for_every_role(town: Town, client: Client):
    for role in Role:
        enter(client, town.member(role))

        response = client.get(reverse("today"))

        assert response.status_code == 200, role
