"""Everything that waits for somebody: at the gates, leads, answers, in rating rounds, and experiments whose end has passed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from answers.models import Answer, AnswerState
from experiments.models import Experiment
from gates.waiting import WaitingItem, waiting_for
from history.actor import Actor
from pqls.waiting import waiting_for as leads_waiting_for
from priorities.models import RatingRound

SHOWN = 6


def all_waiting(actor: Actor) -> list[WaitingItem]:
    """What waits for this person, what is due first."""
    if actor.person is None or not actor.roles:
        return []
    items = [*waiting_for(actor), *to_answer(actor), *to_give(actor), *to_rate_or_conclude(actor)]
    return sorted(items, key=lambda item: item.due.date() if isinstance(item.due, datetime) else item.due or date.max)


def to_answer(actor: Actor) -> list[WaitingItem]:
    """The leads that wait for one's answer, and those that nobody has yet, if one sells; the oldest first."""
    return [
        WaitingItem(
            "pql", "Answer" if one.owner_id else "Take", f"{one.contact or one.company}: {one.rule}",
            f"Product-qualified lead · {one.product}{'' if one.owner_id else ' · nobody has it'}",
            reverse("pqls:pql", args=[one.pk]),
        )
        for one in leads_waiting_for(actor).for_pages()[:SHOWN]
    ]  # fmt: skip


def to_give(actor: Actor) -> list[WaitingItem]:
    """The answers that one was handed, to tell them in person; and a product manager's drafts, in one line for all of them."""
    place = Window(RowNumber(), partition_by="state", order_by=("made_at", "id"))
    mine = Answer.objects.visible_to(actor).for_me(actor).annotate(place=place, many=Window(Count("pk"), partition_by="state"))
    longest = list(mine.filter(place__lte=SHOWN).select_related("contact", "company").order_by("made_at", "id"))
    drafts = [one for one in longest if one.state == AnswerState.WAITING][:1]
    return [*map(to_send, drafts), *(to_tell(one) for one in longest if one.state == AnswerState.HANDED)]


def to_send(longest: Any) -> WaitingItem:
    """The drafts that wait, told by the one that waits longest."""
    text = "1 answer to customers" if longest.many == 1 else f"{longest.many:,} answers to customers"
    sub = f"The longest waits since {timezone.localdate(longest.made_at):%-d %B %Y}"
    return WaitingItem("answer", "Send", text, sub, reverse("answers:drafts"))


def to_tell(one: Answer) -> WaitingItem:
    """An answer that is told in person."""
    sub = f"Answer to tell in person · {one.get_occasion_display()}"
    return WaitingItem("answer", "Tell", f"{one.recipient}: {one.subject}", sub, one.get_absolute_url())


def to_rate_or_conclude(actor: Actor) -> list[WaitingItem]:
    """The rating rounds in which one has still to rate, and the experiments of one's own that run beyond their end: to enter
    what came of them, or to conclude from it. Asked for at once."""
    rounds = RatingRound.objects.waiting_for(actor).annotate(due=F("due_on"), do=Value("Rate"))
    measured = When(measured_at=None, then=Value("Enter the result"))
    over = Experiment.objects.visible_to(actor).overdue().of(actor)
    over = over.annotate(due=F("ends_on"), do=Case(measured, default=Value("Conclude")))
    told = [rows.order_by().values_list("do", "pk", "title", "product__name", "due") for rows in (rounds, over)]
    return [
        WaitingItem("rating", do, title, f"Rating round · {product}", reverse("priorities:round", args=[pk]), due)
        if do == "Rate"
        else WaitingItem("experiment", do, title, f"Experiment · {product}", reverse("experiments:experiment", args=[pk]), due)
        for do, pk, title, product, due in told[0].union(told[1], all=True).order_by("due", "pk")[: 2 * SHOWN]
    ]
