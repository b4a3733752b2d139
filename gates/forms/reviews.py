"""The shapes that the pages of a review take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from doors.forms import ActorForm, SeveralChoice, VersionField, VisibleChoice
from gates.forms.shares import MeasureSelect, ProbabilityField, follow_unit, shown_value, typed_value
from gates.measures import measures_for
from gates.models.reviews import Criterion, GateReview
from gates.models.scores import Confidence, Leaning, Outcome
from gates.policy_rules import Comparator, CriterionTemplate, Gate, Kind
from history.actor import Role
from people.models import Person
from roadmap.models import Idea

WORDS = 5000
YES_NO = (("yes", "Yes"), ("no", "No"))


def area(rows: int = 3) -> forms.Textarea:
    """A field of a few lines."""
    return forms.Textarea(attrs={"rows": rows})


class DayField(forms.DateField):
    """A day, by the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"})


class LeaderChoice(VisibleChoice):
    """One of the leaders."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person, **kwargs)

    def narrow(self, actor: Any) -> None:
        """Leaders who may sign in."""
        self.queryset = Person.objects.with_role(Role.LEADERSHIP).order_by("name")


class DraftForm(ActorForm):
    """A review to draft."""

    idea = VisibleChoice(Idea)
    gate = forms.TypedChoiceField(choices=Gate.choices, coerce=int, widget=forms.RadioSelect)
    owner = LeaderChoice(label="Gate owner", required=False, help_text="Who runs it. Not the idea’s owner.", empty_label="Myself")
    question = forms.CharField(label="What is asked", max_length=2000, required=False, widget=area(2))


class DraftChangeForm(ActorForm):
    """What one may change of a draft."""

    owner = LeaderChoice(label="Gate owner")
    question = forms.CharField(label="What is asked", max_length=2000, required=False, widget=area(2))
    looks = forms.CharField(
        label="Looks at the pilot", max_length=100, required=False, help_text="After how many companies: 6, 9, 12."
    )
    version = VersionField()

    def clean_looks(self) -> list[int]:
        """Numbers, set apart by commas."""
        parts = [part.strip() for part in self.cleaned_data["looks"].split(",") if part.strip()]
        if not all(part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError("Numbers of companies, set apart by commas: 6, 9, 12.")
        return [int(part) for part in parts]


class CriterionForm(forms.Form):
    """One criterion of the editor."""

    name = forms.CharField(max_length=120, label="Criterion")
    judged = forms.ChoiceField(label="Judged by", widget=MeasureSelect)
    comparator = forms.ChoiceField(choices=[("", "–"), *Comparator.choices], required=False, label="Met when")
    threshold = forms.DecimalField(max_digits=18, decimal_places=6, required=False)
    is_fatal = forms.BooleanField(required=False, label="Fatal")
    weight = forms.DecimalField(max_digits=6, decimal_places=2, min_value=0, required=False)
    low = forms.CharField(max_length=120, required=False, label="0 means")
    middle = forms.CharField(max_length=120, required=False, label="5 means")
    high = forms.CharField(max_length=120, required=False, label="10 means")
    help = forms.CharField(max_length=300, required=False, label="In plain words")

    def __init__(self, *args: Any, gate: int, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        people = [("people:must", "People: yes or no"), ("people:should", "People: 0 to 10")]
        measures = [(one.name, one.label) for one in measures_for(gate)]
        chosen = self.initial.get("judged", "")
        known = {name for name, _ in (*people, *measures)}
        odd = [(chosen, chosen)] if chosen and chosen not in known else []
        self.fields["judged"].choices = [("By people", people), ("Measured", measures + odd)]  # type: ignore[attr-defined]
        follow_unit(self, "threshold", "judged")

    def clean(self) -> dict[str, Any]:
        """A share in per cent becomes one of one."""
        said = self.cleaned_data
        try:
            said["threshold"] = typed_value(said.get("judged", ""), said.get("threshold"))
        except ValidationError as fault:
            self.add_error("threshold", fault)
        return said

    def template(self) -> CriterionTemplate:
        """The criterion as the verbs take it."""
        said = self.cleaned_data
        by_people = said["judged"].startswith("people:")
        kind = said["judged"].removeprefix("people:") if by_people else Kind.MUST
        is_should = kind == Kind.SHOULD
        return CriterionTemplate(
            name=said["name"],
            kind=kind,
            help=said["help"],
            is_fatal=bool(said["is_fatal"]) and not is_should,
            measure="" if by_people else said["judged"],
            comparator="" if by_people else said["comparator"],
            threshold=None if by_people or said["comparator"] == Comparator.IS_TRUE else said["threshold"],
            weight=said["weight"] or CriterionTemplate.weight,
            anchors=(said["low"], said["middle"], said["high"]) if is_should else ("", "", ""),
        )


class CriteriaFormSet(forms.BaseFormSet):
    """The whole editor: a row emptied or ticked away is left out."""

    def templates(self) -> list[CriterionTemplate]:
        """All criteria, in order. Raises ``ValidationError`` for what a criterion cannot be."""
        kept = [form for form in self.ordered_forms if form.has_changed() or form.initial]
        return [form.template() for form in kept if form.cleaned_data.get("name")]


CriteriaEditor = forms.formset_factory(
    CriterionForm, formset=CriteriaFormSet, extra=2, can_order=True, can_delete=True, max_num=30, absolute_max=40
)


def initial_of(criterion: Criterion | CriterionTemplate) -> dict[str, Any]:
    """A criterion as the editor shows it."""
    low, middle, high = tuple(criterion.anchors) or ("", "", "")
    return {
        "name": criterion.name,
        "judged": criterion.measure or f"people:{criterion.kind}",
        "comparator": criterion.comparator,
        "threshold": shown_value(criterion.measure, criterion.threshold),
        "is_fatal": criterion.is_fatal,
        "weight": format(criterion.weight.normalize(), "f"),
        "low": low,
        "middle": middle,
        "high": high,
        "help": criterion.help,
    }


class PanelForm(ActorForm):
    """Who judges, and who else is heard."""

    gatekeepers = SeveralChoice(queryset=None, widget=forms.CheckboxSelectMultiple)
    voices = SeveralChoice(queryset=None, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, review: GateReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.exclude(pk=review.idea.owner_id).order_by("name")
        if review.idea.product.is_restricted:
            others = others.filter(products=review.idea.product)
        self.fields["gatekeepers"].queryset = others.with_role(Role.LEADERSHIP)  # type: ignore[attr-defined]
        self.fields["voices"].queryset = others.with_role(Role.SALES, Role.SUCCESS, Role.PRODUCT)  # type: ignore[attr-defined]


class ReasonForm(ActorForm):
    """A reason."""

    reason = forms.CharField(max_length=2000, widget=area(3), label="Why")


class SubmitForm(ActorForm):
    """A submission."""

    what_changed = forms.CharField(
        max_length=WORDS, required=False, widget=area(4), label="What changed since the attempt before"
    )


class DeclareForm(ActorForm):
    """A declaration of conflicts."""

    has_conflict = forms.TypedChoiceField(
        label="Do you have a conflict of interest here?",
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        choices=[("no", "No, nothing stands against my judging this"), ("yes", "Yes: I leave this panel")],
    )
    words = forms.CharField(max_length=1000, required=False, widget=area(2), label="Which one")


class SeatForm(ActorForm):
    """Somebody to seat."""

    person = LeaderChoice(label="Who takes the seat")
    instead_of = forms.ModelChoiceField(queryset=None, required=False, label="Instead of", empty_label="Nobody: an empty seat")
    reason = forms.CharField(max_length=1000, required=False, widget=area(2), label="Why")

    def __init__(self, *args: Any, review: GateReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = review.seats.filter(kind="gatekeeper", recused_at=None).select_related("person", "review__idea")
        self.fields["instead_of"].queryset = seats  # type: ignore[attr-defined]
        self.fields["instead_of"].label_from_instance = lambda seat: str(seat.person)  # type: ignore[attr-defined]


class DelegateForm(ActorForm):
    """Who takes one's own seat."""

    to = LeaderChoice(label="To whom")
    reason = forms.CharField(max_length=1000, widget=area(2), label="Why")


