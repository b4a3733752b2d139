"""What stands behind ideas and initiatives, counted: words, companies, ARR, deals at stake, votes.

Everything counts once. A company that spoke in ten feedbacks and voted is one company; feedback merged into another counts as
that one; what was said for an idea's duplicates is said for the idea. Only what the actor may see is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

from django.db.models import (
    Count,
    DecimalField,
    Exists,
    F,
    Field,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from customers.models import Company
from feedback.models import CLOSED_DEALS, Request
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, Initiative, Insight, Vote
from roadmap.weights import weighed as companies_weighed

Row = TypeVar("Row", bound=Model)


def of_idea(pk: Any) -> QuerySet[Any, Any]:
    """An idea and its duplicates."""
    return Idea.objects.order_by().filter(Q(pk=pk) | Q(duplicate_of=pk)).values("pk")


def of_initiative(pk: Any) -> QuerySet[Any, Any]:
    """An initiative's ideas and their duplicates."""
    ideas = Initiative.ideas.through.objects.filter(initiative=pk).values("idea")
    return ideas.union(Idea.objects.order_by().filter(duplicate_of__initiatives=pk).values("pk"))


class Evidence:
    """What an actor may see of the evidence behind a record: ``ideas`` gives, for a record's id, the ideas it lies with.

    A level of subquery lies between each method's rows and the ideas, which matters to whoever passes an ``OuterRef``.
    """

    def __init__(self, ideas: Callable[[Any], QuerySet[Any]], actor: Actor) -> None:
        self.ideas, self.actor = ideas, actor

    @cached_property
    def products(self) -> list[int] | None:
        """The products that the actor sees; None for a job of the house, which sees all."""
        return None if self.actor.is_system else list(Product.objects.visible_to(self.actor).values_list("pk", flat=True))

    def over(self, ideas: Callable[[Any], QuerySet[Any]]) -> Evidence:
        """What the same actor may see behind records of another kind."""
        other = copy(self)
        other.ideas = ideas
        return other

    def seen(self, path: str = "") -> Q:
        """That the feedback at ``path`` is the actor's to see."""
        if self.products is None:
            return Q()
        return Q(**{f"{path}product": None}) | Q(**{f"{path}product__in": self.products})

    def insights(self, pk: Any) -> QuerySet[Insight]:
        """The standing insights."""
        return Insight.objects.standing().filter(idea__in=self.ideas(pk)).filter(self.seen("feedback__")).order_by()

    def votes(self, pk: Any) -> QuerySet[Vote]:
        """The standing votes."""
        return Vote.objects.standing().filter(idea__in=self.ideas(pk)).order_by()

    def heard(self, pk: Any) -> QuerySet[Any]:
        """The ids of the feedback that speaks: that which insights quote, and what was merged into it."""
        merged = self.insights(pk).filter(feedback__duplicates__isnull=False).filter(self.seen("feedback__duplicates__"))
        return self.insights(pk).values("feedback").union(merged.values("feedback__duplicates"))

    def spoke(self, pk: Any) -> QuerySet[Company]:
        """The distinct companies that spoke."""
        said, merged = self.voices(pk)
        return Company.objects.filter(pk__in=said.union(merged)).order_by()

    def companies(self, pk: Any) -> QuerySet[Company]:
        """The distinct companies that spoke, or voted."""
        said, merged = self.voices(pk)
        return Company.objects.filter(pk__in=said.union(merged, self.votes(pk).values("company"))).order_by()

    def voices(self, pk: Any) -> tuple[QuerySet[Any], QuerySet[Any]]:
        """The companies of the feedback quoted, and of what was merged into it."""
        merged = self.insights(pk).filter(self.seen("feedback__duplicates__"))
        return self.insights(pk).values("feedback__company"), merged.values("feedback__duplicates__company")

    def deals(self, pk: Any) -> QuerySet[Request]:
        """The open deals of requests that speak. One deal is one: submitted twice and merged, or twice under its CRM's id."""
        again = Q(feedback__merged_into__request__opportunity=F("opportunity"))
        same = Request.objects.filter(
            deal=OuterRef("deal"), pk__lt=OuterRef("pk"), feedback__insights__withdrawn_at=None,
            feedback__insights__idea__in=self.ideas(pk),
        )  # fmt: skip
        deals = Request.objects.filter(feedback__in=self.heard(pk)).exclude(stage__in=CLOSED_DEALS).exclude(again)
        return deals.exclude(Exists(same)).order_by()

    def figure_named(self, name: str) -> Coalesce:
        """One figure of each record as an annotation, by which a list is ordered. Subqueries, so that joins never multiply."""
        near, far = OuterRef(OuterRef("pk")), OuterRef(OuterRef(OuterRef("pk")))
        money, sources = DecimalField(max_digits=20, decimal_places=2), Coalesce("feedback__merged_into", "feedback")
        made: dict[str, Callable[[], Coalesce]] = {
            "insight_count": lambda: figure(self.insights(near), Count("pk")),
            "feedback_count": lambda: figure(self.insights(near), Count(sources, distinct=True)),
            "vote_count": lambda: figure(self.votes(near), Count("company", distinct=True)),
            "company_count": lambda: figure(self.companies(far), Count("pk")),
            "spoke_count": lambda: figure(self.spoke(far), Count("pk")),
            "arr": lambda: figure(self.companies(far), Sum("arr"), money),
            "deal_count": lambda: figure(self.deals(far), Count("pk")),
            "deal_amount": lambda: figure(self.deals(far), Sum("amount"), money),
            "weight": lambda: figure(companies_weighed(self, far, deeper=OuterRef(far)), Sum("points")),
        }
        return made[name]()


FIGURES = (
    "insight_count", "feedback_count", "vote_count", "company_count", "spoke_count", "arr", "deal_count", "deal_amount", "weight",
)  # fmt: skip


def figure(rows: QuerySet[Any], value: Any, kind: Field | None = None) -> Coalesce:
    """One figure over all of ``rows``; nothing is nought."""
    kind = kind or IntegerField()
    whole = rows.annotate(_all=Value(1)).values("_all").annotate(_figure=value).values("_figure")
    return Coalesce(Subquery(whole, output_field=kind), Value(0, output_field=kind), output_field=kind)


def with_figures(rows: QuerySet[Row], evidence: Evidence, *, in_full: bool = True) -> QuerySet[Row]:
    """Rows with every figure, in the one query that finds a single record; ``in_full`` with their parts too."""
    names = FIGURES if in_full else [name for name in FIGURES if name not in ("spoke_count", "weight")]
    return rows.annotate(**{name: evidence.figure_named(name) for name in names})


def orderable(rows: QuerySet[Row], evidence: Evidence, order: str) -> QuerySet[Row]:
    """Rows that can be ordered by ``order``, such as ``-arr``: with that figure, if it is one. ``roadmap.tally`` has them all."""
    name = order.removeprefix("-")
    return rows.annotate(**{name: evidence.figure_named(name)}) if name in FIGURES else rows
