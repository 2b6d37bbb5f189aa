"""T14: to whom the account of the facts is not open, it is in nothing that they can ask for.

Every address, as a page, as a part of one, as JSON and as what follows a wrong answer; the
searches, the names that appear while typing, the papers, the exports, the e-mails, the history.
"""

from dataclasses import dataclass

import pytest
from django.test import Client

from cases.models import (
    Antecedente,
    Denuncia,
    Entrevista,
    Informe,
    Medida,
    OutboxMessage,
    Participant,
    Reconsideracion,
    ReservedIdentity,
    ReservedNote,
    Resolucion,
)
from cases.models.access import TeamRole
from cases.models.case import ParticipantRole
from cases.states import Acto
from cases.team.grants import grant_access
from schools.files import store_file
from schools.models import Membership, Role
from schools.tenancy.context import school_context
from tests.cases.scenes import Scene, at
from tests.factories import MembershipFactory
from tests.security.sheets import undone
from tests.security.world import World, build, routes

pytestmark = pytest.mark.django_db
# What each part of the file tells; whoever may not open it reads none of these words.
FACTS = {
    "denuncia": "canarioamarillo", "apreciación": "canariobermejo", "lugar": "canariocobrizo",
    "entrevista": "canariodorado", "informe": "canarioescarlata", "resolución": "canariofucsia",
    "antecedente": "canariogrisaceo", "historia": "canarioheliotropo", "papel": "canarioindigo",
    "fundamento": "canariojade", "reconsideración": "canariokaki", "adjunto": "canariolila",
}  # fmt: skip
IN_PAPERS = ("apreciación", "entrevista", "adjunto")  # printed when issued: on no page by itself
HEALTH, IDENTITY = "canariomarfil", "canarionacarado"
NOT_FOUND = 404


@dataclass(frozen=True)
class Stranger:
    """Somebody with a role and perhaps a function in the team, none of which opens the file."""

    role: Role
    function: TeamRole | None = None
    health: bool = False

    def __str__(self) -> str:
        return f"{self.role} {self.function or 'sin función'}"


STRANGERS = [
    Stranger(Role.DOCENTE),
    Stranger(Role.DOCENTE, TeamRole.DENUNCIO),
    Stranger(Role.PROFESOR_JEFE, TeamRole.EJECUTA),
    Stranger(Role.INSPECTORIA, TeamRole.EJECUTA),
    Stranger(Role.ENFERMERIA, TeamRole.ATIENDE, health=True),
    Stranger(Role.EQUIPO),
    Stranger(Role.SOSTENEDOR),
    Stranger(Role.ADMINISTRADORA),
    Stranger(Role.FISCALIZADOR),
    Stranger(Role.RRHH),
]


@pytest.fixture
def world(school) -> World:
    """A case with a word of its own in each place where facts are told."""
    world = build(school)
    scene = world.scene
    with school_context(school):
        row = Denuncia.objects.get(case=scene.case)
        row.relato, row.interpretation, row.place = (
            FACTS["denuncia"], FACTS["apreciación"], FACTS["lugar"],
        )  # fmt: skip
        row.save()
        _papers(world)
        _words(scene)
    scene.act(Acto.VIGILAR, "2026-06-10 10:00", text=FACTS["historia"])
    return world


def _papers(world: World) -> None:
    scene = world.scene
    paper = store_file(
        content=b"%PDF-1.7 " + FACTS["papel"].encode(), name="x.pdf", mime="application/pdf",
        at=scene.now, case_id=scene.case.pk,
    )  # fmt: skip
    proof = store_file(
        content=b"%PDF-1.7 " + FACTS["adjunto"].encode(), name="y.pdf", mime="application/pdf",
        at=scene.now, case_id=scene.case.pk,
    )  # fmt: skip
    document = scene.case.documents.order_by("pk").first()
    document.file, document.sha256 = paper, paper.sha256
    document.save()
    Antecedente.objects.create(
        case=scene.case, participant=scene.afectado, delivered_by="La madre", file=proof,
        description=FACTS["antecedente"], received_at=scene.now, number=1,
    )  # fmt: skip
    request = Reconsideracion.objects.get(case=scene.case)
    request.text = FACTS["reconsideración"]
    request.save()


