"""The same denuncia opened under any protocol of the catalogue."""

from datetime import date

from cases.intake.services import register_denuncia
from cases.models import Case
from protocols.services import adopt_modelo
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene


def opened(school, modelo: str, key: str) -> tuple[Scene, Case]:
    """Register the denuncia as anybody would, with nobody named as denunciante."""
    scene = Scene.make(school)
    if modelo != "A":
        with school_context(school):
            adopt_modelo(modelo, title="Otro", in_force_from=date(2026, 1, 1), at=NOW)
    choice = {"protocol": key, "choice_reason": "Corresponde a lo ocurrido."}
    peers = "no" if key == "mediacion" else "si"  # what is acoso may not be agreed
    draft = scene.draft(
        scene.encargada, protocolo=choice, orientacion={"entre_pares": peers, "reiterado": "no"}
    )
    with school_context(school):
        case = register_denuncia(draft=draft, actor=scene.encargada, now=NOW)
    return scene, case
