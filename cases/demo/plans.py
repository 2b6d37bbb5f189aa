"""What the invented schools are: names, courses and who works there."""

from dataclasses import dataclass

from cases.demo.names import run
from schools.models import Role

SOSTENEDOR = {
    "rut": run(1, 76_990_000),
    "name": "Corporación Educacional Los Boldos de Quillayal",
    "email": "sostenedor@boldos.example",
}


@dataclass(frozen=True)
class Plan:
    """One school to be made. `series` keeps its people apart from those of the others."""

    name: str
    rbd: str
    comuna: str
    domain: str
    address: str
    cursos: tuple[str, ...]  # «K» is kínder; «6A» is 6° básico A
    per_curso: int
    series: int
    staff: tuple[
        tuple[str, str, str, str, str, str], ...
    ]  # key, names, surnames, role, title, curso


AROMOS = Plan(
    name="Colegio Aromos de Quillayal",
    rbd=f"90101-{run(0, 90_101)[-1]}",
    comuna="13101",
    domain="aromos.example",
    address="Pasaje Los Quillayes 100",
    cursos=("KA", "1A", "2A", "3A", "4A", "5A", "5B", "6A", "6B", "7A", "7B", "8A"),
    per_curso=20,
    series=0,
    staff=(
        ("encargada", "Marcela Ivonne", "Curihuinca Palma", Role.ENCARGADA, "", ""),
        ("directora", "Patricia Elena", "Sanhueza Órdenes", Role.DIRECTORA, "", ""),
        (
            "inspectora",
            "Rosa Ester",
            "Villablanca Toro",
            Role.INSPECTORIA,
            "Inspectora general",
            "",
        ),
        ("psicologa", "Rayén", "Antimán Bascuñán", Role.EQUIPO, "Psicóloga", ""),
        (
            "profesor6",
            "Hernán",
            "Iturra Peñaloza",
            Role.PROFESOR_JEFE,
            "Profesor jefe de 6° A",
            "6A",
        ),
        (
            "profesora8",
            "Daniela",
            "Núñez Del Río",
            Role.PROFESOR_JEFE,
            "Profesora jefe de 8° A",
            "8A",
        ),
        ("asistente", "Luis Alberto", "Ñancupil Vera", Role.DOCENTE, "Asistente de patio", ""),
        ("utp", "Gladys", "Olguín Fariña", Role.DIRECTIVO, "Jefa de UTP", ""),
        ("administradora", "Ximena", "Yáñez Quezada", Role.ADMINISTRADORA, "Secretaria", ""),
        (
            "sostenedor",
            "Germán",
            "Echeñique-Vial Muñoz",
            Role.SOSTENEDOR,
            "Representante legal",
            "",
        ),
    ),
)
PEUMO = Plan(
    name="Escuela Peumo de Nalcahue",
    rbd=f"90202-{run(0, 90_202)[-1]}",
    comuna="16101",
    domain="peumo.example",
    address="Camino a Nalcahue s/n",
    cursos=("KA", "1A", "2A", "3A", "4A", "5A", "6A", "7A", "8A"),
    per_curso=10,
    series=500_000,
    staff=(
        ("encargada", "Soledad", "Catrileo Ibáñez", Role.ENCARGADA, "", ""),
        ("directora", "Eliana", "Bahamonde Ugalde", Role.DIRECTORA, "", ""),
        ("inspectora", "Nadia", "Carrasco Lefimil", Role.INSPECTORIA, "Inspectora", ""),
        ("psicologa", "Rayén", "Antimán Bascuñán", Role.EQUIPO, "Psicóloga (media jornada)", ""),
        (
            "profesor6",
            "Wilson",
            "Saavedra Manquel",
            Role.PROFESOR_JEFE,
            "Profesor jefe de 6° A",
            "6A",
        ),
        ("asistente", "Yasna", "Zúñiga Huenchumán", Role.DOCENTE, "Docente de inglés", ""),
        ("administradora", "Paulina", "Urrutia Rebolledo", Role.ADMINISTRADORA, "Secretaria", ""),
        (
            "sostenedor",
            "Germán",
            "Echeñique-Vial Muñoz",
            Role.SOSTENEDOR,
            "Representante legal",
            "",
        ),
    ),
)
BOTH_SCHOOLS = {"psicologa": AROMOS.domain, "sostenedor": "boldos.example"}
