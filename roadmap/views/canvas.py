"""The web door of an idea's canvas: each section is read, opened and saved by itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doors.policy import door
from doors.web import actor_of, attempt, page
from history.actor import Actor
from history.models import Event
from history.telling import Telling, tell_all
from roadmap import actions, rules
from roadmap.evidence import SECTIONS
from roadmap.forms.ideas import SectionForm
from roadmap.models import Idea
from roadmap.views.ideas import visible

TOLD = 20


@door()
def canvas(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section of the canvas: read it, open it for editing (``?edit=1``), save it."""
    found, actor = visible(request, pk), actor_of(request)
    if section not in SECTIONS:
        raise Http404
    may, is_part = rules.may_shape(actor, found.product), bool(getattr(request, "htmx", False))
    form = SectionForm(request.POST or None, actor=actor, initial={"text": getattr(found, section), "version": found.version})
    context = {"idea": found, "section": section, "named": SECTIONS[section], "may": may}
    if form.is_valid() and (saved := attempt(form, lambda: save_section(found, actor, section, form.cleaned_data))):
        if not is_part:
            return redirect(f"{reverse('roadmap:idea', args=[pk])}#canvas-{section}")
        return page(request, "roadmap/_section.html", **context | {"idea": saved, "text": getattr(saved, section)})
    if request.method == "GET" and "edit" not in request.GET and is_part:
        return page(request, "roadmap/_section.html", text=getattr(found, section), **context)
    collision = collided(form, found, actor, section) if hasattr(form, "stale") else None
    part = "roadmap/_section_form.html" if is_part else "roadmap/section_form.html"
    status = 409 if collision else 422 if form.is_bound else 200
    return page(request, part, **context, form=form, collision=collision, status=status)


def save_section(found: Idea, actor: Actor, section: str, said: dict[str, Any]) -> Idea:
    """Write one section. Other sections that one wrote oneself in the meantime are no collision."""
    version, since = said["version"], changes_since(found, actor, said["version"])
    if since and all(actor.is_person(one.event.actor) and not touches(one, section) for one in since):
        version = found.version
    return actions.edit_idea(found, actor=actor, version=version, **{section: said["text"]})


def collided(form: SectionForm, found: Idea, actor: Actor, section: str) -> dict[str, Any]:
    """What changed while somebody wrote. The form keeps what was typed, and takes the version of what it now shows beside it."""
    seen = form.cleaned_data.get("version")
    found.refresh_from_db()
    form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]
    since = changes_since(found, actor, seen)
    is_same = bool(since) and not any(touches(one, section) for one in since)
    return {"changes": since, "is_same": is_same, "current": getattr(found, section)}


def changes_since(idea: Idea, actor: Actor, version: int | None) -> list[Telling]:
    """What was changed of an idea since this version, the newest first: each change makes one version."""
    if version is None or version >= idea.version:
        return []
    events = Event.objects.visible_to(actor).filter(subject_type=Idea._meta.label_lower, subject_id=idea.pk)
    told = tell_all(events.select_related("actor", "words").order_by("-id")[: TOLD * 2], actor)
    return [one for one in told if one.changes][: min(idea.version - version, TOLD)]


def touches(one: Telling, section: str) -> bool:
    """Whether a change was one of this section."""
    return section.replace("_", " ") in {change.name for change in one.changes}
