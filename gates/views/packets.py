"""Packets as files: taken along as JSON or PDF, and checked by whoever holds one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, page
from gates.packet_checks import Check, check_file
from gates.packet_files import LARGEST, NoPacket, as_bytes, document_of
from gates.packet_papers import packet_pdf
from gates.views.decisions import decision_of


class PacketForm(ActorForm):
    """A packet's file."""

    file = forms.FileField(
        label="Packet", help_text="The JSON or PDF file of a decision, as it was downloaded. It is read, and not kept.",
        widget=forms.FileInput(attrs={"accept": ".json,.pdf,application/json,application/pdf"}),
    )  # fmt: skip

    found: Check | None = None

    def clean_file(self) -> None:
        """Read the packet; what is none says so at the field."""
        try:
            self.found = check_file(self.cleaned_data["file"].read(LARGEST + 1), self.actor)
        except NoPacket as error:
            raise forms.ValidationError(str(error)) from error


@door()
def check(request: HttpRequest) -> HttpResponse:
    """Drop a packet's file, and see whether it is whole and what was decided."""
    form = PacketForm(request.POST or None, request.FILES or None, actor=actor_of(request))
    wrong = form.is_bound and not form.is_valid()
    return page(request, "gates/packet_check.html", form=form, found=form.found, status=422 if wrong else 200)


@require_safe
@door()
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet as JSON: what its seal covers, and the words beside it."""
    packet = decision_of(request, pk).packet  # type: ignore[attr-defined]
    return a_file(as_bytes(document_of(packet)), f"packet-{packet.number}.json", "application/json")


@require_safe
@door()
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet printed, with the JSON enclosed in it."""
    packet = decision_of(request, pk).packet  # type: ignore[attr-defined]
    return a_file(packet_pdf(document_of(packet)), f"packet-{packet.number}.pdf", "application/pdf")


def a_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
