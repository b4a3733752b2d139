"""The kinds of record that can be found: how each is searched, which filters it understands, and what tells it apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Choices, Model, Q, QuerySet

from customers import segments
from customers.models import Company, Contact
from doors.search import ranked, search
from experiments.kinds import ExperimentState
from experiments.models import Experiment
from feedback.filters import STATES, start_of
from feedback.models import Channel, Feedback
from gates.models import Decision
from history.actor import Actor
from line.finding.asking import Question
from objectives.models import Objective
from roadmap.models import Idea, IdeaState, Initiative, InitiativeState, Insight, Stage, Vote
from roadmap.models.initiatives import Horizon
from surveys.models import SurveyResponse
from usage.models import Feature

Rows = QuerySet[Any]
Narrow = Callable[[Rows, str, Actor], Rows]


@dataclass(frozen=True)
class Kind:
    """A kind of record. ``narrow`` holds the filters that it understands; a question with another filter leaves it out.

    ``told`` names the text that an excerpt is taken from, ``since`` the moment that ``after`` and ``before`` speak of.
    """

    word: str
    icon: str
    model: type[Model]
    by: Callable[[Rows, str], Rows]
    sub: Callable[[Any], str]
    narrow: dict[str, Narrow] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    since: str = "created_at"

    @property
    def name(self) -> str:
        """As the filter ``kind:`` says it."""
        return self.word.lower()

    @property
    def plural(self) -> str:
        """As a heading says it."""
        return str(self.model._meta.verbose_name_plural).capitalize()

    def understands(self, asked: Question) -> bool:
        """Whether every filter of the question means something here."""
        wanted = asked.filters.get("kind", "")
        if wanted and wanted.lower() not in (self.name, self.plural.lower()):
            return False
        return all(
            name == "kind" or name in self.narrow or (name in ("after", "before") and self.since) for name in asked.filters
        )

    def rows(self, asked: Question, actor: Actor) -> Rows:
        """What fits the question, of what the actor may see."""
        rows = self.model._default_manager.visible_to(actor).select_related(*self.joined)  # type: ignore[attr-defined]
        for name, value in asked.filters.items():
            if name in self.narrow:
                rows = self.narrow[name](rows, value, actor)
        for name, sign in (("after", "gte"), ("before", "lt")):
            day: date | None = asked.day(name)
            if day is not None:
                rows = rows.filter(**{f"{self.since}__{sign}": start_of(day)})
        return self.by(rows, asked.words) if asked.words else rows.order_by("-pk")


def best_first(rows: Rows, words: str) -> Rows:
    """Rows of a table of some thousands, those that the words fit best first."""
    return ranked(search(rows, words), words, count=0)


def newest_first(rows: Rows, words: str) -> Rows:
    """Rows of a table without end: ranking all that hold a common word would cost more than it tells."""
    return search(rows, words).order_by("-pk")


def named(rows: Rows, words: str) -> Rows:
    """Rows of a small table whose name holds what was typed."""
    at = "title" if hasattr(rows.model, "title") else "name"
    return rows.filter(**{f"{at}__icontains": words}).order_by(at)


def reachable(rows: Rows, words: str) -> Rows:
    """People at companies, by name or address."""
    return rows.filter(Q(name__icontains=words) | Q(email__icontains=words)).order_by("name")


def known_as(rows: Rows, words: str) -> Rows:
    """Companies by name or domain."""
    return rows.filter(Q(name__icontains=words) | Q(pk__in=having_domain(words))).order_by("name")


def decided_so(rows: Rows, words: str) -> Rows:
    """Decisions that stand, by their idea, their rationale and what was learned."""
    return rows.standing().saying(words).order_by("-pk")


def having_domain(words: str) -> Rows:
    """Ids of the companies that own a domain."""
    return Company.objects.filter(domains__domain=words.lower()).values("pk")


def values_of(choices: type[Choices] | tuple[tuple[str, str], ...], said: str) -> list[str]:
    """The choices that somebody may mean: by value or by the beginning of the label, whatever the case and the dashes."""
    wanted = plain(said)
    pairs = choices if isinstance(choices, tuple) else choices.choices
    return [value for value, label in pairs if wanted and (plain(value) == wanted or plain(str(label)).startswith(wanted))]


def plain(text: str) -> str:
    """Letters and digits only."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def chosen(at: str, choices: type[Choices]) -> Narrow:
    """A filter on one of a fixed list."""
    return lambda rows, said, actor: rows.filter(**{f"{at}__in": values_of(choices, said)})


