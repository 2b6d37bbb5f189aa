"""T70: keys rotate and what they protect stays readable; a lost key is said, never guessed."""

import secrets

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Actuacion, Denuncia, Participant, ReservedIdentity
from cases.models.denuncia import Canal
from cases.states import Acto
from convivencia.settings.keys import master_keys, new_key, own_keys
from schools.files import read_file, store_file
from schools.models import DataKey, SchoolKey, StoredFile
from schools.tenancy.context import school_context
from schools.vault import rotation
from schools.vault.checks import every_school_opens, there_is_a_master_key
from schools.vault.errors import AlteredError, KeyLostError
from tests.cases.scenes import Scene
from tests.security.stored import dump, places_of

CANARY = "la zarigüeya escondió los zapatos del curso"
FILE = b"%PDF-1.7 la evidencia de la zarig"

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(school):
    return Scene.open(school)


@pytest.fixture
def told(scene):
    """The same words as a relato, a line of history, a file and a reserved name."""
    with school_context(scene.school):
        denuncia = tell(scene)
        line = Actuacion.objects.create(
            case=scene.case, acto=Acto.CUMPLIR_PASO, at=scene.now, created_at=scene.now,
            actor_name=CANARY, title="Nota", text=CANARY, data={"reference": CANARY},
        )  # fmt: skip
        file = store_file(
            content=FILE, name=f"{CANARY}.pdf", mime="application/pdf", at=scene.now,
            case_id=scene.case.pk,
        )  # fmt: skip
        person = Participant.objects.create(
            case=scene.case, role="denunciante", third_party="Identidad reservada"
        )
        identity = ReservedIdentity.objects.create(
            participant=person, name=CANARY, asked_at=scene.now, taken_by=scene.encargada.user
        )
    return denuncia, line, file, identity


def tell(scene, relato=CANARY):
    from schools.models import Membership

    return Denuncia.objects.create(
        case=scene.case, canal=Canal.PRESENCIAL, known_at=scene.now, received_at=scene.now,
        registered_at=scene.now, received_by=Membership.objects.get(pk=scene.encargada.pk),
        relato=relato, suggested_key="acoso_escolar",
    )  # fmt: skip


def read(told):
    denuncia, line, file, identity = told
    again = Denuncia.objects.get(pk=denuncia.pk), Actuacion.objects.get(pk=line.pk)
    return (
        again[0].relato, again[1].text, again[1].actor_name, again[1].data["reference"],
        ReservedIdentity.objects.get(pk=identity.pk).name, read_file(file.pk)[1],
    )  # fmt: skip


WHOLE = (CANARY,) * 5 + (FILE,)


def set_column(model, pk, **columns):
    marks = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {marks} WHERE id = %s", [*columns.values(), pk]
        )


