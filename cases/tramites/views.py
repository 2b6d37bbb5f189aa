"""See the trámites of a case, start another, end one."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.deadlines.selectors import is_main
from cases.hearings.dates import created_dates, running_dates, spoken
from cases.hearings.pages import ActPage, Card, refusals, rows_of
from cases.models import Case, Tramite
from cases.overview.frame import open_case
from cases.states import Acto
from cases.tramites import services
from cases.tramites.facts import changes_in, questions_of, state_facts, values_of
from cases.tramites.forms import CloseForm, FactsForm, StartForm
from cases.tramites.kinds import (
    NEVER_AGREED,
    Kind,
    facts_against_agreement,
    kind_of,
    open_agreements,
)
from cases.tramites.selectors import (
    kind_label,
    name_of,
    pending_duties,
    protocols_to_start,
    timeline_if_started,
    tramite_lines,
    tramite_or_404,
    tramites_of,
)
from convivencia.clock import now
from convivencia.exceptions import DomainError
from protocols.engine import Protocol, Timeline


def tramites(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every trámite of the case, those that ended too."""
    frame = open_case(request, pk, "case-tramites")
    lines = tramite_lines(frame.case, tramites_of(frame.case), frame.rows)
    context = {
        "running": [line for line in lines if line.is_open],
        "ended": [line for line in lines if not line.is_open],
        "may_start": not refusals(frame.case, request.membership, Acto.ABRIR_TRAMITE),
        "may_close": not refusals(frame.case, request.membership, Acto.CERRAR_TRAMITE),
    }
    return render(request, "cases/tramites/list.html", frame.context(**context))


