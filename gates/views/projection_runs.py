"""Projections beside each other: two runs compared, one made anew, and how all of them fared."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from doors.formats import interval, percent
from doors.policy import door
from doors.web import actor_of, find, page, toast
from gates.actions.projections import ask_for_renewal, schedule_renewal
from gates.evidence.track import tracks
from gates.models.projections import Projection
from history.actor import Role


@require_safe
@door()
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Two projections side by side: ``?with=`` names the other, or else it is the one before."""
    rows = Projection.objects.visible_to(actor_of(request)).select_related("feature", "idea__product")
    found = find(rows, pk)
    before = rows.filter(idea=found.idea_id, feature=found.feature_id, pk__lt=pk).order_by("-pk").first()
    asked = request.GET.get("with", "")
    other = find(rows, int(asked)) if asked.isdigit() and len(asked) < 18 else before
    lines = compared(other, found) if other else []
    return page(request, "gates/projections/comparison.html", projection=found, other=other, lines=lines)


def compared(one: Projection, other: Projection) -> list[dict[str, Any]]:
    """What each says and rests on, line by line; ``differs`` where they are unlike."""
    pairs = zip(facts_of(one), facts_of(other), strict=True)
    lines = [{"name": name, "one": a, "other": b, "differs": a != b} for (name, a), (_, b) in pairs]
    return lines + references_compared(one, other)


def facts_of(projection: Projection) -> list[tuple[str, str]]:
    """A projection in pairs of a name and words."""
    none = "not enough data"
    kept, has = projection.kept, projection.has_numbers
    interval_of = {str(row["level"]): interval(row["low"], row["high"]) for row in projection.intervals}
    had = f"{projection.probe_adopters} of {projection.probe_n} in {projection.elapsed} weeks"
    return [
        ("Status", projection.get_status_display()),
        ("Expected share", percent(projection.median, 1) if has else none),
        ("50% interval", interval_of.get("50", none)),
        ("80% interval", interval_of.get("80", none)),
        ("95% interval", interval_of.get("95", none)),
        ("Reaches its threshold", percent(projection.probability) if has else none),
        ("Keeps using it", percent(kept["median"], 1) if kept else none),
        ("Threshold", percent(projection.threshold, 1)),
        ("By week", str(projection.horizon)),
        ("As known on", f"{projection.origin:%-d %B %Y}"),
        ("Counted", projection.get_unit_display()),
        ("Eligible", f"{projection.eligible:,}"),
        ("Own trial", had if projection.probe_n else "none"),
        ("Earlier features", str(len(projection.reference_ids))),
        ("Model", f"{projection.champion or projection.method}, {projection.model_version}"),
        ("What looks wrong", " ".join(projection.flags) or "nothing"),
        ("Seal of the inputs", f"{projection.input_hash[:16]}…"),
    ]


def references_compared(one: Projection, other: Projection) -> list[dict[str, Any]]:
    """The earlier features that only one of them used, or that came to something else."""
    sides = [{row["id"]: row for row in projection.inputs.get("references", [])} for projection in (one, other)]
    lines = []
    for key in sorted({*sides[0], *sides[1]}):
        rows = [side.get(key) for side in sides]
        said = [f"{row['adopters'][-1]:,} of {row['n']:,}" if row else "not used" for row in rows]
        if said[0] != said[1]:
            name = next(row["name"] for row in rows if row)
            lines.append({"name": f"Learned from {name}", "one": said[0], "other": said[1], "differs": True})
    return lines


@require_POST
@door(Role.PRODUCT)
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the same again as of today."""
    actor = actor_of(request)
    job = ask_for_renewal(find(Projection.objects.visible_to(actor), pk), actor=actor)
    return redirect("gates:projection_job", job.pk)


@require_POST
@door(Role.PRODUCT)
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it made anew each week, or end that."""
    is_on = request.POST.get("is_on") == "1"
    schedule_renewal(find(Projection.objects.visible_to(actor_of(request)), pk), actor=actor_of(request), is_on=is_on)
    toast(request, "Made anew each week from now on." if is_on else "Not made anew by itself any more.")
    return redirect("gates:projection", pk)


@require_safe
@door()
def track_record(request: HttpRequest) -> HttpResponse:
    """How all projections that came due fared."""
    found = tracks(actor_of(request))
    whole = found.pop("All", [None])[0]
    return page(request, "gates/projections/track_record.html", whole=whole, groups=list(found.items()))
