"""The life of an import: preview, apply, undo, and every reason to refuse."""

from datetime import date

import pytest

from convivencia.exceptions import AlreadyDoneError, DomainError, StaleFormError
from schools.models import (
    Apoderado,
    Curso,
    Guardianship,
    RosterImport,
    School,
    StoredFile,
    Student,
)
from schools.people.services import update_student
from schools.roster import services
from schools.roster.planning import SAME_NAME_AS_IPE
from schools.roster.tasks import read_roster
from schools.tenancy.context import school_context
from tests.factories import (
    CursoFactory,
    EnrolmentFactory,
    StudentFactory,
)
from tests.schools import rosters
from tests.schools.rosters import AT, LATER, everything, full_row


def counts(roster: RosterImport) -> tuple:
    return tuple(roster.counts[k] for k in ("nuevo", "cambia", "igual", "invalido"))


def test_preview_writes_nobody(here, start):
    before = everything()

    roster = start([full_row(1), full_row(2), full_row(3, Run="malo")])

    assert roster.state == "revision"
    assert counts(roster) == (2, 0, 0, 1)
    assert [r["row"] for r in roster.rows if r["kind"] == "invalido"] == [4]
    assert everything() == before


def test_apply_creates_students_courses_apoderados_and_ties(here, start, apply):
    roster = apply(roster=start([full_row(1), full_row(2, **{"Letra Curso": "B"})]))

    assert roster.state == "aplicada"
    one = Student.objects.get(run__startswith="44000001")
    assert (one.first_names, one.paternal, one.birth_date) == (
        "Alumna B",
        "Quilodrán",
        date(2014, 3, 2),
    )
    enrolment = one.enrolments.get()
    assert (str(enrolment.curso), enrolment.starts_on) == ("6° básico A", date(2026, 3, 10))
    tie = one.guardianships.get()
    assert (tie.relation, tie.is_main, tie.apoderado.email) == (
        "madre",
        True,
        "familia1@correo.example",
    )
    assert Curso.objects.count() == 2


def test_the_same_file_again_changes_nothing(here, start, apply):
    rows = [full_row(1), full_row(2)]
    apply(roster=start(rows))

    again = start(rows)

    assert counts(again) == (0, 0, 2, 0)
    with pytest.raises(DomainError, match="no cambia nada"):
        apply(roster=again)


def test_changes_show_before_and_after_and_undo_restores_exactly(here, start, apply, undo):
    apply(roster=start([full_row(1), full_row(2), full_row(3)]))
    before = everything()
    changed = start(
        [
            full_row(1, **{"Letra Curso": "B", "Apellido Paterno": "Quilodrán Soto"}),
            full_row(2, **{"Correo Apoderado": "otra@correo.example"}),
            full_row(
                3,
                **{
                    "Run Apoderado": 45_000_077,
                    "Dv Apoderado": _digit(45_000_077),
                    "Nombres Apoderado": "Otra",
                },
            ),
            full_row(4),
        ],
        at=LATER,
    )

    assert counts(changed) == (1, 3, 0, 0)
    assert changed.rows[0]["changes"] == [
        ["Apellido paterno", "Quilodrán", "Quilodrán Soto"],
        ["Curso", "6° básico A 2026", "6° básico B 2026"],
    ]
    assert changed.rows[1]["changes"] == [
        ["Correo del apoderado", "familia2@correo.example", "otra@correo.example"]
    ]
    assert changed.rows[2]["changes"] == [["Apoderado nuevo", "", "Otra Ñanco Peñi"]]

    applied = apply(roster=changed, at=LATER)
    one = Student.objects.get(run__startswith="44000001")
    assert one.paternal == "Quilodrán Soto"
    assert [str(e.curso) for e in one.enrolments.order_by("pk")] == ["6° básico A", "6° básico B"]
    three = Student.objects.get(run__startswith="44000003")
    assert sorted(three.guardianships.values_list("is_main", flat=True)) == [False, True]

    undo(roster=applied)
    assert everything() == before


def _digit(body: int) -> str:
    return rosters.check_digit(body)


