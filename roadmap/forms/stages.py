"""What the pages of stages ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, OwnStage, Stage, stages_of
from roadmap.models.stages import KINDS


class MoveStageForm(ActorForm):
    """Where to, and why. The stages are those of the idea's product."""

    stage = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for “not doing” and “failed experiment”: whoever asked is owed an answer.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.stages = stages_of(idea.product)
        self.fields["stage"].choices = [(str(one.pk or one.kind), one.name) for one in self.stages]  # type: ignore[attr-defined]
        asked = self.initial.get("stage")
        self.initial["stage"] = next((str(one.pk) for one in self.stages if one.pk and one.kind == asked), asked)
        if idea.own_stage_id and asked == idea.stage:
            self.initial["stage"] = str(idea.own_stage_id)

    def chosen(self) -> dict[str, Any]:
        """What the verb takes: the product's own stage, or a kind of stage."""
        values = dict(self.cleaned_data)
        value = values.pop("stage")
        own = next((one for one in self.stages if one.pk and str(one.pk) == value), None)
        return values | ({"own": own} if own is not None else {"stage": value})


class MoveSeveralForm(ActorForm):
    """The ideas that were picked, the kind of stage that all of them go to, and why."""

    ideas = VisibleChoices(Idea, widget=forms.MultipleHiddenInput, error_messages={"required": "Pick ideas of the list."})
    stage = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for “not doing” and “failed experiment”: whoever asked is owed an answer.",
    )  # fmt: skip


class StageForm(ActorForm):
    """One stage: its name, and for the stages of work how many ideas it holds and for how long."""

    name = forms.CharField(max_length=40)
    limit = forms.IntegerField(min_value=1, max_value=999, required=False, label="Most ideas")
    holds = forms.BooleanField(
        required=False, label="Hold to it", help_text="Then nothing moves in over the limit. Else it warns."
    )
    days = forms.IntegerField(
        min_value=1, max_value=999, required=False, label="Expected days", help_text="Older ones are marked."
    )
    version = VersionField()


class NewStageForm(ActorForm):
    """A new stage, and what kind of stage it is."""

    name = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=KINDS, help_text="What it means to gates, answers and the portal. It never changes.")


class DropForm(ActorForm):
    """Where the ideas of a stage go when it is dropped."""

    into = VisibleChoice(OwnStage, required=False, empty_label="Choose a stage", label="Its ideas go to")
    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Why")

    def __init__(self, *args: Any, actor: Actor, stage: OwnStage, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = field.queryset.standing().filter(product=stage.product_id).exclude(pk=stage.pk)


class FlowForm(ActorForm):
    """Whose stages."""

    product = VisibleChoice(Product, required=False, empty_label=None)


def stage_choices(product: Product | None) -> list[Any]:
    """What a list of ideas can be narrowed to: the stages of the product that was chosen, and the kinds that all have."""
    own = OwnStage.objects.of(product.pk) if product is not None else []
    kinds = [("", "Any stage"), *Stage.choices]
    return [*kinds, (f"Stages of {product}", [(f"own-{one.pk}", one.name) for one in own])] if own else kinds