def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start another protocol of the reglamento beside those that run."""
    frame, at = open_case(request, pk, "case-tramite-start"), now()
    case = frame.case
    found = [(p.key, _choice(case, p)) for p in protocols_to_start(case)]
    initial = {"at": at, "version": case.version}
    form = StartForm(request.POST or None, choices=found, initial=initial)
    blocked = refusals(case, request.membership, Acto.ABRIR_TRAMITE)
    if not found:
        blocked.append("Todos los protocolos del reglamento de este caso están en curso.")
    return ActPage(
        request, frame, form, "cases/tramites/start.html",
        run=lambda: services.start_tramite(
            case=case, actor=request.membership, now=at, **_given(form.cleaned_data)
        ),
        now=at,
        done="Trámite iniciado. Sus tareas y plazos ya están en el caso.",
        card=lambda: _start_card(case, form.cleaned_data, at),
        blocked=blocked,
        goes_to="case-tramites",
    ).respond()  # fmt: skip


def _choice(case: Case, protocol: Protocol) -> str:
    if kind_of(protocol) is Kind.PROTOCOLO:
        return protocol.title
    return f"{protocol.title} · {kind_label(case, protocol.key)}"


def _given(data: dict) -> dict:
    return {
        "protocol_key": data["protocol"],
        "reason": data["reason"],
        "at": data["at"],
        "version": data["version"],
    }


def _start_card(case: Case, data: dict, at: datetime) -> Card:
    key = data["protocol"]
    services.refuse_start(case, key)
    timeline = timeline_if_started(case, key, now=at)
    dates = running_dates(timeline)
    return Card(
        title=f"Iniciar «{name_of(case, key)}»",
        button="Iniciar el trámite",
        rows=rows_of(
            ("Protocolo", name_of(case, key)),
            ("Tipo de trámite", kind_label(case, key)),
            ("Se inicia", spoken(case, data["at"])),
            ("Motivo", data["reason"]),
        ),
        consequences=[
            "Corre junto a los demás, con sus propias tareas, plazos y requisitos.",
            "Los hechos y la denuncia valen para todos; sus propios actos, sólo para él.",
            *_agreements_end(case, key=key),
            *([] if dates else ["Todavía no crea fechas: sus plazos parten con sus actos."]),
        ],
        warnings=_start_warnings(case, timeline),
        dates=dates,
    )


def _agreements_end(case: Case, *, key: str = "", facts: dict | None = None) -> list[str]:
    """Say that the gestión colaborativa in course ends with what is being registered."""
    if key not in NEVER_AGREED and not facts_against_agreement(facts or {}):
        return []
    return [
        f"«{name_of(case, one.protocol_key)}» termina ahora: no procede en estos hechos "
        "(LGE, art. 16 E, letra k)."
        for one in open_agreements(case)
    ]


def _start_warnings(case: Case, timeline: Timeline) -> list[str]:
    late = [status for status in timeline if status.state.value == "vencido"]
    found = []
    if late:
        many = f"{len(late)} de sus plazos ya vencieron" if len(late) > 1 else "Un plazo ya venció"
        found.append(f"{many}: se cuentan desde lo que ocurrió, no desde hoy.")
    if kind_of(timeline.protocol) is Kind.GESTION_COLABORATIVA and not _settled(case):
        found.append(
            "No consta si los hechos constituyen delito o vulneran derechos: si así fuera, no "
            "procede (LGE, art. 16 E, letra k). Es voluntaria y reservada."
        )
    return found


def _settled(case: Case) -> bool:
    return all(case.facts.get(fact) is False for fact in ("constituye_delito", "vulneracion"))


def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """State what was not known and decides the path."""
    frame, at = open_case(request, pk, "case-facts"), now()
    case, questions = frame.case, questions_of(frame.case)
    known = {q.fact: q.answer_of(case.facts.get(q.fact)) for q in questions}
    form = FactsForm(
        request.POST or None, questions=questions, initial=known | {"version": case.version}
    )
    return ActPage(
        request, frame, form, "cases/tramites/facts.html",
        run=lambda: state_facts(
            case=case, answers=form.answers(), reason=form.cleaned_data["reason"],
            actor=request.membership, now=at, version=form.cleaned_data["version"],
        ),
        now=at,
        done="Quedó registrado. Los plazos ya consideran ese dato.",
        card=lambda: _facts_card(case, form, at),
        blocked=refusals(case, request.membership, Acto.PRECISAR_DATO),
    ).respond()  # fmt: skip


def _facts_card(case: Case, form: FactsForm, at: datetime) -> Card:
    changed = changes_in(case, form.answers())
    if not changed:
        raise DomainError("Ningún dato cambia: no hay nada que registrar.", code="igual")
    return Card(
        title="Precisar los datos del caso",
        button="Registrar",
        rows=rows_of(
            *((q.text, q.label_of(answer)) for q, answer in changed),
            ("Cómo se supo", form.cleaned_data["reason"]),
        ),
        consequences=[
            "Las tareas y los plazos se calculan de nuevo con esos datos.",
            *_agreements_end(case, facts=values_of(changed)),
        ],
        dates=created_dates(case, now=at, facts=values_of(changed)),
    )


def close(request: HttpRequest, pk: int, tramite: int) -> HttpResponse:
    """End a trámite with its reason."""
    frame, at = open_case(request, pk, "case-tramite-close"), now()
    case, row = frame.case, tramite_or_404(frame.case, tramite)
    duties = pending_duties(case, row, now=at) if row.closed_at is None else []
    form = CloseForm(request.POST or None, duties=bool(duties), initial={"version": case.version})
    return ActPage(
        request, frame, form, "cases/tramites/close.html",
        run=lambda: services.close_tramite(
            case=case, tramite=row, actor=request.membership, now=at,
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
            duty_reason=form.cleaned_data.get("duty_reason", ""),
        ),
        now=at,
        done="Trámite terminado. Sus plazos dejaron de correr; su historia queda en el caso.",
        card=lambda: _close_card(case, row, form.cleaned_data, [d.step.title for d in duties]),
        blocked=_close_refusals(request, case, row),
        context={"tramite": row, "name": name_of(case, row.protocol_key), "duties": duties},
        goes_to="case-tramites",
    ).respond()  # fmt: skip


def _close_refusals(request: HttpRequest, case: Case, row: Tramite) -> list[str]:
    found = refusals(case, request.membership, Acto.CERRAR_TRAMITE)
    if is_main(case, row):
        found.append("El protocolo propio del caso termina con el cierre del caso.")
    if row.closed_at is not None and request.method == "GET":
        found.append("Este trámite ya terminó.")
    return found


def _close_card(case: Case, row: Tramite, data: dict, duties: list[str]) -> Card:
    name = name_of(case, row.protocol_key)
    running = row.vencimientos.filter(
        state__in=("en_curso", "por_vencer", "vencido"), due_at__isnull=False, projected=False
    )
    return Card(
        title=f"Terminar «{name}»",
        button="Terminar el trámite",
        rows=rows_of(
            ("Trámite", name),
            ("Motivo", data["reason"]),
            ("Deberes de 24 horas sin cumplir", "\n".join(duties)),
            ("Qué se dice de ellos", data.get("duty_reason", "")),
        ),
        consequences=[
            f"Dejan de correr sus plazos abiertos ({running.count()}) y sus avisos.",
            "Su historia y sus documentos quedan en el caso.",
        ],
        warnings=["Omitir una denuncia sin razón es una falta (Código Procesal Penal, art. 177)."]
        if duties
        else [],
        danger=True,
    )
