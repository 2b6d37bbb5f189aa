"""T11: there is no code to follow an anonymous report; what plays that part cannot be guessed.

The link of a family, the code of six figures that is sent to it, and the code by which anybody
checks a paper. `tests/cases/families/test_door.py` tries the door of a family further.
"""

import math
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.documents.codes import ALPHABET, LENGTH, new_code
from cases.documents.views import CHECKS_PER_MINUTE
from cases.families import codes
from cases.models import LinkAttempt, Notificacion
from cases.notifications.links import TOKEN_BYTES, new_token
from schools.tenancy.context import school_context
from tests.cases.families.visits import knock
from tests.cases.notifications.notices import SENT, Mailbox, decided, notify
from tests.security.routes import ROUTES, Rule
from tests.security.sheets import plain
from tests.security.world import routes

pytestmark = pytest.mark.django_db
ENOUGH_BITS, PER_MINUTE = 128, 10


@pytest.fixture
def present(monkeypatch):
    moment = {"now": SENT + timedelta(hours=1)}
    for module in ("views", "access"):
        monkeypatch.setattr(f"cases.families.{module}.now", lambda: moment["now"])
    return moment


@pytest.fixture
def mailbox(school, present) -> Mailbox:
    scene = decided(school)
    notify(scene, scene.afectado, scene.mother)
    return Mailbox(scene, scene.mother.email)


def test_t11_no_address_follows_a_report_by_a_code():
    """If one is added, its code belongs here: these are all the secrets that open a public page."""
    public = {name for name, rule in ROUTES.items() if rule in {Rule.OPEN, Rule.TOKEN}}
    opened = {
        route.lstrip("^").split("/")[0]
        for name in public
        for route in routes().get(name, ())
        if re.search(r"<(?!int:)|\(\?P<", route)
    }

    assert opened == {"familia", "v", "cuenta"}


@pytest.mark.parametrize(
    ("make", "alphabet", "length"),
    [(new_code, len(ALPHABET), LENGTH), (new_token, 64, math.ceil(TOKEN_BYTES * 8 / 6))],
)
def test_t11_what_is_long_has_at_least_128_bits(make, alphabet, length):
    made = [make() for _ in range(2000)]

    assert length * math.log2(alphabet) >= ENOUGH_BITS
    assert {len(one) for one in made} == {length}
    assert len(set(made)) == len(made)
    for place in range(length - 1):  # the last figure of a token holds fewer bits
        most = Counter(one[place] for one in made).most_common(1)[0][1]
        assert most < 2000 / alphabet * 3, f"place {place} is not drawn evenly"


def test_t11_the_link_is_kept_as_a_hash(mailbox):
    token = mailbox.link().rstrip("/").rpartition("/")[2]

    with school_context(mailbox.scene.school):
        row = Notificacion.objects.get()
        assert token not in str(vars(row))
        assert len(row.token_hash) == 64


def tries(client: Client, link: str, count: int) -> int:
    """Guess `count` codes and return how many of them were looked at."""
    looked = 0
    for n in range(count):
        page = client.post(f"{link}codigo/", {"code": f"{n:06d}"}).content.decode()
        looked += "El código no es correcto" in page
    return looked


def test_t11_from_one_address_less_than_ten_guesses_a_minute(mailbox):
    client = Client()
    knock(client, mailbox)

    assert tries(client, mailbox.link(), 100) < PER_MINUTE


def test_t11_from_everywhere_a_code_wears_out(mailbox):
    """Twenty guesses at a code, wherever they come from, and five codes an hour: no more."""
    for n in range(40):
        client = Client(REMOTE_ADDR=f"10.1.0.{n}")
        knock(client, mailbox)
        tries(client, mailbox.link(), 3)

    assert len(mailbox.messages("codigo")) <= codes.PER_HOUR
    with school_context(mailbox.scene.school):
        row = Notificacion.objects.get()
        assert row.failures <= codes.CODE_WEARS_OUT
        assert row.code_hash == "" or row.failures < codes.CODE_WEARS_OUT
    assert codes.PER_HOUR * codes.CODE_WEARS_OUT / 60 < PER_MINUTE


def test_t11_in_a_day_a_million_codes_stay_out_of_reach(mailbox, present):
    """All that anybody may try of one link in a day, against a million."""
    client, looked = Client(), 0
    for _ in range(24):
        knock(client, mailbox)
        looked += tries(client, mailbox.link(), 12)
        present["now"] += timedelta(hours=1)

    assert looked <= 24 * codes.ALLOWED_FAILURES
    with school_context(mailbox.scene.school):
        assert len(mailbox.messages("codigo")) <= 24 * codes.PER_HOUR
        assert LinkAttempt.objects.filter(locked_until__isnull=False).exists()


def test_t11_a_link_that_nobody_has_answers_as_one_that_died(mailbox, other_school):
    rbd, token = mailbox.scene.school.rbd, mailbox.link().rstrip("/").rpartition("/")[2]
    wrong = [
        reverse("family-window", args=[rbd, new_token()]),
        reverse("family-window", args=[rbd, token[:-1] + ("A" if token[-1] != "A" else "B")]),
        reverse("family-window", args=[other_school.rbd, token]),
        reverse("family-window", args=["1-9", new_token()]),
        reverse("family-code", args=[rbd, new_token()]),
    ]
    answers = [Client().get(path) for path in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert len({plain(answer.content) for answer in answers}) == 1
    assert len({tuple(sorted(answer.items())) for answer in answers}) == 1


def test_t11_papers_are_not_looked_for_one_after_the_other(school):
    client, seen = Client(REMOTE_ADDR="10.2.0.1"), Counter()
    for _ in range(CHECKS_PER_MINUTE + 10):
        answer = client.get(reverse("verify-document", args=[school.rbd, new_code()]))
        seen[answer.status_code] += 1

    assert seen == {404: CHECKS_PER_MINUTE, 429: 10}
    years = 2 ** (LENGTH * math.log2(len(ALPHABET))) / (CHECKS_PER_MINUTE * 60 * 24 * 365)
    assert years > 10**20


def test_t11_a_paper_of_another_school_is_one_that_nobody_has(mailbox, other_school):
    scene = mailbox.scene
    with school_context(scene.school):
        code = scene.case.documents.order_by("pk").last().verification_code
    client = Client(REMOTE_ADDR="10.2.0.2")
    answers = [
        client.get(reverse("verify-document", args=[rbd, one]))
        for rbd, one in ((other_school.rbd, code), (scene.school.rbd, new_code()))
    ]

    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content
