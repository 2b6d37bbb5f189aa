"""The case as it moves through the browser walk, and the five people who move it."""

from pathlib import Path

from cases.models import Case, Vencimiento
from schools.tenancy.context import school_context
from tests.e2e.bed import Site, text_of
from tests.e2e.cast import Cast, Family, Staff

SHOTS = Path(__file__).parent / "shots"
WHO = ("encargada", "directora", "profesor", "madre", "padre")
DUE = {  # scenario E01, modelo A: step → last day
    "bul-07-resguardo": "2026-04-30",
    "bul-10-entrevista-1": "2026-04-30",
    "bul-12-antecedentes": "2026-05-08",
    "bul-21-entrevista-seguimiento": "2026-05-15",
    "bul-13-informe-encargado": "2026-06-01",
    "bul-15-notificacion": "2026-06-03",
    "bul-16-implementacion": "2026-06-08",
    "bul-25-reconsideracion": "2026-06-10",
    "bul-26-resolver-reconsideracion": "2026-06-17",
    "bul-20-vigilancia": "2026-12-17",
}


class Walk:
    """The case as it moves, and who moves it."""

    def __init__(self, site: Site, browser: object, cast: Cast) -> None:
        self.site, self.cast = site, cast
        self.encargada = Staff(browser, site, cast.encargada)
        self.directora = Staff(browser, site, cast.directora)
        self.profesor = Staff(browser, site, cast.profesor)
        self.mother = Family(browser, site, cast.mother)
        self.father = Family(browser, site, cast.father)
        self.path = ""

    @property
    def people(self) -> list:
        return [self.encargada, self.directora, self.profesor, self.mother, self.father]

    def due(self, step: str) -> str:
        """Return the stored last day of a step; the hour too if it runs by the clock."""
        with school_context(self.cast.school):
            row = Vencimiento.objects.get(step_id=step)
        return row.due_on.isoformat() if row.due_on else row.due_at.isoformat()

    def expect_due(self, *steps: str) -> None:
        assert {step: self.due(step) for step in steps} == {step: DUE[step] for step in steps}

    def state(self) -> str:
        with school_context(self.cast.school):
            return Case.objects.get().state

    def show(self, name: str) -> None:
        """Leave a picture of what each person sees, for whoever reads a failure."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for person, who in zip(self.people, WHO, strict=True):
            person.page.screenshot(path=SHOTS / f"falla-{name}-{who}.png", full_page=True)

    def pdf_text(self, code: str) -> str:
        """Return the words of the newest document of that kind, downloaded by the encargada."""
        with school_context(self.cast.school):
            document = Case.objects.get().documents.filter(code=code).order_by("-pk").first()
        assert document is not None, f"no hay {code}"
        return text_of(self.encargada.pdf(f"{self.path}documentos/{document.pk}/"))
