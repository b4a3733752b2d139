"""What a decision must bring, outcome by outcome: every fault at its field, so that nothing has to be guessed."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from gates.asks import Ask, ConditionAsk, TripwireAsk
from gates.figures.recommendation import is_milder, is_override
from gates.findings import Findings
from gates.measures import measure_named
from gates.models.decisions import FIRES_FOR, Decision, KillReason, Override, OverrideReason, Tripwire
from gates.models.scores import Outcome
from gates.policy_rules import Comparator
from history import clock
from people.models import Person

LEAST_WORDS = 50
MOST_CONDITIONS = 10
Faults = dict[str, str]


def override_of(ask: Ask, findings: Findings) -> str:
    """How what is asked differs from the recommendation."""
    recommended = recommended_outcome(findings)
    if not is_override(recommended, ask.outcome):
        return Override.NONE
    return Override.MILDER if is_milder(recommended, ask.outcome) else Override.STRICTER


def recommended_outcome(findings: Findings) -> str:
    """What the criteria recommend."""
    if findings.recommendation is None:
        raise ValidationError({"outcome": "Without criteria there is no recommendation, and so no decision."})
    return str(findings.recommendation.outcome)


def check_ask(ask: Ask, findings: Findings) -> None:
    """Raise ``ValidationError`` with everything that is missing or out of bounds."""
    faults: Faults = {}
    if not ask.rationale.strip():
        faults["rationale"] = "Say why, for somebody who reads this in two years."
    if ask.probability is None or not 0 <= ask.probability <= 1:
        faults["probability"] = "Give the probability of success, from 0 to 1."
    checks = {
        Outcome.CONDITIONAL_GO: conditions,
        Outcome.HOLD: hold,
        Outcome.RECYCLE: recycle,
        Outcome.KILL: kill,
    }
    if check := checks.get(Outcome(ask.outcome)):
        faults |= check(ask, findings)
    faults |= stray(ask) | override(ask, findings) | tripwires(ask, findings)
    if faults:
        raise ValidationError(faults)


def conditions(ask: Ask, findings: Findings) -> Faults:
    """Each condition has words, a test, an owner and a day within the policy's days."""
    if findings.review.gate == 3:
        return {"outcome": "The last gate knows no conditional go: hold, until the condition is met."}
    if not ask.conditions:
        return {"conditions": "A conditional go names at least one condition."}
    if len(ask.conditions) > MOST_CONDITIONS:
        return {"conditions": f"At most {MOST_CONDITIONS} conditions. With more, it is rather a Recycle."}
    days = findings.rules.condition_days
    for number, one in enumerate(ask.conditions, start=1):
        if faults := faults_of_condition(one, days):
            return {"conditions": f"Condition {number}: " + " ".join(faults.values())}
    return {}


def faults_of_condition(one: ConditionAsk, days: int) -> Faults:
    """What is wrong with one condition, part by part."""
    faults: Faults = {}
    if not one.words.strip():
        faults["words"] = "Say what must be true."
    if not one.test.strip():
        faults["test"] = "Say how somebody else can tell that it is met."
    if not Person.objects.active().filter(pk=one.owner_id).exists():
        faults["owner"] = "Name somebody who is still here as its owner."
    if not within(one.due, days):
        faults["due"] = f"It is due from tomorrow to {days} days from now."
    return faults


def hold(ask: Ask, findings: Findings) -> Faults:
    """A review date within the policy's days; and only so many holds."""
    if too_often(findings, Outcome.HOLD, findings.rules.most_holds):
        return {"outcome": f"This gate was held {findings.rules.most_holds} times already: decide otherwise."}
    if not within(ask.review_on, findings.rules.hold_days):
        return {"review_on": f"Name the day to look again, from tomorrow to {findings.rules.hold_days} days from now."}
    return {}


def recycle(ask: Ask, findings: Findings) -> Faults:
    """A list of gaps; and only so many recycles."""
    if too_often(findings, Outcome.RECYCLE, findings.rules.most_recycles):
        return {"outcome": f"This gate was recycled {findings.rules.most_recycles} times already: decide otherwise."}
    if not any(gap.strip() for gap in ask.gaps):
        return {"gaps": "Name the gaps that the next attempt must close."}
    return {}


def kill(ask: Ask, findings: Findings) -> Faults:
    """A reason and what we learned: a kill is final."""
    faults: Faults = {}
    if ask.kill_reason not in KillReason.values:
        faults["kill_reason"] = "Choose the reason why it ends."
    if not ask.lessons.strip():
        faults["lessons"] = "Say what we learned. It is all that stays of it."
    return faults


