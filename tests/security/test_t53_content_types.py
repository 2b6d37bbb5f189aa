"""T53, beside the headers: each answer says exactly what it is, and it is so."""

import json

import pytest
import yaml
from django.test import Client

from tests.security.world import World, build, routes

pytestmark = pytest.mark.django_db
# What an answer of each type begins with; a script never comes from a page.
KINDS = {
    "text/html; charset=utf-8": lambda body: body.lstrip()[:1] == b"<" or not body.strip(),
    "application/pdf": lambda body: body.startswith(b"%PDF-"),
    "application/json": lambda body: json.loads(body) is not None,
    "text/plain; charset=utf-8": lambda body: body.decode("utf-8").isprintable() or b"\n" in body,
    "text/plain": lambda body: body.isascii(),
    "application/yaml; charset=utf-8": lambda body: yaml.safe_load(body) is not None,
    "text/calendar; charset=utf-8": lambda body: body.startswith(b"BEGIN:VCALENDAR"),
    "text/csv; charset=utf-8": lambda body: body.startswith(b"\xef\xbb\xbf"),  # for spreadsheets
    "image/png": lambda body: body.startswith(b"\x89PNG"),
}


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.mark.parametrize("who", ["encargada", "directora", "nobody"])
def test_t53_each_answer_says_what_it_is(world, who):
    client, wrong, seen = Client(raise_request_exception=False), [], set()
    if who != "nobody":
        client.force_login(getattr(world.scene, who).user)
    for name, paths in routes().items():
        for route in sorted(paths):
            answer = client.get(world.path(name, route))
            body = b"".join(answer) if answer.streaming else answer.content
            kind = answer.headers.get("Content-Type", "")
            if not body and answer.status_code in {204, 301, 302}:
                continue
            seen.add(kind)
            if kind not in KINDS or not KINDS[kind](body):
                wrong.append((name, kind, body[:40]))

    assert wrong == []
    assert "text/html; charset=utf-8" in seen
    assert who == "nobody" or "application/pdf" in seen
