"""The line, both ways: from a customer's words to what was decided, shipped and achieved, and back to the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from feedback.models import Feedback
from feedback.standing import Standing, standings
from gates.models import Decision, GateReview
from history.actor import Actor
from objectives.models import KeyResult
from roadmap.models import Idea, Initiative, Insight

MOST = 60


@dataclass
class Line:
    """Everything on the line through one record, as far as the reader may see, oldest first at each station."""

    start: Feedback | Idea | Initiative
    feedback: list[Feedback] = field(default_factory=list)
    insights: list[Insight] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    reviews: list[GateReview] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    key_results: list[KeyResult] = field(default_factory=list)
    insight_count: int = 0
    standing: Standing | None = None

    @property
    def companies(self) -> list[str]:
        """Who spoke, each company once."""
        return sorted({str(row.company) for row in self.feedback if row.company is not None})

    @property
    def achieved(self) -> list[Idea | Initiative]:
        """What has actual outcomes."""
        return [row for row in (*self.initiatives, *self.ideas) if row.actual_outcomes]


def trace(start: Feedback | Idea | Initiative, *, actor: Actor) -> Line:
    """The line through a feedback, an idea or an initiative, in as many queries whatever hangs on it."""
    line = Line(start)
    line.ideas = list(ideas_from(start, actor))
    gather_words(line, actor)
    line.reviews = list(GateReview.objects.visible_to(actor).filter(idea__in=line.ideas).order_by("idea", "gate", "attempt"))
    decisions = Decision.objects.visible_to(actor).filter(review__in=line.reviews).order_by("decided_at", "id")
    line.decisions = list(decisions.select_related("review__idea", "decided_by", "packet__words"))
    cards = Initiative.objects.visible_to(actor).filter(
        Q(ideas__in=line.ideas) | Q(pk=start.pk if isinstance(start, Initiative) else None)
    )
    line.initiatives = list(cards.distinct().order_by("id").select_related("product", "owner"))
    results = KeyResult.objects.visible_to(actor).filter(initiatives__in=line.initiatives)
    line.key_results = list(results.distinct().order_by("id").select_related("objective__cycle"))
    return line


def ideas_from(start: Feedback | Idea | Initiative, actor: Actor) -> Iterable[Idea]:
    """The ideas that the record is tied to."""
    ideas = Idea.objects.visible_to(actor).select_related("product", "owner", "own_stage").order_by("id")
    if isinstance(start, Idea):
        return ideas.filter(pk=start.pk)
    if isinstance(start, Initiative):
        return ideas.filter(initiatives=start)
    said = Q(feedback=start) | Q(feedback__merged_into=start) | Q(feedback=start.merged_into_id)
    return ideas.filter(pk__in=Insight.objects.standing().filter(said).values("idea"))


def gather_words(line: Line, actor: Actor) -> None:
    """The words behind the ideas; from a feedback, its own words only, and how many others said the same."""
    insights = Insight.objects.visible_to(actor).standing().filter(idea__in=line.ideas)
    line.insight_count = insights.count()
    if isinstance(line.start, Feedback):
        start = line.start
        line.feedback = [
            start,
            *Feedback.objects.visible_to(actor).filter(merged_into=start).select_related("company", "contact"),
        ]
        line.standing = standings([start], actor)[start.pk]
        insights = insights.filter(Q(feedback__in=line.feedback) | Q(feedback=start.merged_into_id))
    rows = insights.select_related(
        "feedback__company", "feedback__contact", "feedback__product", "feedback__interview", "idea", "made_by"
    )
    line.insights = list(rows.order_by("-importance", "feedback__said_at", "id")[:MOST])
    if not isinstance(line.start, Feedback):
        line.feedback = list({insight.feedback_id: insight.feedback for insight in line.insights}.values())
