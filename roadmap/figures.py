"""What stands behind ideas and initiatives, counted: words, companies, ARR, deals at stake, votes.

Everything counts once. A company that spoke in ten feedbacks and voted is one company; feedback merged into another counts as
that one; what was said for an idea's duplicates is said for the idea. Only what the actor may see is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, DecimalField, F, Field, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from customers.models import Company
from feedback.models import DealStage, Request
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, Initiative, Insight, Vote

CLOSED = (DealStage.WON, DealStage.LOST)


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
        self.ideas = ideas
        self.products = None if actor.is_system else list(Product.objects.visible_to(actor).values_list("pk", flat=True))

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
        """The open deals of requests that speak. The same deal, submitted twice and merged, is one."""
        again = Q(feedback__merged_into__request__opportunity=F("opportunity"))
        return Request.objects.filter(feedback__in=self.heard(pk)).exclude(stage__in=CLOSED).exclude(again).order_by()

    def annotate(self, rows: QuerySet[Any], *, in_full: bool = False) -> QuerySet[Any]:
        """``rows``, each with every figure, as subqueries, so that joins never multiply; ``in_full`` with their parts too."""
        near, far = OuterRef(OuterRef("pk")), OuterRef(OuterRef(OuterRef("pk")))
        money, sources = DecimalField(max_digits=20, decimal_places=2), Coalesce("feedback__merged_into", "feedback")
        return rows.annotate(
            insight_count=figure(self.insights(near), Count("pk")),
            feedback_count=figure(self.insights(near), Count(sources, distinct=True)),
            vote_count=figure(self.votes(near), Count("company", distinct=True)),
            company_count=figure(self.companies(far), Count("pk")),
            **({"spoke_count": figure(self.spoke(far), Count("pk"))} if in_full else {}),
            arr=figure(self.companies(far), Sum("arr"), money),
            deal_count=figure(self.deals(far), Count("pk")),
            deal_amount=figure(self.deals(far), Sum("amount"), money),
        )


def figure(rows: QuerySet[Any], value: Any, kind: Field | None = None) -> Coalesce:
    """One figure over all of ``rows``; nothing is nought."""
    kind = kind or IntegerField()
    whole = rows.annotate(_all=Value(1)).values("_all").annotate(_figure=value).values("_figure")
    return Coalesce(Subquery(whole, output_field=kind), Value(0, output_field=kind), output_field=kind)


def with_idea_figures(ideas: QuerySet[Idea], actor: Actor) -> QuerySet[Idea]:
    """Ideas, each with what stands behind it, as far as the actor may see."""
    return Evidence(of_idea, actor).annotate(ideas)


def with_initiative_figures(initiatives: QuerySet[Initiative], actor: Actor) -> QuerySet[Initiative]:
    """Initiatives, each with what stands behind its ideas."""
    return Evidence(of_initiative, actor).annotate(initiatives)