def _words(scene: Scene) -> None:
    case, who = scene.case, scene.encargada
    Entrevista.objects.create(
        case=case, participant=scene.afectado, starts_at=at("2026-04-30 09:00"),
        ends_at=at("2026-04-30 09:40"), mode="presencial", place="Oficina",
        conducted_by=who.user, student_words=FACTS["entrevista"],
    )  # fmt: skip
    Informe.objects.create(
        case=case, author=who.user, resultado="fundada", findings=FACTS["informe"],
        updated_at=scene.now,
    )  # fmt: skip
    Resolucion.objects.create(
        case=case, drafted_by=who.user, resultado="fundada", considerando=FACTS["resolución"]
    )
    Medida.objects.create(
        case=case, participant=scene.denunciado, tipo="resguardo", description="Otra puerta",
        grounds=FACTS["fundamento"], owner_role=Role.INSPECTORIA, starts_on=scene.now.date(),
    )  # fmt: skip
    ReservedNote.objects.create(
        case=case, participant=scene.afectado, kind="salud", text=HEALTH, author=who.user,
        author_name="x", at=scene.now,
    )  # fmt: skip
    teller = Participant.objects.create(
        case=case, role=ParticipantRole.DENUNCIANTE, third_party="Denunciante"
    )
    ReservedIdentity.objects.create(
        participant=teller, name=IDENTITY, asked_at=scene.now, taken_by=who.user
    )


def enter(world: World, stranger: Stranger) -> Client:
    curso = world.scene.profesor.curso if stranger.role == Role.PROFESOR_JEFE else None
    member = MembershipFactory(school=world.scene.school, role=stranger.role, curso=curso)
    if stranger.function:
        with school_context(world.scene.school):
            grant_access(
                case=world.scene.case, member=member, team_role=stranger.function,
                granted_by=world.scene.directora, reason="Prueba", at=world.scene.now,
            )  # fmt: skip
    return client_of(member)


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


SHAPES = {
    "page": {},
    "part of a page": {"HX-Request": "true"},
    "JSON": {"Accept": "application/json"},
}
ASKED = ("q", "buscar", "text", "con", "quien", "folio")


def heard(answer: object) -> set[str]:
    """Return the words of the file that an answer has, in its body or its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = content.decode(errors="ignore") + str(answer.headers)
    return {word for word in (*FACTS.values(), HEALTH, IDENTITY) if word in said}


def everything(world: World, client: Client) -> dict[str, set[str]]:
    """Ask for every address in every way; return which words each gave away."""
    found: dict[str, set[str]] = {}

    def note(what: str, answer: object) -> bool:
        if words := heard(answer):
            found.setdefault(what, set()).update(words)
        return answer.status_code == NOT_FOUND

    for name, paths in routes().items():
        if name == "membership-switch" or name.startswith(("account_", "mfa_", "family")):
            continue
        for route in sorted(paths):
            path = world.path(name, route)
            asked = dict.fromkeys(ASKED, FACTS["denuncia"][:9])
            if note(f"{name} (page)", client.get(path, follow=True)):  # once more, all at once
                every = {name: value for one in SHAPES.values() for name, value in one.items()}
                note(f"{name} (search)", client.get(path, asked, headers=every, follow=True))
            else:
                for shape, headers in list(SHAPES.items())[1:]:
                    note(f"{name} ({shape})", client.get(path, headers=headers, follow=True))
                note(f"{name} (search)", client.get(path, asked))
            with undone():
                note(f"{name} (wrong answer)", client.post(path, {"envio": "x", "version": "0"}))
    return found


@pytest.mark.parametrize("stranger", STRANGERS, ids=str)
def test_t14_nothing_of_the_facts_in_anything_they_ask(world, stranger):
    found = everything(world, enter(world, stranger))

    told = {what: words - {HEALTH} for what, words in found.items()}  # forms and hints included
    assert {what: words for what, words in told.items() if words} == {}
    shown = {what for what, words in found.items() if HEALTH in words}
    assert shown <= {f"case-notes ({way})" for way in [*SHAPES, "search", "wrong answer"]}
    assert bool(shown) is stranger.health


def test_t14_the_words_are_there_for_who_may_read_them(world):
    """The control: each word of the file is read somewhere by who leads the school."""
    found = everything(world, client_of(world.scene.directora))

    words = set().union(*found.values())
    assert words >= {*FACTS.values(), HEALTH} - {FACTS[place] for place in IN_PAPERS}
    assert IDENTITY not in words  # that one is asked for


def test_t14_searching_a_word_of_the_facts_finds_nothing(world):
    """Not even for who may read them: what was told is not an index of people."""
    client = client_of(world.scene.directora)
    for word in (*FACTS.values(), HEALTH, IDENTITY):
        for path in ("/casos/", "/estudiantes/"):
            page = client.get(path, {"q": word}).content.decode()
            assert world.scene.case.folio not in page


def test_t14_no_email_says_them(world):
    """What this case sent; `test_t17_mail.py` walks every kind of message there is."""
    with school_context(world.scene.school):
        messages = list(OutboxMessage.objects.all())
        assert messages
        for message in messages:
            said = f"{message.subject} {message.body} {message.message_id}"
            assert not [w for w in (*FACTS.values(), HEALTH, IDENTITY) if w in said]
