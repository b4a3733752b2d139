"""The verbs of a plan: make it, change it, fix it by starting, amend it afterwards for a reason, archive it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from experiments import rules
from experiments.events import ExperimentEvent
from experiments.kinds import Direction, ExperimentState, Measure
from experiments.models import Amendment, Experiment
from feedback.actions.sorting import tags_named
from feedback.models import Tag
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from objectives.models import KeyResult
from people.models import Product
from roadmap.models import Idea

LOOSE = ("title", "owner", "ideas", "key_result", "tags", "starts_on", "ends_on")
"""What may be changed at any time: it touches nothing that the verdict rests on."""
FIXED = ("hypothesis", "kind", "metric", "measure", "unit", "direction", "threshold", "guards", "planned_sample")
"""What is fixed when it starts."""
MOST_GUARDS, MOST_TAGS, MOST_IDEAS = 5, 10, 20


@transaction.atomic
def plan_experiment(
    *, product: Product, title: str, hypothesis: str, kind: str, metric: str, measure: str, threshold: Decimal,
    ideas: Iterable[Idea], actor: Actor, direction: str = Direction.AT_LEAST, tags: Iterable[str] = (),
    guards: Iterable[dict[str, Any]] = (), **values: Any,
) -> Experiment:  # fmt: skip
    """Write down what is to be tried, and what would count as success."""
    require(rules.may_run(actor, product))
    refuse_unknown(values, {*LOOSE, *FIXED})
    experiment = Experiment(
        product=product, title=title.strip(), hypothesis=hypothesis.strip(), kind=kind, metric=metric.strip(), measure=measure,
        threshold=threshold, direction=direction, guards=guards_of(guards), created_by=actor.person, **values,
    )  # fmt: skip
    about, named = ideas_of(product, ideas), tags_of(tags)
    check(experiment, actor)
    experiment.full_clean()
    experiment.save()
    experiment.ideas.set(about)
    experiment.tags.set(named)
    record(ExperimentEvent.PLANNED, experiment, actor=actor, about=about[0], ideas=[one.pk for one in about])
    return experiment


@transaction.atomic
def edit_experiment(experiment: Experiment, *, actor: Actor, version: int | None = None, **values: Any) -> Experiment:
    """Change a plan; once it started, only what its verdict does not rest on."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_archived(experiment)
    refuse_unknown(values, {*LOOSE, *FIXED})
    if not experiment.is_draft and (late := sorted(set(values) & set(FIXED))):
        raise ValidationError(dict.fromkeys(late, "This was fixed when it started. Amend it, with a reason."))
    if changes := put(experiment, values, version, actor):
        record(ExperimentEvent.CHANGED, experiment, actor=actor, changes=changes)
    return experiment


@transaction.atomic
def start_experiment(experiment: Experiment, *, actor: Actor) -> Experiment:
    """Begin. From now on hypothesis, metric, criterion, guards and sample are fixed."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_archived(experiment)
    if not experiment.is_draft:
        raise NotPossible("It was started already.")
    experiment.state, experiment.started_at, experiment.version = ExperimentState.RUNNING, clock.now(), experiment.version + 1
    experiment.save(update_fields=["state", "started_at", "version"])
    record(ExperimentEvent.STARTED, experiment, actor=actor, threshold=experiment.threshold, direction=experiment.direction)
    return experiment


@transaction.atomic
def amend_experiment(
    experiment: Experiment, *, actor: Actor, reason: str, version: int | None = None, **values: Any
) -> Experiment:  # fmt: skip
    """Change what was fixed while it runs. It stays to be seen who did it, why, and whether a result was known."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    if experiment.state != ExperimentState.RUNNING:
        raise NotPossible("Only a running experiment is amended: a plan is simply changed, and what ended stays as it was.")
    refuse_unknown(values, set(FIXED))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it changes after the start."})
    if len(reason.strip()) > 2000:
        raise ValidationError({"reason": "At most 2,000 characters."})
    knew = experiment.measured_at is not None
    if knew and values.get("measure", experiment.measure) != experiment.measure:
        raise ValidationError({"measure": "What is measured cannot change once a result was entered. Stop it and plan another."})
    if changes := put(experiment, values, version, actor):
        by = actor.person
        Amendment.objects.create(experiment=experiment, changes=changes, reason=reason.strip(), knew_result=knew, by=by)
        record(
            ExperimentEvent.AMENDED, experiment, actor=actor, changes=changes, reason=reason.strip(), knew_result=knew,
        )  # fmt: skip
    return experiment


