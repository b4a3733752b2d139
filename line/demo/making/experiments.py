"""Experiments on their days: planned, started, amended, measured, concluded or stopped, and what followed."""

from __future__ import annotations

from decimal import Decimal

from experiments import actions as experiments
from experiments.models import Experiment
from line.demo.experiments import TRIALS, Trial
from line.demo.making.stage import Stage

FIRST_GUESS = Decimal(66)
"""What the criterion was, where the demo amends it."""


def lay_experiments(stage: Stage) -> None:
    """Each trial from its plan on."""
    for trial in TRIALS:
        stage.on(trial.planned, lambda trial=trial: plan(stage, trial), hour=10)


def plan(stage: Stage, trial: Trial) -> None:
    """Write the plan down, and lay what comes after."""
    actor, ideas = stage.as_(trial.by), [stage.ideas[topic] for topic in trial.topics]
    made = experiments.plan_experiment(
        product=ideas[0].product, title=trial.title, hypothesis=trial.hypothesis, kind=trial.kind, metric=trial.metric,
        measure=trial.measure, threshold=FIRST_GUESS if trial.amended else Decimal(trial.threshold), direction=trial.direction,
        unit=trial.unit, planned_sample=trial.sample, guards=trial.guards, tags=trial.tags, ideas=ideas, owner=actor.person,
        starts_on=stage.date(trial.started) if trial.started is not None else None,
        ends_on=stage.date(trial.until) if trial.until is not None else None, actor=actor,
    )  # fmt: skip
    if trial.started is not None:
        stage.on(trial.started, lambda: experiments.start_experiment(made, actor=actor), hour=9)
    if trial.amended is not None:
        stage.on(trial.amended[0], lambda: amend(stage, trial, made), hour=15)
    if trial.measured is not None:
        stage.on(trial.measured[0], lambda: measure(stage, trial, made), hour=16)
    if trial.ended is not None:
        stage.on(trial.ended[0], lambda: end(stage, trial, made), hour=11)


def amend(stage: Stage, trial: Trial, made: Experiment) -> None:
    """Another criterion than at first."""
    if trial.amended is not None:
        _, threshold, reason = trial.amended
        experiments.amend_experiment(made, threshold=Decimal(threshold), reason=reason, actor=stage.as_(trial.by))


def measure(stage: Stage, trial: Trial, made: Experiment) -> None:
    """What was counted by then."""
    if trial.measured is not None:
        _, counted, guards = trial.measured
        experiments.enter_result(made, measured=counted, guard_values=guards, actor=stage.as_(trial.by))


def end(stage: Stage, trial: Trial, made: Experiment) -> None:
    """The verdict, or why it stopped; and what was decided because of it."""
    if trial.ended is None:
        return
    _, verdict, reason, learning = trial.ended
    actor = stage.as_(trial.by)
    if verdict == "stopped":
        experiments.stop_experiment(made, reason=reason, learning=learning, actor=actor)
    else:
        experiments.conclude_experiment(made, verdict=verdict, reason=reason, learning=learning, actor=actor)
    if trial.followed:
        led_to = made.ideas.order_by("pk").first()
        experiments.say_what_followed(made, words=trial.followed, led_to=led_to, actor=actor)
