"""The page of a pilot: what its design can tell until it is locked, then what came of it, as far as its looks let it show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from doors import charts
from doors.charts import Stair
from doors.policy import door
from doors.web import actor_of, find, page
from figures.survival import TimeTo
from gates.drawings import pilot_chart
from gates.evidence.pilots import OutcomeScorecard, plan_of, scorecard
from gates.evidence.representing import representation
from gates.evidence.time_to_value import time_to_value
from gates.evidence.worth import coded, compared, opinions, worth
from gates.models.pilots import Pilot
from gates.rules import pilots as rules
from history.actor import Actor


@require_safe
@door()
def pilot(request: HttpRequest, pk: int) -> HttpResponse:
    """A pilot: its design until it is locked, then its scorecard."""
    actor = actor_of(request)
    found = find(Pilot.objects.visible_to(actor).select_related("idea__owner", "idea__product", "locked_by", "closed_by"), pk)
    card = scorecard(found)
    may = {"run": rules.may_run(actor), "enter": rules.may_enter_for(actor, found)}
    shared = {"pilot": found, "card": card, "may": may, "plan": plan_of(found), "prospects": card.plan.prospects()}
    controls = list(found.controls.standing().select_related("company"))
    shared |= {"stands_for": representation(found), "controls": controls, "comparisons": compared(card, controls)}
    shared["is_out"] = any(row.place.exposed_at for row in card.rows)
    if found.is_draft:
        return page(request, "gates/pilots/design.html", **shared, missing=[row for row in card.rows if row.outcome is None])
    judged = {row.place.pk: rules.may_judge_withdrawal(actor, row.place) for row in card.rows if row.place.asks_to_withdraw}
    return page(
        request, "gates/pilots/scorecard.html", **shared, chart=pilot_chart(card), judged=judged, next_look=card.next_look,
        attrition_rows=attrition_rows(card), made=list(card.verdict.explain()["inputs"].items()), **value_in_time(card),
        **beside(card, actor),
    )  # fmt: skip


def beside(card: OutcomeScorecard, actor: Actor) -> dict[str, Any]:
    """What it was worth, what people answer, and their words in codes."""
    worths, together = worth(card)
    return {"worths": worths, "worth_together": together, "opinions": opinions(card, actor), "coded": coded(card)}


def attrition_rows(card: OutcomeScorecard) -> list[tuple[str, Any]]:
    """The three views on who left, by name."""
    views = card.attrition
    return [
        ("Everybody enrolled", views.intention_to_treat),
        ("Those who stayed", views.completers),
        ("Best case", views.best_case),
    ]


def value_in_time(card: OutcomeScorecard) -> dict[str, Any]:
    """How long it took the companies to what they were promised: both ways to count who dropped out, and the drawing."""
    competing, censored = time_to_value(card)
    return {"reached_in": competing, "reached_censored": censored, "reached_chart": reached_chart(competing, censored)}


def reached_chart(competing: TimeTo | None, censored: TimeTo | None) -> SafeString | str:
    """The share that reached it by days with the feature."""
    if competing is None or not competing.steps:
        return ""
    lines = [Stair("Dropping out counts", [(one.time, one.share, one.low, one.high) for one in competing.steps])]
    if censored is not None and competing.lost:
        steps = [(one.time, one.share, one.low, one.high) for one in censored.steps]
        lines.append(Stair("Had nobody dropped out", steps, look="actual"))
    until = max(one.time for one in competing.steps)
    return charts.stairs(lines, until=max(1.0, until * 1.1), title="Share that reached its target, by days with the feature")
