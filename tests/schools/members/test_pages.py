"""Pages of the administradora, invitations, substitutes, and the choice of school."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from convivencia.clock import now
from schools.abilities import ABILITIES, Ability
from schools.models import AuditEntry, Membership, Role, User
from schools.selectors import SESSION_KEY
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
    invented_run,
)


@pytest.fixture
def admin(client, school):
    member = MembershipFactory(school=school, role=Role.ADMINISTRADORA)
    client.force_login(member.user)
    return member


@pytest.fixture
def today(school):
    return school.local_date(now())


def shown(response) -> str:
    return response.content.decode()


def new_member(**changes: object) -> dict:
    return {
        "email": "Nueva@Aromos.example",
        "first_names": "Sayén",
        "last_names": "Órdenes",
        "role": "encargada",
        "job_title": "Coordinadora de convivencia",
        "active_from": "2026-03-01",
    } | changes


def test_list_costs_the_same_whatever_its_length(client, admin, school, django_assert_num_queries):
    url = reverse("member-list")
    client.get(url)
    with django_assert_num_queries(MEMBER_QUERIES):
        client.get(url)
    for role in (Role.DOCENTE, Role.EQUIPO, Role.DIRECTORA):
        MembershipFactory(school=school, role=role)

    with django_assert_num_queries(MEMBER_QUERIES):
        page = shown(client.get(url))

    assert "Docente o asistente de la educación" in page


MEMBER_QUERIES = 14  # the fourteenth is the entry of the trail


@pytest.mark.parametrize("role", Role.values)
def test_only_who_administers_opens_the_pages(client, school, role):
    member = MembershipFactory(school=school, role=role)
    client.force_login(member.user)
    status = 200 if Ability.MANAGE_MEMBERS in ABILITIES[role] else 403

    for name in ("member-list", "member-create"):
        assert client.get(reverse(name)).status_code == status
    for name in ("member-end", "member-substitute"):
        assert client.get(reverse(name, args=[member.pk])).status_code == status


@pytest.mark.parametrize("name", ["member-end", "member-substitute", "member-link"])
def test_foreign_and_absent_answer_alike(client, admin, other_school, name):
    foreign = MembershipFactory(school=other_school)

    answers = [client.post(reverse(name, args=[pk])) for pk in (foreign.pk, 2**40)]

    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_new_person_gets_an_account_without_password_and_a_link(
    client, admin, school, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("member-create"), new_member())

    assert response.url == reverse("member-list")
    user = User.objects.get(email="nueva@aromos.example")
    assert not user.has_usable_password()
    (mail,) = mailoutbox
    assert mail.to == ["nueva@aromos.example"]
    for word in ("Sayén", "Órdenes", school.name):
        assert word not in mail.subject + mail.body
    with school_context(school):
        member = Membership.objects.get(user=user)
        entry = AuditEntry.objects.get(act="otorgar")
    assert member.title == "Coordinadora de convivencia"
    assert (entry.object_id, entry.detail) == (member.pk, "dio el rol encargada")


def test_link_lets_the_person_choose_a_password_once(
    client, admin, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("member-create"), new_member())
    link = next(line for line in mailoutbox[0].body.splitlines() if "://" in line)
    path = "/" + link.split("/", 3)[3]
    client.logout()

    page = client.get(path, follow=True)
    chosen = {"password1": "Boldo-Canelo-2026", "password2": "Boldo-Canelo-2026"}
    client.post(page.redirect_chain[-1][0], chosen)

    assert User.objects.get(email="nueva@aromos.example").check_password("Boldo-Canelo-2026")
    assert "ya no sirve" in shown(client.get(path, follow=True))


def test_person_of_another_school_keeps_their_own_name_and_password(
    client, admin, school, mailoutbox, django_capture_on_commit_callbacks
):
    user = UserFactory(email="nueva@aromos.example", first_names="Otra", last_names="Persona")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("member-create"), new_member())

    user.refresh_from_db()
    assert user.get_full_name() == "Otra Persona"
    assert user.has_usable_password()
    assert mailoutbox == []
    with school_context(school):
        assert Membership.objects.filter(user=user, role="encargada").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": "no es"}, "correo"),
        ({"email": ""}, "Falta completar: Correo."),
        ({"role": ""}, "Elija una opción: Rol."),
        ({"role": "rey"}, "rey"),
        ({"role": "profesor_jefe"}, "Elija el curso del profesor jefe."),
        ({"run": "1-1"}, "El RUN no es correcto"),
        ({"active_until": "2026-01-01"}, "No puede terminar antes de comenzar."),
        ({"active_from": ""}, "Indique el día."),
    ],
)
def test_wrong_answer_is_said_and_nobody_is_added(client, admin, school, change, message):
    response = client.post(reverse("member-create"), new_member(**change))

    assert response.status_code == 200
    assert message in shown(response)
    assert User.objects.count() == 1


def test_same_role_twice_at_a_time_is_refused_and_again_later_is_not(client, admin, school):
    data = new_member(active_until="2026-06-30")
    client.post(reverse("member-create"), data)

    overlap = client.post(reverse("member-create"), data | {"active_from": "2026-06-30"})
    later = new_member(active_from="2026-07-01")
    client.post(reverse("member-create"), later)

    assert "Esa persona ya tiene ese rol en esas fechas." in shown(overlap)
    with school_context(school):
        assert Membership.objects.filter(role="encargada").count() == 2


def test_course_is_kept_for_the_profesor_jefe_only(client, admin, school, today):
    curso = CursoFactory(school=school, year=today.year)
    client.post(reverse("member-create"), new_member(role="profesor_jefe", curso=curso.pk))
    client.post(reverse("member-create"), new_member(role="docente", curso=curso.pk))

    with school_context(school):
        found = dict(Membership.objects.exclude(pk=admin.pk).values_list("role", "curso_id"))
    assert found == {"profesor_jefe": curso.pk, "docente": None}


def test_membership_is_ended_and_the_person_no_longer_enters(client, admin, school, today):
    member = MembershipFactory(school=school, role=Role.ENCARGADA)
    url = reverse("member-end", args=[member.pk])

    early = client.post(url, {"ends_on": "2025-01-01"})
    client.post(url, {"ends_on": today - timedelta(days=1)})

    assert "No puede terminar antes de comenzar (01-01-2026)." in shown(early)
    assert "Accesos terminados (1)" in shown(client.get(reverse("member-list")))
    client.force_login(member.user)
    assert client.get(reverse("student-list")).url == "/"  # told there that they are in no school


def test_school_keeps_one_administradora(client, admin, school, today):
    url = reverse("member-end", args=[admin.pk])

    refused = client.post(url, {"ends_on": today})
    MembershipFactory(school=school, role=Role.ADMINISTRADORA)
    accepted = client.post(url, {"ends_on": today})

    assert "Debe quedar al menos una administradora" in shown(refused)
    assert accepted.status_code == 302


def test_substitute_holds_the_role_for_the_time_and_no_longer(client, admin, school, today):
    absent = MembershipFactory(school=school, role=Role.DIRECTORA)
    other = MembershipFactory(school=school, role=Role.INSPECTORIA)
    url = reverse("member-substitute", args=[absent.pk])
    data = {"user": other.user_id, "active_from": today, "active_until": today + timedelta(days=5)}

    client.post(url, data)
    again = client.post(url, data)

    assert "Esa persona ya tiene ese rol en esas fechas." in shown(again)
    with school_context(school):
        substitute = Membership.objects.get(substitutes=absent)
    assert (substitute.role, substitute.title) == ("directora", "Directora (S)")
    assert substitute.is_active(today + timedelta(days=5))
    assert not substitute.is_active(today + timedelta(days=6))
    assert f"Subroga a {absent.user}" in shown(client.get(reverse("member-list")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"user": ""}, "Elija una opción: Quién subroga."),
        ({"user": "999999"}, "Escoja una opción válida"),
        ({"active_until": ""}, "Indique el día."),
        (
            {"active_from": date(2026, 3, 2), "active_until": date(2026, 3, 1)},
            "No puede terminar antes",
        ),
        ({"active_from": date(2025, 3, 2), "active_until": date(2025, 4, 1)}, "El período ya pasó"),
    ],
)
def test_wrong_substitution_is_refused(client, admin, school, today, change, message):
    absent = MembershipFactory(school=school, role=Role.DIRECTORA)
    data = {"user": admin.user_id, "active_from": today, "active_until": today} | change

    response = client.post(reverse("member-substitute", args=[absent.pk]), data)

    assert message in shown(response)
    with school_context(school):
        assert not Membership.objects.filter(substitutes=absent).exists()


def test_people_of_other_schools_are_not_offered_as_substitutes(
    client, admin, school, other_school
):
    foreign = MembershipFactory(school=other_school, user__last_names="Forastera")
    absent = MembershipFactory(school=school, role=Role.DIRECTORA)

    page = shown(client.get(reverse("member-substitute", args=[absent.pk])))

    assert foreign.user.last_names not in page


def test_link_is_sent_again_until_there_is_a_password(
    client, admin, school, mailoutbox, django_capture_on_commit_callbacks
):
    user = UserFactory()
    member = MembershipFactory(school=school, user=user)
    url = reverse("member-link", args=[member.pk])
    with django_capture_on_commit_callbacks(execute=True):
        refused = client.post(url, follow=True)
        user.set_unusable_password()
        user.save()
        client.post(url)

    assert "ya tiene contraseña" in shown(refused)
    assert len(mailoutbox) == 1
    assert client.get(url).status_code == 405


def test_dead_mail_server_does_not_lose_the_member(
    client, admin, school, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("schools.members.services.send_password_link", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("member-create"), new_member())

    assert response.status_code == 302
    with school_context(school):
        assert Membership.objects.filter(role="encargada").exists()


@pytest.fixture
def two_schools(client, school, other_school):
    one = MembershipFactory(school=school, role=Role.ADMINISTRADORA)
    two = MembershipFactory(school=other_school, user=one.user, role=Role.DOCENTE)
    client.force_login(one.user)
    return one, two


def test_person_of_two_schools_chooses_and_works_in_one(client, two_schools):
    one, two = two_schools
    page = shown(client.get(reverse("membership-choose")))
    assert one.school.name in page
    assert two.school.name in page

    for member, status in ((two, 403), (one, 200)):
        client.post(reverse("membership-switch"), {"membership": member.pk})
        assert client.session[SESSION_KEY] == member.pk
        assert client.get(reverse("member-list")).status_code == status


@pytest.mark.parametrize("wanted", ["", "x", "0", "9" * 40])
def test_membership_of_nobody_is_not_chosen(client, two_schools, wanted):
    assert client.post(reverse("membership-switch"), {"membership": wanted}).status_code == 404


def test_membership_of_another_person_is_not_chosen(client, two_schools, school):
    foreign = MembershipFactory(school=school, role=Role.DIRECTORA)

    answer = client.post(reverse("membership-switch"), {"membership": foreign.pk})

    assert answer.status_code == 404
    session = client.session
    session[SESSION_KEY] = foreign.pk  # even if it were in the session
    session.save()
    assert client.get(reverse("member-list")).status_code == 200


def test_ended_membership_is_left_at_once(client, two_schools, today):
    one, _ = two_schools
    client.post(reverse("membership-switch"), {"membership": one.pk})
    with school_context(one.school):
        Membership.objects.filter(pk=one.pk).update(active_until=today - timedelta(days=1))

    assert client.get(reverse("member-list")).status_code == 403


def test_account_without_school_is_told_so(client, db):
    client.force_login(UserFactory(run=invented_run(5)))

    assert "no está en ningún establecimiento" in shown(client.get(reverse("membership-choose")))
    assert client.get(reverse("student-list")).url == "/"


@pytest.mark.parametrize("schools", [1, 2])
def test_sign_in_leads_to_the_choice_with_several_schools(client, db, schools):
    user = UserFactory()
    for _ in range(schools):
        MembershipFactory(user=user, school=SchoolFactory())

    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": "Aromos-Peumo-2026"}
    )

    assert answer.status_code == 302
    assert (answer.url == reverse("membership-choose")) is (schools == 2)
