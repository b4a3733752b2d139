"""The verbs of themes: what people make of a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from feedback.models import Feedback, FeedbackState
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from jobs.actions import enqueue
from jobs.models import Job
from matching import rules
from matching.events import ThemeEvent
from matching.models import Theme, ThemeMember, ThemeSearch, ThemeState
from people.models import Product
from roadmap.actions import create_idea, link_whole
from roadmap.models import Idea, Insight

LINKED_AT_ONCE = 50


@transaction.atomic
def search_themes(*, actor: Actor, distance: float = 0.5, days: int = 180) -> tuple[ThemeSearch, Job]:
    """Have themes proposed anew, over the feedback of the last days. ``distance`` is how far apart texts of one theme may lie."""
    require(rules.may_shape_themes(actor))
    search = ThemeSearch(distance=distance, days=days, by=actor.person, at=clock.now())
    search.full_clean(exclude=["by"])
    search.save()
    job = enqueue("matching.propose_themes", search.pk, actor=actor, title="Look for themes", link="/themes/")
    record(ThemeEvent.SEARCHED, search, actor=actor, days=days, distance=distance)
    return search, job


@transaction.atomic
def name_theme(theme: Theme, *, actor: Actor, name: str, version: int | None = None) -> Theme:
    """Give a theme its name. It is kept by that: no later proposal takes it away."""
    theme = held(theme, actor)
    if not name.strip():
        raise ValidationError({"name": "Give it a name."})
    changes = change(theme, {"name": " ".join(name.split()), "state": ThemeState.KEPT}, version=version)
    if changes:
        record(ThemeEvent.NAMED, theme, actor=actor, changes=changes)
    return theme


@transaction.atomic
def keep_theme(theme: Theme, *, actor: Actor) -> Theme:
    """Keep a proposed theme as it is labelled."""
    theme = held(theme, actor)
    if theme.state == ThemeState.KEPT:
        raise NotPossible("This theme is kept already.")
    changes = change(theme, {"state": ThemeState.KEPT})
    record(ThemeEvent.KEPT, theme, actor=actor, changes=changes)
    return theme


@transaction.atomic
def dismiss_theme(theme: Theme, *, actor: Actor) -> Theme:
    """Say that a theme is none. The same group is not proposed again."""
    theme = held(theme, actor)
    changes = change(theme, {"state": ThemeState.DISMISSED, "state_before": theme.state})
    record(ThemeEvent.DISMISSED, theme, actor=actor, changes={"state": changes["state"]})
    return theme


@transaction.atomic
def restore_theme(theme: Theme, *, actor: Actor) -> Theme:
    """Bring a dismissed or merged theme back, with the feedback it had."""
    theme = locked(theme, actor)
    if theme.state not in (ThemeState.DISMISSED, ThemeState.MERGED):
        raise NotPossible(f"This theme is {theme.get_state_display().lower()}.")
    if theme.merged_into is not None:
        brought = theme.members.filter(is_out=False).values("feedback")
        ThemeMember.objects.filter(theme=theme.merged_into, by_hand=True, feedback__in=brought).delete()
    changes = change(theme, {"state": theme.state_before or ThemeState.PROPOSED, "state_before": "", "merged_into": None})
    record(ThemeEvent.RESTORED, theme, actor=actor, changes={"state": changes["state"]})
    return theme


@transaction.atomic
def merge_themes(theme: Theme, *, actor: Actor, into: Theme) -> Theme:
    """Say that two themes are one. Its feedback counts for the one that stays, which is kept by that."""
    if theme.pk == into.pk:
        raise ValidationError({"into": "A theme cannot be merged into itself."})
    both = {row.pk: row for row in Theme.objects.select_for_update().filter(pk__in=[theme.pk, into.pk]).order_by("pk")}
    theme, into = held(both[theme.pk], actor), held(both[into.pk], actor)
    if theme.product_id != into.product_id:
        raise NotPossible("A restricted product keeps its themes to itself.")
    put_by_hand(into, theme.members.filter(is_out=False).values_list("feedback_id", flat=True))
    changes = change(theme, {"state": ThemeState.MERGED, "state_before": theme.state, "merged_into": into})
    change(into, {"state": ThemeState.KEPT})
    record(ThemeEvent.MERGED, theme, actor=actor, about=into, changes={"state": changes["state"]})
    return theme


@transaction.atomic
def split_theme(theme: Theme, *, actor: Actor, feedback: Iterable[Feedback], name: str) -> Theme:
    """Take some feedback out of a theme into one of its own. Both are kept by that."""
    theme = held(theme, actor)
    wanted = {row.pk for row in feedback}
    there = theme.members.filter(is_out=False, feedback__in=wanted)
    if not wanted or there.count() != len(wanted):
        raise ValidationError({"feedback": "Choose feedback of this theme."})
    if theme.members.filter(is_out=False).count() == len(wanted):
        raise ValidationError({"feedback": "Leave some: this is all of it."})
    if not name.strip():
        raise ValidationError({"name": "Give the new theme a name."})
    made = Theme(product=theme.product, name=" ".join(name.split()), label=name.strip()[:120], state=ThemeState.KEPT)
    made.full_clean(exclude=["words", "central"])
    made.save()
    put_by_hand(made, wanted)
    there.update(by_hand=True, is_out=True)
    change(theme, {"state": ThemeState.KEPT})
    record(ThemeEvent.SPLIT, made, actor=actor, about=theme, feedback=sorted(wanted))
    return made


@transaction.atomic
def make_idea(theme: Theme, *, actor: Actor, product: Product, title: str, problem: str = "") -> Idea:
    """Make an idea of a theme, with its feedback as insights: the first at once, many more in the background."""
    theme = held(theme, actor)
    if theme.idea is not None:
        raise NotPossible(f"This theme became {theme.idea.key} already.")
    idea = create_idea(product=product, title=title, problem=problem, owner=actor.person, actor=actor)
    changes = change(theme, {"idea": idea, "state": ThemeState.KEPT})
    record(ThemeEvent.BECAME_IDEA, theme, actor=actor, about=idea, changes={"idea": changes["idea"]}, idea=idea)
    if link_some(theme, actor=actor):
        title = f"Link the feedback of {theme.key} to {idea.key}"
        enqueue(
            "matching.link_theme",
            theme.pk,
            actor.person.pk if actor.person else 0,
            actor=actor,
            title=title,
            link=f"/ideas/{idea.pk}/",
        )
    return idea


@transaction.atomic
def link_some(theme: Theme, *, actor: Actor) -> int:
    """Link the next of a theme's feedback to its idea; say how many are left. What is archived, merged or walled off stays."""
    theme = Theme.objects.select_related("idea__product").get(pk=theme.pk)
    assert theme.idea is not None  # noqa: S101 (only a theme that became an idea gets here)
    waiting = linkable(theme, theme.idea, actor)
    told = link_whole.together(list(waiting.order_by("pk")[:LINKED_AT_ONCE]), actor=actor, idea=theme.idea)
    for refusal in told.refused.values():
        raise refusal
    return waiting.count()


