"""The door of the window: RUN, code, and what a stranger learns (nothing)."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.families import access, codes
from cases.models import LinkAttempt, Notificacion, OutboxMessage
from schools.files import store_file
from schools.tenancy.context import school_context
from tests.cases.families.visits import enter, knock
from tests.cases.notifications.notices import SENT, Mailbox, notify
from tests.cases.scenes import Scene
from tests.factories import invented_run

WRONG_RUN = invented_run(900_000)


def test_the_door_shows_the_school_and_nothing_else(client, scene, mailbox):
    page = client.get(mailbox.link()).content.decode()

    assert scene.school.name in page
    with school_context(scene.school):
        student = scene.afectado.student
    hidden = student.first_names, student.initials, "acoso", "resultado", scene.mother.last_names
    for word in hidden:
        assert word not in page


def test_right_run_and_code_open_the_window(client, scene, mailbox):
    page = client.get(enter(client, mailbox)).content.decode()

    assert "En qué va" in page
    assert "Notificación del resultado" in page


def test_t11_a_code_opens_once(client, mailbox):
    enter(client, mailbox)
    other = Client()
    knock(other, mailbox)

    response = other.post(f"{mailbox.link()}codigo/", {"code": mailbox.code()})

    assert "El código no es correcto" in response.content.decode()


def strip(content: bytes) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", content.decode())


def test_t11_the_run_of_somebody_else_gets_the_same_answer_and_no_code(client, scene, mailbox):
    right, wrong = Client(), Client()

    answers = [knock(right, mailbox), knock(wrong, mailbox, WRONG_RUN)]
    pages = [strip(c.get(f"{mailbox.link()}codigo/").content) for c in (right, wrong)]

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert pages[0] == pages[1]
    assert len(mailbox.messages("codigo")) == 1


def test_t11_who_gave_the_wrong_run_cannot_use_even_the_right_code(client, mailbox):
    knock(client, mailbox)
    code = mailbox.code()
    stranger = Client(REMOTE_ADDR="10.0.0.9")
    knock(stranger, mailbox, WRONG_RUN)

    response = stranger.post(f"{mailbox.link()}codigo/", {"code": code})

    assert response.status_code == 200
    assert "En qué va" not in stranger.get(mailbox.link()).content.decode()


def test_t11_five_wrong_codes_stop_that_visitor_and_nobody_else(client, mailbox):
    guesser = Client(REMOTE_ADDR="10.0.0.9")
    knock(guesser, mailbox)
    code = mailbox.code()
    for _ in range(codes.ALLOWED_FAILURES):
        guesser.post(f"{mailbox.link()}codigo/", {"code": wrong(code)})

    stopped = guesser.post(f"{mailbox.link()}codigo/", {"code": code})
    family = Client(REMOTE_ADDR="10.0.0.1")
    knock(family, mailbox)
    welcome = family.post(f"{mailbox.link()}codigo/", {"code": mailbox.code()})

    assert "demasiados intentos" in stopped.content.decode()
    assert welcome.status_code == 302


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_stop_ends_after_a_quarter_of_an_hour(client, mailbox, clock):
    knock(client, mailbox)
    for _ in range(codes.ALLOWED_FAILURES):
        client.post(f"{mailbox.link()}codigo/", {"code": wrong(mailbox.code())})

    clock(minutes=16)
    knock(client, mailbox)

    assert client.post(f"{mailbox.link()}codigo/", {"code": mailbox.code()}).status_code == 302


def test_t11_a_code_guessed_from_everywhere_wears_out(client, scene, mailbox):
    knock(client, mailbox)
    code = mailbox.code()
    for n in range(codes.CODE_WEARS_OUT):
        visitor = Client(REMOTE_ADDR=f"10.0.1.{n}")
        knock(visitor, mailbox)
        visitor.post(f"{mailbox.link()}codigo/", {"code": wrong(code)})

    response = client.post(f"{mailbox.link()}codigo/", {"code": code})

    assert response.status_code == 200
    with school_context(scene.school):
        assert Notificacion.objects.get().code_hash == ""


def test_t11_brute_force_of_the_whole_space_gets_a_handful_of_tries(client, scene, mailbox):
    knock(client, mailbox)
    tried = 0
    for n in range(60):
        page = client.post(f"{mailbox.link()}codigo/", {"code": f"{n:06d}"}).content.decode()
        tried += "El código no es correcto" in page

    assert tried == codes.ALLOWED_FAILURES


def test_a_code_expires(client, mailbox, clock):
    knock(client, mailbox)
    clock(minutes=16)

    response = client.post(f"{mailbox.link()}codigo/", {"code": mailbox.code()})

    assert "ya venció" in response.content.decode()


def test_codes_are_not_kept_and_are_not_sent_without_end(client, scene, mailbox, clock):
    for _ in range(9):
        knock(client, mailbox)
        clock(minutes=4)

    assert 1 < len(mailbox.messages("codigo")) <= codes.PER_HOUR
    with school_context(scene.school):
        assert mailbox.code() not in str(vars(Notificacion.objects.get()))
        assert "127.0.0.1" not in str([vars(a) for a in LinkAttempt.objects.all()])


def _restrict(scene: Scene) -> None:
    with school_context(scene.school):
        tie = scene.mother.guardianships.get()
        tie.court_order = store_file(content=b"x", name="o.pdf", mime="application/pdf", at=SENT)
        tie.restricted = True
        tie.save()


def _end(scene: Scene) -> None:
    with school_context(scene.school):
        scene.mother.guardianships.update(ends_on=date(2026, 6, 2))


@pytest.mark.parametrize("change", [_restrict, _end])
def test_an_old_link_dies_at_once_even_inside(client, scene, mailbox, change):
    path = enter(client, mailbox)
    change(scene)

    assert client.get(path).status_code == 404
    assert client.get(f"{path}antecedentes/").status_code == 404


def test_t11_dead_links_answer_alike(client, scene, mailbox, clock):
    unknown = reverse("family-window", args=[scene.school.rbd, "x" * 27])
    elsewhere = reverse("family-window", args=["1-9", "x" * 27])
    clock(days=91)

    pages = [client.get(path) for path in (mailbox.link(), unknown, elsewhere)]

    assert {p.status_code for p in pages} == {404}
    assert len({strip(p.content) for p in pages}) == 1


def test_a_link_of_another_school_does_not_open_under_ours(client, scene, mailbox, other_school):
    token = mailbox.link().rstrip("/").rpartition("/")[2]

    assert client.get(reverse("family-window", args=[other_school.rbd, token])).status_code == 404


def test_the_window_closes_after_half_an_hour(client, mailbox, clock):
    path = enter(client, mailbox)
    clock(minutes=29)
    assert "En qué va" in client.get(path).content.decode()
    clock(minutes=31)

    assert "En qué va" not in client.get(path).content.decode()


def test_one_link_does_not_open_another(client, scene, mailbox):
    enter(client, mailbox)
    notify(scene, scene.denunciado, scene.father)
    other = Mailbox(scene, scene.father.email).link()

    assert "En qué va" not in client.get(other).content.decode()
    assert client.get(f"{other}antecedentes/").status_code == 302


def test_leaving_closes_the_session_and_clears_the_browser(client, mailbox):
    path = enter(client, mailbox)

    response = client.get(f"{path}salir/")

    assert response.headers["Location"] == "https://es.wikipedia.org/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "En qué va" not in client.get(path).content.decode()


def test_nothing_is_kept_by_the_browser_nor_told_to_others(client, mailbox):
    response = client.get(enter(client, mailbox))

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "<title>Ventana de la familia</title>" in response.content.decode()


def test_only_the_room_of_the_link_is_in_the_session(client, mailbox):
    enter(client, mailbox)

    assert list(client.session[access.SESSION]) != []
    assert mailbox.scene.mother.run not in str(client.session[access.SESSION])


def test_the_outbox_counts_as_the_only_way_out(client, scene, mailbox):
    enter(client, mailbox)
    with school_context(scene.school):
        kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert kinds == {"notificacion", "codigo"}
