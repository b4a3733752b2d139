"""What the parts of an idea ask for: stories, designs, files, links."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.attaching import LARGEST, TAKEN
from doors.forms import ActorForm, VersionField, VisibleChoice
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Idea


class StoryForm(ActorForm):
    """As somebody, I want something, so that something; and how one can tell."""

    role = forms.CharField(max_length=120, label="As a …")
    want = forms.CharField(max_length=400, label="I want …")
    so_that = forms.CharField(max_length=400, required=False, label="so that …")
    criteria = forms.CharField(
        required=False, max_length=9000, label="Acceptance criteria", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line. What stays as it is stays met.",
    )  # fmt: skip
    version = VersionField()

    def clean_criteria(self) -> list[str]:
        """One a line."""
        return self.cleaned_data["criteria"].splitlines()


class DesignForm(ActorForm):
    """Where a design is."""

    title = forms.CharField(max_length=120, help_text="What one sees there: “Phone, the morning view”.")
    address = forms.CharField(max_length=1000, widget=forms.URLInput(attrs={"placeholder": "https://"}))
    version = VersionField()


class IdeaFileForm(ActorForm):
    """A file that lies with the idea."""

    file = forms.FileField(label="File", help_text=f"{TAKEN}, up to {LARGEST // 1024 // 1024} MB.")


class IdeaLinkForm(ActorForm):
    """What the idea is to which other one."""

    KINDS = (("depends_on", "Depends on"), ("needed_by", "Is needed by"), ("related", "Is related to"))

    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect, label="This idea", initial="depends_on")
    to_title = forms.CharField(max_length=220, label="Idea")
    to = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        return with_typed(self, "to", "to_title", idea_typed)
