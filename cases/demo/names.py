"""Names, dates of birth and RUNs of people who do not exist, the same on every machine."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from schools.identifiers import check_digit

ONE_SURNAME = 0.03  # of the students have no second surname
STUDENTS_FROM, STAFF_FROM, ADULTS_FROM = 41_000_000, 42_500_000, 43_000_000
GIRLS = (
    "Antonia", "Emilia", "Trinidad", "Millaray", "Amparo", "Josefa Belén", "Isidora", "Rayén",
    "Colomba", "María de los Ángeles", "Fernanda", "Agustina", "Ana-Sofía", "Martina Ignacia",
    "Francisca", "Maite", "Violeta", "Catalina", "Ámbar", "Constanza", "Renata", "Íngrid",
)  # fmt: skip
BOYS = (
    "Benjamín", "Baltasar", "Íñigo", "Facundo", "Lautaro", "Gaspar", "Cristóbal Andrés", "Nahuel",
    "Vicente", "Jean-Pierre", "Matías", "Renato", "Ángel", "Joaquín Alonso", "Tomás", "Emiliano",
    "Simón", "Dylan", "Amaro", "Álvaro José", "Bastián", "León",
)  # fmt: skip
WOMEN = (
    "Marta", "Verónica", "Ximena", "Paulina", "Ana María", "Gladys", "Jocelyn", "Soledad",
    "Yasna", "Carolina Andrea", "Rosa Elvira", "Nadia", "Marie-Claire", "Eliana", "Úrsula",
)  # fmt: skip
MEN = (
    "Rodrigo", "Héctor", "Luis Alberto", "Óscar", "Marcelo", "Germán", "Wilson", "Iván",
    "José Miguel", "Patricio", "Jean Wilner", "Fabián", "Elías", "Raúl", "Hernán",
)  # fmt: skip
SURNAMES = (
    "Quiroga", "Peñailillo", "Ñancupil", "Urrutia", "Zúñiga", "Manquel", "Órdenes", "Rebolledo",
    "Sanhueza", "Huenchumán", "Ibáñez", "Castañeda", "Lefimil", "Yáñez", "Bahamonde", "Catrileo",
    "Muñoz", "Echeñique-Vial", "Del Río", "Saavedra", "Pierre-Louis", "Núñez", "Ugalde",
    "Carrasco", "Villablanca", "Antimán", "Olguín", "Fariña", "De la Cerda", "Quezada",
)  # fmt: skip


def run(n: int, base: int) -> str:
    """Return the compact RUN of the n-th person of a series."""
    return f"{base + n}{check_digit(base + n)}"


@dataclass(frozen=True, slots=True)
class Child:
    """An invented student and the surnames of the adults at home."""

    first: str
    paternal: str
    maternal: str
    gender: str
    born: date


class Names:
    """People drawn one after another; the same seed draws the same people."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 -- no secret  # nosec B311

    def child(self, *, age: int, year: int) -> Child:
        """Return a child who turns `age` between April of that school year and the next March."""
        gender = self._random.choice("FM")
        first = self._random.choice(GIRLS if gender == "F" else BOYS)
        paternal, maternal = self._random.sample(SURNAMES, 2)
        born = date(year - age, 4, 1) + timedelta(days=self._random.randrange(365))
        if self._random.random() < ONE_SURNAME:
            maternal = ""
        return Child(first, paternal, maternal, gender, born)

    def woman(self, surname: str) -> tuple[str, str]:
        """Return names and surnames of a woman of the family."""
        return self._random.choice(WOMEN), f"{surname} {self._random.choice(SURNAMES)}"

    def man(self, surname: str) -> tuple[str, str]:
        """Return names and surnames of a man of the family."""
        return self._random.choice(MEN), f"{surname} {self._random.choice(SURNAMES)}"
