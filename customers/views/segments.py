"""The web door of saved segments: conditions beside a live count of the companies that fit them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers import actions, rules, segments
from customers.models import SavedSegment, SegmentMatch
from doors.fields.model import FieldKind
from doors.forms import ActorForm, VersionField
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, page, toast

ROWS = 6


class SegmentForm(ActorForm):
    """A name, and rows of conditions; a row that names nothing is left out."""

    name = forms.CharField(max_length=60)
    match = forms.ChoiceField(
        choices=SegmentMatch.choices, widget=forms.RadioSelect, initial=SegmentMatch.ALL, label="A company fits"
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = segments.askable()
        fields = [("", "Nothing more"), *((asked.name, asked.label) for asked in self.known.values())]
        for row in range(ROWS):
            asked = self.known.get(str(self.said(f"field_{row}")))
            self.fields[f"field_{row}"] = forms.ChoiceField(choices=fields, required=False, label=f"What, condition {row + 1}")
            self.fields[f"is_{row}"] = forms.ChoiceField(
                choices=list((asked.comparisons if asked else {"": "…"}).items()), required=False, label="How it compares"
            )  # fmt: skip
            self.fields[f"value_{row}"] = value_field(asked)

    def said(self, name: str) -> Any:
        """What a field holds now, sent or from before."""
        return self.data.get(name, "") if self.is_bound else self.initial.get(name, "")

    def rows(self) -> list[dict[str, Any]]:
        """The rows to show: those that are filled in, and the next one."""
        filled = [row for row in range(ROWS) if self.said(f"field_{row}")]
        shown = min(ROWS, (filled[-1] if filled else -1) + 2)
        return [
            {
                "field": self[f"field_{row}"], "is": self[f"is_{row}"], "value": self[f"value_{row}"],
                "asks": bool(self.said(f"field_{row}")), "compares": self.said(f"is_{row}") not in segments.KNOWN,
            }
            for row in range(shown)
        ]  # fmt: skip

    def conditions(self) -> list[dict[str, Any]]:
        """What the rows say."""
        rows = [
            {"field": self.said(f"field_{n}"), "is": self.comparison(n), "value": self.said(f"value_{n}")} for n in range(ROWS)
        ]
        return [row for row in rows if row["field"]]

    def comparison(self, row: int) -> str:
        """How a row compares; the first way that its field knows where another field was chosen since."""
        asked, said = self.known.get(str(self.said(f"field_{row}"))), str(self.said(f"is_{row}"))
        return said if asked is None or said in asked.comparisons else next(iter(asked.comparisons))

    def full_clean(self) -> None:
        """Comparisons and values are the verb's affair: it says which condition cannot be."""
        super().full_clean()
        for row in range(ROWS):
            for name in (f"is_{row}", f"value_{row}"):
                self._errors.pop(name, None)  # type: ignore[union-attr]

    def values(self) -> dict[str, Any]:
        """What the form says, for the verb."""
        return {"name": self.cleaned_data["name"], "match": self.cleaned_data["match"], "conditions": self.conditions()}


def value_field(asked: segments.Asked | None) -> forms.Field:
    """What a condition compares with."""
    how: dict[str, Any] = {"required": False, "label": "Value"}
    if asked is not None and asked.choices:
        return forms.ChoiceField(choices=[("", "Choose"), *asked.choices], **how)
    if asked is not None and asked.kind == FieldKind.YES_NO:
        return forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], **how)
    if asked is not None and asked.kind == FieldKind.DATE:
        return forms.CharField(max_length=10, widget=forms.DateInput(attrs={"type": "date"}), **how)
    numeric = {"inputmode": "decimal"} if asked is not None and asked.kind == FieldKind.NUMBER else {}
    return forms.CharField(max_length=500, widget=forms.TextInput(attrs=numeric), **how)


def count_of(form: SegmentForm) -> dict[str, Any]:
    """How many companies fit what is said so far, or why that cannot be said."""
    match = form.said("match") if form.said("match") in SegmentMatch.values else SegmentMatch.ALL
    try:
        return {"count": segments.companies_of(match, segments.checked(form.conditions())).count()} if form.conditions() else {}
    except ValidationError as error:
        return {"why_not": error.messages[0]}


def initial_of(segment: SavedSegment) -> dict[str, Any]:
    """A segment as its form holds it."""
    initial: dict[str, Any] = {"name": segment.name, "match": segment.match, "version": segment.version}
    for row, one in enumerate(segment.conditions[:ROWS]):
        value = one.get("value", "")
        shown = ("yes" if value else "no") if isinstance(value, bool) else value
        initial |= {f"field_{row}": one["field"], f"is_{row}": one["is"], f"value_{row}": shown}
    return initial


@door()
def segment_list(request: HttpRequest) -> HttpResponse:
    """Saved segments with how many companies are in each now."""
    actor = actor_of(request)
    rows = sorted(SavedSegment.objects.visible_to(actor), key=lambda one: one.archived_at is not None)
    shown = [(one, segments.in_words(one), segments.companies_of(one.match, one.conditions).count()) for one in rows[:100]]
    return page(request, "customers/segment_list.html", segments=shown, may_keep=rules.may_keep_customers(actor))


@door(*rules.KEEPERS)
def new_segment(request: HttpRequest) -> HttpResponse:
    """Draw a segment."""
    actor = actor_of(request)
    form = SegmentForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.save_segment(actor=actor, **form.values()))):
        toast(request, f"Saved {made}.", undo=reverse("customers:segment_archival", args=[made.pk]))
        return redirect("customers:segments")
    return page(request, "customers/segment_form.html", form=form, **count_of(form), status=422 if form.is_bound else 200)


@door(*rules.KEEPERS)
def segment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a segment's name or conditions."""
    actor = actor_of(request)
    found = find(SavedSegment.objects.visible_to(actor), pk)
    form = SegmentForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid() and attempt(form, lambda: changed(form, found, actor)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:segments")
    status = 422 if form.is_bound else 200
    return page(request, "customers/segment_form.html", form=form, segment=found, **count_of(form), status=status)


def changed(form: SegmentForm, found: SavedSegment, actor: Any) -> SavedSegment:
    """The segment as the form describes it."""
    return actions.change_segment(found, actor=actor, version=form.cleaned_data["version"], **form.values())


@require_POST
@door(*rules.KEEPERS)
def segment_preview(request: HttpRequest) -> HttpResponse:
    """The rows with the controls that fit them, and how many companies fit; nothing is saved."""
    form = SegmentForm(request.POST, actor=actor_of(request))
    form.errors.clear()
    return page(request, "customers/_conditions.html", form=form, **count_of(form))


@require_POST
@door(*rules.KEEPERS)
def segment_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a segment; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(SavedSegment.objects.visible_to(actor), pk)
    archive_or_bring_back(request, found, archive=actions.archive_segment, restore=actions.restore_segment)
    return redirect("customers:segments")
