"""From bytes to records: every dialect, and every file that is not what it says."""

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from convivencia.exceptions import DomainError
from schools.identifiers import check_digit
from schools.roster import cells
from schools.roster.reading import open_table
from schools.roster.services import parse
from tests.schools import rosters

ROWS = [rosters.student_row(1), rosters.student_row(2, letter="B")]
CSV = rosters.csv_text(ROWS)


def summary(content: bytes) -> list[tuple]:
    return [
        (r.reason, r.curso, r.student["run"][:-1], r.student["paternal"], r.student["gender"])
        for r in parse(content, 2026)
    ]


EXPECTED = [
    ("", ("basica", 6, "A"), "44000001", "Quilodrán", "F"),
    ("", ("basica", 6, "B"), "44000002", "Quilodrán", "M"),
]
LOUD = tuple(title.upper() for title in rosters.HEADER)
PLAIN = (
    "descripcion grado",
    "letra",
    "RUT",
    "dv",
    "Sexo",
    "Nombre",
    "Ap. Paterno",
    "Ap. Materno",
    "Fecha de nacimiento",
)
TITLES = (["SISTEMA DE GESTIÓN"], [], ["Establecimiento", "", "Aromos"], ["Nómina 2026"])


@pytest.mark.parametrize(
    "content",
    [
        rosters.xlsx(ROWS),
        rosters.xlsx(ROWS, header=LOUD),
        rosters.xlsx(ROWS, header=PLAIN),
        rosters.xlsx(ROWS, above=TITLES),
        rosters.xlsx([ROWS[0], [], ["", " ", None], ROWS[1], []]),
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("latin-1"),
        CSV.encode("utf-16"),
        ("Nómina de estudiantes\r\n\r\n" + CSV).encode(),
        rosters.csv_text(ROWS, delimiter=",").encode(),
        rosters.csv_text(ROWS, delimiter="\t").encode("utf-8-sig"),
        CSV.replace("\r\n", "\n").encode(),
        rosters.csv_text([[f'"{c}"' for c in row] for row in ROWS]).encode(),
    ],
    ids=[
        "xlsx",
        "capitals",
        "other titles",
        "titles above",
        "blank lines",
        "utf-8",
        "utf-8 with bom",
        "latin-1",
        "utf-16",
        "csv with titles above",
        "comma",
        "tab",
        "unix lines",
        "quoted",
    ],
)
def test_every_dialect_gives_the_same_records(content):
    assert summary(content) == EXPECTED


def test_numbers_that_a_spreadsheet_made_of_text_are_understood():
    body = 44_000_009
    row = rosters.student_row(9, **{"Run": float(body), "Fecha Nacimiento": date(2014, 5, 6)})
    digit = rosters.student_row(9, **{"Run": f"{body}.0", "Fecha Nacimiento": 41765})
    whole = rosters.student_row(9, **{"Run": f"44.000.009-{check_digit(body)}", "Dígito Ver.": ""})

    for cell_row in (row, digit, whole):
        (record,) = parse(rosters.xlsx([cell_row]), 2026)
        assert record.reason == ""
        assert record.student["run"] == f"{body}{check_digit(body)}"
        assert record.student["birth_date"].startswith("2014-05-06") or cell_row is not row


def test_row_numbers_are_those_of_the_file():
    content = rosters.xlsx([ROWS[0], [], ROWS[1]], above=(["Nómina"], []))

    assert [r.row for r in parse(content, 2026)] == [4, 6]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Run": ""}, "Falta el RUN."),
        ({"Dígito Ver.": ""}, "Falta el dígito verificador del RUN."),
        ({"Run": 44_000_002}, "El RUN 44000002-"),
        ({"Run": "abc"}, "El RUN abc-"),
        ({"Run": "4,4E+07"}, "Excel escribió el RUN abreviado"),
        ({"Nombres": ""}, "Faltan los nombres."),
        ({"Nombres": "123"}, "Faltan los nombres."),
        ({"Apellido Paterno": " "}, "Falta el apellido paterno."),
        ({"Nombres": "x" * 81}, "Pasa de 80 letras"),
        ({"Desc Grado": ""}, "Falta el grado."),
        ({"Desc Grado": "9° básico"}, "No se reconoce el grado «9° básico»."),
        ({"Desc Grado": "Nivel medio mayor"}, "No se reconoce el grado"),
        ({"Letra Curso": ""}, "Falta la letra del curso."),
        ({"Letra Curso": "ABC"}, "La letra del curso «ABC» no es válida."),
        ({"Fecha Nacimiento": "31-02-2014"}, "La fecha de nacimiento «31-02-2014» no se entiende."),
        ({"Fecha Nacimiento": "01-01-2027"}, "La fecha de nacimiento"),
    ],
)
def test_wrong_row_says_why(change, reason):
    (record,) = parse(rosters.xlsx([rosters.student_row(1, **change)]), 2026)

    assert record.reason.startswith(reason)


