"""Proposing themes: groups of what was said lately, matched with the themes that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from feedback.models import Feedback, FeedbackState
from history import clock
from history.actor import Actor
from history.recording import record
from matching.events import ThemeEvent
from matching.models import Embedding, Kind, Theme, ThemeMember, ThemeSearch, ThemeState
from matching.text.clusters import LEAST, MOST, groups_of, matched
from matching.text.embedder import Embedder
from matching.text.labels import Label, labels_of
from matching.text.vectors import unpacked
from people.models import Product

ALIVE = (ThemeState.PROPOSED, ThemeState.KEPT, ThemeState.DISMISSED)


def pools(search: ThemeSearch) -> Iterator[tuple[Product | None, QuerySet[Feedback]]]:
    """What is grouped together: all that is open; and apart, what each restricted product heard."""
    since = clock.now() - timedelta(days=search.days)
    rows = Feedback.objects.filter(said_at__gte=since, merged_into=None).exclude(state=FeedbackState.ARCHIVED)
    yield None, rows.exclude(product__is_restricted=True)
    for product in Product.objects.current().filter(is_restricted=True):
        yield product, rows.filter(product=product)


def propose(search: ThemeSearch, product: Product | None, rows: QuerySet[Feedback], *, model: Embedder, actor: Actor) -> None:
    """Group one pool, label the groups, and write down what came of it."""
    newest = list(rows.order_by("-said_at", "-id").only("id", "title", "text")[:MOST])
    kept = Embedding.objects.of_model(model.model_id).filter(kind=Kind.FEEDBACK, object_id__in=[row.pk for row in newest])
    vectors = {pk: unpacked(data) for pk, data in kept.values_list("object_id", "vector")}
    read = [row for row in newest if row.pk in vectors]
    matrix = np.array([vectors[row.pk] for row in read], dtype=np.float32)
    groups = groups_of(matrix, search.distance)
    texts = [[f"{read[place].title}\n{read[place].text}" for place in group] for group in groups]
    labels = labels_of(texts, [matrix[group] for group in groups], model.embed)
    members = [[read[place] for place in group] for group in groups]
    write(product, members, labels, {row.pk for row in read}, actor=actor)
    search.looked_at, search.found = search.looked_at + len(read), search.found + len(groups)


@transaction.atomic
def write(
    product: Product | None, groups: Sequence[Sequence[Feedback]], labels: Sequence[Label], window: set[int], *, actor: Actor
) -> None:
    """Let each group carry on the theme that it overlaps with most; the rest are new, and proposals not found again fade."""
    old = list(Theme.objects.select_for_update().filter(product=product, state__in=ALIVE).order_by("pk"))
    before: dict[int, set[int]] = {theme.pk: set() for theme in old}
    members = ThemeMember.objects.filter(theme__in=old, is_out=False, feedback__in=window)
    for theme_id, feedback_id in members.values_list("theme_id", "feedback_id"):
        before[theme_id].add(feedback_id)
    carries = matched([before[theme.pk] for theme in old], [{row.pk for row in group} for group in groups])
    taken = taken_by_hand(old)
    for n, (group, label) in enumerate(zip(groups, labels, strict=True)):
        theme = old[carries[n]] if n in carries else None
        if theme is None and sum(row.pk not in taken for row in group) < LEAST:
            continue  # people have put these where they belong
        theme = renewed(theme, group, label) if theme is not None else proposed(product, group, label, actor=actor)
        fill(theme, [row.pk for row in group], taken)
    for place, theme in enumerate(old):
        if theme.state == ThemeState.PROPOSED and place not in carries.values():
            Theme.objects.filter(pk=theme.pk).update(state=ThemeState.FADED, version=theme.version + 1)
            record(ThemeEvent.FADED, theme, actor=actor)


def taken_by_hand(themes: Sequence[Theme]) -> dict[int, int]:
    """Feedback that a person put into a theme: it stays there."""
    rows = ThemeMember.objects.filter(theme__in=themes, by_hand=True, is_out=False)
    return dict(rows.values_list("feedback_id", "theme_id"))


def proposed(product: Product | None, group: Sequence[Feedback], label: Label, *, actor: Actor) -> Theme:
    """A new theme."""
    theme = Theme.objects.create(product=product, **described(group, label))
    record(ThemeEvent.PROPOSED, theme, actor=actor, size=len(group))
    return theme


def renewed(theme: Theme, group: Sequence[Feedback], label: Label) -> Theme:
    """A theme that was found again: its label follows its feedback, a name that somebody gave stays."""
    Theme.objects.filter(pk=theme.pk).update(**described(group, label))
    return theme


def described(group: Sequence[Feedback], label: Label) -> dict[str, Any]:
    """What a label says of a group."""
    return {"label": label.phrase[:120], "words": label.words, "central": group[label.central]}


def fill(theme: Theme, feedback: Sequence[int], taken: dict[int, int]) -> None:
    """Give a theme its feedback. A kept theme only grows; what people put in or took out stays as they left it."""
    if theme.state != ThemeState.KEPT:
        theme.members.filter(by_hand=False).exclude(feedback__in=feedback).delete()
    fresh = [pk for pk in feedback if taken.get(pk, theme.pk) == theme.pk]
    ThemeMember.objects.bulk_create([ThemeMember(theme=theme, feedback_id=pk) for pk in fresh], ignore_conflicts=True)
    ThemeMember.objects.filter(theme__product=theme.product_id, by_hand=False, feedback__in=fresh).exclude(theme=theme).delete()
