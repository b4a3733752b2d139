"""What an organisation's own past says of the world that its gates judge in; and what stands in while it is too short."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median, stdev

from doors.formats import number, percent
from gates.figures.forecasts import reference_class
from gates.figures.simulation import Assumptions, Twice
from gates.models.launches import LaunchReview
from gates.models.projections import Projection, ProjectionActual
from gates.models.reviews import GateReview, ReviewState
from gates.models.scores import Score
from gates.policy_rules import GATES
from history.actor import Actor
from people.models import Product

FEWEST_LAUNCHES = 20
FEWEST_ACTUALS = 10
FEWEST_REVIEWS = 10
FEWEST_SCORES = 30
DEFAULT = Assumptions()


@dataclass(frozen=True)
class Known:
    """One assumption in words: what it is, its value, and where that is from."""

    name: str
    value: str
    source: str
    is_own: bool


def known_of(product: Product, actor: Actor) -> tuple[Assumptions, tuple[Known, ...]]:
    """The world as the organisation's own numbers say it, and each assumption with its source."""
    world, known = DEFAULT, []
    for learn in (of_launches, of_projections, of_judges, of_days):
        world, lines = learn(world, product, actor)
        known += lines
    known += [
        taken("Companies that reach their outcome", both(DEFAULT.company_rate, percent)),
        taken("How likely the accounts reach the target", both(DEFAULT.sells, percent)),
        taken("Scores that people give, on average", both(DEFAULT.score, number)),
        taken("A gatekeeper’s no to a must-meet", both(DEFAULT.says_no, percent)),
    ]
    return world, tuple(known)


def both(twice: Twice, say: Callable[[float], str]) -> str:
    """A value of good and of bad features, in words."""
    return f"{say(twice.good)} with a good feature, {say(twice.bad)} with a bad one"


def taken(name: str, value: str, why: str = "a default: nothing here measures it for good and bad features apart") -> Known:
    """An assumption that is a default."""
    return Known(name, value, why, is_own=False)


def too_few(n: int, fewest: int, what: str) -> str:
    """Why a default stands in."""
    return f"a default, until {fewest} {what} are known; so far {n}"


Learned = tuple[Assumptions, list[Known]]


def of_launches(world: Assumptions, product: Product, actor: Actor) -> Learned:
    """How many features are good. Launched ones passed the gates, so among all ideas it is fewer."""
    rows = LaunchReview.objects.visible_to(actor).standing()
    came = list(rows.values_list("succeeded", flat=True))
    name = "Features that would succeed"
    if len(came) < FEWEST_LAUNCHES:
        return world, [taken(name, percent(world.base_rate), too_few(len(came), FEWEST_LAUNCHES, "launches"))]
    rate = fmean(came)
    source = f"your {len(came)} launches. They had passed their gates, so among all ideas it is rather less"
    return replace(world, base_rate=rate), [Known(name, percent(rate), source, is_own=True)]


def of_projections(world: Assumptions, product: Product, actor: Actor) -> Learned:
    """What projections came to, and how far the shares of those that reached their bar and of the others lie apart."""
    seen = Projection.objects.visible_to(actor).with_numbers().filter(median__gt=0)
    rows = list(ProjectionActual.objects.filter(projection__in=seen).values_list("share", "projection__median", "reached"))
    ratios = [share / middle for share, middle, _ in rows if share > 0 and middle]
    name, apart = "What came of projections", "Shares that use a feature"
    if len(ratios) < FEWEST_ACTUALS:
        why = too_few(len(ratios), FEWEST_ACTUALS, "projections that came due")
        return world, [taken(name, percent(world.fulfilment), why), taken(apart, shares(world), why)]
    found = reference_class(ratios)
    assert found is not None  # noqa: S101 - there are ratios
    world = replace(world, fulfilment=found.median, fulfilment_spread=spread_of(ratios), assured=found.assured)
    lines = [Known(name, f"{percent(found.median)} of what was projected, the median", f"{len(ratios)} projections", is_own=True)]
    good, bad = ([share for share, _, reached in rows if reached is wanted and share > 0] for wanted in (True, False))
    if min(len(good), len(bad)) < FEWEST_ACTUALS // 2:
        return world, [*lines, taken(apart, shares(world), f"a default: {len(good)} reached their bar, {len(bad)} did not")]
    world = replace(world, share=Twice(median(good), median(bad)))
    return world, [*lines, Known(apart, shares(world), f"{len(rows)} projections that came due", is_own=True)]


def shares(world: Assumptions) -> str:
    """The shares in words."""
    return both(world.share, percent)


def spread_of(ratios: Sequence[float]) -> float:
    """How far the logarithms of some ratios spread."""
    return stdev([math.log(one) for one in ratios])


def of_judges(world: Assumptions, product: Product, actor: Actor) -> Learned:
    """How far gatekeepers lie apart when they score the same thing, before they talk."""
    rows = Score.objects.filter(
        value__isnull=False, scorecard__round=1, scorecard__review__revealed_round__gte=1,
        scorecard__review__in=GateReview.objects.visible_to(actor).filter(state=ReviewState.DECIDED),
    ).order_by("-id")  # fmt: skip
    given: dict[tuple[int, str], list[float]] = defaultdict(list)
    for review, key, value in rows.values_list("scorecard__review", "criterion__key", "value")[:5000]:
        given[review, key].append(float(value or 0))
    apart = [one - fmean(some) for some in given.values() if len(some) > 1 for one in some]
    groups = sum(len(some) > 1 for some in given.values())
    name = "How far gatekeepers’ scores lie apart"
    if len(apart) < FEWEST_SCORES:
        return world, [taken(name, number(world.judge_spread), too_few(len(apart), FEWEST_SCORES, "scores beside another’s"))]
    found = math.sqrt(sum(one * one for one in apart) / (len(apart) - groups))
    source = f"{len(apart)} scores of the same by two or more"
    return replace(world, judge_spread=found), [Known(name, number(round(found, 2)), source, is_own=True)]


def of_days(world: Assumptions, product: Product, actor: Actor) -> Learned:
    """How long it takes to bring the evidence, and then to decide, at each gate."""
    rows = GateReview.objects.visible_to(actor).filter(idea__product=product, attempt=1, decided_at__isnull=False)
    taken_days: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for gate, *moments in rows.values_list("gate", "locked_at", "submitted_at", "decided_at").order_by("-id")[:1000]:
        locked, submitted, decided = moments
        if locked is None or submitted is None or decided is None:
            continue
        taken_days[gate].append(((submitted - locked).total_seconds() / 86400, (decided - submitted).total_seconds() / 86400))
    preparing, deciding, lines = list(world.preparing), list(world.deciding), []
    for gate in GATES:
        spent = taken_days[gate]
        name = f"Days of gate {gate}: bringing the evidence, deciding"
        if len(spent) < FEWEST_REVIEWS:
            words = f"{preparing[gate - 1]:.0f} and {deciding[gate - 1]:.0f}"
            lines.append(taken(name, words, too_few(len(spent), FEWEST_REVIEWS, "decided first attempts")))
            continue
        preparing[gate - 1], deciding[gate - 1] = (median(one[place] for one in spent) for place in (0, 1))
        words = f"{preparing[gate - 1]:.0f} and {deciding[gate - 1]:.0f}"
        lines.append(Known(name, words, f"the medians of {len(spent)} reviews of this product", is_own=True))
    return replace(world, preparing=three(preparing), deciding=three(deciding)), lines


def three(values: Sequence[float]) -> tuple[float, float, float]:
    """One value for each gate."""
    first, second, third = values
    return first, second, third
