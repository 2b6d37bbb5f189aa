"""The bed of the fault tests: real processes, real commits, a mail server of ours."""

import pytest
import redis
from django.conf import settings

from tests.faults.processes import Processes
from tests.faults.smtp import post_office


@pytest.fixture
def post():
    with post_office() as post:
        yield post


@pytest.fixture
def processes(committed_db, tmp_path, post):
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushall()
    bed = Processes(tmp_path, post.port)
    yield bed
    bed.stop_all()
    broker.flushall()


@pytest.fixture
def broker(processes) -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)
