"""What says the same as a feedback that was set aside: the seam for an upper floor that knows better."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from doors.search import alike, search
from feedback.models import Feedback, SetAside

NEAREST = 200
Finder = Callable[[SetAside], set[int]]
_finders: list[Finder] = []


def finds_alike(finder: Finder) -> Finder:
    """Let an upper floor name more feedback that says the same: ``f(set_aside) -> ids``, of any time and any product."""
    _finders.append(finder)
    return finder


def said_since(aside: SetAside) -> QuerySet[Feedback]:
    """Feedback that came in since, and whose readers may read the one that was set aside, and the other way round."""
    rows = Feedback.objects.filter(created_at__gt=aside.at).exclude(pk=aside.feedback_id)
    product = aside.feedback.product
    if product is not None and product.is_restricted:
        return rows.filter(Q(product=product) | Q(product=None))
    return rows.filter(Q(product=None) | Q(product__is_restricted=False))


def alike_since(aside: SetAside) -> QuerySet[Feedback]:
    """What came in since and says the same.

    Where words were named, it holds them. Else it was merged into the one set aside, or shares a tag and telling words
    with it. What upper floors know counts beside either.
    """
    rows = said_since(aside)
    if aside.revisit_words:
        ids = set(search(rows, aside.revisit_words).values_list("pk", flat=True)[:NEAREST])
    else:
        near = [pk for pk, _ in alike(Feedback, f"{aside.feedback.title} {aside.feedback.text}", limit=NEAREST)]
        ids = set(rows.filter(pk__in=near, tags__in=aside.feedback.tags.all()).values_list("pk", flat=True))
    for finder in _finders:
        ids |= finder(aside)
    return rows.filter(Q(pk__in=ids) | Q(merged_into=aside.feedback_id))
