"""Two ideas are one: the verbs that merge them, and tell them apart again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from doors.fields.values import told as told_of_own
from history import clock
from history.actor import Actor
from history.moving import gone_elsewhere, move_all, move_back
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from roadmap import rules
from roadmap.circles import hold_links, refuse_circle
from roadmap.events import IdeaEvent
from roadmap.guards import may_merge
from roadmap.models import Idea, IdeaField, IdeaMerge, OwnStage, Stage

FIELDS = ("title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes", "notes", "owner")
OWN = "custom."
"""Before the key of an own field, among the values that the one that stayed took."""
MOST = 50


@transaction.atomic
def merge_idea(idea: Idea, *, actor: Actor, into: Idea, take: Collection[str] = ()) -> IdeaMerge:
    """Merge an idea into the one that stays: all that hangs on it moves. ``take`` names the values that stay from it.
    Refused where a circle of dependencies would come of it.

    It is a duplicate of the other from now on. What gates decided of it stays with it, as it was sealed.
    """
    hold_links()
    gone, stays = locked(idea.pk, into.pk)
    require(rules.may_shape(actor, gone.product))
    check_may_be_one(gone, stays)
    refuse_circle(gone, stays, actor)
    if wrong := sorted(set(take) - set(FIELDS)):
        raise ValidationError({"take": f"There is no value “{wrong[0][:40]}” to take. There is: {', '.join(FIELDS)}."})
    merge = IdeaMerge.objects.create(
        gone=gone, stays=stays, by=actor.person, was_duplicate=gone.duplicate_of_id is not None, was_stage=gone.stage,
        was_own_stage=gone.own_stage, was_stage_since=gone.stage_since, was_stage_reason=gone.stage_reason,
    )  # fmt: skip
    move_all(gone, stays, merge.moved.create)
    told = take_values(merge, gone, stays, take)
    was = gone.stage
    stage = {"stage": Stage.DUPLICATE, "own_stage": None, "duplicate_of": stays, "stage_since": merge.at, "stage_reason": ""}
    told |= {name: pair for name, pair in change(gone, stage).items() if name == "stage"}
    record(IdeaEvent.MERGED, stays, actor=actor, about=gone, changes=told, merge=merge, was=was)
    return merge


@transaction.atomic
def merge_ideas(ideas: Iterable[Idea], *, actor: Actor, into: Idea) -> list[IdeaMerge]:
    """Merge several ideas into one, all or none of them."""
    rows = sorted({idea.pk: idea for idea in ideas}.values(), key=lambda idea: idea.pk)
    if not rows or len(rows) > MOST:
        raise ValidationError({"ideas": f"Choose between one and {MOST} ideas to merge into {into.key}."})
    return [merge_idea(idea, actor=actor, into=into) for idea in rows]


@transaction.atomic
def undo_idea_merge(merge: IdeaMerge, *, actor: Actor) -> IdeaMerge:
    """Tell the two apart again: each has its own, as before. What was added to the one that stayed stays there."""
    merge = IdeaMerge.objects.select_for_update().get(pk=merge.pk)
    gone, stays = locked(merge.gone_id, merge.stays_id)
    require(rules.may_shape(actor, gone.product))
    check_may_be_two(merge, gone, stays)
    try:
        with transaction.atomic():
            for moved in merge.moved.filter(stayed=False).order_by("-pk"):
                move_back(moved, gone, stays)
    except IntegrityError as error:
        raise NotPossible(f"{gone.key} has something of its own by now of which there may be only one.") from error
    kept = give_back_values(merge, stays)
    change(gone, {
        "stage": merge.was_stage, "own_stage": stage_again(merge), "duplicate_of": stays if merge.was_duplicate else None,
        "stage_since": merge.was_stage_since, "stage_reason": merge.was_stage_reason,
    })  # fmt: skip
    merge.undone_at, merge.undone_by = clock.now(), actor.person
    merge.save(update_fields=["undone_at", "undone_by"])
    record(IdeaEvent.SEPARATED, gone, actor=actor, about=stays, merge=merge, kept=kept, to=gone.stage)
    return merge


@transaction.atomic
def undo_idea_merges(merges: Iterable[IdeaMerge], *, actor: Actor) -> list[IdeaMerge]:
    """Undo several merges, the last one first, all or none of them."""
    return [undo_idea_merge(merge, actor=actor) for merge in sorted(merges, key=lambda merge: -merge.pk)]


def locked(gone: int, stays: int) -> tuple[Idea, Idea]:
    """Both, locked in the same order whoever asks."""
    both = {row.pk: row for row in Idea.objects.select_for_update().filter(pk__in=[gone, stays]).order_by("pk")}
    return both[gone], both[stays]


def check_may_be_one(gone: Idea, stays: Idea) -> None:
    """Two different ideas of one product that both stand, and nothing above is in the middle of judging the one that goes."""
    if gone.pk == stays.pk:
        raise ValidationError({"into": f"{gone.key} cannot be merged into itself."})
    for one in (gone, stays):
        if one.is_archived:
            raise NotPossible(f"{one.key} is archived. Bring it back first.")
    if gone.product_id != stays.product_id:
        raise NotPossible("Both ideas must belong to the same product.")
    if stays.duplicate_of_id:
        raise NotPossible(f"{stays.key} is a duplicate of IDEA-{stays.duplicate_of_id}. Choose that one.")
    if gone.duplicate_of_id and gone.duplicate_of_id != stays.pk:
        raise NotPossible(f"{gone.key} is a duplicate of IDEA-{gone.duplicate_of_id}. Say first that it stands on its own.")
    if is_merged(gone):
        raise NotPossible(f"{gone.key} is merged into {stays.key} already.")
    if not (answer := may_merge(gone)):
        raise NotPossible(str(answer))


def check_may_be_two(merge: IdeaMerge, gone: Idea, stays: Idea) -> None:
    """Nothing happened since that telling them apart would contradict."""
    if merge.undone_at is not None:
        raise NotPossible(f"{gone.key} was told apart from {stays.key} already.")
    if is_merged(stays):
        raise NotPossible(f"{stays.key} was itself merged into IDEA-{stays.duplicate_of_id} since. Undo that first.")
    later = IdeaMerge.objects.standing().filter(stays=stays, pk__gt=merge.pk).order_by("pk").first()
    if later is not None:
        raise NotPossible(f"IDEA-{later.gone_id} was merged into {stays.key} later. Undo that first.")
    if found := gone_elsewhere(merge.moved.all(), stays):
        raise NotPossible(
            f"Of what moved with {gone.key}, {' and '.join(found)} went elsewhere since. Bring that back to {stays.key} first."
        )


def stage_again(merge: IdeaMerge) -> OwnStage | None:
    """The stage that the merged idea was in; the first of its kind, if its product dropped that or has its own only since."""
    was = merge.was_own_stage
    if was is not None and was.dropped_at is None:
        return was
    return OwnStage.objects.standing().filter(product=merge.stays.product_id, kind=merge.was_stage).first()


def is_merged(idea: Idea) -> bool:
    """Whether an idea is a duplicate because it was merged, and not because somebody marked it."""
    return bool(idea.duplicate_of_id) and IdeaMerge.objects.standing().filter(gone=idea).exists()


def refuse_if_merged(idea: Idea) -> None:
    """A merged idea goes nowhere by itself: what hung on it is with the other."""
    if is_merged(idea):
        raise NotPossible(f"{idea.key} is merged into IDEA-{idea.duplicate_of_id}. Undo the merge first.")


def take_values(merge: IdeaMerge, gone: Idea, stays: Idea, take: Collection[str]) -> dict[str, list[Any]]:
    """The one that stays takes what was chosen, and what it does not know itself, of its own fields too."""
    wanted: dict[str, Any] = {name: getattr(gone, name) for name in FIELDS if name in take or getattr(stays, name) in ("", None)}
    columns = [Idea._meta.get_field(name).attname for name in wanted]  # type: ignore[union-attr]
    before = {name: getattr(stays, name) for name in columns}
    own = stays.custom
    taken = {key: value for key, value in gone.custom.items() if value not in ("", None) and own.get(key) in ("", None)}
    told = change(stays, wanted | ({"custom": own | taken} if taken else {}))
    if told.pop("custom", None):
        told |= told_of_own(IdeaField.objects.all(), own, stays.custom)
    merge.changes = {name: [before[name], getattr(stays, name)] for name in columns if before[name] != getattr(stays, name)}
    merge.changes |= {f"{OWN}{key}": [own.get(key), value] for key, value in taken.items()}
    merge.save(update_fields=["changes"])
    return told


def give_back_values(merge: IdeaMerge, stays: Idea) -> list[str]:
    """The one that stayed has its own values again. What somebody changed since stays changed; returns those fields."""
    now = {name: stays.custom.get(name[len(OWN) :]) if name.startswith(OWN) else getattr(stays, name) for name in merge.changes}
    back = {name: was for name, (was, after) in merge.changes.items() if now[name] == after}
    custom = dict(stays.custom)
    for name in [name for name in back if name.startswith(OWN)]:
        key, was = name[len(OWN) :], back.pop(name)
        if was is None:
            custom.pop(key)
        else:
            custom[key] = was
    same = {name for name, (_, after) in merge.changes.items() if now[name] == after}
    change(stays, back | ({"custom": custom} if custom != stays.custom else {}))
    return sorted(set(merge.changes) - same)