def stray(ask: Ask) -> Faults:
    """What belongs to another outcome is refused rather than dropped unseen."""
    stray_for = {
        "conditions": (ask.conditions, Outcome.CONDITIONAL_GO),
        "review_on": (ask.review_on, Outcome.HOLD),
        "gaps": (ask.gaps, Outcome.RECYCLE),
        "kill_reason": (ask.kill_reason, Outcome.KILL),
        "lessons": (ask.lessons, Outcome.KILL),
    }
    wrong = {name: owner for name, (value, owner) in stray_for.items() if value and owner != ask.outcome}
    return {name: f"This belongs to {owner.label}, not to {Outcome(ask.outcome).label}." for name, owner in wrong.items()}


def override(ask: Ask, findings: Findings) -> Faults:
    """Milder than recommended: reason code, 50 characters, a forecast. Stricter: a reason."""
    kind = override_of(ask, findings)
    words = len(ask.override_words.strip())
    if kind == Override.STRICTER and not words:
        return {"override_words": "Stricter than recommended: say why."}
    if kind != Override.MILDER:
        return {}
    faults: Faults = {}
    if ask.override_reason not in OverrideReason.values:
        faults["override_reason"] = "Milder than recommended: choose the reason."
    if words < LEAST_WORDS:
        faults["override_words"] = f"Milder than recommended: explain it in at least {LEAST_WORDS} characters."
    if ask.forecast_value is None or not ask.forecast_metric.strip():
        faults["forecast_value"] = "Milder than recommended: forecast a number that will show whether it was right."
    if ask.forecast_due is None or ask.forecast_due <= clock.today():
        faults["forecast_due"] = "Name the day when the forecast can be held against what happened."
    return faults


def tripwires(ask: Ask, findings: Findings) -> Faults:
    """A tripwire names a measure of the house and where it fires."""
    for one in ask.tripwires or ():
        if faults := faults_of_tripwire(one):
            return {"tripwires": " ".join(faults.values())}
    names = [(one.measure, one.fires) for one in ask.tripwires or ()]
    return {"tripwires": "The same tripwire is named twice."} if len(names) > len(set(names)) else {}


def faults_of_tripwire(one: TripwireAsk) -> Faults:
    """What is wrong with one tripwire, part by part."""
    found = measure_named(one.measure)
    if found is None:
        return {"measure": f"Nothing measures “{one.measure}”."}
    if one.fires not in Tripwire.Fires.values:
        return {"fires": "Say on which side of which value it fires."}
    if one.fires != Tripwire.Fires.NO_LONGER and one.threshold is None:
        return {"threshold": "Say on which side of which value it fires."}
    if one.fires != Tripwire.Fires.NO_LONGER and not found.unit:
        return {"fires": f"“{found.label}” is yes or no: it fires when it is no longer so."}
    return {}


def tripwires_for(ask: Ask, findings: Findings) -> tuple[TripwireAsk, ...]:
    """The tripwires named; else those that the measured criteria suggest."""
    return suggested_tripwires(ask.outcome, findings) if ask.tripwires is None else ask.tripwires


def suggested_tripwires(outcome: str, findings: Findings) -> tuple[TripwireAsk, ...]:
    """What the measured criteria suggest for what goes on: that one of them would be met no longer."""
    if outcome not in (Outcome.GO, Outcome.CONDITIONAL_GO) or findings.verdict is None:
        return ()
    suggested = {
        one.criterion.measure: TripwireAsk(
            measure=one.criterion.measure,
            fires=FIRES_FOR[Comparator(one.criterion.comparator)],
            threshold=one.criterion.threshold,
        )
        for one in findings.verdict.judged
        if one.measured is not None and one.result == "met" and measure_named(one.criterion.measure)
    }
    return tuple(suggested.values())


def within(moment: date | None, days: int) -> bool:
    """Whether a day lies from tomorrow to so many days from now."""
    return moment is not None and clock.today() < moment <= clock.today() + timedelta(days=days)


def too_often(findings: Findings, outcome: str, most: int) -> bool:
    """Whether this gate ended so as often as the policy lets it, for this idea."""
    review = findings.review
    times = Decision.objects.standing().filter(review__idea=review.idea_id, review__gate=review.gate, outcome=outcome).count()
    return times >= most
