"""What is done where an enrolment may end: gather, charge, hear, inform, decide, tell, certify."""

from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from cases.access import relate
from cases.demo.story import DENUNCIADO, Act, Story
from cases.expulsion.services import open_procedure, register
from cases.expulsion.steps import STEPS
from cases.hearings.directory import Clase, addressees_for
from cases.hearings.services.oficios import (
    Channel,
    OficioInput,
    SendingInput,
    issue_oficio,
    register_sending,
)
from cases.models import Document, Expulsion
from cases.models.expulsion import CargoComision, Hito

BY_THE_NORM = frozenset({Hito.FIRMEZA})  # its instant is worked out, not told
PLAN = (28, 46)  # business days after the denuncia: from, to
COMMISSION = {
    CargoComision.PROFESOR_JEFE: "profesora8",
    CargoComision.COORDINADOR: "encargada",
    CargoComision.TECNICO: "utp",
}


@cache
def words() -> dict[str, dict[str, dict]]:
    """Return what each act says, by measure and act."""
    path = Path(__file__).parent / "data" / "expulsion.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def prepare(sought: str) -> Act:
    def act(story: Story, at: datetime) -> None:
        open_procedure(
            case=story.case, participant=story.party(DENUNCIADO), sought=sought,
            actor=story.directora, now=at,
        )  # fmt: skip

    return act


def do(kind: str, by: str = "directora") -> Act:
    """Do one act of the procedure, with its words; a notice, in person and to both at once."""

    def act(story: Story, at: datetime) -> None:
        rows = Expulsion.objects.select_related("case__school", "case__reglamento")
        row, actor = rows.get(case_id=story.case_id), story.member(by)
        relate(actor, row.case, at=at)
        register(
            expulsion=row, kind=kind, data=_data(story, row, kind, at), actor=actor,
            at=None if kind in BY_THE_NORM else at, version=row.version, now=at,
        )  # fmt: skip

    return act


def _data(story: Story, row: Expulsion, kind: str, at: datetime) -> dict:
    data = dict(words()[row.sought].get(kind, {}))
    if STEPS[kind].told:
        return _told(story, at)
    if kind == Hito.COMISION:
        return {cargo: story.member(key).pk for cargo, key in COMMISSION.items()}
    if kind == Hito.REGLAMENTO:
        enrolled = story.place.days.first_march().replace(day=4)
        return data | {"delivered_on": enrolled.isoformat()}
    if kind == Hito.APOYO:
        return data | {
            "from_on": story.day(PLAN[0]).isoformat(),
            "to_on": story.day(PLAN[1]).isoformat(),
        }
    return data


def _told(story: Story, at: datetime) -> dict:
    adult = story.adults(DENUNCIADO, at.date())[0]
    return {
        "student_at": at.isoformat(), "adult_at": at.isoformat(), "adult": adult.name,
        "medium": "personal", "evidence": "Copia firmada por el estudiante y su familia.",
    }  # fmt: skip


def report_crime(story: Story, at: datetime) -> None:
    """Write to both ways, since the age on the day is not in the file, within the 24 hours."""
    directora, case = story.directora, story.case
    places = addressees_for(case.school.comuna)
    for clase in Clase:
        addressee = next(place for place in places if place.clase == clase)
        entry = OficioInput(
            clase=clase, addressee=addressee.name, subject="Denuncia de hechos en el colegio",
            account=story.situation.relato, sender=directora, sender_email=directora.user.email,
            sender_phone=case.school.phone, measures=(story.situation.resguardo,),
            request="Se reciba la denuncia y se disponga lo que corresponda.",
        )  # fmt: skip
        issue_oficio(case=case, actor=directora, entry=entry, now=at)


def send_reports(story: Story, at: datetime) -> None:
    entry = SendingInput(
        sent_at=at,
        channel=Channel.PARTES,
        reference="Timbre de ingreso",
        received_by="Quien atendía",
    )
    for document in Document.objects.filter(case_id=story.case_id, code="D-40").order_by("pk"):
        register_sending(
            case=story.case, actor=story.encargada, document=document, entry=entry, now=at
        )
