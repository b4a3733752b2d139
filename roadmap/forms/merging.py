"""What the pages ask for that merge ideas."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoice, VisibleChoices
from history.actor import Actor
from roadmap.actions.merging import FIELDS
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Idea

NOTHING = ("", None)


class IntoForm(ActorForm):
    """Which idea stays."""

    into_title = forms.CharField(
        max_length=220, required=False, label="Merge into", help_text="Find it by its words or its number."
    )
    into = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        values = with_typed(self, "into", "into_title", idea_typed)
        if not values.get("into") and not self.errors:
            self.add_error("into_title", "Choose the idea that stays.")
        return values


class IdeaValuesForm(ActorForm):
    """Both ideas side by side, and where they differ whose words stay."""

    def __init__(self, *args: Any, gone: Idea, stays: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone, self.stays = gone, stays
        for name in FIELDS:
            ours, theirs = getattr(stays, name), getattr(gone, name)
            if ours != theirs and theirs not in NOTHING:
                self.fields[f"keep_{name}"] = forms.ChoiceField(
                    choices=[("stays", shown(ours)), ("gone", shown(theirs))], label=label_of(name),
                    widget=forms.RadioSelect({"aria-describedby": f"about-{name}"}), initial="stays" if ours else "gone",
                )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Field by field what each has, with the choice where there is one; what neither has is left out."""
        pairs = {name: [getattr(self.stays, name), getattr(self.gone, name)] for name in FIELDS}
        return [
            {
                "name": name,
                "label": label_of(name),
                "values": [shown(value) for value in pair],
                "choice": self[f"keep_{name}"] if f"keep_{name}" in self.fields else None,
            }
            for name, pair in pairs.items()
            if any(value not in NOTHING for value in pair)
        ]

    def taken(self) -> list[str]:
        """The fields whose words come from the merged one."""
        return [name.removeprefix("keep_") for name, chosen in self.cleaned_data.items() if chosen == "gone"]


class SeveralForm(ActorForm):
    """The ideas that were picked, and which of them stays."""

    ideas = VisibleChoices(Idea, widget=forms.MultipleHiddenInput)
    into = VisibleChoice(Idea, widget=forms.RadioSelect, empty_label=None, label="Which one stays?")

    def clean(self) -> dict[str, Any]:
        """At least two ideas; the one that stays is one of them."""
        values = super().clean() or self.cleaned_data
        picked, into = list(values.get("ideas") or ()), values.get("into")
        if "ideas" in values and len(picked) < 2:
            self.add_error("ideas", "Pick at least two ideas of the list.")
        if into is not None and into not in picked:
            self.add_error("into", "Choose one of the ideas that you picked.")
        return values

    def others(self) -> list[Idea]:
        """The ideas that are merged into the one that stays."""
        return [idea for idea in self.cleaned_data["ideas"] if idea != self.cleaned_data["into"]]


def picked_by(actor: Actor, ids: list[str]) -> list[Idea]:
    """The ideas that were picked on the list, of those that somebody may see."""
    numbers = [int(one) for one in ids if one.isdigit() and len(one) < 19]
    return list(Idea.objects.visible_to(actor).filter(pk__in=numbers).select_related("product", "owner", "own_stage"))


def label_of(name: str) -> str:
    """A field as people call it."""
    label = str(Idea._meta.get_field(name).verbose_name)
    return label[0].upper() + label[1:]


def shown(value: Any) -> str:
    """A value as people read it."""
    return str(value) if value not in NOTHING else "Nothing yet"
