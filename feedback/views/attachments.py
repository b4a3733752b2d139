"""The web door of attachments. What customers send is only ever downloaded, never shown by us."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.attaching import sent
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from feedback import actions, rules
from feedback.forms import AttachmentForm
from feedback.models import Attachment, Feedback, seen_by


@door()
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The file, to be saved."""
    return sent(find(Attachment.objects.visible_to(actor_of(request)), pk))


@door(*rules.CONTRIBUTORS)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file to a feedback."""
    actor = actor_of(request)
    found = find(Feedback.objects.visible_to(actor), pk)
    form = AttachmentForm(request.POST or None, request.FILES or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: kept(found, form, actor))):
        undo = reverse("feedback:attachment_removal", args=[made.pk])
        toast(request, f"Attached {made.name}.", undo=undo)
        return redirect("feedback:feedback", pk)
    return page(request, "feedback/attachment_form.html", form=form, feedback=found, status=422 if form.is_bound else 200)


def kept(found: Feedback, form: AttachmentForm, actor: Any) -> Attachment:
    """The attachment of the uploaded file."""
    file = form.cleaned_data["file"]
    return actions.attach(found, file=file, name=file.name, actor=actor)


@require_POST
@door(*rules.CONTRIBUTORS)
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off."""
    attachment = find(Attachment.objects.visible_to(actor_of(request)).select_related("feedback"), pk)
    actions.remove_attachment(attachment, actor=actor_of(request))
    toast(request, f"Took off {attachment.name}.", undo=reverse("feedback:attachment_return", args=[pk]))
    return redirect("feedback:feedback", attachment.feedback_id)


@require_POST
@door(*rules.CONTRIBUTORS)
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what was taken off."""
    actor = actor_of(request)
    seen = Attachment.objects.filter(seen_by(actor, "feedback__")).select_related("feedback")
    back = actions.restore_attachment(find(seen, pk), actor=actor)
    return redirect("feedback:feedback", back.feedback_id)