def test_formula_is_refused_and_its_text_is_data():
    header = (*rosters.HEADER,)
    (formula,) = parse(rosters.xlsx([rosters.student_row(1, Nombres="=1+1")], header), 2026)
    (text,) = parse(rosters.csv_text([rosters.student_row(1, Nombres="=Ana+1")]).encode(), 2026)

    assert formula.reason.startswith("Una celda tiene una fórmula")
    assert text.reason == ""
    assert text.student["first_names"] == "=Ana+1"


@pytest.mark.parametrize(
    ("year", "reason"), [("2026", ""), ("2026.0", ""), ("2025", "La fila dice año 2025")]
)
def test_row_of_another_year_is_refused(year, reason):
    content = rosters.xlsx([[*ROWS[0], year]], (*rosters.HEADER, "Año"))

    (record,) = parse(content, 2026)

    assert record.reason.startswith(reason)
    assert bool(record.reason) is bool(reason)


def test_repeated_run_is_refused_once_and_two_courses_twice():
    again = rosters.student_row(1)
    elsewhere = rosters.student_row(2, letter="C")

    one, two, same, moved = parse(rosters.xlsx([*ROWS, again, elsewhere]), 2026)

    assert one.reason == ""
    assert same.reason.endswith("ya viene en la fila 2.")
    assert two.reason == "Viene en dos cursos: también en 6° básico C, fila 5."
    assert moved.reason == "Viene en dos cursos: también en 6° básico B, fila 3."


def test_number_in_the_range_of_ipe_is_kept_as_ipe_with_a_note():
    row = rosters.student_row(1, **{"Run": 100_000_001, "Dígito Ver.": 5})

    (record,) = parse(rosters.xlsx([row]), 2026)

    assert record.reason == ""
    assert record.student["id_kind"] == "ipe"
    assert record.notes == ["El número está en el rango de los IPE: se registra como IPE."]


def test_wrong_apoderado_is_left_out_with_a_note_and_the_student_stays():
    header = (*rosters.HEADER, *rosters.APODERADO)
    rows = [
        [*ROWS[0], *rosters.apoderado_cells(1, **{"Dv Apoderado": "x"})],
        [
            *ROWS[1],
            *rosters.apoderado_cells(2, **{"Apellidos Apoderado": "", "Correo Apoderado": ""}),
        ],
        [*rosters.student_row(3), *rosters.apoderado_cells(3, **{"Correo Apoderado": "no es"})],
        [*rosters.student_row(4), *([""] * 7)],
    ]

    one, two, three, four = parse(rosters.xlsx(rows, header), 2026)

    assert (one.apoderado["run"], one.notes) == (
        "",
        ["El RUN del apoderado no es correcto: se importa sin él."],
    )
    assert (two.apoderado, two.notes) == (
        None,
        ["Faltan nombres o apellidos del apoderado: no se importa."],
    )
    assert (three.apoderado["email"], three.notes) == (
        "",
        ["El correo «no es» no es válido: se deja en blanco."],
    )
    assert (four.apoderado, four.notes) == (None, [])


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def word() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


