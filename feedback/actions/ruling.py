"""The verbs of triage rules: write them, order them, switch them; and what a rule does when feedback comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from customers import segments
from feedback import rules
from feedback.actions import sorting, triage
from feedback.actions.bulk import sentence_of
from feedback.actions.intake import edit_feedback
from feedback.actions.moving import locked
from feedback.actions.runs import KIND
from feedback.actions.undoing import INVERSES, step_back
from feedback.events import RuleEvent
from feedback.models import Feedback, FeedbackState, RuleFiring, TriageRule
from feedback.models.triage_rules import CONDITIONS, EFFECTS
from history import clock
from history.actor import Actor, system
from history.models import Event
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from history.versions import change

TRIED = 500
EDITABLE = ("name", "on_change", "stops", *CONDITIONS, *EFFECTS)


@transaction.atomic
def add_rule(*, name: str, actor: Actor, **values: Any) -> TriageRule:
    """Write a rule. It is off until somebody has tried it out and switches it on; it runs after those before it."""
    check_values(actor, values)
    rule = TriageRule(name=" ".join(name.split()), owner=actor.person, **values)
    check_whole(rule)
    rule.full_clean(exclude=["owner"])
    rule.position = 1 + (TriageRule.objects.select_for_update().order_by().aggregate(last=Max("position"))["last"] or 0)
    rule.save()
    record(RuleEvent.ADDED, rule, actor=actor)
    return rule


@transaction.atomic
def change_rule(rule: TriageRule, *, actor: Actor, version: int | None = None, **values: Any) -> TriageRule:
    """Write a rule anew. What it did before stands."""
    rule = TriageRule.objects.select_for_update().get(pk=rule.pk)
    check_values(actor, values)
    check_standing(rule)
    for name, value in values.items():
        setattr(rule, name, value)
    check_whole(rule)
    rule.refresh_from_db()
    changes = change(rule, values, version=version)
    if changes:
        TriageRule.objects.filter(pk=rule.pk).update(owner=actor.person)
        record(RuleEvent.CHANGED, rule, actor=actor, changes=changes)
    return rule


def check_values(actor: Actor, values: dict[str, Any]) -> None:
    """A rule is a person's, and names only what they may see."""
    require(rules.may_triage(actor))
    if actor.person is None:
        raise NotAllowed("A rule is a person's.")
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This is no part of a rule."))
    for name in ("product", "set_product"):
        require(rules.may_see_product(actor, values.get(name)))


def check_whole(rule: TriageRule) -> None:
    """A rule asks something and does something."""
    if not rule.asks:
        raise ValidationError({"words": "Name at least one condition: a rule for everything would be no triage."})
    if not rule.does:
        raise ValidationError({"add_tags": "Say what it does."})
    if rule.archive_reason and rule.snooze_days:
        raise ValidationError({"snooze_days": "It cannot be archived and snoozed at once."})
    segments.check(rule.segment, "segment")
    if any(len(tag) > 40 for tag in rule.tags) or len(rule.tags) > 10:
        raise ValidationError({"add_tags": "At most ten tags, of 40 characters each."})


def check_standing(rule: TriageRule) -> None:
    """What was taken away is changed no more."""
    if rule.archived_at is not None:
        raise NotPossible(f"The rule “{rule}” was taken away.")


@transaction.atomic
def switch_rule(rule: TriageRule, *, actor: Actor, is_on: bool) -> TriageRule:
    """Let a rule run from now on, or no more."""
    rule = TriageRule.objects.select_for_update().get(pk=rule.pk)
    require(rules.may_triage(actor))
    check_standing(rule)
    if rule.is_on == is_on:
        raise NotPossible(f"The rule “{rule}” is {'on' if is_on else 'off'} already.")
    rule.is_on, rule.version = is_on, rule.version + 1
    rule.save(update_fields=["is_on", "version"])
    record(RuleEvent.SWITCHED_ON if is_on else RuleEvent.SWITCHED_OFF, rule, actor=actor)
    return rule


@transaction.atomic
def move_rule(rule: TriageRule, *, actor: Actor, by: int) -> TriageRule:
    """Let a rule run one place earlier (-1) or later (1)."""
    require(rules.may_triage(actor))
    order = list(TriageRule.objects.select_for_update().filter(archived_at=None).order_by("position", "id"))
    at = next((place for place, one in enumerate(order) if one.pk == rule.pk), None)
    if at is None or by not in (-1, 1) or not 0 <= at + by < len(order):
        raise NotPossible("It cannot be moved further.")
    order[at], order[at + by] = order[at + by], order[at]
    for position, one in enumerate(order, start=1):
        one.position = position
    TriageRule.objects.bulk_update(order, ["position"])
    moved = order[at + by]
    record(RuleEvent.MOVED, moved, actor=actor, position=moved.position)
    return moved


