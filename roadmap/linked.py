"""What ideas are to each other, as a reader may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from history.actor import Actor
from roadmap.models import Idea, IdeaLink, IdeaSplit, LinkKind

AS_ONE = ("idea__own_stage", "other__own_stage")
MOST_KIN = 100
Linked = dict[str, list[tuple[Any, IdeaLink | None]]]


def links_of(idea: Idea, actor: Actor) -> list[tuple[str, list[tuple[Any, IdeaLink | None]]]]:
    """What an idea is to others, and they to it, as far as one may see: ``[(words, [(idea, link), …]), …]``."""
    links = list(IdeaLink.objects.visible_to(actor).of(idea).select_related(*AS_ONE))
    waited = set(IdeaLink.objects.of(idea).unshipped().values_list("pk", flat=True)) if links else set()
    found: Linked = {}
    for link in links:
        is_ours = link.one == idea.pk  # type: ignore[attr-defined]
        link.is_open = is_ours and link.pk in waited  # type: ignore[attr-defined]
        words = "Related to" if link.kind == LinkKind.RELATED else "Depends on" if is_ours else "Needed by"
        found.setdefault(words, []).append((link.other if is_ours else link.idea, link))
    return [*found.items(), *kin_of(idea, actor).items()]


def kin_of(idea: Idea, actor: Actor) -> Linked:
    """Ideas that came of this one or that it came of, in one question however they did."""
    splits = IdeaSplit.objects.standing()
    seen = Idea.objects.visible_to(actor).select_related("own_stage")
    kin = seen.annotate(
        is_part=Exists(splits.filter(source=idea, made=OuterRef("pk"))),
        is_whole=Exists(splits.filter(made=idea, source=OuterRef("pk"))),
    ).filter(Q(duplicate_of=idea) | Q(is_part=True) | Q(is_whole=True) | Q(pk=idea.revived_from_id) | Q(revived_from=idea))
    found: Linked = {}
    for one in kin[:MOST_KIN]:
        for words in ways(idea, one):
            found.setdefault(words, []).append((one, None))
    return found


def ways(idea: Idea, kin: Any) -> Iterator[str]:
    """In which ways the other is kin to the idea."""
    told = {
        "Duplicates": kin.duplicate_of_id == idea.pk, "Split off it": kin.is_part, "Split off": kin.is_whole,
        "Revived from": kin.pk == idea.revived_from_id, "Revived as": kin.revived_from_id == idea.pk,
    }  # fmt: skip
    return (words for words, is_so in told.items() if is_so)
