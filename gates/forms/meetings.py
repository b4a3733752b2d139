"""The shapes that planning a gate meeting takes."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, SeveralChoice, VersionField
from gates.forms.reviews import LeaderChoice
from gates.models import GateReview


class MomentField(forms.DateTimeField):
    """A day and an hour, by the browser's own calendar, where the organisation is."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class MeetingForm(ActorForm):
    """A meeting."""

    title = forms.CharField(max_length=120)
    starts_at = MomentField(label="Begins")
    place = forms.CharField(max_length=200, required=False, help_text="A room, or the address of a call.")
    chair = LeaderChoice(required=False, empty_label="Myself")


class PlanForm(MeetingForm):
    """A meeting to plan, with its reviews."""

    reviews = SeveralChoice(queryset=None, widget=forms.CheckboxSelectMultiple, help_text="Their order and minutes are set next.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviews"].queryset = choosable(self.actor)  # type: ignore[attr-defined]


class MeetingChangeForm(MeetingForm):
    """A meeting as it is changed."""

    chair = LeaderChoice()
    version = VersionField()


class AgendaForm(ActorForm):
    """Which reviews are on the agenda, and how many minutes each has."""

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        on_it = [item.review_id for item in items]
        for item in items:
            self.fields[f"minutes_{item.pk}"] = forms.IntegerField(
                min_value=5, max_value=240, initial=item.minutes, label=f"Minutes for {item.review}"
            )
        self.fields["drop"] = SeveralChoice(
            queryset=GateReview.objects.filter(pk__in=on_it).select_related("idea"), required=False, label="Take off",
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["more"] = SeveralChoice(
            queryset=choosable(self.actor).exclude(pk__in=on_it),
            required=False,
            label="Put on",
            widget=forms.CheckboxSelectMultiple,
        )

    def rows(self) -> list[tuple[GateReview, int]]:
        """The agenda as it is to be."""
        said = self.cleaned_data
        dropped = {one.pk for one in said["drop"]}
        kept = [(item.review, said[f"minutes_{item.pk}"]) for item in self.items if item.review_id not in dropped]
        return kept + [(review, 20) for review in said["more"]]


def choosable(actor: Any) -> Any:
    """The reviews that may be put on an agenda: open ones, past their draft, that the actor may see."""
    return GateReview.objects.visible_to(actor).open().exclude(state="draft").select_related("idea").order_by("gate", "id")
