"""Ideas in the order of a figure, however many they are: as it is kept, or summed by the database in one query.

An order needs one figure of each idea there is, and a page all figures of fifty: ``roadmap.figures`` says what each means,
``roadmap.tally`` counts a page. An order takes what is kept (``models.figures``) and counts only what that does not hold yet;
the sums over all ideas serve where much changed at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from customers.models import Company
from feedback.models import CLOSED_DEALS, DealStage, Feedback, Request, seen_by
from history.actor import Actor
from roadmap.counted import to_count_for
from roadmap.figures import FIGURES, Evidence, of_idea, orderable
from roadmap.models import Idea, IdeaFigures, Importance, Insight, Vote
from roadmap.tally import figures_of, gathered, tally_ideas, with_original
from roadmap.weights import STEPS

Rows = QuerySet[Any, Any]
OF_IDEA = ("idea", "idea__duplicate_of")
"""What speaks for an idea speaks for the one that it duplicates too."""
OPEN = tuple(stage for stage in DealStage.values if stage not in CLOSED_DEALS)
NEAR = """
own (idea, feedback, company, importance) as (
  select idea, feedback, company, importance from said
  union all select original, feedback, company, importance from said join twins on twin = said.idea),
near (idea, feedback, company, importance) as (
  select idea, feedback, company, importance from own
  union all select own.idea, again.feedback, again.company, own.importance from own join again on into_which = own.feedback)
"""
SPOKE = "select idea, company, importance, 0 from near"
HANGS_ON_IT = "select idea, company, 0, amount from near join asked on asked.feedback = near.feedback"
VOTED = """
select idea, company, importance, 0 from voted union all
select original, company, importance, 0 from voted join twins on twin = voted.idea
"""
SIZE = " ".join(f"when company.arr + max(stake) >= {least} then {size}" for least, size in STEPS)
POINTS = {
    "weight": f"max(importance) * case {SIZE} else 1 end",
    "arr": "company.arr",
    "company_count": "1",
    "vote_count": "1",
}
"""What a company counts for, by figure. All of it is ours; nothing that anybody types stands in it."""


class Counts:
    """The figures of ideas as an actor sees them: those that are kept, and counted now where these are not right."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def live(self) -> set[int] | None:
        """The ideas that are counted now; None if they are many, as after an import: then whoever asks counts all."""
        return to_count_for(self.actor)

    @cached_property
    def counted(self) -> dict[int, dict[str, Any]]:
        """All figures of those."""
        found = gathered(self.live or set(), self.actor, with_deals=True)
        return {pk: figures_of([pk], found) for pk in sorted(self.live or ())}

    def most_first(self, ideas: QuerySet[Idea], name: str) -> list[int]:
        """The ids of ideas, those of which a figure says the most first, among equals the newest."""
        if self.live is not None:
            return list(self.on(ideas, name).order_by(f"-{name}", "-id").values_list("pk", flat=True))
        figures = figures_named(name, self.actor)
        return sorted(ideas.order_by("-id").values_list("pk", flat=True), key=lambda pk: -figures.get(pk, 0))

    def on(self, ideas: QuerySet[Idea], name: str) -> QuerySet[Idea]:
        """Ideas with one figure, by which they can be ordered."""
        if self.live is None:
            return orderable(ideas, Evidence(of_idea, self.actor), name)
        column: Any = IdeaFigures._meta.get_field(name)
        figure: Any = Coalesce(f"kept_figures__{name}", Value(0), output_field=column)
        if self.live:
            each = [When(pk=pk, then=Value(figures[name], output_field=column)) for pk, figures in self.counted.items()]
            figure = Case(When(pk__in=self.live, then=Case(*each, output_field=column)), default=figure, output_field=column)
        return ideas.annotate(**{name: figure})

    def put(self, ideas: Iterable[Idea]) -> list[Idea]:
        """Give each idea of a page its figures. Select their ``kept_figures``."""
        rows = list(ideas)
        if self.live is None:
            return tally_ideas(rows, self.actor)
        for row in rows:
            kept = getattr(row, "kept_figures", None) or IdeaFigures()
            for name in FIGURES:
                setattr(row, name, self.counted[row.pk][name] if row.pk in self.live else getattr(kept, name))
        return rows


