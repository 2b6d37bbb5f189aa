"""The pages of the denuncia, in their order: one table."""

from dataclasses import dataclass

from cases.intake import forms

CANAL, CONOCIMIENTO, RELATO, PERSONAS = "canal", "conocimiento", "relato", "personas"
HECHOS, ORIENTACION, PROTOCOLO, REVISION = "hechos", "orientacion", "protocolo", "revision"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its title, its form (none for the people)."""

    key: str
    title: str
    form: type[forms.PageForm] | None

    @property
    def number(self) -> int:
        return ORDER.index(self.key) + 1

    @property
    def has_form(self) -> bool:
        return self.form is not None

    @property
    def template(self) -> str:
        return f"cases/intake/page_{self.key}.html"

    @property
    def following(self) -> str:
        """The page after this one; after the last, the review."""
        return (*ORDER, REVISION)[self.number]

    @property
    def before(self) -> str:
        """The page before this one; "" for the first."""
        return ORDER[self.number - 2] if self.number > 1 else ""


_PAGES = (
    Page(CANAL, "¿Cómo llegó la denuncia?", forms.CanalForm),
    Page(CONOCIMIENTO, "¿Cuándo se supo?", forms.ConocimientoForm),
    Page(RELATO, "¿Qué se contó?", forms.RelatoForm),
    Page(PERSONAS, "¿Quiénes intervienen?", None),
    Page(HECHOS, "¿Cuándo y dónde ocurrió?", forms.HechosForm),
    Page(ORIENTACION, "¿Qué hay que hacer primero?", forms.OrientacionForm),
    Page(PROTOCOLO, "¿Qué protocolo corresponde?", forms.ProtocoloForm),
)
PAGES = {page.key: page for page in _PAGES}
ORDER = tuple(PAGES)
