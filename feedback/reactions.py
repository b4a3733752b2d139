"""What follows by itself: triage rules run when feedback comes in or changes; requests follow the CRM's deal of their name."""

from __future__ import annotations

from typing import Any

from customers.events import CustomerEvent
from customers.models import Deal
from feedback.actions import tie_to_deal
from feedback.events import FeedbackEvent, ImportEvent
from feedback.models import Feedback, ImportBatch, Request, TriageRule
from history.actor import Actor, system
from history.models import Event
from history.reactions import Happened, on
from jobs.actions import enqueue

RULES = "the triage rules"


@on(FeedbackEvent.GIVEN)
def run_rules(event: Event, subject: Feedback, actor: Actor) -> None:
    """One came in. Those of a file are looked at together, when the file is done."""
    if subject.batch_id is None and TriageRule.objects.at_work().exists():
        enqueue("feedback.apply_rules", subject.pk, actor=system(RULES), title=f"Triage rules on {subject.key}")


@on(FeedbackEvent.EDITED, many=True)
def run_rules_again(happened: Happened, actor: Actor) -> None:
    """What we wrote about them changed; what a rule itself changed sets off nothing."""
    if not actor.is_system and TriageRule.objects.at_work().filter(on_change=True).exists():
        for _, row in happened:
            enqueue("feedback.apply_rules", row.pk, is_change=True, actor=system(RULES), title=f"Triage rules on {row.key}")


@on(ImportEvent.DONE)
def run_rules_on_import(event: Event, subject: ImportBatch, actor: Actor) -> Any:
    """A file is in."""
    if TriageRule.objects.at_work().exists():
        enqueue("feedback.apply_rules_to_import", subject.pk, actor=system(RULES), title=f"Triage rules on {subject}"[:200])


@on(CustomerEvent.DEAL_ADDED)
def tie_requests(event: Event, subject: Deal, actor: Actor) -> None:
    """Requests that named this deal before the CRM told of it."""
    waiting = Request.objects.filter(deal=None, feedback__company=subject.company_id, opportunity__iexact=subject.name)
    for request in waiting:
        tie_to_deal(request, subject, actor=actor)


@on(CustomerEvent.DEAL_CHANGED)
def follow_deal(event: Event, subject: Deal, actor: Actor) -> None:
    """Amount, close date and result, as the CRM tells them now."""
    for request in Request.objects.filter(deal=subject, feedback__company=subject.company_id):
        tie_to_deal(request, subject, actor=actor)
