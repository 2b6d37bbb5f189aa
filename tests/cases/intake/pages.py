"""A draft of a denuncia, its pages and what is sent to them."""

from django.test import Client
from django.urls import reverse

from cases.intake.drafts import start_draft
from cases.models import IntakeDraft
from schools.models import Membership
from schools.tenancy.context import school_context
from tests.cases.intake.scene import NOW, Scene


def url(draft: IntakeDraft, page: str) -> str:
    if page == "revision":
        return reverse("intake-review", args=[draft.pk])
    return reverse("intake-page", args=[draft.pk, page])


def sent(scene: Scene, draft: IntakeDraft, client: Client, **extra: object):
    """Send the review as its page asks."""
    draft = reload(draft, scene)
    seen = draft.updated_at.isoformat()
    data = {"envio": extra.pop("envio", "e1"), "seen": seen, **extra}
    return client.post(url(draft, "revision"), data)


def reload(draft: IntakeDraft, scene: Scene) -> IntakeDraft:
    with school_context(scene.school):
        return IntakeDraft.objects.get(pk=draft.pk)


def empty_draft(scene: Scene, actor: Membership) -> IntakeDraft:
    with school_context(scene.school):
        return start_draft(actor=actor, values={}, now=NOW)
