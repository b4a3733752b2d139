"""The web door of interviews: all of them, one with its insights beside it, recorded, and edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from customers.models import Company, Contact
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page, paged, toast
from feedback import actions, rules
from feedback.events import FeedbackEvent
from feedback.interviewing import InterviewFilter
from feedback.models import Interview
from feedback.reading import linking_address, marked, marks_of
from feedback.views.answers import undo_address
from feedback.views.interview_forms import FrameForm, InterviewForm, Pick, first_values, initial_of


def readable(request: HttpRequest) -> Any:
    """Interviews with everything that a row or a page shows of them."""
    rows = Interview.objects.visible_to(actor_of(request)).prefetch_related("participants")
    joined = ("company__owner", "contact", "product", "assignee", "submitted_by", "merged_into")
    return rows.select_related("interviewer", *(f"feedback__{name}" for name in joined))


def asked_for(request: HttpRequest) -> InterviewFilter:
    """The filter of the address; what cannot be read of it is passed over, and its field says so."""
    asked = InterviewFilter(request.GET, queryset=readable(request), request=request)
    asked.form.full_clean()
    fields = asked.form.fields
    fields["q"].widget = forms.TextInput(attrs={"type": "search", "placeholder": "Words, company or person", "maxlength": 400})
    fields["company"].widget = Pick(str(asked.form.cleaned_data.get("company") or ""))
    fields["participant"].widget = forms.HiddenInput()  # a contact's page leads here with it
    for name in ("since", "until"):
        fields[name].widget = forms.DateInput(attrs={"type": "date"})
    return asked


@door()
def interview_list(request: HttpRequest) -> HttpResponse:
    """Every conversation that was noted down, the latest first."""
    asked, actor = asked_for(request), actor_of(request)
    rows = asked.queryset.all()
    for name, value in asked.form.cleaned_data.items():
        rows = asked.filters[name].filter(rows, value)
    shown = paged(request, rows.order_by("-feedback__said_at", "-id"))
    found = marks_of((row.feedback for row in shown), actor)
    listed = [(row, len(found.get(row.feedback_id, ()))) for row in shown]
    is_narrowed = any(asked.form.cleaned_data.values()) or bool(asked.form.errors)
    return page(
        request, "feedback/interview_list.html", shown=shown, listed=listed, form=asked.form, is_narrowed=is_narrowed,
        may_interview=rules.may_interview(actor),
    )  # fmt: skip


@door()
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text, and beside it what was made of it so far."""
    actor, found = actor_of(request), find(readable(request), pk)
    said = found.feedback
    said.interview = found
    marks = marks_of([said], actor).get(said.pk, [])
    return page(
        request, "feedback/interview.html", interview=found, feedback=said, words=marked(said.text, marks),
        link_url=linking_address(said.pk), may_triage=rules.may_triage(actor, said), may_edit=rules.may_edit(actor, said),
        may_edit_frame=rules.may_edit_interview(actor, found),
        attachments=said.attachments.filter(removed_at=None),
        verbs=render_panels("feedback-verbs", request, said), panels=render_panels("interview", request, said),
    )  # fmt: skip


@door(*rules.INTERVIEWERS)
def new_interview(request: HttpRequest) -> HttpResponse:
    """Note a conversation down."""
    actor, asked = actor_of(request), request.GET
    company = Company.objects.visible_to(actor).filter(pk=as_id(asked.get("company"))).first()
    contact = Contact.objects.visible_to(actor).select_related("company").filter(pk=as_id(asked.get("contact"))).first()
    form = InterviewForm(request.POST or None, actor=actor, initial=first_values(company, contact, asked.get("product"), actor))
    if form.is_valid() and (made := attempt(form, lambda: actions.record_interview(actor=actor, **form.values()))):
        undo = undo_address(actor, [made.feedback], FeedbackEvent.GIVEN) if rules.may_triage(actor, made.feedback) else ""
        toast(request, "Recorded. Select words in it to make insights of them.", undo=undo)
        return redirect(made.get_absolute_url())
    return page(request, "feedback/interview_form.html", form=form, status=422 if form.is_bound else 200)


@door(*rules.INTERVIEWERS)
def edit_interview(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the frame right; the words stay as they were said."""
    actor, found = actor_of(request), find(readable(request), pk)
    form = FrameForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid():
        values = form.values() | {"version": form.cleaned_data["version"]}
        if attempt(form, lambda: actions.edit_interview(found, actor=actor, **values)):
            toast(request, "Saved.")
            return redirect(found.get_absolute_url())
    return page(request, "feedback/interview_form.html", form=form, interview=found, status=422 if form.is_bound else 200)
