"""What the pages of experiments ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice
from experiments.actions.plans import FIXED, LOOSE, MOST_GUARDS
from experiments.consequences import choices, chosen
from experiments.kinds import Direction, Kind, Measure, Verdict
from experiments.measuring import INPUTS, propose
from experiments.models import Experiment
from history.actor import Actor
from objectives.models import KeyResult
from people.models import Person, Product
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Idea

LONG, SHORT = 10_000, 2000


def day(**kwargs: Any) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def words(rows: int, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class GuardsMixin:
    """Rows of guards: a name, a side, and a limit. An empty row is no guard."""

    def add_guards(self, guards: list[dict[str, Any]]) -> None:
        """The fields of each row, as they stand."""
        for row in range(MOST_GUARDS):
            now = guards[row] if row < len(guards) else {}
            self.fields |= {  # type: ignore[attr-defined]
                f"guard_{row}_name": forms.CharField(
                    max_length=120, required=False, label=f"Guard {row + 1}", initial=now.get("name")
                ),
                f"guard_{row}_direction": forms.ChoiceField(
                    choices=Direction.choices, required=False, label="stays", initial=now.get("direction", Direction.AT_LEAST)
                ),
                f"guard_{row}_limit": forms.DecimalField(
                    max_digits=16, decimal_places=4, required=False, label="Limit", initial=now.get("limit")
                ),
            }

    def guard_rows(self) -> list[tuple[Any, Any, Any]]:
        """The bound fields, row by row."""
        return [tuple(self[f"guard_{row}_{name}"] for name in ("name", "direction", "limit")) for row in range(MOST_GUARDS)]  # type: ignore[index, misc]

    def guards(self) -> list[dict[str, Any]]:
        """The guards that were filled in."""
        said = self.cleaned_data  # type: ignore[attr-defined]
        rows = [{name: said.get(f"guard_{row}_{name}") for name in ("name", "direction", "limit")} for row in range(MOST_GUARDS)]
        return [row for row in rows if row["name"] or row["limit"] is not None]


class FixedForm(GuardsMixin, ActorForm):
    """What is fixed when it starts."""

    hypothesis = words(
        3, max_length=LONG, help_text="We believe that … for … will …; we will know when …"
    )  # fmt: skip
    kind = forms.ChoiceField(choices=Kind.choices)
    metric = forms.CharField(max_length=200, help_text="What exactly is counted, among whom, and by when.")
    measure = forms.ChoiceField(choices=Measure.choices, label="Read as")
    unit = forms.CharField(max_length=30, required=False, help_text="Of a mean or a number. Shares are in per cent.")
    direction = forms.ChoiceField(choices=Direction.choices, label="Success is")
    threshold = forms.DecimalField(
        max_digits=14,
        decimal_places=4,
        label="Criterion",
        help_text="Of two compared: their difference.",
    )
    planned_sample = forms.IntegerField(
        min_value=1, max_value=2_000_000_000, required=False, label="Planned sample", help_text="How many in all, on both sides."
    )

    def __init__(self, *args: Any, guards: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_guards(guards or [])

    def fixed(self) -> dict[str, Any]:
        """What it says, as the verb takes it."""
        return {name: self.cleaned_data[name] for name in FIXED if name != "guards"} | {"guards": self.guards()}


class LooseForm(ActorForm):
    """What may be changed at any time."""

    title = forms.CharField(max_length=200, help_text="What is tried, in one line.")
    key_result = VisibleChoice(KeyResult, required=False, empty_label="None")
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
    starts_on = day(label="Starts")
    ends_on = day(label="Ends")
    tags = forms.CharField(max_length=400, required=False, help_text="With commas between.")
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = self.fields["key_result"]
        results.queryset = results.queryset.current().select_related("objective").order_by("objective__title", "id")  # type: ignore[attr-defined]
        results.label_from_instance = lambda one: f"{one.objective}: {one}"  # type: ignore[attr-defined]

    def loose(self) -> dict[str, Any]:
        """What it says, as the verb takes it."""
        said = {name: self.cleaned_data[name] for name in LOOSE if name != "ideas"}
        return said | {"tags": self.cleaned_data["tags"].split(",")}


class PlanForm(LooseForm, FixedForm):
    """A whole plan."""

    def values(self) -> dict[str, Any]:
        """What it says, as the verb takes it."""
        return self.loose() | self.fixed()


class IdeaChoice(ActorForm):
    """An idea that it tests, found as one types."""

    idea_title = forms.CharField(max_length=220, label="Which idea does it test?")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        return with_typed(self, "idea", "idea_title", idea_typed)


class NewPlanForm(IdeaChoice, PlanForm):
    """A whole plan for an idea; its product is the idea's. More ideas are added on its page."""


