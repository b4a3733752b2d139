"""How heavy the evidence behind an idea is: each company once, by how much it matters to them and how large they are to us.

weight = the sum, over the companies that spoke or voted, of importance × size

- importance: the highest that an insight of theirs has, 0 to 3; a vote without words counts as 1
- size: 1 to 5, by their ARR plus the largest of their open deals that hang on this very idea (``STEPS``)

Steps, because a company that pays twice as much is not twice as right; and one that pays nothing yet counts as one.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, DecimalField, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from customers.models import Company
from feedback.models import CLOSED_DEALS, Request
from roadmap.models import Importance

STEPS = ((250_000, 5), (100_000, 4), (50_000, 3), (10_000, 2))
MONEY = DecimalField(max_digits=20, decimal_places=2)
WHOLE = IntegerField()


def weighed(evidence: Any, pk: Any, *, deeper: Any = None) -> QuerySet[Company]:
    """The companies behind a record, each with ``importance``, ``stake``, ``size`` and ``points``.

    ``pk`` and ``deeper`` are the record's id, as an ``OuterRef`` of three and of four levels where it is not known.
    """
    deeper = pk if deeper is None else deeper
    said = one_of(evidence.insights(pk).filter(feedback__company=OuterRef("pk")), Max("importance"))
    merged = one_of(evidence.insights(pk).filter(feedback__duplicates__company=OuterRef("pk")), Max("importance"))
    voted = one_of(evidence.votes(pk).filter(company=OuterRef("pk")), Max(Value(int(Importance.NICE_TO_HAVE))))
    quoted = Q(feedback=OuterRef("feedback")) | Q(feedback=OuterRef("feedback__merged_into"))
    hang_on_it = Exists(evidence.insights(deeper).filter(quoted))
    theirs = Request.objects.filter(evidence.seen("feedback__"), hang_on_it, feedback__company=OuterRef("pk")).order_by()
    stake = one_of(theirs.exclude(stage__in=CLOSED_DEALS), Max("amount"))
    rows = evidence.companies(pk).annotate(
        importance=Greatest(*(Coalesce(Subquery(one, output_field=WHOLE), Value(0)) for one in (said, merged, voted))),
        stake=Coalesce(Subquery(stake, output_field=MONEY), Value(0, output_field=MONEY), output_field=MONEY),
    )
    rows = rows.annotate(worth=F("arr") + F("stake"))
    steps = [When(worth__gte=least, then=Value(size)) for least, size in STEPS]
    rows = rows.annotate(size=Case(*steps, default=Value(1), output_field=WHOLE))
    return rows.annotate(points=F("importance") * F("size"))


def one_of(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
    """One value over all of some rows."""
    return rows.annotate(_all=Value(1)).values("_all").annotate(_one=value).values("_one")
