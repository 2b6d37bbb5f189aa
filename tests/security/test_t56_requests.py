"""T56: odd methods, parameters sent twice, and requests that two servers would read differently."""

import pytest
from django.test import Client
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from tests.security.test_t48_partial_sessions import filled
from tests.security.world import World, build, routes

WRONG_METHOD = 405
TWICE = "q=a&q=b&page=1&page=zz&a%C3%B1o=2026&a%C3%B1o=x&codigo=1&codigo=2&next=/&next=//x"
HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
SMUGGLED = {
    "length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a signed length": b"Content-Length: +4\r\n\r\nabcd",
    "unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded header": b"X-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.fixture
def world(school) -> World:
    return build(school)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "X"])
def test_t56_no_address_has_other_methods(school, method):
    client = Client(raise_request_exception=False)
    answers = {
        name: client.generic(method, filled(route, 1)).status_code
        for name, paths in routes().items()
        for route in paths
    }

    assert {name for name, code in answers.items() if code != WRONG_METHOD} == set()


@pytest.mark.django_db
def test_t56_a_parameter_sent_twice_breaks_nothing(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.scene.encargada.user)
    broken = [
        route
        for name, paths in routes().items()
        for route in paths
        if client.get(f"{world.path(name, route)}?{TWICE}").status_code >= 500
    ]

    assert broken == []


@pytest.mark.parametrize("rest", SMUGGLED.values(), ids=SMUGGLED)
def test_t56_what_two_servers_would_read_differently_is_refused(rest):
    with pytest.raises((ParseException, OSError)):
        next(RequestParser(Config(), iter([HEAD + rest]), ("127.0.0.1", 1)))


def test_t56_the_same_request_said_once_is_read():
    plain = HEAD + b"Content-Length: 4\r\n\r\nabcd"

    assert next(RequestParser(Config(), iter([plain]), ("127.0.0.1", 1))).method == "POST"