def test_undo_of_the_first_import_leaves_nobody(here, start, apply, undo):
    before = everything()
    applied = apply(roster=start([full_row(n) for n in range(5)]))

    undone = undo(roster=applied)

    assert undone.state == "deshecha"
    assert everything() == before
    with pytest.raises(AlreadyDoneError):
        undo(roster=applied)


def test_capitals_and_lost_accents_of_the_sige_are_not_changes(here, start, apply):
    apply(roster=start([full_row(1)]))

    again = start(
        [
            full_row(
                1,
                **{
                    "Nombres": "ALUMNA B",
                    "Apellido Paterno": "QUILODRAN",
                    "Apellido Materno": "NANCO",
                },
            )
        ]
    )

    assert counts(again) == (0, 0, 1, 0)


def test_siblings_share_one_apoderado(here, start, apply):
    shared = rosters.apoderado_cells(1)

    apply(roster=start([[*rosters.student_row(n), *shared] for n in (1, 2, 3)]))

    assert Apoderado.objects.count() == 1
    assert Guardianship.objects.count() == 3


def test_apoderado_without_run_is_recognised_by_name_in_the_same_family(here, start, apply):
    row = full_row(1, **{"Run Apoderado": "", "Dv Apoderado": ""})
    apply(roster=start([row]))

    assert counts(start([row])) == (0, 0, 1, 0)
    assert Apoderado.objects.get().run == ""


def test_student_of_last_year_moves_to_the_new_course_and_the_old_one_ends(here, start, apply):
    curso = CursoFactory(school=here, year=2025, grade=5, letter="A")
    run = rosters.student_row(1)[2]
    student = StudentFactory(school=here, run=f"{run}{_digit(run)}")
    EnrolmentFactory(school=here, student=student, curso=curso, starts_on=date(2025, 3, 4))

    roster = apply(roster=start([full_row(1)]))

    old, new = student.enrolments.order_by("starts_on")
    assert (old.ends_on, new.ends_on) == (date(2026, 3, 10), None)
    assert ["Curso", "5° básico A 2025", "6° básico A 2026"] in roster.rows[0]["changes"]


@pytest.mark.parametrize("end_missing", [False, True])
def test_who_does_not_come_is_counted_and_ends_only_if_asked(here, start, apply, undo, end_missing):
    apply(roster=start([full_row(1), full_row(2)]))
    before = everything()

    roster = start([full_row(1), full_row(3)], at=LATER)
    two = Student.objects.get(run__startswith="44000002")
    assert roster.missing == [two.pk]

    applied = apply(roster=roster, end_missing=end_missing, at=LATER)
    assert (two.enrolments.get().ends_on is not None) is end_missing

    undo(roster=applied)
    assert everything() == before


def test_a_bad_row_does_not_make_its_student_missing(here, start, apply):
    apply(roster=start([full_row(1), full_row(2)]))

    roster = start([full_row(1), full_row(2, **{"Letra Curso": ""})])

    assert counts(roster) == (0, 0, 1, 1)
    assert roster.missing == []


def test_past_ipe_finds_the_student_who_now_has_a_run(here, start, apply, member):
    ipe = full_row(1, **{"Run": 100_000_001, "Dígito Ver.": 5})
    apply(roster=start([ipe]))
    student = Student.objects.get()
    update_student(
        student=student, fields={"id_kind": "run", "run": "123456785"}, at=AT, actor=member
    )

    assert counts(start([ipe])) == (0, 0, 1, 0)
    twice = start([ipe, full_row(1, **{"Run": 12_345_678, "Dígito Ver.": 5})])
    assert twice.rows[1]["reason"] == "Es la misma ficha de la fila 2, con otro documento."


def test_new_run_with_the_name_of_an_ipe_is_noted(here, start, apply):
    apply(roster=start([full_row(1, **{"Run": 100_000_001, "Dígito Ver.": 5})]))

    roster = start([full_row(1)])

    assert roster.rows[0]["kind"] == "nuevo"
    assert roster.rows[0]["notes"] == [SAME_NAME_AS_IPE]


