"""What the pages of surveys ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from customers.models import Lifecycle
from customers.segments import choices
from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Product
from surveys.kinds import SCALES, SurveyKind
from surveys.models import Survey, SurveyState
from usage.models import Feature

KINDS = [(kind.value, f"{kind.label}: {SCALES[kind].measures}") for kind in SurveyKind]


class SurveyForm(ActorForm):
    """What to ask, and whom."""

    name = forms.CharField(max_length=120, help_text="For you alone; customers never read it.")
    product = VisibleChoice(Product, empty_label=None)
    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect, label="What to measure")
    question = forms.CharField(max_length=200, required=False, help_text="Left empty, the kind’s own question is asked.")
    follow_up = forms.CharField(
        max_length=200, required=False, label="Follow-up question",
        help_text="Answered in free words, which go to the inbox. Left empty, the kind’s own is asked.",
    )  # fmt: skip
    segments = forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
    lifecycles = forms.MultipleChoiceField(
        choices=Lifecycle.choices, required=False, widget=forms.CheckboxSelectMultiple, label="Lifecycle"
    )
    plans = forms.CharField(max_length=1300, required=False, help_text="Separated by commas; empty means any plan.")
    feature = VisibleChoice(Feature, required=False, empty_label="Anything", label="Who used the feature")
    event_name = forms.CharField(max_length=120, required=False, label="or whose event was")
    minimum_uses = forms.IntegerField(min_value=1, max_value=1000, initial=1, label="At least so many times")
    within_days = forms.IntegerField(min_value=1, max_value=365, initial=14, label="Within so many days")
    sampling = forms.IntegerField(
        min_value=1, max_value=100, initial=100, label="Ask so many of a hundred", help_text="Always the same people."
    )
    ask_again_days = forms.IntegerField(
        min_value=1, max_value=365, initial=30, label="Ask again after so many days",
        help_text="Of those who did not answer. Whoever answered is never asked again.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = self.fields["product"].queryset.filter(archived_at=None)
        self.fields["feature"].queryset = self.fields["feature"].queryset.filter(archived_at=None).select_related("product")
        self.fields["feature"].label_from_instance = lambda feature: f"{feature} ({feature.product})"
        if not is_new:
            del self.fields["product"]
            self.fields["question"].required = True
            self.fields["question"].help_text = ""
            self.fields["follow_up"].help_text = "Answered in free words, which go to the inbox. Left empty, none is asked."

    def clean_plans(self) -> list[str]:
        """The plans that are named."""
        return [plan.strip() for plan in self.cleaned_data["plans"].split(",") if plan.strip()]


class WidgetKeyForm(ActorForm):
    """Where the widget is used."""

    name = forms.CharField(max_length=80, help_text="Such as “Web app”.")
    product = VisibleChoice(Product, empty_label=None)
    origins = forms.CharField(
        label="Sites", required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as https://app.example.com. The widget works on these and nowhere else.",
    )  # fmt: skip
    requires_signature = forms.BooleanField(
        required=False, label="Require a signature", help_text="Take nothing from pages that do not sign whom they speak for."
    )
    version = VersionField()

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["requires_signature"]
            self.fields["product"].queryset = self.fields["product"].queryset.filter(archived_at=None)
            del self.fields["version"]
        else:
            del self.fields["product"]

    def clean_origins(self) -> list[str]:
        """Each site by itself."""
        return self.cleaned_data["origins"].split()

    def values(self) -> dict[str, Any]:
        """What was said, for the verb."""
        return dict(self.cleaned_data)


class MailForm(ActorForm):
    """How many to mail."""

    most = forms.IntegerField(min_value=1, max_value=500, label="Mail so many of them", help_text="At most 500 at once.")


class LinkAnswerForm(forms.Form):
    """What a customer answers at a link."""

    score = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose an answer."})
    words = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), validators=[MaxLengthValidator(5000)]
    )  # fmt: skip

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["score"].choices = list(survey.scale.answers)
        if not survey.follow_up:
            del self.fields["words"]


class SurveyFilter(ActorForm):
    """Which surveys to list."""

    q = forms.CharField(
        required=False, max_length=100, label="Find a survey",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a survey"}),
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="Any product")
    state = forms.ChoiceField(choices=[("", "Any state"), *SurveyState.choices], required=False)
    kind = forms.ChoiceField(choices=[("", "Any kind"), *SurveyKind.choices], required=False)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