def linkable(theme: Theme, idea: Idea, actor: Actor) -> QuerySet[Feedback]:
    """The feedback of a theme that can be linked to its idea, and is not yet."""
    members = theme.members.filter(is_out=False).values("feedback")
    rows = Feedback.objects.visible_to(actor).filter(pk__in=members, merged_into=None).exclude(state=FeedbackState.ARCHIVED)
    walled = Q(product=idea.product_id) if idea.product.is_restricted else Q(product__is_restricted=False)
    return rows.filter(Q(product=None) | walled).exclude(pk__in=Insight.objects.standing().filter(idea=idea).values("feedback"))


def put_by_hand(theme: Theme, feedback: Iterable[int]) -> None:
    """Put feedback into a theme so that no proposal takes it out again."""
    rows = [ThemeMember(theme=theme, feedback_id=pk, by_hand=True) for pk in feedback]
    ThemeMember.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["theme", "feedback"], update_fields=["is_out", "by_hand"]
    )


def locked(theme: Theme, actor: Actor) -> Theme:
    """The theme as it is now, if the actor may work on it."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    require(rules.may_shape_themes(actor, theme))
    return theme


def held(theme: Theme, actor: Actor) -> Theme:
    """The same, if it stands."""
    theme = locked(theme, actor)
    if not theme.is_standing:
        raise NotPossible(f"This theme is {theme.get_state_display().lower()}. Bring it back first.")
    return theme