def test_preview_that_grew_old_is_shown_again_and_not_applied(here, start, apply, member):
    roster = start([full_row(1)])
    StudentFactory(school=here, run=f"44000001{_digit(44_000_001)}", first_names="Otra")

    with pytest.raises(StaleFormError):
        apply(roster=roster)

    roster.refresh_from_db()
    assert (roster.state, counts(roster)) == ("revision", (0, 1, 0, 0))
    apply(roster=roster)


def test_an_import_is_applied_once(here, start, apply):
    roster = start([full_row(1)])
    apply(roster=roster)

    with pytest.raises(AlreadyDoneError):
        apply(roster=roster)


def test_another_school_with_the_same_students_is_not_touched(here, other_school, start, apply):
    run = f"44000001{_digit(44_000_001)}"
    foreign = StudentFactory(school=other_school, run=run, first_names="De otra escuela")

    apply(roster=start([full_row(1)]))

    assert Student.objects.get(run=run).pk != foreign.pk
    with school_context(other_school):
        assert Student.objects.get().first_names == "De otra escuela"


def test_bad_file_keeps_nothing(here, member):
    with pytest.raises(DomainError, match="es un PDF"):
        services.start_import(
            content=b"%PDF-1.7", name="nomina.xlsx", year=2026, at=AT, actor=member
        )
    with pytest.raises(DomainError, match="no tiene filas"):
        services.start_import(content=rosters.xlsx([]), name="x", year=2026, at=AT, actor=member)
    with pytest.raises(DomainError, match="más de 10 MB"):
        services.start_import(content=b"x" * 10_485_761, name="x", year=2026, at=AT, actor=member)

    assert not RosterImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_long_file_is_read_in_the_background(
    here, start, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(read_roster, "delay", lambda **ids: sent.append(ids))
    with django_capture_on_commit_callbacks(execute=True):
        roster = start([full_row(n) for n in range(501)])

    assert roster.state == "leyendo"
    assert sent == [{"school_id": here.pk, "roster_id": roster.pk}]

    read_roster(**sent[0])
    read_roster(**sent[0])
    roster.refresh_from_db()
    assert (roster.state, roster.progress, counts(roster)) == ("revision", 100, (501, 0, 0, 0))


def test_dead_broker_loses_no_file(here, start, django_capture_on_commit_callbacks, monkeypatch):
    def refuse(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(read_roster, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        roster = start([full_row(n) for n in range(501)])

    assert roster.state == "leyendo"


def test_file_damaged_far_down_fails_with_its_reason(here, member):
    text = rosters.csv_text([rosters.student_row(n) for n in range(600)]) + '"' + "x" * 200_000
    roster = services.start_import(
        content=text.encode(), name="n.csv", year=2026, at=AT, actor=member
    )

    read_roster(school_id=here.pk, roster_id=roster.pk)

    roster.refresh_from_db()
    assert roster.state == "fallida"
    assert roster.error.startswith("No se pudo leer la línea")


def test_task_of_another_school_finds_nothing(here, other_school, start):
    roster = start([full_row(n) for n in range(501)])

    read_roster(school_id=other_school.pk, roster_id=roster.pk)

    roster.refresh_from_db()
    assert roster.state == "leyendo"


def test_two_thousand_rows_are_applied_and_undone_in_few_queries(
    here, start, apply, undo, django_assert_max_num_queries
):
    roster = start([full_row(n) for n in range(2000)])
    read_roster(school_id=here.pk, roster_id=roster.pk)
    before = everything()

    with django_assert_max_num_queries(60):
        applied = apply(roster=roster)
    assert Student.objects.count() == 2000
    with django_assert_max_num_queries(120):
        undo(roster=applied)

    assert everything() == before


def test_import_belongs_to_its_school(here, start, other_school):
    roster = start([full_row(1)])

    with school_context(other_school):
        assert not RosterImport.objects.filter(pk=roster.pk).exists()
    assert School.objects.filter(pk=roster.school_id).exists()