class AmendForm(FixedForm):
    """Another plan than the one it started with, and why."""

    reason = words(2, max_length=SHORT, label="Why does it change after the start?")
    version = VersionField()


class ResultForm(ActorForm):
    """What was counted, as the measure asks for it, and the values of the guards."""

    def __init__(self, *args: Any, experiment: Experiment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in INPUTS[experiment.measure]:
            kind = forms.IntegerField if one.is_count else forms.FloatField
            self.fields[one.name] = kind(label=one.label, required=one.is_needed, initial=experiment.measured.get(one.name))
        for place, guard in enumerate(experiment.judged_guards):
            holds = f"Holds when it is {Direction(guard['direction']).label} {guard['limit']}. Leave it empty if not measured."
            self.fields[f"guard_{place}"] = forms.FloatField(
                label=guard["name"], required=False, initial=guard["value"], help_text=holds
            )
        self.inputs = [one.name for one in INPUTS[experiment.measure]]
        self.guarded = [f"guard_{place}" for place in range(len(experiment.guards))]

    def values(self) -> dict[str, Any]:
        """What it says, as the verb takes it."""
        said = self.cleaned_data
        return {
            "measured": {name: said[name] for name in self.inputs},
            "guard_values": [said[name] for name in self.guarded],
        }


class ConclusionForm(ActorForm):
    """The verdict, why, and what is known now. It opens with what the figures propose."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect, label="What does it say about its ideas?")
    reason = words(2, max_length=SHORT, label="Why?")
    learning = words(
        4,
        max_length=LONG,
        label="What we learned",
        help_text="What do you know now that you did not know before?",
    )

    def __init__(self, *args: Any, experiment: Experiment, **kwargs: Any) -> None:
        self.proposal = propose(experiment)
        if self.proposal is not None:
            kwargs.setdefault("initial", {"verdict": self.proposal.verdict})
        super().__init__(*args, **kwargs)


class StopForm(ActorForm):
    """Why it ends before it could tell."""

    reason = words(2, max_length=SHORT, label="Why does it end early?")
    learning = words(3, max_length=LONG, label="What we learned", help_text="Also what you would do otherwise next time.")


class FollowedForm(ActorForm):
    """What was decided because of it."""

    words = words(3, max_length=SHORT, required=False, label="What was decided")
    led_to = forms.ChoiceField(required=False, label="It led to")

    def __init__(self, *args: Any, experiment: Experiment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.experiment = experiment
        self.fields["led_to"].choices = [("", "Nothing of these"), *choices(experiment, self.actor)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What it says, as the verb takes it."""
        return self.cleaned_data | {"led_to": chosen(self.experiment, self.cleaned_data["led_to"], self.actor)}


class ExperimentFilter(ActorForm):
    """Which experiments to list."""

    q = forms.CharField(
        required=False, max_length=200, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find in title, hypothesis, learning"}),
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="Any product")
    kind = forms.ChoiceField(choices=[("", "Any kind"), *Kind.choices], required=False)
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")
    tag = forms.CharField(required=False, max_length=40)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class LearningFilter(ExperimentFilter):
    """Which learnings to read."""

    verdict = forms.ChoiceField(choices=[("", "Any verdict"), *Verdict.choices, ("stopped", "Stopped early")], required=False)
    year = forms.IntegerField(required=False, min_value=1970, max_value=9998)


def initial_of(experiment: Experiment) -> Mapping[str, Any]:
    """The form as it opens."""
    plain = {name: getattr(experiment, name) for name in (*LOOSE, *FIXED) if name not in ("ideas", "tags", "guards")}
    named = ", ".join(one.name for one in experiment.tags.all())
    return plain | {"tags": named, "version": experiment.version}


def first_of(actor: Actor, idea: Idea | None) -> Mapping[str, Any]:
    """A new plan as it opens, mostly from the page of the idea that it tests."""
    return {
        "owner": actor.person, "idea": idea, "idea_title": idea or "", "hypothesis": idea.hypothesis if idea else "",
        "measure": Measure.SHARES, "direction": Direction.AT_LEAST,
    }  # fmt: skip
