"""The objectives of a cycle, and what is due of oneself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from history import clock
from history.actor import Actor
from objectives import rules
from objectives.forms import ObjectiveFilter
from objectives.models import Cycle, CycleState, KeyResult, Objective
from objectives.pace import pace_of
from objectives.tree import told, tree_of, whole


@door()
def index(request: HttpRequest) -> HttpResponse:
    """The tree of a cycle: the company's objectives, those of products under them, and how each key result stands."""
    actor = actor_of(request)
    form = ObjectiveFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    cycles = list(Cycle.objects.visible_to(actor))
    cycle = chosen.get("cycle") or usual(cycles)
    rows = Objective.objects.visible_to(actor).current().filter(cycle=cycle)
    if "product" in chosen:
        rows = rows.filter(product=chosen["product"])
    if "mine" in chosen:
        rows = rows.filter(Q(owner=actor.person) | Q(key_results__owner=actor.person, key_results__archived_at=None)).distinct()
    objectives = list(whole(rows)[:300]) if cycle else []
    return page(
        request, "objectives/index.html", form=form, chosen=chosen, cycle=cycle, cycles=cycles, tree=tree_of(objectives, actor),
        summary=summary_of(cycle, objectives, actor) if cycle else None, may_edit=rules.may_set_objectives(actor, None),
        moves=moves_of(cycle) if cycle else [],
    )  # fmt: skip


def usual(cycles: list[Cycle]) -> Cycle | None:
    """The cycle that one mostly wants: the one that runs, or is graded, or else the latest."""
    for state in (CycleState.RUNNING, CycleState.GRADING):
        if there := [cycle for cycle in cycles if cycle.state == state]:
            return there[0]
    return cycles[0] if cycles else None


def summary_of(cycle: Cycle, objectives: list[Objective], actor: Actor) -> dict[str, Any]:
    """How the cycle does as a whole."""
    shares = [progress for one in objectives if (progress := one.progress) is not None]
    results = [result for one in objectives for result in one.current_key_results]
    paces = [pace.tone for result in results if (pace := pace_of(result.progress, cycle))]
    days = (cycle.ends_on - cycle.starts_on).days + 1
    mean = sum(shares, Decimal(0)) / len(shares) if shares else None
    return {
        "mean": mean, "pace": pace_of(mean, cycle), "results": len(results), "good": paces.count("good"),
        "stale": sum(result.is_stale for result in results), "days": days,
        "day": min(days, max(0, (clock.today() - cycle.starts_on).days + 1)),
        "mine_due": next((one for one in results if one.is_stale and actor.is_person(one.owner)), None),
    }  # fmt: skip


def moves_of(cycle: Cycle) -> list[tuple[str, str, str]]:
    """Where the cycle can go from here: state, words, icon."""
    words = {
        (CycleState.PLANNING, CycleState.RUNNING): ("Start the cycle", "play"),
        (CycleState.RUNNING, CycleState.GRADING): ("Open for grading", "flag"),
        (CycleState.RUNNING, CycleState.PLANNING): ("Back to planning", "undo-2"),
        (CycleState.GRADING, CycleState.CLOSED): ("Close the cycle", "lock"),
        (CycleState.GRADING, CycleState.RUNNING): ("Let it run again", "undo-2"),
        (CycleState.CLOSED, CycleState.GRADING): ("Open for grading again", "undo-2"),
    }
    state = CycleState(cycle.state)
    return [(to.value, *words[state, to]) for to in CycleState if to in Cycle.MOVES[state]]


@door()
def due(request: HttpRequest) -> HttpResponse:
    """One's own key results of the cycles that run, those that wait longest first."""
    actor = actor_of(request)
    rows = (
        KeyResult.objects.visible_to(actor)
        .current()
        .filter(owner=actor.person, objective__cycle__state__in=("running", "grading"))
    )
    rows = rows.with_last_check_in().select_related("owner", "objective__cycle", "objective__product")[:100]
    results = sorted(rows, key=lambda one: (not one.is_stale, one.last_at or clock.now(), one.pk))
    shown = [told(key_result, actor, number) for number, key_result in enumerate(results, 1)]
    return page(request, "objectives/due.html", results=shown, stale=sum(one.key_result.is_stale for one in shown))
