"""The verbs of rating rounds: ask, rate alone, reveal, talk, rate again, take over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from jobs.actions import enqueue
from people.models import Person, Product
from priorities import rules
from priorities.actions.estimates import estimate, refuse_out_of_range
from priorities.events import RoundEvent
from priorities.methods import Source
from priorities.models import Factor, Rating, RatingRound, RoundSeat, RoundState
from roadmap.models import Idea

MOST_IDEAS = 30
MOST_RATERS = 50


@transaction.atomic
def open_round(
    product: Product, *, title: str, ideas: Iterable[Idea], factors: Iterable[Factor], raters: Iterable[Person], actor: Actor,
    due_on: date | None = None,
) -> RatingRound:  # fmt: skip
    """Ask several people to rate some ideas, each alone. They are told by mail."""
    require(rules.may_prioritise(actor, product))
    ideas, factors, raters = list(ideas), list(factors), list(raters)
    refuse_odd_round(product, ideas, factors, raters, due_on)
    made = RatingRound(product=product, title=title.strip(), due_on=due_on, made_by=actor.person)
    made.full_clean()
    made.save()
    made.ideas.set(ideas)
    made.factors.set(factors)
    RoundSeat.objects.bulk_create(RoundSeat(round=made, person=person) for person in raters)
    told: dict[str, Any] = {"ideas": sorted(one.pk for one in ideas), "raters": sorted(one.pk for one in raters)}
    record(RoundEvent.OPENED, made, actor=actor, factors=sorted(one.code for one in factors), **told)
    ask(made, raters, actor)
    return made


def refuse_odd_round(
    product: Product, ideas: list[Idea], factors: list[Factor], raters: list[Person], due_on: date | None
) -> None:  # fmt: skip
    """Each thing that cannot be, at its field."""
    errors: dict[str, str] = {}
    if not ideas or len(ideas) > MOST_IDEAS:
        errors["ideas"] = f"Choose between 1 and {MOST_IDEAS} ideas."
    elif any(one.product_id != product.pk or one.is_archived for one in ideas):
        errors["ideas"] = "Choose ideas of this product that are not archived."
    if not factors or any(one.scheme.product_id != product.pk or one.archived_at for one in factors):
        errors["factors"] = "Choose factors of this product's method."
    elif any(one.source != Source.PEOPLE for one in factors):
        errors["factors"] = "What is counted needs no rating: choose what people estimate."
    if len(raters) < 2 or len(raters) > MOST_RATERS:
        errors["raters"] = f"Choose between 2 and {MOST_RATERS} people."
    else:
        blind = [one for one in raters if not Product.objects.visible_to(Actor(person=one)).filter(pk=product.pk).exists()]
        if blind or any(not one.is_active or not Actor(person=one).has(*rules.RATERS) for one in raters):
            errors["raters"] = "Choose people of sales, success, product or leadership who may see this product."
    if due_on is not None and due_on < clock.today():
        errors["due_on"] = "That day has passed."
    if errors:
        raise ValidationError(errors)


def ask(rating_round: RatingRound, raters: Iterable[Person], actor: Actor) -> None:
    """Mail those who are to rate; whoever asks knows it already."""
    for person in raters:
        if not actor.is_person(person):
            slot = f"round {rating_round.pk} turn {rating_round.turn} to {person.pk}"
            enqueue("priorities.mail_rater", rating_round.pk, person.pk, actor=actor, title=f"Ask {person} to rate", slot=slot)


@transaction.atomic
def rate(
    rating_round: RatingRound, *, actor: Actor, values: dict[tuple[int, str], Decimal | None], is_done: bool = True
) -> RatingRound:  # fmt: skip
    """Rate, alone: ``{(idea's id, factor's code): value}``; None leaves one open. ``is_done`` says that all is rated.

    What one rated in this turn may be changed until it is revealed.
    """
    found = RatingRound.objects.select_for_update().get(pk=rating_round.pk)
    require(rules.may_rate(actor, found))
    if found.state != RoundState.RATING:
        raise NotPossible("This round is not being rated now.")
    factors = {one.code: one for one in found.factors.all()}
    ideas = set(found.ideas.values_list("pk", flat=True))
    errors: dict[str, str] = {}
    for (idea, code), value in values.items():
        if idea not in ideas:
            errors[f"{idea}-{code}"] = "This idea is not in the round."
            continue
        try:
            refuse_out_of_range(factors, {code: value})
        except ValidationError as error:
            errors[f"{idea}-{code}"] = error.messages[0]
    if errors:
        raise ValidationError(errors)
    mine = Rating.objects.filter(round=found, turn=found.turn, rater=actor.person)
    for (idea, code), value in values.items():
        if value is None:
            mine.filter(idea=idea, factor=factors[code]).delete()
        else:
            Rating.objects.update_or_create(
                round=found, turn=found.turn, rater=actor.person, idea_id=idea, factor=factors[code], defaults={"value": value}
            )
    if is_done and mine.count() < len(ideas) * len(factors):
        missing = len(ideas) * len(factors) - mine.count()
        raise ValidationError(f"{missing} still to rate. Save and come back, or rate them now.")
    seat = found.seats.get(person=actor.person)
    first = is_done and seat.done_at is None
    seat.done_at = (seat.done_at or clock.now()) if is_done else None
    seat.save(update_fields=["done_at"])
    if first:
        record(RoundEvent.RATED, found, actor=actor, turn=found.turn)
    return found


@transaction.atomic
def reveal_round(rating_round: RatingRound, *, actor: Actor) -> RatingRound:
    """Show everybody what everybody rated. Those who have not rated by then are left out of this turn."""
    found = held(rating_round, actor, RoundState.REVEALED)
    done = found.seats.exclude(done_at=None)
    if not done.exists():
        raise NotPossible("Nobody has rated yet.")
    late = found.seats.filter(done_at=None)
    Rating.objects.filter(round=found, turn=found.turn, rater__in=late.values("person")).delete()
    change(found, {"state": RoundState.REVEALED})
    record(RoundEvent.REVEALED, found, actor=actor, turn=found.turn, rated=done.count(), missing=late.count())
    return found


@transaction.atomic
def ask_again(rating_round: RatingRound, *, actor: Actor) -> RatingRound:
    """Have everybody rate once more, after talking."""
    found = held(rating_round, actor, RoundState.RATING)
    change(found, {"state": RoundState.RATING, "turn": found.turn + 1})
    found.seats.update(done_at=None)
    record(RoundEvent.AGAIN, found, actor=actor, turn=found.turn)
    ask(found, [seat.person for seat in found.seats.select_related("person")], actor)
    return found


@transaction.atomic
def close_round(rating_round: RatingRound, *, actor: Actor) -> RatingRound:
    """End a round: the median of its last turn becomes each idea's estimate."""
    found = held(rating_round, actor, RoundState.CLOSED)
    said: dict[int, dict[str, list[Decimal]]] = {}
    ratings = Rating.objects.filter(round=found, turn=found.turn).select_related("factor")
    for one in ratings:
        said.setdefault(one.idea_id, {}).setdefault(one.factor.code, []).append(one.value)
    raters = len({one.rater_id for one in ratings})
    for idea in found.ideas.exclude(state="archived"):
        values = {code: Decimal(median(rows)).quantize(Decimal("0.01")) for code, rows in said.get(idea.pk, {}).items()}
        in_use = set(Factor.objects.filter(scheme__product=found.product_id, archived_at=None).values_list("code", flat=True))
        kept: dict[str, Decimal | None] = {code: value for code, value in values.items() if code in in_use}
        if kept:
            estimate(idea, actor=actor, values=kept, note=f"Median of {raters} in “{found.title}”")
    change(found, {"state": RoundState.CLOSED})
    record(RoundEvent.CLOSED, found, actor=actor, turn=found.turn, raters=raters)
    return found


@transaction.atomic
def cancel_round(rating_round: RatingRound, *, actor: Actor) -> RatingRound:
    """Call a round off. Nothing is taken over, and what was not revealed is never shown."""
    found = held(rating_round, actor, RoundState.CANCELLED)
    change(found, {"state": RoundState.CANCELLED})
    record(RoundEvent.CANCELLED, found, actor=actor, turn=found.turn)
    return found


def held(rating_round: RatingRound, actor: Actor, to: str) -> RatingRound:
    """The round, locked, if the actor runs it and it can go there."""
    found = RatingRound.objects.select_for_update().select_related("product").get(pk=rating_round.pk)
    require(rules.may_prioritise(actor, found.product))
    if to not in found.MOVES[RoundState(found.state)]:
        raise NotPossible(f"This round is {found.get_state_display().lower()}.")
    return found