def in_segment_at(at: str) -> Narrow:
    """A filter on the segment of a company: the market's, or one that was saved, by the beginning of its name."""

    def narrow(rows: Rows, said: str, actor: Actor) -> Rows:
        meant = values_of(segment_choices(), said)
        return rows.filter(reduce(or_, (segments.in_segment(value, at) for value in meant), Q(pk__in=[])))

    return narrow


def segment_choices() -> tuple[tuple[str, str], ...]:
    """What can be said after ``segment:``."""
    return tuple(segments.choices())


def owned(at: str) -> Narrow:
    """A filter on somebody, by name or address; ``me`` is who asks."""

    def narrow(rows: Rows, said: str, actor: Actor) -> Rows:
        if said.lower() == "me":
            return rows.filter(**{at: actor.person})
        return rows.filter(Q(**{f"{at}__name__icontains": said}) | Q(**{f"{at}__email__iexact": said}))

    return narrow


def of_product_by(at: str) -> Narrow:
    """A filter on the product, by name or key."""
    return lambda rows, said, actor: rows.filter(Q(**{f"{at}__name__icontains": said}) | Q(**{f"{at}__key__iexact": said}))


of_product = of_product_by("product")


def companies(said: str) -> Rows:
    """The companies that a name or a domain may mean."""
    return Company.objects.filter(Q(name__icontains=said) | Q(pk__in=having_domain(said))).values("pk")


def of_company(rows: Rows, said: str, actor: Actor) -> Rows:
    """A filter on who spoke, or where somebody works."""
    return rows.filter(company__in=companies(said))


def asked_for_by(rows: Rows, said: str, actor: Actor) -> Rows:
    """Ideas that a company's words support or that it votes for."""
    insights = Insight.objects.visible_to(actor).standing().wanted_by(companies(said))
    votes = Vote.objects.filter(withdrawn_at=None, company__in=companies(said))
    return rows.filter(Q(pk__in=insights.values("idea")) | Q(pk__in=votes.values("idea")))


def in_state(rows: Rows, said: str, actor: Actor) -> Rows:
    """Where a feedback stands; snoozed and merged are said like states."""
    found = rows.none()
    for state in values_of(STATES, said):
        if state == "inbox":
            found |= rows.waiting()
        elif state == "snoozed":
            found |= rows.snoozed()
        elif state == "merged":
            found |= rows.exclude(merged_into=None)
        else:
            found |= rows if state == "all" else rows.filter(state=state, merged_into=None)
    return found


def tagged(rows: Rows, said: str, actor: Actor) -> Rows:
    """Feedback that carries a tag."""
    return rows.filter(pk__in=Feedback.tags.through.objects.filter(tag__name__iexact=said).values("feedback"))