def ideas_in_order(ideas: QuerySet[Idea], order: str, actor: Actor) -> QuerySet[Idea]:
    """Ideas that can be ordered by ``order``, such as ``-arr``: with that figure, if it is one."""
    name = order.removeprefix("-")
    return Counts(actor).on(ideas, name) if name in FIGURES else ideas


def figures_named(name: str, actor: Actor) -> Mapping[int, Any]:
    """A figure of every idea of which it is not nought, whoever may see the idea; only evidence that the actor may see counts."""
    if name in POINTS:
        return summed(POINTS[name], actor, votes_alone=name == "vote_count")
    if name == "insight_count":
        return insight_counts(actor)
    return deals_of_all(name, actor)


def summed(points: str, actor: Actor, *, votes_alone: bool) -> dict[int, Any]:
    """The sum of the points of the companies behind each idea, each company once."""
    sources = (VOTED,) if votes_alone else (SPOKE, HANGS_ON_IT, VOTED)
    parts, values = [], []
    for name, (columns, rows) in read(actor).items():
        sql, params = rows.query.sql_with_params()
        parts.append(f"{name} ({columns}) as ({sql})")
        values += params
    statement = (
        f"with {', '.join(parts)}, {NEAR}, behind (idea, company, importance, stake) as ({' union all '.join(sources)}) "  # noqa: S608
        f"select idea, sum(points) from (select idea, {points} as points from behind "
        f"join {Company._meta.db_table} company on company.id = behind.company group by idea, company, company.arr) each_once "
        "group by idea"
    )
    with connections[Idea.objects.db].cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def read(actor: Actor) -> dict[str, tuple[str, Rows]]:
    """What is read of the tables, each of them once: words that stand, what was merged, open deals, votes."""
    insights = Insight.objects.standing().filter(seen_by(actor, "feedback__")).order_by()
    merged = Feedback.objects.filter(seen_by(actor), merged_into__isnull=False).order_by()
    given = Value(int(Importance.NICE_TO_HAVE), output_field=IntegerField())
    asked = Request.objects.filter(stage__in=OPEN).order_by()
    return {
        "said": (
            "idea, feedback, company, importance",
            insights.values_list("idea", "feedback", "feedback__company", "importance"),
        ),
        "again": ("feedback, into_which, company", merged.values_list("pk", "merged_into", "company")),
        "asked": ("feedback, amount", asked.values_list("feedback", "amount")),
        "voted": (
            "idea, company, importance",
            Vote.objects.standing().order_by().annotate(importance=given).values_list("idea", "company", "importance"),
        ),
        "twins": ("twin, original", Idea.objects.exclude(duplicate_of=None).order_by().values_list("pk", "duplicate_of")),
    }


def insight_counts(actor: Actor) -> Counter[int]:
    """How many insights stand for each idea and its duplicates."""
    insights, counts = Insight.objects.standing().filter(seen_by(actor, "feedback__")).order_by(), Counter[int]()
    for idea, original, count in insights.values_list(*OF_IDEA).annotate(Count("pk")):
        for pk in with_original(idea, original):
            counts[pk] += count
    return counts


def deals_of_all(name: str, actor: Actor) -> dict[int, Decimal | int]:
    """A figure of the deals of each idea that has any: few ideas do, so theirs are counted as a page counts them."""
    of_deal = Q(feedback__request__isnull=False) | Q(feedback__duplicates__request__isnull=False)
    quoting = Insight.objects.standing().filter(of_deal).order_by()
    found = gathered(Idea.objects.filter(pk__in=quoting.values("idea")).values("pk"), actor, with_deals=True, with_votes=False)
    return {pk: figures_of([pk], found)[name] for pk in list(found.said)}