def with_doctype() -> bytes:
    return rosters.tampered(
        rosters.xlsx(ROWS),
        "xl/workbook.xml",
        b"<workbook",
        b'<!DOCTYPE x [<!ENTITY a "b">]><workbook',
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "está vacío"),
        (b" \r\n ", "está vacío"),
        (b"%PDF-1.7 ...", "es un PDF"),
        (old_excel(), "Excel antiguo"),
        (b"\xff\xd8\xff\xe0 jpeg", "es una imagen"),
        (b"\x89PNG\r\n\x1a\n", "es una imagen"),
        (b"<html><table></table></html>", "página web"),
        (b"PK\x03\x04 broken", "está dañado"),
        (word(), "no es una planilla de Excel"),
        (rosters.bomb(), "demasiado grande al abrirla"),
        (with_doctype(), "instrucciones que no se aceptan"),
        (
            rosters.tampered(rosters.xlsx(ROWS), "xl/worksheets/sheet1.xml", b"<row", b"<r&w"),
            "está dañado",
        ),
        (bytes(range(256)) * 20, "no es una planilla"),
        (b"hola\nque tal\n", "No se encontró la fila de títulos"),
        (rosters.csv_text(ROWS, header=("a",) * 9).encode(), "No se encontró la fila de títulos"),
        (
            CSV.replace("Letra Curso", "x").replace("Nombres", "y").encode(),
            "Faltan columnas: Nombres, Letra Curso.",
        ),
        (("Run;Nombres;" + "x" * 200_000).encode(), "No se pudo leer la línea 1"),
        (rosters.csv_text(ROWS * 10_001).encode(), "más de 20000 filas"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_not_a_roster_says_what_it_is(content, message):
    with pytest.raises(DomainError, match=message) as caught:
        parse(content, 2026)

    assert caught.value.code == "file"


def test_header_alone_has_no_rows():
    assert list(open_table(rosters.xlsx([]))) == []


def test_sheet_that_declares_a_wrong_size_is_read_whole():
    content = rosters.xlsx(ROWS)
    sheet = "xl/worksheets/sheet1.xml"
    lying = rosters.tampered(content, sheet, b"<sheetData>", b'<dimension ref="A1"/><sheetData>')

    assert summary(lying) == EXPECTED


def test_the_table_may_be_in_the_second_sheet():
    book = openpyxl.Workbook()
    book.active.append(["Portada"])
    second = book.create_sheet("datos")
    for row in (rosters.HEADER, *ROWS):
        second.append(row)
    stream = io.BytesIO()
    book.save(stream)

    assert summary(stream.getvalue()) == EXPECTED


def test_ten_thousand_rows_are_read_in_seconds():
    content = rosters.xlsx([rosters.student_row(n) for n in range(10_000)])
    started = time.perf_counter()
    percents = []

    records = parse(content, 2026, percents.append)

    assert sum(not r.reason for r in records) == 10_000
    assert time.perf_counter() - started < 15
    assert percents == sorted(percents)
    assert len(percents) == 20


@pytest.mark.parametrize(
    ("text", "teaching", "code", "expected"),
    [
        ("1° básico", "", "", ("basica", 1)),
        ("8º Basico", "", "", ("basica", 8)),
        ("6to Básico", "", "", ("basica", 6)),
        ("3ro básico", "", "", ("basica", 3)),
        ("Primero Básico", "", "", ("basica", 1)),
        ("SÉPTIMO AÑO BÁSICO", "", "", ("basica", 7)),
        ("1° medio", "", "", ("media", 1)),
        ("IV Medio", "", "", ("media", 4)),
        ("Tercer año de Educación", "", "", None),
        ("2º año medio", "", "", ("media", 2)),
        ("NT1", "", "", ("parvularia", 1)),
        ("Pre-Kinder", "", "", ("parvularia", 1)),
        ("Prekínder", "", "", ("parvularia", 1)),
        ("Kínder", "", "", ("parvularia", 2)),
        ("1er nivel de Transición (Pre-kinder)", "", "", ("parvularia", 1)),
        ("2° nivel de Transición (Kinder)", "", "", ("parvularia", 2)),
        ("", "110", "6", ("basica", 6)),
        ("", "310", "2", ("media", 2)),
        ("", "510", "4", ("media", 4)),
        ("", "010", "5", ("parvularia", 2)),
        ("", "165", "1", None),
        ("5° medio", "", "", None),
        ("0° básico", "", "", None),
        ("", "110", "9", None),
        ("", "9" * 50, "1", None),
        ("x" * 50_000, "", "", None),
    ],
)
def test_grade_is_understood(text, teaching, code, expected):
    assert cells.grade_of(text, teaching, code) == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("MARÍA DE LOS ÁNGELES", "María de los Ángeles"),
        ("DE LA CRUZ", "De la Cruz"),
        ("O'HIGGINS", "O'Higgins"),
        ("PÉREZ-COTAPOS", "Pérez-Cotapos"),
        ("Íñigo", "Íñigo"),
        ("  ANA   SOFÍA ", "Ana Sofía"),
        ("McKay", "McKay"),
    ],
)
def test_name_in_capitals_is_written_as_usual(typed, shown):
    assert cells.proper_name(typed) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014-05-06", date(2014, 5, 6)),
        ("06-05-2014", date(2014, 5, 6)),
        ("6/5/2014", date(2014, 5, 6)),
        ("06.05.2014", date(2014, 5, 6)),
        ("41765", date(2014, 5, 6)),
        ("06-05-2014 00:00:00", date(2014, 5, 6)),
        ("mayo", None),
    ],
)
def test_day_is_understood(text, expected):
    assert cells.read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Femenino", "F"), ("M", "M"), ("Mujer", "F"), ("Hombre", "M"), ("", ""), ("2", "")],
)
def test_gender_is_understood(text, expected):
    assert cells.gender_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MADRE", "madre"),
        ("Papá", "padre"),
        ("Abuelo", "abuela"),
        ("Tutora", "tutor"),
        ("Tía", "otro"),
    ],
)
def test_relation_is_understood(text, expected):
    assert cells.relation_of(text) == expected
