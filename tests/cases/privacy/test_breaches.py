"""The register of breaches: written once, with the drafts that the law asks for."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.models import Breach
from cases.privacy.breaches import add_act, register_breach
from convivencia.exceptions import AlreadyDoneError, DomainError
from schools.tenancy.context import school_context
from tests.cases.privacy.conftest import TODAY, page, signed_in
from tests.cases.scenes import at
from tests.security.stored import dump, places_of

pytestmark = pytest.mark.django_db
FACTS = {
    "what": "Un correo con una citación llegó a otra familia.",
    "data_kinds": "Nombres y hora de una citación.",
    "whose": "Dos familias del 6° A.",
    "effects": "Que se sepa que fueron citadas.",
    "measures": "Se pidió borrar el correo.",
}
TYPED = FACTS | {
    "known_at_0": "2026-12-04",
    "known_at_1": "08:00",
    "happened": "El 3 de diciembre.",
    "people": "4",
    "envio": "uno",
}
ACT = {"kind": "agencia", "at_0": "2026-12-04", "at_1": "09:30", "text": "Por su formulario web."}


def register(scene, **more):
    with school_context(scene.school):
        return register_breach(
            data=FACTS | {"known_at": at("2026-12-04 08:00"), "marks": [], **more},
            actor=scene.directora, now=TODAY,
        )  # fmt: skip


def done(scene, row, kind, when="2026-12-04 09:00"):
    with school_context(scene.school):
        return add_act(
            breach=row, kind=kind, at=at(when), text="Hecho.", actor=scene.directora, now=TODAY
        )


def test_a_breach_is_registered_with_its_goal_and_its_drafts(scene):
    client = signed_in(scene.encargada)
    assert "No hay vulneraciones registradas" in page(scene.encargada, reverse("privacy-breaches"))
    client.post(reverse("privacy-breach-create"), TYPED | {"marks": ["under_14"]})
    with school_context(scene.school):
        row = Breach.objects.get()
    text = page(scene.encargada, reverse("privacy-breach", args=[row.pk]))

    assert "corre también de noche" in text  # 72 h from Friday 08:00
    assert "Falta el aviso a la Agencia" in text
    assert "Falta el aviso a las personas" in text
    assert "Aviso a la Agencia de Protección de Datos Personales" in text
    assert "Estimada familia" in text
    assert FACTS["what"] in text


def test_the_notice_to_people_is_for_sensitive_data_or_children(scene):
    plain, children = register(scene), register(scene, marks=["under_14"])
    sensitive = register(scene, marks=["sensitive"])
    told = [
        "Estimada familia" in page(scene.directora, reverse("privacy-breach", args=[row.pk]))
        for row in (plain, children, sensitive)
    ]

    assert told == [False, True, True]


def test_it_closes_only_when_who_must_know_knows(scene):
    row = register(scene, marks=["under_14"])
    with pytest.raises(DomainError) as refused:
        done(scene, row, "cierre")
    assert len(refused.value.reasons) == 2

    done(scene, row, "agencia")
    with pytest.raises(DomainError) as refused:
        done(scene, row, "cierre")
    assert len(refused.value.reasons) == 1

    done(scene, row, "titulares")
    done(scene, row, "cierre")
    with pytest.raises(AlreadyDoneError):
        done(scene, row, "medida")
    assert "Cerrada" in page(scene.directora, reverse("privacy-breaches"))


def test_what_was_done_is_written_from_its_page(scene):
    row = register(scene)
    client = signed_in(scene.directora)
    address = reverse("privacy-breach-act", args=[row.pk])
    early = client.post(address, ACT | {"at_1": "07:00", "envio": "a"})
    client.post(address, ACT | {"envio": "b"})
    text = page(scene.directora, reverse("privacy-breach", args=[row.pk]))

    assert "anterior a cuando se supo" in str(early.context["form"].errors["at"])
    assert "Por su formulario web." in text
    assert "se avisó a la Agencia" in text


def test_nobody_rewrites_the_register_and_a_dump_says_nothing(scene):
    row = register(scene)
    with school_context(scene.school):
        with pytest.raises(DatabaseError), transaction.atomic():
            Breach.objects.filter(pk=row.pk).update(people=0)
        assert places_of(FACTS["what"], dump()) == []


def test_each_field_says_what_is_missing(scene):
    answer = signed_in(scene.directora).post(reverse("privacy-breach-create"), {"envio": "a"})

    assert set(answer.context["form"].errors) == set(FACTS) | {"known_at"}
