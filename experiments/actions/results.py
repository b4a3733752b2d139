"""The verbs of an outcome: enter what was measured, conclude, stop, reopen, and say what followed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from experiments import rules
from experiments.actions.plans import locked
from experiments.consequences import kind_of
from experiments.events import ExperimentEvent
from experiments.kinds import ExperimentState, Verdict
from experiments.measuring import propose, result_of, tidied
from experiments.models import Experiment
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require

ENDING = ("state", "verdict", "proposed", "verdict_reason", "learning", "ended_at", "decided_by", "version")


@transaction.atomic
def enter_result(
    experiment: Experiment, *, measured: Mapping[str, Any], actor: Actor, guard_values: Sequence[float | None] = ()
) -> Experiment:
    """Enter what was measured so far; a later entry takes the place of an earlier one, which history keeps."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_not_running(experiment)
    counted = tidied(experiment.measure, measured)
    found, before = result_of(experiment.measure, counted), experiment.result
    experiment.measured, experiment.guard_values = counted, values_of_guards(experiment, guard_values)
    experiment.result, experiment.low, experiment.high, experiment.sample = found
    experiment.measured_at, experiment.measured_by, experiment.version = clock.now(), actor.person, experiment.version + 1
    experiment.save(
        update_fields=[
            "measured", "guard_values", "result", "low", "high", "sample", "measured_at", "measured_by", "version",
        ]
    )  # fmt: skip
    record(
        ExperimentEvent.MEASURED, experiment, actor=actor, result=found.value, low=found.low, high=found.high,
        sample=found.sample, before=before, counted=[f"{name}={value}" for name, value in counted.items()],
    )  # fmt: skip
    return experiment


@transaction.atomic
def conclude_experiment(experiment: Experiment, *, verdict: str, reason: str, learning: str, actor: Actor) -> Experiment:
    """Decide what it says about its ideas. The figures propose; whoever concludes says why, and what was learned."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_not_running(experiment)
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": "Say whether it backs, refutes, or is inconclusive."})
    proposal = propose(experiment)
    if proposal is None and verdict != Verdict.INCONCLUSIVE:
        raise ValidationError({"verdict": "Without a result it is inconclusive. Enter what was measured first."})
    proposed = proposal.verdict if proposal else ""
    end(experiment, ExperimentState.CONCLUDED, reason, learning, actor, verdict=verdict, proposed=proposed)
    record(
        ExperimentEvent.CONCLUDED, experiment, actor=actor, about=experiment.ideas.order_by("pk").first(), reason=reason.strip(),
        verdict=verdict, proposed=proposed,
    )  # fmt: skip
    return experiment


@transaction.atomic
def stop_experiment(experiment: Experiment, *, reason: str, learning: str, actor: Actor) -> Experiment:
    """End it before it could tell. That is worth a learning too."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_not_running(experiment)
    end(experiment, ExperimentState.STOPPED, reason, learning, actor)
    record(ExperimentEvent.STOPPED, experiment, actor=actor, about=experiment.ideas.order_by("pk").first(), reason=reason.strip())
    return experiment


@transaction.atomic
def reopen_experiment(experiment: Experiment, *, actor: Actor) -> Experiment:
    """Let it run on: the verdict is taken back, and history keeps it."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    if not experiment.is_ended:
        raise NotPossible("It has not ended.")
    before = {"verdict": experiment.verdict, "learning": experiment.learning, "verdict_reason": experiment.verdict_reason}
    experiment.state, experiment.verdict, experiment.proposed = ExperimentState.RUNNING, "", ""
    experiment.verdict_reason = experiment.learning = ""
    experiment.ended_at = experiment.decided_by = None
    experiment.version += 1
    experiment.save(update_fields=list(ENDING))
    record(
        ExperimentEvent.REOPENED, experiment, actor=actor,
        changes={name: [was, ""] for name, was in before.items() if was},
    )  # fmt: skip
    return experiment


@transaction.atomic
def say_what_followed(experiment: Experiment, *, words: str = "", led_to: Model | None = None, actor: Actor) -> Experiment:
    """Write down what was decided because of it: in words, or by the record that it led to."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    if not experiment.is_ended:
        raise NotPossible("It has not ended: nothing follows from it yet.")
    if not words.strip() and led_to is None:
        raise ValidationError({"words": "Say what was decided, or choose what it led to."})
    kind = kind_of(led_to) if led_to is not None else None
    if led_to is not None and (kind is None or not kind.candidates(experiment, actor).filter(pk=led_to.pk).exists()):
        raise ValidationError({"led_to": "Choose something that has to do with the ideas it tested."})
    experiment.followed = words.strip()
    experiment.led_to_kind, experiment.led_to_id = (kind.slug, led_to.pk) if kind and led_to is not None else ("", None)
    experiment.version += 1
    experiment.clean_fields(exclude={one.name for one in Experiment._meta.fields} - {"followed"})
    experiment.save(update_fields=["followed", "led_to_kind", "led_to_id", "version"])
    record(
        ExperimentEvent.FOLLOWED, experiment, actor=actor, reason=words.strip(), led_to_kind=experiment.led_to_kind,
        led_to=experiment.led_to_id,
    )  # fmt: skip
    return experiment


def end(
    experiment: Experiment, state: str, reason: str, learning: str, actor: Actor, *, verdict: str = "", proposed: str = ""
) -> None:
    """Write the end of an experiment. Why, and what was learned, are never left out."""
    experiment.state, experiment.verdict, experiment.proposed = state, verdict, proposed
    experiment.verdict_reason, experiment.learning = reason.strip(), learning.strip()
    faults = {}
    if not experiment.verdict_reason:
        faults["reason"] = "Say why."
    if not experiment.learning:
        faults["learning"] = "Say what you know now that you did not know before."
    for name, text, most in (("reason", experiment.verdict_reason, 2000), ("learning", experiment.learning, 10_000)):
        if len(text) > most:
            faults[name] = f"At most {most:,} characters."
    if faults:
        raise ValidationError(faults)
    experiment.ended_at, experiment.decided_by, experiment.version = clock.now(), actor.person, experiment.version + 1
    experiment.save(update_fields=list(ENDING))


def values_of_guards(experiment: Experiment, values: Sequence[float | None]) -> list[float | None]:
    """The values of the guards, in their order; those not given are not measured."""
    if len(values) > len(experiment.guards):
        raise ValidationError({"guard_values": f"There are {len(experiment.guards)} guards."})
    if any(value is not None and (not math.isfinite(value) or abs(value) > 10**12) for value in values):
        raise ValidationError({"guard_values": "A guard's value is a number."})
    return [*values, *[None] * (len(experiment.guards) - len(values))]


def refuse_not_running(experiment: Experiment) -> None:
    """Only what runs is measured and ends."""
    if experiment.state == ExperimentState.DRAFT:
        raise NotPossible("It has not started yet.")
    if experiment.is_ended:
        raise NotPossible("It has ended already. Reopen it first.")
