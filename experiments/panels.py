"""Experiments on the pages of what they test: the idea, and the initiative that its ideas are in."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse

from doors.panels import panel
from doors.web import actor_of
from experiments import rules
from experiments.filters import Rows
from experiments.kinds import Verdict
from experiments.models import Experiment
from experiments.showing import with_said
from roadmap.models import Idea, Initiative

Served = tuple[str, dict[str, Any]]
MOST = 30


@panel("idea", order=35)
def tested_by(request: HttpRequest, idea: Idea) -> Served | None:
    """Which experiments back or refute the idea, and which are under way."""
    may = rules.may_run(actor_of(request), idea.product)
    rows = listed(request, Experiment.objects.filter(ideas=idea))
    if not rows and (not may or idea.is_archived):
        return None
    add = f"{reverse('experiments:new_experiment')}?idea={idea.pk}" if may and not idea.is_archived else ""
    return "experiments/panels/experiments.html", {"rows": rows, "summary": summary(rows), "add_url": add}


@panel("initiative", order=35)
def tested_in(request: HttpRequest, initiative: Initiative) -> Served | None:
    """The experiments of all its ideas."""
    ideas = Initiative.ideas.through.objects.filter(initiative=initiative.pk).values("idea")
    tests = Experiment.ideas.through.objects.filter(idea__in=ideas).values("experiment")
    rows = listed(request, Experiment.objects.filter(pk__in=tests))
    return ("experiments/panels/experiments.html", {"rows": rows, "summary": summary(rows), "add_url": ""}) if rows else None


@panel("estimates", order=10)
def for_confidence(request: HttpRequest, idea: Idea) -> Served | None:
    """What experiments said so far, beside the estimates: it is what confidence rests on."""
    rows = Experiment.objects.visible_to(actor_of(request)).ended().filter(ideas=idea)
    counts = dict(rows.exclude(verdict="").order_by().values_list("verdict").annotate(Count("pk")))
    return ("experiments/panels/estimates.html", {"summary": said_counts(counts)}) if counts else None


def listed(request: HttpRequest, rows: Rows) -> list[Experiment]:
    """The newest, of what one may see."""
    seen = Experiment.objects.visible_to(actor_of(request)).current().values("pk")
    return with_said(list(rows.filter(pk__in=seen).order_by("-id")[:MOST]))


def summary(rows: list[Experiment]) -> str:
    """How many back and refute, in words."""
    counts: dict[str, int] = {}
    for one in rows:
        if one.verdict:
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
    return said_counts(counts)


def said_counts(counts: dict[str, int]) -> str:
    """Verdicts counted, in words; those that nobody gave are left out."""
    told = {Verdict.BACKS: ("backs it", "back it"), Verdict.REFUTES: ("refutes it", "refute it")}
    told[Verdict.INCONCLUSIVE] = ("is inconclusive", "are inconclusive")
    return ", ".join(f"{counts[one]} {words[counts[one] > 1]}" for one, words in told.items() if counts.get(one))
