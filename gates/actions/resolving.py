"""What a launch review resolves besides success: the overrides' numbers, and the probabilities that salespeople gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from customers.models import Company, Lifecycle
from gates.figures.forecasts import fulfilment
from gates.models import Decision, NamedAccount, ViabilityAssessment, ViabilityRound
from gates.models.decisions import Override
from gates.models.launches import LaunchReview, OverrideActual, SalesForecast, UpsellActual
from history import clock
from roadmap.models import Idea


@dataclass(frozen=True)
class Came:
    """What came, as the reviewer counted it: upsell with who bought, and the number behind each override by its decision."""

    upsell: Decimal | None = None
    buyers: Sequence[Company] = ()
    overrides: Mapping[int, Decimal] = field(default_factory=dict)


NOTHING = Came()


def round_of(idea: Idea) -> ViabilityRound | None:
    """The salespeople's last revealed round on an idea."""
    return ViabilityRound.objects.filter(idea=idea).exclude(revealed_at=None).order_by("-revealed_at").first()


def overrides_of(idea: Idea) -> list[Decision]:
    """The standing decisions that were milder than recommended, each with the number it forecast."""
    rows = Decision.objects.standing().filter(review__idea=idea, override=Override.MILDER, forecast_value__isnull=False)
    return list(rows.select_related("review__idea", "packet__words").order_by("review__gate", "id"))


def named_companies(asked: ViabilityRound | None) -> list[Company]:
    """Every company that somebody named as a buyer in the round."""
    if asked is None:
        return []
    named = NamedAccount.objects.filter(assessment__round=asked).values("company")
    return list(Company.objects.filter(pk__in=named).order_by("name"))


def faults_of(idea: Idea, came: Came) -> dict[str, str]:
    """What of it cannot be recorded, at its field."""
    faults = {}
    asked = round_of(idea)
    if asked is None and (came.upsell is not None or came.buyers):
        faults["upsell"] = "No salesperson assessed this idea, so there is no target to hold it against."
    elif came.buyers and came.upsell is None:
        faults["upsell"] = "Say what the upsell came to, along with who bought."
    elif {one.pk for one in came.buyers} - {one.pk for one in named_companies(asked)}:
        faults["buyers"] = "Choose among the companies that salespeople named."
    decisions = {one.pk: one for one in overrides_of(idea)}
    for pk in came.overrides:
        if pk not in decisions:
            faults["overrides"] = "This is no override of this idea that forecast a number."
        elif not is_due(decisions[pk]):
            faults["overrides"] = (
                f"{decisions[pk].key} is held against what happened from {decisions[pk].forecast_due:%-d %B %Y} on."
            )
    return faults


def is_due(decision: Decision) -> bool:
    """Whether the day of an override's forecast has come."""
    return decision.forecast_due is None or decision.forecast_due <= clock.today()


def resolve_overrides(review: LaunchReview, came: Came) -> None:
    """Each override's number against what it came to."""
    for decision in overrides_of(review.idea):
        if (value := came.overrides.get(decision.pk)) is not None:
            actual = OverrideActual(
                launch_review=review, decision=decision, value=value, fulfilment=fulfilment(value, decision.forecast_value)
            )
            actual.full_clean(exclude=["launch_review", "decision"])
            actual.save()


def resolve_sales(review: LaunchReview, came: Came) -> None:
    """Score what each salesperson said of the target, of each company that would buy, and of each that would leave.

    All of it on the target's day, and none of it before: to count early only what came true would flatter everybody.
    """
    asked = round_of(review.idea)
    if asked is None or came.upsell is None:
        return
    is_over = asked.target_by <= clock.today()
    reached = True if came.upsell >= asked.target_amount else False if is_over else None
    upsell = UpsellActual(launch_review=review, round=asked, amount=came.upsell, is_reached=reached)
    upsell.full_clean(exclude=["launch_review", "round"])
    upsell.save()
    if not is_over:
        return
    buyers = {one.pk for one in came.buyers}
    forecasts = [
        one for row in asked.assessments.prefetch_related("accounts", "risks__company").order_by("id") for one in said_by(row)
    ]
    for one in forecasts:
        one.launch_review = review
        one.happened = came_true(one, bool(reached), buyers)
        one.brier = (float(one.probability) - one.happened) ** 2
    SalesForecast.objects.bulk_create(forecasts)


def said_by(one: ViabilityAssessment) -> Iterable[SalesForecast]:
    """Every probability of one assessment. Of a customer who may leave, the one that counts is with the feature: it is out."""
    yield SalesForecast(assessment=one, probability=one.probability)
    yield from (SalesForecast(assessment=one, account=row, probability=row.probability) for row in one.accounts.all())
    yield from (SalesForecast(assessment=one, risk=row, probability=row.with_feature) for row in one.risks.all())


def came_true(one: SalesForecast, reached: bool, buyers: set[int]) -> bool:
    """Whether it happened by the target's day."""
    if one.account is not None:
        return one.account.company_id in buyers
    return one.risk.company.lifecycle == Lifecycle.CHURNED if one.risk is not None else reached
