"""Background work of matching: reading what is new, and finding what was missed."""

from __future__ import annotations

import time

from celery import shared_task

from history import clock
from history.actor import Actor, Via, system
from jobs.progress import report
from matching.actions import link_some
from matching.embedding import mark_missed, read_some
from matching.models import Theme, ThemeSearch, Unread
from matching.proposing import pools, propose
from matching.text.embedder import at_work, loaded
from people.models import Person

LONGEST = 300.0


@shared_task(name="matching.read_texts")
def read_texts() -> dict[str, object]:
    """Read what is unread, some at a time; what is left after a few minutes is the next round's."""
    if not Unread.objects.exists():
        return {"read": 0}
    model = at_work()
    if model is None:
        return {"read": 0, "why": str(loaded())}
    done, ends = 0, time.monotonic() + LONGEST
    while time.monotonic() < ends and (some := read_some(model)):
        done += some
        report(done, done + Unread.objects.count(), f"{done:,} texts read")
    return {"read": done}


@shared_task(name="matching.find_unread")
def find_unread() -> int:
    """Mark what was missed, and what an earlier model has read."""
    return mark_missed()


@shared_task(name="matching.propose_themes")
def propose_themes(pk: int) -> dict[str, object]:
    """Look for themes, one pool of feedback after another. Run again, it finds the same ones again."""
    search, model = ThemeSearch.objects.get(pk=pk), at_work()
    if model is None:
        return {"found": 0, "why": str(loaded())}
    search.looked_at = search.found = 0
    for done, (product, rows) in enumerate(pools(search), start=1):
        propose(search, product, rows, model=model, actor=system("the theme finder"))
        report(done, message=f"{search.found} themes among {search.looked_at:,} feedback")
    search.finished_at = clock.now()
    search.save()
    return {"found": search.found, "looked_at": search.looked_at}


@shared_task(name="matching.find_themes")
def find_themes() -> dict[str, object]:
    """The daily look, as wide as the last one that somebody asked for."""
    last = ThemeSearch.objects.exclude(by=None).first()
    settings = {"distance": last.distance, "days": last.days} if last else {}
    return propose_themes(ThemeSearch.objects.create(**settings).pk)


@shared_task(name="matching.link_theme")
def link_theme(pk: int, person: int) -> int:
    """Link what is left of a theme's feedback to the idea that was made of it."""
    theme, done = Theme.objects.get(pk=pk), 0
    actor = Actor(person=Person.objects.get(pk=person), via=Via.WORKER)
    while left := link_some(theme, actor=actor):
        done += 1
        report(done, message=f"{left:,} left to link")
    return done
