"""The rows of a decision, added and taken away at will: its conditions and its tripwires.

"Add" and "Take away" send the form like any other button, so they work without scripts; what was typed comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from doors.forms import ActorForm, VisibleChoice
from gates.asking import MOST_CONDITIONS, faults_of_condition, faults_of_tripwire
from gates.asks import ConditionAsk, TripwireAsk
from gates.forms.reviews import DayField
from gates.forms.shares import MeasureSelect, follow_unit, shown_value, typed_value
from gates.measures import WATCHED, measures_for
from gates.models.decisions import Tripwire
from gates.policy_rules import GATES, Gate
from people.models import Person

MOST_TRIPWIRES = 20
PRESS = "row"
"""The name of the buttons that add and take away: ``conditions:add``, ``tripwires:2``."""


class ConditionForm(ActorForm):
    """One condition: what must be true, how somebody else can tell, who sees to it, and until when."""

    words = forms.CharField(max_length=300, label="Condition")
    test = forms.CharField(max_length=500, label="Test", help_text="How somebody else can tell that it is met.")
    owner = VisibleChoice(Person, label="Owner", empty_label="Who?")
    due = DayField(label="Due")

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        self.fields["due"].help_text = f"At most {days} days from now."
        self.fields["owner"].queryset = Person.objects.active().order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse is said at the row."""
        said = self.cleaned_data
        if self.has_changed() and not self.errors:
            for name, fault in faults_of_condition(self.ask(), self.days).items():
                self.add_error(name, fault)
        return said

    def ask(self) -> ConditionAsk:
        """The condition as the verb takes it."""
        said = self.cleaned_data
        return ConditionAsk(words=said["words"], test=said["test"], owner_id=said["owner"].pk, due=said["due"])


class TripwireForm(ActorForm):
    """One measured value that would reopen the decision. Shares are written in per cent."""

    measure = forms.ChoiceField(label="Measure", widget=MeasureSelect)
    fires = forms.ChoiceField(choices=Tripwire.Fires.choices, label="Fires when it")
    threshold = forms.DecimalField(max_digits=18, decimal_places=6, label="Value")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(Gate(str(gate)).label, [(one.name, one.label) for one in measures_for(gate)]) for gate in GATES]
        groups.append(("Once it is out", [(one.name, one.label) for one in measures_for(WATCHED)]))
        self.fields["measure"].choices = [("", "Which value?"), *groups]  # type: ignore[attr-defined]
        self.fields["threshold"].required = self["fires"].value() != Tripwire.Fires.NO_LONGER
        follow_unit(self, "threshold", "measure")

    def has_changed(self) -> bool:
        """The side that a select shows by itself makes no tripwire of an empty row."""
        return bool({"measure", "threshold"} & set(self.changed_data))

    def clean(self) -> dict[str, Any]:
        """A share in per cent becomes one of one; what the verb would refuse is said at the row."""
        said = self.cleaned_data
        if said.get("fires") == Tripwire.Fires.NO_LONGER:
            said["threshold"] = None
        elif said.get("threshold") is not None:
            try:
                said["threshold"] = typed_value(said.get("measure", ""), said["threshold"])
            except ValidationError as fault:
                self.add_error("threshold", fault)
        if self.has_changed() and not self.errors:
            for name, fault in faults_of_tripwire(self.ask()).items():
                self.add_error(name, fault)
        return said

    def ask(self) -> TripwireAsk:
        """The tripwire as the verb takes it."""
        return TripwireAsk(**self.cleaned_data)


def shown(wire: TripwireAsk) -> dict[str, Any]:
    """A tripwire as its row shows it."""
    return {"measure": wire.measure, "fires": wire.fires, "threshold": shown_value(wire.measure, wire.threshold)}


class Rows(forms.BaseFormSet):
    """Rows of one kind. An empty row counts as none."""

    def initial_form_count(self) -> int:
        """Every row that comes back may have been emptied or written anew."""
        return 0 if self.is_bound else super().initial_form_count()

    def asks(self) -> tuple[Any, ...]:
        """What the filled-in rows ask for."""
        return tuple(form.ask() for form in self.forms if form.has_changed())


class TripwireSet(Rows):
    """The tripwires, each of them once."""

    def clean(self) -> None:
        """Say at its row what was named before."""
        known: set[tuple[str, str]] = set()
        for form in self.forms:
            if form.has_changed() and form.is_valid():
                one = form.cleaned_data["measure"], form.cleaned_data["fires"]
                if one in known:
                    form.add_error("measure", ValidationError("This tripwire is named above already."))
                known.add(one)


ConditionRows = forms.formset_factory(ConditionForm, formset=Rows, extra=0, max_num=MOST_CONDITIONS, absolute_max=40)
TripwireRows = forms.formset_factory(TripwireForm, formset=TripwireSet, extra=0, max_num=MOST_TRIPWIRES, absolute_max=40)


def typed_rows(prefix: str, data: Mapping[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows as they were typed, after the button that was pressed: one more, or one fewer."""
    total = str(data.get(f"{prefix}-TOTAL_FORMS", "0"))
    count = min(int(total), 40) if total.isdecimal() else 0
    rows = [{name: data.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(count)]
    kind, _, what = str(data.get(PRESS, "")).partition(":")
    if kind == prefix and what == "add":
        rows.append({})
    elif kind == prefix and what.isdecimal() and int(what) < len(rows):
        del rows[int(what)]
    return rows
