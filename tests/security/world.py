"""A school where every kind of row exists, and the ids that each address asks for."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver

from cases.fichas.selectors import current_or_404
from cases.fichas.services import begin_ficha
from cases.models import (
    CalendarChange,
    Citacion,
    Denuncia,
    Expulsion,
    Ficha,
    IntakeDraft,
    Medida,
    PackExport,
    Participant,
    Reconsideracion,
    ReservedIdentity,
    Signature,
    SignatureTurn,
)
from cases.models.access import TeamRole
from cases.models.notifications import NotificacionEvento
from cases.privacy.breaches import register_breach
from cases.privacy.requests import Asking, Holder, register_request
from cases.reserve.identities import UNKNOWN, ask_identity
from cases.team.grants import grant_access
from schools.files import store_file
from schools.models import Enrolment, Guardianship, RosterImport, StoredFile
from schools.privacy.blocks import set_block
from schools.tenancy.context import school_context
from tests.cases.discipline.scenes import impute
from tests.cases.notifications.notices import PDF, Mailbox, decided, notify
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory

ABSENT = 10**9


def routes() -> dict[str, set[str]]:
    """Return the name of every address of the site with the paths declared for it."""
    found: dict[str, set[str]] = {}

    def walk(patterns: list, before: str) -> None:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            elif isinstance(one, URLPattern):
                found.setdefault(one.name or route, set()).add(route)

    walk(get_resolver().url_patterns, "")
    return found


@dataclass
class World:
    """One school with one of everything."""

    scene: Scene
    given: dict[str, object] = field(default_factory=dict)  # what a parameter is, wherever
    rows: dict[str, dict[str, int]] = field(default_factory=dict)  # …or at one address

    def path(self, name: str, route: str, *, absent: bool = False) -> str:
        """Return the path with ids of this school, or with ids that nobody has."""
        values = {**self.given, **self._pk(name, route), **self.rows.get(name, {})}

        def fill(found: re.Match) -> str:
            kind, parameter = found["kind"], found["name"]
            is_id = kind == "int" and absent is not False
            return str(ABSENT if is_id else values.get(parameter, 1))

        path = re.sub(r"<(?P<kind>\w+):(?P<name>\w+)>", fill, route)
        path = re.sub(r"\(\?P<(?P<name>\w+)>[^)]*\)", lambda m: str(values.get(m["name"], 1)), path)
        return "/" + path.replace("^", "").replace("$", "")

    def _pk(self, name: str, route: str) -> dict[str, object]:
        first = route.split("/", maxsplit=1)[0]
        return {"pk": self.given.get(f"pk:{first}", 1)} | (
            {"pk": self.given["pk:intake"]} if route.startswith("denuncias/borrador") else {}
        )


def build(school: object) -> World:
    """Return a school whose case went as far as a request to reconsider."""
    scene = decided(school)
    falta = impute(scene, "NA-GV-02")
    notice = notify(scene, scene.afectado, scene.mother)
    token = re.search(r"/familia/[^/]+/([^/]+)/", Mailbox(scene, scene.mother.email).link())[1]
    with school_context(school):
        request = Reconsideracion.objects.create(
            case=scene.case, participant=scene.afectado, apoderado=scene.mother,
            requested_by="La madre", requested_at=at("2026-06-05 10:00"),
        )  # fmt: skip
        medida = Medida.objects.create(case=scene.case, **scene.medida())
        Denuncia.objects.create(
            case=scene.case, canal="presencial", known_at=scene.case.known_at,
            received_at=scene.case.known_at, registered_at=scene.case.known_at,
            received_by=scene.encargada, relato="Lo contó.", suggested_key="acoso_escolar",
        )  # fmt: skip
        citacion = Citacion.objects.create(
            case=scene.case, participant=scene.afectado, apoderado=scene.mother,
            meets_at=at("2026-05-05 10:00"), place="Oficina", sent_at=at("2026-05-04 10:00"),
        )  # fmt: skip
        draft = IntakeDraft.objects.create(
            user=scene.encargada.user, created_at=scene.now, updated_at=scene.now,
            data={"canal": {"values": {"canal": "presencial"}, "rev": 1, "tab": ""}},
        )  # fmt: skip
        file = store_file(content=PDF, name="x.pdf", mime="application/pdf", at=scene.now)
        roster = RosterImport.objects.create(
            file=file, year=2026, state="revision", created_by=scene.encargada.user,
            created_at=scene.now,
        )  # fmt: skip
        change = CalendarChange.objects.create(
            at=scene.now, made_by=scene.directora.user, made_by_name="x", act="agrega_receso",
            first=date(2026, 7, 6), last=date(2026, 7, 10), name="Vacaciones de invierno",
        )  # fmt: skip
        case = scene.case
        first = {
            "pk:casos": case.pk,
            "pk:denuncias": case.pk,
            "pk:intake": draft.pk,
            "pk:estudiantes": scene.afectado.student_id,
            "pk:apoderados": Guardianship.objects.get(apoderado=scene.mother).pk,
            "pk:nomina": roster.pk,
            "pk:equipo": scene.profesor.pk,
            "pk:reglamento": case.reglamento_id,
            "pk:calendario": change.pk,
            "pk:cursos": Enrolment.objects.first().curso_id,
            "pk:familia": notice.document_id,
            "rbd": school.rbd,
            "token": token,
            "code": case.documents.order_by("pk").last().verification_code,
            "document_pk": case.documents.order_by("pk").first().pk,
            "document": case.documents.order_by("pk").first().pk,
            "tramite": case.tramites.get().pk,
            "participant": scene.afectado.pk,
            "person": scene.denunciado.pk,
            "citacion": citacion.pk,
            "event": NotificacionEvento.objects.first().pk,
            "medida": medida.pk,
            "kind": "reglamento",
            "shape": "csv",
            "ficha": a_ficha(scene).pk,
            "key": "acoso_escolar",
            "step_id": "bul-07-resguardo",
            "page": "relato",
            "which": "plazo",
            "on": "2026-12-08",
            "first": "2026-07-06",
            "last": "2026-07-10",
            "uidb36": "1",
        }
        rows = {name: falta.pk for name in routes() if name.startswith("case-falta")}
        expulsion, export = an_expulsion(scene)
        ours = ("case-expulsion-detail", "case-expulsion-act", "case-pack", "case-pack-download")
        rows |= dict.fromkeys(ours, expulsion.pk)
        rows |= {name: request.pk for name in routes() if name.startswith("case-reconsideracion-")}
        rows |= {name: notice.pk for name in routes() if name.startswith("notification-")}
        act, clock = case.actuaciones.first().pk, case.vencimientos.first().pk
        rows |= {"case-rectify": act, "case-attachment": act, "case-libro-copied": act}
        rows |= {"case-deadline": clock, "vencimiento-acknowledge": clock}
        rows |= {"case-resguardo-review": medida.pk}
        rows |= signed_rows(scene, file)
        rows |= reserved_rows(scene)
        desk = privacy_rows(scene)
    found = {name: {"row": pk} for name, pk in rows.items()} | desk
    for name in ("definition", "adapt", "publish", "own-discard"):
        found[f"ficha-{name}"] = {"key": "entrevista_apoderado"}
    faltas = ("case-falta-impute", "case-falta-reclassify", "case-falta-measure")
    for name in faltas:
        found.setdefault(name, {})["code"] = "NA-GV-02"
    found["case-pack-download"]["pack"] = export.pk
    return World(scene, first, found)


def an_expulsion(scene: Scene) -> tuple[Expulsion, PackExport]:
    """Return a procedure that is being prepared, and a pack that nobody finished."""
    given = {"case": scene.case, "participant": scene.denunciado, "sought": "expulsion"}
    row = Expulsion.objects.create(**given, created_by=scene.directora.user, created_at=scene.now)
    export = PackExport.objects.create(
        case=scene.case, expulsion=row, purpose="Informar.", requested_at=scene.now,
        requested_by=scene.directora.user, expires_at=scene.now,
    )  # fmt: skip
    return row, export


def a_ficha(scene: Scene) -> Ficha:
    """Return a draft of a form that only who sees the whole file opens."""
    return begin_ficha(
        case=scene.case, current=current_or_404("entrevista_apoderado"), step=None, answers={},
        actor=scene.encargada, now=scene.now,
    )  # fmt: skip


def signed_rows(scene: Scene, file: StoredFile) -> dict[str, int]:
    """Return a signature on paper of the first document, which waits for another."""
    document = scene.case.documents.order_by("pk").first()
    who = {"document": document, "signer_name": "Elvira Curihuinca", "signer_title": "Apoderada"}
    SignatureTurn.objects.create(**who, place=1, asked_by=scene.encargada.user, asked_at=scene.now)
    signed = Signature.objects.create(**who, method="papel", image=file, signed_at=scene.now)
    return {"document-paper": signed.pk}


def reserved_rows(scene: Scene) -> dict[str, int]:
    """Return what the pages of the team and of the reserved identity ask for."""
    unknown = Participant.objects.create(case=scene.case, role="denunciante", third_party=UNKNOWN)
    kept = ReservedIdentity.objects.create(
        participant=unknown,
        name="Inés Paillao",
        asked_at=scene.now,
        taken_by=scene.encargada.user,
    )
    asked = ask_identity(
        case=scene.case, identity=kept, actor=scene.encargada, reason="Citarla.", now=scene.now
    )
    grant = grant_access(
        case=scene.case, member=MembershipFactory(school=scene.school), team_role=TeamRole.EJECUTA,
        granted_by=scene.directora, reason="Medida de apoyo", at=scene.now,
    )  # fmt: skip
    return {
        "case-identity-decide": asked.pk,
        "case-identity-reveal": asked.pk,
        "case-team-leave": grant.pk,
    }


def privacy_rows(scene: Scene) -> dict[str, dict[str, int]]:
    """Return what the addresses of personal data ask for: one row of each kind."""
    given = {"actor": scene.directora, "now": scene.now}
    student, adult = scene.afectado.student, scene.mother
    asking = Asking(
        right="acceso", asked_by="La madre", by_representative=False, identity="cedula",
        identity_detail="", what="Todo lo que guardan.", received_at=scene.now,
    )  # fmt: skip
    request = register_request(holder=Holder(student=student), asking=asking, **given)
    block = set_block(person=scene.father, reason="Lo pidió.", **given)
    facts = dict.fromkeys(("what", "data_kinds", "whose", "effects", "measures"), "Lo que fue.")
    breach = register_breach(data=facts | {"known_at": scene.now}, **given)
    pks = {
        "privacy-request": request.pk,
        "privacy-block-lift": block.pk,
        "privacy-breach": breach.pk,
        **dict.fromkeys(("privacy-hold", "privacy-dispose"), scene.case.pk),
        **{f"privacy-{page}-student": student.pk for page in ("request", "map", "print", "block")},
        **{f"privacy-{page}-apoderado": adult.pk for page in ("request", "map", "print", "block")},
    }
    pks |= dict.fromkeys(("privacy-request-extend", "privacy-request-answer"), request.pk)
    pks |= {"privacy-hold-lift": scene.case.pk, "privacy-breach-act": breach.pk}
    return {name: {"pk": pk} for name, pk in pks.items()}
