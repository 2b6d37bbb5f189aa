"""What a log keeps when something fails: where, and nothing of anybody."""

import logging
import time

import pytest
from celery.signals import after_setup_logger
from django.conf import settings
from django.db import DataError, OperationalError, transaction
from django.test import Client

from cases.models import Case
from convivencia.celery import app as celery_app
from convivencia.logs import ReservedFormatter
from schools.tenancy.context import school_context

CANARY = "me pega, 41000001K"


def written(records: list[logging.LogRecord]) -> str:
    return "\n".join(ReservedFormatter().format(record) for record in records)


def failure(message: str, *args: object, error: BaseException) -> str:
    try:
        raise error
    except type(error) as caught:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, message, args, (type(caught), caught, None)
        )
        record.exc_info = (type(caught), caught, caught.__traceback__)
        return ReservedFormatter().format(record)


def test_site_and_tasks_write_with_it():
    console = settings.LOGGING["handlers"]["console"]["formatter"]

    assert settings.LOGGING["formatters"][console]["class"] == "convivencia.logs.ReservedFormatter"
    logger = logging.getLogger("prueba.celery")
    logger.addHandler(logging.StreamHandler())
    after_setup_logger.send(sender=celery_app, logger=logger)
    assert isinstance(logger.handlers[0].formatter, ReservedFormatter)


def test_an_error_of_the_database_does_not_repeat_what_was_saved(caplog, school):
    try:
        with school_context(school), transaction.atomic():
            Case.objects.create(facts={"relato": f"{CANARY}\x00"})
    except DataError:
        logging.getLogger("prueba").exception("caso sin guardar")

    text = written(caplog.records)

    assert "DataError" in text
    assert "test_logs.py" in text
    assert "me pega" not in text


def test_a_task_that_fails_does_not_print_its_error_in_the_message():
    error = ValueError(CANARY)

    assert CANARY not in failure("Task sweep raised unexpected: %r", error, error=error)
    assert CANARY not in failure("Task sweep raised unexpected: %s", error, error=error)


def test_errors_of_machines_keep_their_first_line():
    text = failure("sin base de datos", error=OperationalError(f"connection refused\n{CANARY}"))

    assert "connection refused" in text
    assert CANARY not in text


@pytest.mark.django_db
def test_the_key_of_a_family_is_in_no_line(caplog):
    token = "VTJ5qMtQsWH-secreto"
    Client().get(f"/familia/90008-7/{token}/")
    Client(enforce_csrf_checks=True).post(f"/familia/90008-7/{token}/", {"run": "1"})

    assert len(caplog.records) == 2
    assert token not in written(caplog.records)
    assert "/familia/90008-7/…/" in written(caplog.records)


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, message, args, None)
    record.created, record.msecs = 1_774_000_000.25, 250
    return ReservedFormatter("{asctime} {levelname} {name}: {message}", style="{").format(record)


def test_each_line_is_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "America/Santiago")
    time.tzset()
    try:
        assert line("algo pasó").startswith("2026-03-20T09:46:40.250Z WARNING x: algo pasó")
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\x1b[2J", "\x85", "\u2028", "\x00"])
def test_nobody_writes_a_second_line(mark):
    text = line("no se encontró %s", f"/x{mark}2026-03-20T09:46:40.250Z ERROR y: falso")

    assert len(text.splitlines()) == 1
    assert mark not in text


def test_what_follows_an_error_keeps_its_lines():
    text = failure("falló con %s", "a\nb", error=OperationalError("connection refused"))

    assert "falló con a\\nb" in text
    assert len(text.splitlines()) > 2
