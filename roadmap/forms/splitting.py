"""What the page asks for that splits an idea."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoices
from history.actor import Actor
from roadmap.models import Idea, Insight


class Words(VisibleChoices):
    """Insights as people tell them apart: by their words, and who said them."""

    def label_from_instance(self, insight: Insight) -> str:
        """The words, and whose they are."""
        company = insight.feedback.company
        return f"“{insight}” · {company}" if company is not None else f"“{insight}”"


class SplitForm(ActorForm):
    """What the new idea is, and which words and votes it gets."""

    title = forms.CharField(max_length=200, label="What is the new idea?", help_text="What would change, in one line.")
    insights = Words(
        Insight, widget=forms.CheckboxSelectMultiple, label="Which words speak for it?",
        error_messages={"required": "Choose at least one."},
    )  # fmt: skip
    shared = forms.TypedChoiceField(
        choices=[("0", "They move to the new idea"), ("1", "They support both")], coerce=lambda chosen: chosen == "1",
        widget=forms.RadioSelect, label="What becomes of them?", initial="0",
    )  # fmt: skip
    votes = forms.BooleanField(required=False, initial=True, label="So do the votes of the companies that said them")

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field: Any = self.fields["insights"]
        field.queryset = field.queryset.standing().filter(idea=idea).select_related("feedback__company")
