"""The pages of background work, and the one address that says whether all is well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from doors.panels import render_panels
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, asks_for_part, find, page, paged, toast
from history.actor import Role
from jobs import rules
from jobs.actions import cancel_job, retry_job
from jobs.health import complaints
from jobs.models import Job


@never_cache
@require_safe
@door(public="load balancers ask it, and it tells nothing about the inside")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, migrations are applied and a worker is awake; else 503 with the reasons."""
    reasons = complaints()
    response = JsonResponse({"well": not reasons, "reasons": reasons}, status=503 if reasons else 200)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds: the answer says enough
    return response


@require_GET
@door()
def job_list(request: HttpRequest) -> HttpResponse:
    """One's own jobs; an admin sees everybody's, and the installation's own rounds when asked for."""
    actor = actor_of(request)
    rows = Job.objects.visible_to(actor).select_related("person")
    shows_rounds = actor.has(Role.ADMIN) and request.GET.get("rounds") == "1"
    if not shows_rounds:
        rows = rows.asked_by_people()
    is_admin = actor.has(Role.ADMIN)
    panels = render_panels("jobs", request, None) if is_admin else []
    return page(
        request, "jobs/list.html", jobs=paged(request, rows), shows_rounds=shows_rounds, is_admin=is_admin, panels=panels
    )  # fmt: skip


@never_cache
@require_GET
@door()
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is; the page asks again by itself while it runs. Whoever watched it end gets the whole page anew."""
    job = find(Job.objects.visible_to(actor_of(request)).select_related("person"), pk)
    if asks_for_part(request) and job.is_finished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return page(request, "jobs/job.html", part="course", job=job, may_control=rules.may_control(actor_of(request), job))


@require_POST
@door()
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a job."""
    job = cancel_job(find(Job.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, "Cancelled." if job.is_finished else "It stops at its next safe point.")
    return redirect("jobs:job", pk)


@require_POST
@door()
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a failed or cancelled job again."""
    retry_job(find(Job.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, "Started again.")
    return redirect("jobs:job", pk)


@require_GET
@door()
def error_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What went wrong, row by row, as a CSV file."""
    job = find(Job.objects.visible_to(actor_of(request)), pk)
    columns = list(dict.fromkeys(name for row in job.error_rows for name in row))
    return csv_file(f"job-{job.pk}-errors", columns, ([row.get(name, "") for name in columns] for row in job.error_rows))
