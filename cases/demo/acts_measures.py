"""What becomes of a resguardo: put in practice, and kept on its day of review."""

from datetime import datetime

from cases.decisions.resguardos import apply_resguardo, keep_resguardo
from cases.demo.story import Act, Story
from cases.models.decisions import TipoMedida


def apply(story: Story, at: datetime) -> None:
    for pk in _resguardos(story):
        case = story.case
        apply_resguardo(
            case=case, pk=pk, actor=story.encargada, version=case.version, at=at, now=at,
            text="Informada a los funcionarios que la llevan a cabo; opera desde el primer día.",
        )  # fmt: skip


def keep(days: int) -> Act:
    """Keep the measures for so many business days more."""

    def act(story: Story, at: datetime) -> None:
        today = at.astimezone(story.place.days.zone).date()
        for pk in _resguardos(story):
            case = story.case
            keep_resguardo(
                case=case, pk=pk, actor=story.encargada, version=case.version, at=at, now=at,
                until=story.place.days.after(today, days),
                text="Ha funcionado y la familia pide que continúe.",
            )  # fmt: skip

    return act


def _resguardos(story: Story) -> list[int]:
    rows = story.case.medidas.filter(tipo=TipoMedida.RESGUARDO)
    return list(rows.values_list("pk", flat=True))