def stored(model, pk, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def test_t70_words_are_nowhere_in_the_database_and_are_read_back(scene, told):
    with school_context(scene.school):
        text = dump()

        assert str(scene.case.pk) in text
        assert places_of(CANARY, text) == []
        assert places_of(FILE.decode(), text) == []
        assert read(told) == WHOLE


def test_t70_a_reserved_identity_has_a_key_apart(scene, told):
    with school_context(scene.school):
        kinds = set(DataKey.objects.filter(subject=scene.case.pk).values_list("compartment"))
        DataKey.objects.filter(compartment="identidad").update(wrapped=secrets.token_bytes(60))

        assert kinds == {("caso",), ("identidad",)}
        assert Denuncia.objects.get(pk=told[0].pk).relato == CANARY
        with pytest.raises(KeyLostError):
            ReservedIdentity.objects.get(pk=told[3].pk).name  # noqa: B018


def test_t70_a_ciphertext_opens_only_in_its_own_place(scene, told, other_school):
    denuncia, _, _, identity = told
    other = Scene.open(other_school)
    with school_context(other_school):
        foreign = tell(other)
    with school_context(scene.school):
        second = tell_again(scene)
        words = stored(Denuncia, denuncia.pk, "relato")

        set_column(Denuncia, second.pk, relato=words)  # of another case
        with pytest.raises(AlteredError):
            Denuncia.objects.get(pk=second.pk).relato  # noqa: B018
        set_column(Denuncia, denuncia.pk, interpretation=words)  # another column of the row
        with pytest.raises(AlteredError):
            Denuncia.objects.get(pk=denuncia.pk).interpretation  # noqa: B018
        set_column(ReservedIdentity, identity.pk, detail=words)  # another table
        with pytest.raises(AlteredError):
            ReservedIdentity.objects.get(pk=identity.pk).detail  # noqa: B018
        set_column(Denuncia, denuncia.pk, relato=words[:-1] + bytes([words[-1] ^ 1]))
        with pytest.raises(AlteredError):
            Denuncia.objects.get(pk=denuncia.pk).relato  # noqa: B018
    with school_context(other_school):  # another school has not even the key
        set_column(Denuncia, foreign.pk, relato=words)
        with pytest.raises(KeyLostError):
            Denuncia.objects.get(pk=foreign.pk).relato  # noqa: B018


def tell_again(scene):
    """Return the denuncia of a second case of the school."""
    from cases.models import Case

    second = Case.objects.create(
        year=2026, number=9000 + scene.case.number, protocol_key="acoso_escolar",
        reglamento=scene.case.reglamento, known_at=scene.now, created_at=scene.now,
        opened_by=scene.encargada.user,
    )  # fmt: skip
    return Denuncia.objects.create(
        case=second, canal=Canal.PRESENCIAL, known_at=scene.now, received_at=scene.now,
        registered_at=scene.now, received_by=scene.encargada, relato=f"{CANARY} otra vez",
        suggested_key="acoso_escolar",
    )  # fmt: skip


def test_t70_a_row_moved_to_another_case_does_not_open(scene, told):
    with school_context(scene.school):
        line = Participant.objects.create(
            case=scene.case, role="testigo", third_party="Nombre inventado", notes=CANARY
        )
        second = tell_again(scene)
        set_column(Participant, line.pk, case_id=second.case_id)

        with pytest.raises(AlteredError):
            Participant.objects.get(pk=line.pk).notes  # noqa: B018


def test_t70_after_rotation_everything_is_read_with_the_new_master_alone(
    scene, told, settings, capsys
):
    old = settings.MASTER_KEYS
    new = master_keys({"CONVIVENCIA_MASTER_KEY": new_key("2027-01")})
    settings.MASTER_KEYS = {**old, **new}
    call_command("rotate_keys")
    said = capsys.readouterr().out
    settings.MASTER_KEYS = new
    with school_context(scene.school):
        assert read(told) == WHOLE
    assert scene.school.rbd in said
    assert "2027-01" in said

    settings.MASTER_KEYS = old  # a backup restored with the key of before
    with school_context(scene.school), pytest.raises(KeyLostError):
        read(told)


def test_t70_a_rotation_without_the_old_key_changes_nothing(scene, told, settings):
    old = settings.MASTER_KEYS
    settings.MASTER_KEYS = master_keys({"CONVIVENCIA_MASTER_KEY": new_key("2027-01")})
    with pytest.raises(CommandError, match="llave"):
        call_command("rotate_keys")

    settings.MASTER_KEYS = old
    with school_context(scene.school):
        assert read(told) == WHOLE


def test_t70_a_school_gets_a_new_key_and_an_interrupted_renewal_goes_on(
    scene, told, monkeypatch, capsys
):
    monkeypatch.setattr(rotation, "BATCH", 1)
    first = next(rotation.renew_school_key(scene.school.pk))  # and there it stops
    with school_context(scene.school):
        assert read(told) == WHOLE
        assert SchoolKey.objects.count() == 2
    call_command("rotate_keys", renovar=scene.school.rbd)
    with school_context(scene.school):
        keys = list(SchoolKey.objects.order_by("version"))
        assert read(told) == WHOLE
        assert [(key.version, key.wrapped is None) for key in keys] == [(1, True), (2, False)]
        assert set(DataKey.objects.values_list("school_key_id", flat=True)) == {keys[1].pk}
    assert first == 1
    assert "destruida" in capsys.readouterr().out


def test_t70_without_the_key_pages_say_so_and_nothing_is_written(scene, told, settings, client):
    client.force_login(scene.directora.user)
    page = reverse("case-detail", args=[scene.case.pk])
    before = client.get(page)
    settings.MASTER_KEYS = master_keys({"CONVIVENCIA_MASTER_KEY": new_key("otra")})
    answer = client.get(page)

    assert before.status_code == 200
    assert answer.status_code == 503
    assert "cifrada" in answer.content.decode()
    assert CANARY not in answer.content.decode()
    with school_context(scene.school), pytest.raises(KeyLostError):
        tell_again(scene)


def test_t70_the_checks_find_a_missing_and_a_wrong_key(scene, told, settings):
    assert list(there_is_a_master_key()) == []
    assert list(every_school_opens(databases=["default"])) == []
    settings.MASTER_KEYS = master_keys({"CONVIVENCIA_MASTER_KEY": new_key("otra")})
    (wrong,) = every_school_opens(databases=["default"])
    settings.MASTER_KEYS = {}
    (missing,) = there_is_a_master_key()

    assert (wrong.id, missing.id) == ("vault.E002", "vault.E001")
    assert scene.school.rbd in wrong.msg


def test_t70_a_key_undone_with_its_savepoint_is_not_used_again(scene):
    with school_context(scene.school):
        with transaction.atomic():
            tell(scene)
            transaction.set_rollback(True)
        kept = tell(scene)
    with school_context(scene.school):
        assert Denuncia.objects.get(pk=kept.pk).relato == CANARY


def test_t70_sealed_columns_cannot_be_searched_nor_written_in_bulk(scene, told):
    with school_context(scene.school):
        for asked in ({"text": CANARY}, {"text__contains": "z"}, {"data__reference": CANARY}):
            with pytest.raises(FieldError):
                list(Actuacion.objects.filter(**asked))
        with pytest.raises(FieldError), transaction.atomic():
            Participant.objects.filter(case=scene.case).update(notes=CANARY)
        with pytest.raises(FieldError), transaction.atomic():
            Participant.objects.bulk_create(
                [Participant(case=scene.case, role="testigo", third_party="X", notes=CANARY)]
            )
        with pytest.raises(TypeError):
            str(Denuncia.objects.values_list("relato", flat=True).get(pk=told[0].pk))
        assert Denuncia.objects.filter(interpretation__isnull=True).exists()


def test_t70_what_nobody_looked_at_is_saved_as_it_was(scene, told):
    with school_context(scene.school):
        before = stored(Denuncia, told[0].pk, "relato")
        row = Denuncia.objects.get(pk=told[0].pk)
        row.place = "Patio"
        row.save()

        assert stored(Denuncia, row.pk, "relato") == before
        assert Denuncia.objects.get(pk=row.pk).place == "Patio"


def test_t70_a_list_of_many_cases_asks_once_for_its_keys(scene, told):
    with school_context(scene.school):
        tell_again(scene)
    with school_context(scene.school):
        rows = list(Denuncia.objects.order_by("pk"))
        with CaptureQueriesContext(connection) as seen:
            words = [row.relato for row in rows]

    assert words == [CANARY, f"{CANARY} otra vez"]
    assert len(seen) == 1


def test_t70_a_file_that_was_replaced_does_not_open(scene, told):
    with school_context(scene.school):
        other = store_file(
            content=b"otra", name="b.pdf", mime="application/pdf", at=scene.now,
            case_id=scene.case.pk,
        )  # fmt: skip
        swapped = StoredFile.objects.get(pk=told[2].pk)
        swapped.__dict__["content"] = StoredFile.objects.get(pk=other.pk).__dict__["content"]
        with pytest.raises(AlteredError):
            swapped.content  # noqa: B018


@pytest.mark.parametrize("text", ["sin-clave", "a:Zm9v", ":" + "A" * 44])
def test_a_master_key_badly_written_stops_the_start(text):
    with pytest.raises(RuntimeError, match="mal escrita"):
        master_keys({"CONVIVENCIA_MASTER_KEY": text})


def test_two_names_for_one_key_stop_the_start():
    body = new_key("a").partition(":")[2]
    with pytest.raises(RuntimeError, match="misma llave"):
        master_keys({"CONVIVENCIA_MASTER_KEY": f"a:{body},b:{body}"})


def test_the_key_of_a_folder_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = own_keys({}, tmp_path), own_keys({}, tmp_path)
    file = tmp_path / "llave-maestra"

    assert first == second
    assert file.stat().st_mode & 0o777 == 0o600
    assert master_keys({"CONVIVENCIA_MASTER_KEY_FILE": str(file)}) == first
