"""The objectives of a cycle, and what is due of oneself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, page, paged
from history import clock
from history.actor import Actor
from objectives import rules
from objectives.forms import ObjectiveFilter
from objectives.models import Cycle, CycleState, KeyResult, Objective
from objectives.pace import pace_of
from objectives.serving import unserved, with_servants
from objectives.tree import depths_in, told, tree_of, whole

MOST = 500
TAKING = (CycleState.RUNNING, CycleState.GRADING)


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
    if "level" in chosen:
        rows = rows.at_level(chosen["level"])
    if "mine" in chosen:
        rows = rows.filter(Q(owner=actor.person) | Q(key_results__owner=actor.person, key_results__archived_at=None)).distinct()
    objectives = list(whole(rows, actor)[:MOST]) if cycle else []
    depths = depths_in(cycle) if cycle and len(chosen) > ("cycle" in chosen) else None
    return page(
        request, "objectives/index.html", form=form, chosen=chosen, cycle=cycle, cycles=cycles,
        menu_panels=render_panels("objectives-menu", request, cycle),
        tree=tree_of(objectives, actor, depths),
        summary=summary_of(cycle, objectives, actor) if cycle else None, may_edit=rules.may_set_objectives(actor, None),
        moves=moves_of(cycle) if cycle else [], is_cut=len(objectives) == MOST,
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
    paces = [pace.tone for result in results if (pace := pace_of(result.progress, cycle, result))]
    days = (cycle.ends_on - cycle.starts_on).days + 1
    mean = sum(shares, Decimal(0)) / len(shares) if shares else None
    grades = [grade for one in objectives if (grade := one.grade) is not None]
    return {
        "mean": mean, "pace": pace_of(mean, cycle), "results": len(results), "good": paces.count("good"),
        "unserved": sum(not result.servants for result in results),
        "grade": sum(grades, Decimal(0)) / len(grades) if grades else None,
        "ungraded": sum(result.grade is None for result in results),
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
    """One's own key results of the cycles that run or are graded: those that wait longest first."""
    actor = actor_of(request)
    rows = KeyResult.objects.visible_to(actor).current().asked_of(actor.person).filter(objective__cycle__state__in=TAKING)
    rows = with_servants(rows.with_last_check_in().with_grade(), actor)
    rows = rows.select_related("owner", "objective__cycle", "objective__product")[:100]
    results = sorted(rows, key=lambda one: (not one.waits, one.last_at or clock.now(), one.pk))
    shown = [told(key_result, actor, number) for number, key_result in enumerate(results, 1)]
    return page(
        request, "objectives/due.html", results=shown, stale=sum(one.key_result.is_stale for one in shown),
        ungraded=sum(one.key_result.objective.cycle.is_graded and one.key_result.grade is None for one in shown),
    )  # fmt: skip


@door()
def unserved_list(request: HttpRequest) -> HttpResponse:
    """The key results that nobody works towards: nothing on the roadmap serves them."""
    actor = actor_of(request)
    cycles = list(Cycle.objects.visible_to(actor))
    form = ObjectiveFilter(request.GET or None, actor=actor)
    cycle = form.chosen().get("cycle") or usual(cycles)
    rows = KeyResult.objects.visible_to(actor).current().filter(objective__cycle=cycle)
    rows = unserved(with_servants(rows.with_last_check_in().with_grade(), actor), actor)
    rows = rows.select_related("owner", "objective__cycle", "objective__product", "objective__line").order_by("objective", "id")
    found = paged(request, rows)
    shown = [told(key_result, actor) for key_result in found]
    return page(request, "objectives/unserved.html", results=shown, rows=found, cycle=cycle)
