"""A reglamento as a file: out, in, and what is refused."""

import pytest
import yaml
from django.urls import reverse

from convivencia.exceptions import DomainError
from protocols.reglamento import drafts
from protocols.reglamento.files import from_yaml, to_yaml
from schools.tenancy.context import school_context

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_june")]


# -- archivos ---------------------------------------------------------------------------------


def test_a_file_goes_out_and_comes_back_the_same(client, scene, draft):
    client.force_login(scene.encargada.user)
    sent = client.get(reverse("reglamento-export", args=[draft.pk]))

    read = from_yaml(sent.content)

    assert "attachment" in sent["Content-Disposition"]
    assert read.modelo == "A"
    assert read.protocols == draft.protocols
    assert (read.faltas, read.medidas) == (draft.faltas, draft.medidas)
    assert read.faltas


def bad(**change):
    return yaml.safe_dump({"modelo": "A", "protocolos": {"x": {"key": "x"}}, **change}).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "no es YAML"),
        (b"a: [1", "no es YAML"),
        (b"!!python/object/apply:os.system ['true']", "no es YAML"),
        (b"a: " + b"9" * 5000, "no es YAML"),
        (b"a: 2026-99-99", "no es YAML"),
        (b"a: !!int x", "no es YAML"),
        (b"a: !!timestamp x", "no es YAML"),
        (b"a: !!bool x", "no es YAML"),
        (b"[" * 100_000, "no es YAML"),
        (b"modelo: A\nmodelo: B", "dos veces"),
        (b"a: &a [1]\nb: [*a, *a]", "no es YAML"),
        (b"[]", "protocolos"),
        (bad(modelo="Z"), "modelo"),
        (bad(protocolos={}), "ning"),
        (bad(protocolos={"x": 3}), "no es un protocolo"),
        (bad(), "mal declarado"),
    ],
)
def test_a_file_that_is_not_a_reglamento_is_refused_with_its_place(content, says):
    with pytest.raises(DomainError, match=says):
        from_yaml(content)


def test_a_protocol_filed_under_another_name_is_refused(draft):
    text = to_yaml(draft).replace("  acoso_escolar:", "  otro_nombre:", 1)

    with pytest.raises(DomainError, match="dice llamarse"):
        from_yaml(text.encode())


def with_step(draft, **change):
    """The file of a draft whose first protocol says something else in its first step."""
    document = yaml.safe_load(to_yaml(draft))
    document["protocolos"]["acoso_escolar"]["steps"][0].update(change)
    return yaml.safe_dump(document).encode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "nulo\x00"}, "caracteres"),
        ({"title": "z" * 5000}, "más de 4000"),
        ({"id": "../../admin"}, "sólo puede llevar"),
        ({"id": "bul ñ"}, "sólo puede llevar"),
    ],
)
def test_a_file_with_what_no_page_can_show_is_refused(draft, change, says):
    with pytest.raises(DomainError) as refused:
        from_yaml(with_step(draft, **change))

    assert says in " ".join([refused.value.message, *refused.value.reasons])


def test_the_faltas_of_a_file_are_checked(draft):
    document = yaml.safe_load(to_yaml(draft))
    document["faltas"]["faltas"][0]["gravity"] = "tremenda"

    with pytest.raises(DomainError, match="mal declaradas"):
        from_yaml(yaml.safe_dump(document).encode())


def test_the_faltas_of_a_file_are_those_of_the_draft(client, scene, draft):
    document = yaml.safe_load(to_yaml(draft))
    document["faltas"]["faltas"][0]["title"] = "Falta propia del establecimiento"
    with school_context(scene.school):
        drafts.discard(draft, revision=0, actor=scene.directora)
        ours = drafts.draft_from_file(
            from_yaml(yaml.safe_dump(document).encode()), title="Propio", actor=scene.directora
        )

    assert ours.faltas["faltas"][0]["title"] == "Falta propia del establecimiento"