@transaction.atomic
def remove_rule(rule: TriageRule, *, actor: Actor) -> TriageRule:
    """Take a rule away. What it did stays, and stays its own in history."""
    rule = TriageRule.objects.select_for_update().get(pk=rule.pk)
    require(rules.may_triage(actor))
    check_standing(rule)
    rule.archived_at, rule.is_on, rule.version = clock.now(), False, rule.version + 1
    rule.save(update_fields=["archived_at", "is_on", "version"])
    record(RuleEvent.REMOVED, rule, actor=actor)
    return rule


def try_out(rule: TriageRule, actor: Actor) -> list[Feedback]:
    """Of the last feedback that one may see, what the rule would run on. Nothing is changed."""
    rows = Feedback.objects.visible_to(actor).select_related("company", "contact", "product", "request").order_by("-id")[:TRIED]
    return rule.fitting(rows)


def apply_rules(feedback_id: int, *, is_change: bool = False) -> int:
    """Run the rules on one feedback in their order, each at most once ever. Safe to run again."""
    at_work = TriageRule.objects.at_work().select_related("set_product", "set_company", "assign_to", "owner")
    fired = 0
    for rule in at_work.filter(on_change=True) if is_change else at_work:
        row = Feedback.objects.select_related("company", "product", "request").filter(pk=feedback_id).first()
        if row is None or row.state != FeedbackState.INBOX or row.merged_into_id is not None:
            break
        if not rules.may_see_product(Actor(person=rule.owner), row.product) or not rule.fits(row):
            continue
        fired += fire(rule, row)
        if rule.stops:
            break
    return fired


@transaction.atomic
def fire(rule: TriageRule, feedback: Feedback) -> bool:
    """Do all that a rule does to one feedback, in its name; or nothing, with the reason why. Once ever."""
    feedback = locked(feedback)
    firing, is_new = RuleFiring.objects.get_or_create(rule=rule, feedback=feedback, defaults={"at": clock.now()})
    if not is_new:
        return False
    actor = system(f"the rule “{rule}”")
    events = Event.objects.filter(subject_type=KIND, subject_id=feedback.pk)
    before = events.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            for deed in deeds_of(rule):
                deed(feedback, actor)
        firing.did = "; ".join(rule.does)[:500]
        steps = events.filter(pk__gt=before, kind__in=list(INVERSES)).order_by("pk")
        firing.steps = list(steps.values_list("pk", flat=True))
    except (NotPossible, NotAllowed, ValidationError) as error:
        firing.failure = sentence_of(error)
    firing.save(update_fields=["did", "failure", "steps"])
    return not firing.failure


def deeds_of(rule: TriageRule) -> Iterator[Callable[[Feedback, Actor], Any]]:
    """The verbs that a rule calls, in the order in which they can follow each other."""
    values: dict[str, Any] = {"product": rule.set_product, "company": rule.set_company}
    values = {name: value for name, value in values.items() if value is not None}
    if values:
        yield lambda feedback, actor: edit_feedback(feedback, actor=actor, **values)
    if rule.tags:
        yield lambda feedback, actor: sorting.tag(feedback, actor=actor, add=rule.tags)
    if rule.assign_to is not None:
        yield lambda feedback, actor: sorting.assign(feedback, actor=actor, assignee=rule.assign_to)
    if rule.snooze_days:
        until = clock.today() + timedelta(days=rule.snooze_days)
        yield lambda feedback, actor: triage.snooze(feedback, actor=actor, until=until)
    if rule.archive_reason:
        yield lambda feedback, actor: triage.archive(feedback, actor=actor, reason=rule.archive_reason)


@transaction.atomic
def undo_firing(firing: RuleFiring, *, actor: Actor) -> RuleFiring:
    """Take back what a rule did to one feedback, the last step first: all of it or nothing."""
    feedback = locked(firing.feedback)
    require(rules.may_triage(actor, feedback))
    firing = RuleFiring.objects.select_for_update().get(pk=firing.pk)
    if firing.undone_at is not None or not firing.steps:
        raise NotPossible("There is nothing to take back.")
    for event in Event.objects.filter(pk__in=firing.steps).select_related("words", "actor").order_by("-pk"):
        step_back(event, actor=actor)
    firing.undone_at = clock.now()
    firing.save(update_fields=["undone_at"])
    return firing