@transaction.atomic
def archive_experiment(experiment: Experiment, *, actor: Actor) -> Experiment:
    """Put a plan away that never started. What was started ends with a verdict or is stopped, and stays."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    refuse_archived(experiment)
    if not experiment.is_draft:
        raise NotPossible("What was started is concluded or stopped, not archived.")
    experiment.archived_at, experiment.version = clock.now(), experiment.version + 1
    experiment.save(update_fields=["archived_at", "version"])
    record(ExperimentEvent.ARCHIVED, experiment, actor=actor)
    return experiment


@transaction.atomic
def unarchive_experiment(experiment: Experiment, *, actor: Actor) -> Experiment:
    """Bring a plan back."""
    experiment = locked(experiment)
    require(rules.may_run(actor, experiment.product))
    if experiment.archived_at is None:
        raise NotPossible("This plan is not archived.")
    experiment.archived_at, experiment.version = None, experiment.version + 1
    experiment.save(update_fields=["archived_at", "version"])
    record(ExperimentEvent.UNARCHIVED, experiment, actor=actor)
    return experiment


def locked(experiment: Experiment) -> Experiment:
    """The row, held until the end of the transaction."""
    rows = Experiment.objects.select_for_update(of=("self",)).select_related("product", "owner", "key_result")
    return rows.get(pk=experiment.pk)


def put(experiment: Experiment, values: dict[str, Any], version: int | None, actor: Actor) -> dict[str, list[Any]]:
    """Give a locked experiment new values; what really differed, before and after."""
    several: dict[str, Any] = {}
    if "ideas" in values:
        several["ideas"] = ideas_of(experiment.product, values.pop("ideas"))
    if "tags" in values:
        several["tags"] = tags_of(values.pop("tags"))
    if "guards" in values:
        values["guards"] = guards_of(values["guards"])
    for name in {"title", "hypothesis", "metric"} & set(values):
        values[name] = values[name].strip()
    before, guarded = experiment.version, said_guards(experiment.guards)
    check(experiment, actor, **values)
    changes = change(experiment, values, version=version)
    if "guards" in changes:
        changes["guards"] = [guarded, said_guards(experiment.guards)]
        experiment.guard_values = []  # they stood in the order of the former guards
        experiment.save(update_fields=["guard_values"])
    for name, after in several.items():
        related = getattr(experiment, name)
        had = list(related.all())
        if set(had) != set(after):
            related.set(after)
            changes[name] = [", ".join(str(one) for one in rows) for rows in (had, after)]
    if changes and experiment.version == before:
        experiment.version += 1
        experiment.save(update_fields=["version"])
    return changes


def check(experiment: Experiment, actor: Actor, **values: Any) -> None:
    """It ends after it begins, its criterion can be met, and its key result is one that the actor may see."""
    now = {name: values.get(name, getattr(experiment, name)) for name in ("starts_on", "ends_on", "measure", "threshold")}
    if now["starts_on"] and now["ends_on"] and now["ends_on"] < now["starts_on"]:
        raise ValidationError({"ends_on": "It cannot end before it begins."})
    if now["measure"] in (Measure.SHARES, Measure.SHARE) and abs(now["threshold"]) > 100:
        raise ValidationError({"threshold": "Shares are said in per cent: at most 100."})
    chosen = values.get("key_result") if "key_result" in values else experiment.key_result if experiment.pk is None else None
    if chosen is not None and not KeyResult.objects.visible_to(actor).filter(pk=chosen.pk).exists():
        raise ValidationError({"key_result": "Choose a key result that you may see."})


def ideas_of(product: Product, ideas: Iterable[Idea]) -> list[Idea]:
    """The ideas that it tests: at least one, all of its product."""
    found = sorted({one.pk: one for one in ideas}.values(), key=lambda one: one.pk)
    if not found:
        raise ValidationError({"ideas": "Name at least one idea that it tests."})
    if len(found) > MOST_IDEAS:
        raise ValidationError({"ideas": f"At most {MOST_IDEAS} ideas."})
    if others := [one.key for one in found if one.product_id != product.pk]:
        raise ValidationError({"ideas": f"Not an idea of {product}: {', '.join(others)}."})
    return found


def tags_of(names: Iterable[str]) -> list[Tag]:
    """The tags of these names."""
    found = tags_named(names)
    if len(found) > MOST_TAGS:
        raise ValidationError({"tags": f"At most {MOST_TAGS} tags."})
    return found


def guards_of(asked: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Guards as they are kept. Each has a name of its own, a side and a limit."""
    found: list[dict[str, str]] = []
    for one in asked:
        name, direction = str(one.get("name", "")).strip(), one.get("direction")
        try:
            limit = Decimal(str(one.get("limit")))
        except InvalidOperation:
            limit = Decimal("nan")
        if not 0 < len(name) <= 120:
            raise ValidationError({"guards": "Name each guard, in 120 characters at most."})
        if direction not in Direction.values:
            raise ValidationError({"guards": f"{name}: say whether it must be at least or at most its limit."})
        if not limit.is_finite() or abs(limit) >= 10**12:
            raise ValidationError({"guards": f"{name}: the limit is a number."})
        found.append({"name": name, "direction": str(direction), "limit": f"{limit:f}"})
    if len({one["name"].lower() for one in found}) < len(found):
        raise ValidationError({"guards": "Name each guard once."})
    if len(found) > MOST_GUARDS:
        raise ValidationError({"guards": f"At most {MOST_GUARDS} guards."})
    return found


def said_guards(guards: list[dict[str, Any]]) -> str:
    """Guards in words."""
    return "; ".join(f"{one['name']} {Direction(one['direction']).label} {one['limit']}" for one in guards)


def refuse_archived(experiment: Experiment) -> None:
    """An archived plan is brought back first."""
    if experiment.archived_at is not None:
        raise NotPossible("This plan is archived. Bring it back first.")


def refuse_unknown(values: dict[str, Any], known: set[str]) -> None:
    """Only what is known is written."""
    if unknown := sorted(set(values) - known):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be changed here."))
