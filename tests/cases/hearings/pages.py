"""What the pages of an inquiry are sent, and what is read of their answers."""

import re

from django.urls import reverse

from schools.tenancy.context import school_context


def url(name, scene, *args):
    return reverse(name, args=[scene.case.pk, *args])


def hidden(response):
    """Return the hidden fields of the page's form, and not of the search on top."""
    html = response.content.decode()
    return {
        m["name"]: m["value"]
        for tag in re.findall(r"<input[^>]+type=\"hidden\"[^>]*>", html)
        if (m := _attrs(tag)).get("name") not in {"csrfmiddlewaretoken", "buscar"}
    }


def _attrs(tag):
    found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
    return {"value": "", **found}


def moment(name, text):
    day, hour = text.split()
    return {f"{name}_0": day, f"{name}_1": hour}


def in_school(scene, query):
    with school_context(scene.school):
        return query()


def _measure(scene, **more):
    row = {
        "participant": scene.denunciado.pk,
        "kind": "separacion",
        "detail": "Recreos en patios distintos",
        "grounds": "Protege a la afectada.",
        "owner_role": "profesor_jefe",
        "starts_on": "2026-04-30",
        "review_on": "2026-05-08",
        "ends_on": "",
        **more,
    }
    return {**moment("at", "2026-04-29 12:30"), **{f"medida-0-{k}": v for k, v in row.items()}}
