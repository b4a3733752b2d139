"""The form in which a rule is built: rows of conditions whose fields follow from what each asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Person, Product
from pqls import rules
from pqls.conditions import ASKS, CHOICES, MOST_ALL, MOST_ANY, NUMBERS, Condition, checked_one, sentence
from pqls.kinds import OVER_USAGE, ConditionKind, Level
from pqls.models import PqlRule
from usage.models import Feature

GROUPS = {"all": MOST_ALL, "any": MOST_ANY}
HELP = {
    "growth": "Who used it not at all before has no growth: ask for a first use instead.",
    "first_use": "",
}


class RuleForm(ActorForm):
    """A rule of a product. A row that asks for nothing is left out."""

    name = forms.CharField(max_length=120)
    why = forms.CharField(
        required=False, max_length=2000, label="Why is this worth a call?", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever gets the lead reads this.",
    )  # fmt: skip
    level = forms.ChoiceField(choices=Level.choices, initial=Level.COMPANY, widget=forms.RadioSelect, label="It hands over")
    cool_down_days = forms.IntegerField(
        min_value=1, max_value=730, initial=90, label="Rests for (days)",
        help_text="The same company is not handed over again before.",
    )  # fmt: skip
    most_a_day = forms.IntegerField(
        min_value=1, max_value=500, initial=20, label="At most a day", help_text="Who uses it most comes first."
    )
    answer_days = forms.IntegerField(
        min_value=1, max_value=30, initial=2, label="Answer within (working days)", help_text="Then whoever has it is reminded."
    )
    fallback = VisibleChoice(
        Person, required=False, empty_label="Nobody: whoever sells sees it on Home", label="Who gets what has no account owner?"
    )
    version = VersionField()

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        self.product = product
        super().__init__(*args, **kwargs)
        self.fields["fallback"].queryset = Person.objects.with_role(*rules.WORKERS).order_by("name")  # type: ignore[attr-defined]
        features = Feature.objects.current().filter(product=product).order_by("name")
        self.features = [(str(one.pk), one.name) for one in features]
        for group, most in GROUPS.items():
            for row in range(most):
                self.add_row(group, row)

    def add_row(self, group: str, row: int) -> None:
        """The fields of a row, as its kind asks for them."""
        prefix = f"{group}_{row}_"
        nothing = "Nothing more" if row else "Choose"
        usage = [(kind.value, kind.label) for kind in ConditionKind if kind in OVER_USAGE]
        company = [(kind.value, kind.label) for kind in ConditionKind if kind not in OVER_USAGE]
        self.fields[f"{prefix}kind"] = forms.ChoiceField(
            choices=[("", nothing), ("Usage", usage), ("The company", company)], required=False, label=f"Condition {row + 1}"
        )
        kind = str(self.said(f"{prefix}kind"))
        for name in ASKS.get(kind, ()):
            self.fields[prefix + name] = self.field_of(kind, name)

    def field_of(self, kind: str, name: str) -> forms.Field:
        """The control for one thing that a condition asks for; what it takes is the condition's own affair."""
        if name == "feature":
            first = ("", "Choose" if kind == ConditionKind.FIRST_USE else "Anything in the product")
            return forms.ChoiceField(choices=[first, *self.features], required=False, label="What")
        if name in NUMBERS:
            asked = NUMBERS[name]
            number = forms.NumberInput(attrs={"min": asked.least, "max": asked.most})
            return forms.CharField(required=False, max_length=9, label=asked.label, initial=str(asked.usual), widget=number)
        if name == "values":
            return forms.MultipleChoiceField(
                choices=CHOICES[kind], required=False, label="Is one of", widget=forms.CheckboxSelectMultiple
            )
        if name == "plans":
            return forms.CharField(
                required=False, max_length=600, label="Is one of", help_text="Names of plans, with commas between."
            )
        label = "From" if name == "low" else "Up to"
        return forms.CharField(required=False, max_length=20, label=label, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def said(self, name: str) -> Any:
        """What a field holds now, sent or from before."""
        if not self.is_bound:
            return self.initial.get(name, "")
        return self.data.getlist(name) if name.endswith("_values") and hasattr(self.data, "getlist") else self.data.get(name, "")

    def rows(self, group: str) -> list[dict[str, Any]]:
        """The rows to show: those that are filled in, and the next one."""
        filled = [row for row in range(GROUPS[group]) if self.said(f"{group}_{row}_kind")]
        shown = min(GROUPS[group], (filled[-1] if filled else -1) + 2)
        return [
            {
                "kind": self[f"{group}_{row}_kind"],
                "fields": [(name, self[f"{group}_{row}_{name}"]) for name in ASKS.get(str(self.said(f"{group}_{row}_kind")), ())],
                "help": HELP.get(str(self.said(f"{group}_{row}_kind")), ""),
            }
            for row in range(shown)
        ]  # fmt: skip

    def all_rows(self) -> list[dict[str, Any]]:
        """Those that must all hold."""
        return self.rows("all")

    def any_rows(self) -> list[dict[str, Any]]:
        """Those of which one must hold."""
        return self.rows("any")

    def asked(self, group: str) -> list[tuple[str, Condition]]:
        """What the rows say, each with the beginning of its fields' names."""
        found = []
        for row in range(GROUPS[group]):
            prefix = f"{group}_{row}_"
            kind = str(self.said(f"{prefix}kind"))
            if kind in ASKS:
                values = {name: self.value_said(prefix, name) for name in ASKS[kind]}
                found.append((prefix, {"kind": kind} | values))
        return found

    def value_said(self, prefix: str, name: str) -> Any:
        """What one control of a row holds; a row that was just added holds what is usual."""
        full = prefix + name
        if self.is_bound and full not in self.data and name in NUMBERS:
            return NUMBERS[name].usual
        return self.said(full)

    def clean(self) -> dict[str, Any]:
        """Each condition as it is kept, or what is wrong at the very field."""
        data, level = super().clean() or self.cleaned_data, self.cleaned_data.get("level", Level.COMPANY)
        for group, name in (("all", "conditions"), ("any", "any_of")):
            kept = []
            for prefix, one in self.asked(group):
                try:
                    kept.append(checked_one(one, self.product, level))
                except ValidationError as error:
                    for field, messages in error.message_dict.items():
                        self.add_error(prefix + field if prefix + field in self.fields else None, messages)
            data[name] = kept
        return data

    def in_words(self) -> str:
        """The rule as it stands in words, as far as it can be said."""
        level = self.said("level") or Level.COMPANY
        kept: dict[str, list[Condition]] = {}
        for group in GROUPS:
            kept[group] = []
            for _, one in self.asked(group):
                try:
                    kept[group].append(checked_one(one, self.product, str(level)))
                except ValidationError:
                    continue
        return sentence(kept["all"], kept["any"], str(level))

    def values(self) -> dict[str, Any]:
        """What the form says, for the verb."""
        names = ("name", "why", "level", "cool_down_days", "most_a_day", "answer_days", "fallback", "conditions", "any_of")
        return {name: self.cleaned_data[name] for name in names}


def initial_of(rule: PqlRule) -> dict[str, Any]:
    """A rule as its form holds it."""
    names = ("name", "why", "level", "cool_down_days", "most_a_day", "answer_days", "fallback", "version")
    initial: dict[str, Any] = {name: getattr(rule, name) for name in names}
    for group, rows in (("all", rule.conditions), ("any", rule.any_of)):
        for row, one in enumerate(rows[: GROUPS[group]]):
            for name, value in one.items():
                told = ", ".join(value) if name == "plans" else "" if value is None else value
                initial[f"{group}_{row}_{name}"] = str(told) if isinstance(told, int) else told
    return initial