KINDS = (
    Kind(
        "Idea",
        "lightbulb",
        Idea,
        best_first,
        lambda row: f"{row.key} · {row.get_stage_display()}",
        {
            "company": asked_for_by,
            "product": of_product,
            "state": chosen("state", IdeaState),
            "stage": chosen("stage", Stage),
            "owner": owned("owner"),
        },
        joined=("own_stage",),
        told=("problem", "value", "hypothesis", "target_outcomes", "actual_outcomes"),
    ),
    Kind(
        "Initiative",
        "square-kanban",
        Initiative,
        best_first,
        lambda row: f"{row.key} · {row.get_horizon_display() or row.get_state_display()}",
        {
            "product": of_product,
            "state": chosen("state", InitiativeState),
            "horizon": chosen("horizon", Horizon),
            "owner": owned("owner"),
        },
        told=("problem", "target_outcomes", "actual_outcomes"),
    ),
    Kind(
        "Experiment",
        "beaker",
        Experiment,
        best_first,
        lambda row: f"{row.key} · {row.get_verdict_display() or row.get_state_display()}",
        {
            "product": of_product,
            "state": chosen("state", ExperimentState),
            "tag": lambda rows, said, actor: rows.filter(tags__name__iexact=said),
            "owner": owned("owner"),
        },
        told=("learning", "hypothesis"),
    ),
    Kind(
        "Feedback",
        "quote",
        Feedback,
        newest_first,
        lambda row: f"{row.key} · {row.company or row.get_channel_display()}",
        {
            "company": of_company,
            "product": of_product,
            "channel": chosen("channel", Channel),
            "segment": in_segment_at("company"),
            "tag": tagged,
            "state": in_state,
            "owner": owned("assignee"),
        },
        joined=("company",),
        told=("text",),
        since="said_at",
    ),
    Kind(
        "Answer",
        "smile",
        SurveyResponse,
        newest_first,
        lambda row: str(row.company or row.contact or row.user_key or "somebody"),
        {
            "company": of_company,
            "product": of_product_by("survey__product"),
            "segment": in_segment_at("company"),
            "survey": lambda rows, said, actor: rows.filter(survey__name__icontains=said),
        },
        joined=("survey", "company", "contact"),
        told=("words",),
        since="at",
    ),
    Kind(
        "Company",
        "building-2",
        Company,
        known_as,
        lambda row: str(row.get_segment_display() or row.get_lifecycle_display()),
        {
            "company": lambda rows, said, actor: rows.filter(pk__in=companies(said)),
            "segment": in_segment_at(""),
            "owner": owned("owner"),
        },
    ),
    Kind(
        "Contact", "contact", Contact, reachable, lambda row: str(row.company or row.email), {"company": of_company}, ("company",)
    ),
    Kind(
        "Objective",
        "target",
        Objective,
        named,
        lambda row: str(row.cycle),
        {"product": of_product, "owner": owned("owner")},
        joined=("cycle",),
        told=("why",),
    ),
    Kind(
        "Feature",
        "mouse-pointer-click",
        Feature,
        named,
        lambda row: str(row.product),
        {"product": of_product},
        joined=("product",),
        since="",
    ),
    Kind(
        "Decision",
        "gavel",
        Decision,
        decided_so,
        lambda row: f"Gate {row.review.gate} {row.review.gate_name}, {row.review.idea.product}",
        {"product": of_product_by("review__idea__product"), "owner": owned("decided_by")},
        joined=("review__idea__product", "packet__words"),
        told=("lessons", "rationale"),
        since="decided_at",
    ),
)

CHOICES: dict[str, Any] = {
    "kind": tuple((kind.name, kind.word) for kind in KINDS),
    "channel": Channel,
    "segment": segment_choices,
    "stage": Stage,
    "horizon": Horizon,
    "state": tuple(dict((*STATES, *IdeaState.choices, *InitiativeState.choices, *ExperimentState.choices)).items()),
}


def faults_of(asked: Question) -> list[str]:
    """What the question's filters ask for that there is not, with what there is."""
    faults = list(asked.faults)
    for name, choices in CHOICES.items():
        said = asked.filters.get(name, "")
        if not said:
            continue
        choices = choices() if name == "segment" else choices
        if name == "kind":
            known = any(kind.understands(Question(filters={"kind": said})) for kind in KINDS)
        else:
            known = bool(values_of(choices, said))
        if not known:
            pairs = choices if isinstance(choices, tuple) else choices.choices
            faults.append(f"There is no {name} “{said}”. There is: {', '.join(str(label).lower() for _, label in pairs)}.")
    if not faults and asked.filters and not any(kind.understands(asked) for kind in KINDS):
        faults.append("No kind of record has all of these filters at once: leave one out.")
    return faults
