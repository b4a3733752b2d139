"""The web door of projections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from doors.formats import interval
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from gates.actions.projections import ask_for_projection, project, resolve_projection
from gates.drawings import projection_chart
from gates.evidence.projections import assured_share, is_large
from gates.figures.projection import Projection as ProjectionFigure
from gates.forms.projections import ProjectionForm
from gates.models.projections import Projection
from gates.rules import projections as rules
from history.actor import Role
from jobs.models import Job
from roadmap.models import Idea

WHOLE = ("feature", "idea__product", "asked_by", "actual")


@door(Role.PRODUCT)
def new_projection(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Project how many will use it."""
    actor = actor_of(request)
    idea = find(Idea.objects.visible_to(actor).select_related("product"), idea_pk)
    first = idea.features.order_by("-released_on").first()
    form = ProjectionForm(request.POST or None, actor=actor, idea=idea, initial={"feature": first})
    if form.is_valid() and (made := attempt(form, lambda: begin(idea, form, actor))):
        return redirect("gates:projection_job" if isinstance(made, Job) else "gates:projection", made.pk)
    return page(request, "gates/projections/new.html", form=form, idea=idea, status=422 if form.is_bound else 200)


def begin(idea: Idea, form: ProjectionForm, actor: Any) -> Projection | Job:
    """Project at once where that takes a moment, in the background where it takes longer."""
    question = form.question()
    verb = ask_for_projection if is_large(question["feature"]) else project
    return verb(idea, question.pop("feature"), actor=actor, **question)


@require_safe
@door()
def projection_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a projection in the background is; it leads on to the projection by itself."""
    job = find(Job.objects.visible_to(actor_of(request)).filter(task="gates.project"), pk)
    if job.state == Job.State.DONE and isinstance(job.result, dict) and job.result.get("projection"):
        return redirect("gates:projection", job.result["projection"])
    return page(request, "gates/projections/job.html", part="course", job=job)


@require_safe
@door()
def projection(request: HttpRequest, pk: int) -> HttpResponse:
    """A projection against its threshold, with what it rests on."""
    actor = actor_of(request)
    found = find(Projection.objects.visible_to(actor).select_related(*WHOLE), pk)
    others = Projection.objects.filter(idea=found.idea_id).exclude(pk=found.pk).select_related("feature")[:10]
    came, assured = getattr(found, "actual", None), assured_share(found)
    return page(
        request, "gates/projections/projection.html", projection=found, chart=projection_chart(found), others=others,
        assured=assured, reaches=assured is not None and assured.share >= found.threshold, actual=came,
        held=came.is_inside if came else {}, may_resolve=rules.may_project(actor), is_due=found.is_due,
        needed=needed_for(found), references=references_of(found), made=made_of(found),
        intervals={str(one["level"]): one for one in found.intervals}, formula=ProjectionFigure.formula,
    )  # fmt: skip


def references_of(found: Projection) -> list[dict[str, Any]]:
    """The earlier features as the table shows them."""
    return [
        row
        | {
            "final": row["adopters"][-1],
            "share": row["adopters"][-1] / row["n"],
            "complete_on": date.fromisoformat(row["complete_on"]),
        }
        for row in found.inputs.get("references", [])
    ]


def made_of(found: Projection) -> list[tuple[str, Any]]:
    """How the projection was made, in pairs of a name and a value."""
    pairs: list[tuple[str, Any]] = [
        ("Method", found.method),
        ("Model", f"{found.model_version}, seed {found.seed}"),
        ("Eligible", f"{found.eligible:,} {found.get_unit_display().lower()}, as known on {found.origin:%-d %B %Y}"),
        ("Own trial", f"{found.probe_adopters} of {found.probe_n} in {found.elapsed} weeks" if found.probe_n else "none"),
        ("Earlier features", len(found.reference_ids)),
    ]
    pairs += [(f"{one['level']}% interval", interval(one["low"], one["high"])) for one in found.intervals]
    if found.backtest.get("n"):
        came = found.backtest
        pairs.append(("Tried on earlier features", f"{came['n']} projected as of then, on average {came['mae']:.1%} off"))
    if (assured := assured_share(found)) is not None:
        pairs.append(("To count on", assured.words))
    return [*pairs, ("Seal of the inputs", found.input_hash[:16] + "…")]


def needed_for(found: Projection) -> list[str]:
    """What would be needed for a projection that rests on more."""
    needed = []
    references = len(found.inputs.get("references", []))
    if references < 5:
        needed.append(
            f"{5 - references} more earlier features of this product, each released {found.horizon} weeks ago or longer, "
            "with a day of release and usage events."
        )
    if not found.probe_n or found.probe_n < 30:
        needed.append("A trial of its own with at least 30 users or companies, and one whole week behind it.")
    if found.probe_selection in ("opt_in", "fake_door"):
        needed.append("A trial in which people were chosen by lot, or everybody took part.")
    return needed if found.status != "ok" else []


@require_POST
@door(Role.PRODUCT)
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """Count what came of it."""
    actor = actor_of(request)
    resolve_projection(find(Projection.objects.visible_to(actor), pk), actor=actor)
    toast(request, "Counted what came of it.")
    return redirect("gates:projection", pk)