class ScoreForm(ActorForm):
    """A scorecard: a field for each criterion that people judge."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        own = {one.key: answer_field(one) for one in criteria}
        rest = {
            "confidence": forms.ChoiceField(
                choices=Confidence.choices, initial=Confidence.MEDIUM, widget=forms.RadioSelect, label="How sure are you?"
            ),
            "comment": forms.CharField(max_length=WORDS, required=False, widget=area(3), label="What decided it for you"),
        }
        self.fields = own | rest

    def answers(self) -> dict[str, Any]:
        """The answers by the keys of their criteria."""
        return {
            one.key: self.cleaned_data[one.key] == "yes" if one.is_must else self.cleaned_data[one.key] for one in self.criteria
        }

    def questions(self) -> list[tuple[Criterion, Any]]:
        """Each criterion with its field."""
        return [(one, self[one.key]) for one in self.criteria]


def answer_field(criterion: Criterion) -> forms.Field:
    """The field that takes the answer to one criterion."""
    if criterion.is_must:
        return forms.ChoiceField(label=criterion.name, help_text=criterion.help, choices=YES_NO, widget=forms.RadioSelect)
    points = forms.NumberInput(attrs={"min": 0, "max": 10, "step": "0.5", "inputmode": "decimal"})
    return forms.DecimalField(
        label=criterion.name, help_text=criterion.help, min_value=0, max_value=10, max_digits=4, decimal_places=2, widget=points
    )


class SpeakForm(ActorForm):
    """A statement."""

    leaning = forms.ChoiceField(choices=Leaning.choices, initial=Leaning.OPEN, widget=forms.RadioSelect, label="Where you lean")
    words = forms.CharField(max_length=WORDS, widget=area(4), label="What you know")


class VoteForm(ActorForm):
    """A vote."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect, label="I vote for")
    probability = ProbabilityField(
        required=False, label="My probability of success", help_text="It is held against what happens."
    )
    words = forms.CharField(
        max_length=WORDS, required=False, widget=area(3), label="Why", help_text="A dissent is kept word for word."
    )

    def __init__(self, *args: Any, gate: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in Outcome.choices if gate != 3 or value != Outcome.CONDITIONAL_GO]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class WaiverForm(ActorForm):
    """A waiver to ask for."""

    criterion = forms.ChoiceField(label="Criterion")
    why = forms.CharField(max_length=2000, widget=area(3), label="Why it should be excused")
    control = forms.CharField(
        max_length=2000, widget=area(3), label="Compensating control", help_text="What is done in its place."
    )
    until = DayField(label="Until")

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [(one.key, one.name) for one in criteria if one.is_must and not one.is_fatal]  # type: ignore[attr-defined]


class WaiverAnswerForm(ActorForm):
    """An answer to who asked for a waiver."""

    is_granted = forms.TypedChoiceField(
        label="Your answer",
        coerce=lambda said: said == "yes",
        choices=[("yes", "Grant it"), ("no", "Refuse it")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(max_length=2000, required=False, widget=area(2), label="Words", help_text="A refusal says why.")
