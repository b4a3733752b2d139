"""What the verbs share: feedback that is held, and what a verb does to one, written for one as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Generic, ParamSpec

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from feedback.models import Feedback, FeedbackState, Tag
from history.actor import Actor
from history.models import Event
from history.recording import Happening, record_many
from history.refusals import NotAllowed, NotPossible
from history.rows import update_each
from history.versions import Versioned, plain, stale

Changes = dict[str, list[Any]]
UNTOLD = {"state_before"}  # what we note for ourselves, to find the way back


def locked(feedback: Feedback) -> Feedback:
    """The feedback as it is now, held until the verb ends."""
    return Feedback.objects.select_for_update(of=("self",)).select_related("product").get(pk=feedback.pk)


@dataclass(frozen=True)
class Step:
    """What a verb does to one feedback that is held: its new values and tags, and what history says. Nothing is changed
    before it is written.

    ``also`` is a row of its own that is made with it (a set-aside, an insight); or one that is there, of which the fields
    ``also_changed`` have other values from now on.
    """

    kind: str
    feedback: Feedback
    values: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    about: Model | None = None
    also: Model | None = None
    also_changed: tuple[str, ...] = ("undone_at",)
    tags: tuple[set[Tag], set[Tag]] | None = None

    def taken(self) -> Happening:
        """Change the feedback in our hands, and say what differs."""
        row, changes = self.feedback, {}
        for name, value in self.values.items():
            if name not in UNTOLD and getattr(row, name) != value:
                changes[name] = [plain(getattr(row, name)), plain(value)]
            setattr(row, name, value)
        if self.tags is not None:
            changes["tags"] = [", ".join(sorted(one.name for one in tags)) for tags in self.tags]
        row.version += bool(self.values or self.tags)
        return Happening(self.kind, row, self.about, changes, self.reason, facts=self.facts)


def write(steps: Sequence[Step], *, actor: Actor) -> list[Event]:
    """Write what verbs do to feedback that is held, all of it with a few statements. Each has its own event.

    Raises ``Stale`` where somebody was faster.
    """
    happenings = [step.taken() for step in steps]
    write_also(steps)
    retag([(step.feedback, *step.tags) for step in steps if step.tags is not None])
    changed = [step.feedback for step in steps if step.values or step.tags]
    fields = sorted({name for step in steps for name in step.values})
    if update_each(changed, [*fields, "version"], counted="version") != len(changed):
        raise stale(changed[0], {})
    return record_many(happenings, actor=actor)


def write_also(steps: Sequence[Step]) -> None:
    """Make the rows that come with the steps, and change those that were there."""
    made: dict[type[Model], list[Model]] = defaultdict(list)
    there: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for step in steps:
        if step.also is not None:
            (made[type(step.also)] if step.also.pk is None else there[step.also_changed]).append(step.also)
    for fields, rows in there.items():
        first = rows[0]
        if not isinstance(first, Versioned):
            update_each(rows, fields)
        elif update_each(rows, fields, counted="version") != len(rows):
            raise stale(first, {})
    for model, rows in made.items():
        model._default_manager.bulk_create(rows)


def retag(each: Sequence[tuple[Feedback, set[Tag], set[Tag]]]) -> None:
    """Give feedback the tags after instead of those before."""
    through = Feedback.tags.through
    off: dict[int, list[int]] = {}
    for row, before, after in each:
        for tag in before - after:
            off.setdefault(tag.pk, []).append(row.pk)
    for tag_id, ids in off.items():
        through.objects.filter(tag=tag_id, feedback__in=ids).delete()
    put = [through(feedback_id=row.pk, tag_id=tag.pk) for row, before, after in each for tag in after - before]
    through.objects.bulk_create(put, ignore_conflicts=True)


@dataclass
class Told:
    """What became of each of many: the events of each that was done (none where there was nothing to do), or its refusal."""

    events: dict[int, list[Event]] = field(default_factory=dict)
    refused: dict[int, Exception] = field(default_factory=dict)


P = ParamSpec("P")
Steps = Step | Sequence[Step] | None
Stepping = Callable[[Feedback], Steps]
After = Callable[..., None]
REFUSALS = (NotPossible, NotAllowed, ValidationError)


def listed(steps: Steps) -> list[Step]:
    """The steps that are taken with one feedback, in their order."""
    return [] if steps is None else [steps] if isinstance(steps, Step) else list(steps)


def held_with(wanted: Sequence[int], values: dict[str, Any], *beside: str) -> tuple[dict[int, Feedback], Any]:
    """The feedback that is wanted, locked, and the values with the feedback that they name, locked as well: all in one order,
    so that no two wait for each other. ``beside`` are the related rows that come along.
    """
    named = {name: value.pk for name, value in values.items() if isinstance(value, Feedback)}
    rows = Feedback.objects.select_for_update(of=("self",)).filter(pk__in={*wanted, *named.values()}).order_by("pk")
    held = {row.pk: row for row in rows.prefetch_related(*beside)}
    return held, values | {name: held[pk] for name, pk in named.items()}


class OneOrMany(Generic[P]):
    """A verb that is done to one feedback, or to many at once by the same lines.

    What it wraps looks at its values, once, and answers what it does to each that is held: a step (or several, of which one
    changes the feedback), or None where there is nothing to do; or it refuses. ``beside`` are the related rows that it looks
    at; ``after`` is called once with all steps when they are written.
    """

    def __init__(self, verb: Callable[P, Stepping], *beside: str, after: After | None = None) -> None:
        self.verb, self.beside, self.after = verb, beside, after
        update_wrapper(self, verb)

    @transaction.atomic
    def __call__(self, feedback: Feedback, *args: P.args, **kwargs: P.kwargs) -> Feedback:
        """Do it to one. A refusal is raised, and leaves nothing behind."""
        held, named = held_with([feedback.pk], kwargs, "product")
        row = held[feedback.pk]
        self.written(listed(self.verb(*args, **named)(row)), actor_in(kwargs))
        return row

    @transaction.atomic
    def together(self, feedback: Iterable[Feedback], *args: P.args, **kwargs: P.kwargs) -> Told:
        """Do it to many that are locked and written together: one that refuses is told, and the others are done.

        Where the database does not take them together (Stale, IntegrityError) nothing is done to any.
        """
        wanted = [row.pk for row in feedback]
        held, named = held_with(wanted, kwargs, "product__memberships", *self.beside)
        told, steps = Told(), []
        try:
            step_of = self.verb(*args, **named)
        except REFUSALS as error:
            return Told(refused=dict.fromkeys(wanted, error))
        for pk in sorted(wanted):
            try:
                own = listed(step_of(held[pk]))
            except REFUSALS as error:
                told.refused[pk] = error
                continue
            told.events[pk] = []
            steps += own
        for event in self.written(steps, actor_in(kwargs)):
            told.events[event.subject_id].append(event)
        return told

    def written(self, steps: list[Step], actor: Actor) -> list[Event]:
        """The steps written, and what follows from all of them."""
        if not steps:
            return []
        events = write(steps, actor=actor)
        if self.after is not None:
            self.after(steps, actor=actor)
        return events


def one_or_many(*beside: str, after: After | None = None) -> Callable[[Callable[P, Stepping]], OneOrMany[P]]:
    """Make a verb of what it does to each feedback. ``beside`` are the related rows that it looks at; ``after`` is called
    with all steps that were written.
    """
    return lambda verb: OneOrMany(verb, *beside, after=after)


def actor_in(kwargs: dict[str, Any]) -> Actor:
    """Who does it: every verb is told so by this name."""
    return kwargs["actor"]


def check_not_merged(feedback: Feedback) -> None:
    """A duplicate is decided with the one it was merged into."""
    if feedback.merged_into_id is not None:
        raise NotPossible(f"{feedback.key} is merged into F-{feedback.merged_into_id}. Separate the two first.")


def check_in_inbox(feedback: Feedback) -> None:
    """Only what is in the inbox waits for a decision."""
    check_not_merged(feedback)
    if feedback.state != FeedbackState.INBOX:
        raise NotPossible(f"{feedback.key} is {feedback.get_state_display().lower()} already.")


def check_same_wall(one: Any, other: Any) -> None:
    """What belongs to a restricted product is not tied to something outside it, whose readers could not see it."""
    if one is None or other is None or one == other:
        return
    walled = one if one.is_restricted else other if other.is_restricted else None
    if walled is not None:
        raise NotPossible(f"{walled} is restricted and keeps its feedback to itself. Move both to the same product first.")
