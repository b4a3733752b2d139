"""The verbs of user stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from history.versions import change
from roadmap.actions.ideas import held
from roadmap.actions.personas import only
from roadmap.events import IdeaEvent
from roadmap.models import Idea, Story

MOST, MOST_CRITERIA, LONGEST = 50, 30, 300


@transaction.atomic
def add_story(idea: Idea, *, role: str, want: str, actor: Actor, so_that: str = "", criteria: Iterable[str] = ()) -> Story:
    """Tell what somebody would do with the idea, after the stories that are there."""
    idea = held(idea, actor)
    if idea.stories.standing().count() >= MOST:
        raise NotPossible(f"{idea.key} has {MOST} stories. One that needs more is several ideas.")
    last = idea.stories.aggregate(last=Max("position"))["last"] or 0
    story = Story(
        idea=idea, position=last + 1, role=role.strip(), want=want.strip(), so_that=so_that.strip(), criteria=worded(criteria, [])
    )  # fmt: skip
    story.full_clean()
    story.save()
    record(IdeaEvent.STORY_ADDED, idea, actor=actor, words={"story": str(story)}, story=story)
    return story


@transaction.atomic
def change_story(story: Story, *, actor: Actor, version: int | None = None, **values: Any) -> Story:
    """Word a story or its criteria anew. A criterion that stays as it was stays met."""
    story = locked(story, actor)
    only(values, "role", "want", "so_that", "criteria")
    if "criteria" in values:
        values["criteria"] = worded(values["criteria"], story.criteria)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if changes := change(story, values, version=version):
        if "criteria" in changes:
            changes["criteria"] = [f"{len(story.criteria)} criteria", "; ".join(one["text"] for one in story.criteria)]
        record(IdeaEvent.STORY_CHANGED, story.idea, actor=actor, words={"story": str(story)}, changes=changes, story=story)
    return story


@transaction.atomic
def mark_criterion(story: Story, *, number: int, is_met: bool, actor: Actor, version: int | None = None) -> Story:
    """Say whether a criterion, by its number from 1, is met."""
    story = locked(story, actor)
    if not 1 <= number <= len(story.criteria):
        raise ValidationError({"number": f"This story has {len(story.criteria)} criteria."})
    criteria = [dict(one) for one in story.criteria]
    text, criteria[number - 1]["is_met"] = criteria[number - 1]["text"], is_met
    if change(story, {"criteria": criteria}, version=version):
        kind = IdeaEvent.CRITERION_MET if is_met else IdeaEvent.CRITERION_NOT_MET
        record(kind, story.idea, actor=actor, words={"story": str(story), "criterion": text}, story=story, number=number)
    return story


@transaction.atomic
def move_story(story: Story, *, up: bool, actor: Actor) -> Story:
    """Let a story change places with its neighbour."""
    story = locked(story, actor)
    rows = list(story.idea.stories.standing())
    place = next(place for place, row in enumerate(rows) if row.pk == story.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise NotPossible("This story cannot go further.")
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            Story.objects.filter(pk=row.pk).update(position=position, version=F("version") + 1)
    story.refresh_from_db()
    record(IdeaEvent.STORY_MOVED, story.idea, actor=actor, words={"story": str(story)}, story=story, position=story.position)
    return story


@transaction.atomic
def remove_story(story: Story, *, actor: Actor) -> Story:
    """Take a story off the idea."""
    story = locked(story, actor)
    story.removed_at, story.version = clock.now(), story.version + 1
    story.save(update_fields=["removed_at", "version"])
    record(IdeaEvent.STORY_REMOVED, story.idea, actor=actor, words={"story": str(story)}, story=story)
    return story


@transaction.atomic
def restore_story(story: Story, *, actor: Actor) -> Story:
    """Put a story back that was taken off."""
    story = locked(story, actor, is_removed=True)
    story.removed_at, story.version = None, story.version + 1
    story.save(update_fields=["removed_at", "version"])
    record(IdeaEvent.STORY_ADDED, story.idea, actor=actor, words={"story": str(story)}, story=story)
    return story


def locked(story: Story, actor: Actor, *, is_removed: bool = False) -> Story:
    """The story as it is, with its idea locked, for whoever may work on it."""
    idea = held(story.idea, actor)
    story = Story.objects.select_for_update().get(pk=story.pk)
    if is_removed != (story.removed_at is not None):
        raise NotPossible("This story is on the idea." if is_removed else "This story was removed. Bring it back first.")
    story.idea = idea
    return story


def worded(texts: Iterable[str], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Criteria of these texts, each once; those that were met before and are worded alike still are."""
    met = {one["text"] for one in before if one["is_met"]}
    kept = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(kept) > MOST_CRITERIA or any(len(text) > LONGEST for text in kept):
        raise ValidationError({"criteria": f"At most {MOST_CRITERIA}, each of at most {LONGEST} characters."})
    return [{"text": text, "is_met": text in met} for text in kept]
