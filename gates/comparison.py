"""Two sets of rules side by side: each number and switch, and each criterion, added, dropped or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gates.actions.criteria import key_of
from gates.measures import measure_named
from gates.policy_labels import DEMANDED, LABELS, OTHERS, demanded, said
from gates.policy_rules import GATES, Comparator, CriterionTemplate, Gate, Kind, PolicyRules
from gates.words import amount

FEW = 2
ADDED, DROPPED, CHANGED, SAME = "added", "dropped", "changed", "same"


@dataclass(frozen=True)
class Line:
    """One rule or criterion on both sides, in words; ``change`` says what became of it."""

    name: str
    one: str
    other: str
    change: str

    @property
    def differs(self) -> bool:
        """Whether the two sides say something else."""
        return self.change != SAME


@dataclass(frozen=True)
class Part:
    """Some lines under a heading."""

    title: str
    lines: Sequence[Line]

    @property
    def changed(self) -> list[Line]:
        """The lines that differ."""
        return [line for line in self.lines if line.differs]


def compare(one: PolicyRules, other: PolicyRules) -> list[Part]:
    """Everything that two sets of rules say, beside each other."""
    numbers = [line_of(label, said(name, getattr(one, name)), said(name, getattr(other, name)))
               for name, label in (OTHERS | LABELS).items()]  # fmt: skip
    demands = [line_of(f"{DEMANDED} {gate}", demanded(one, gate), demanded(other, gate)) for gate in GATES]
    parts = [Part("Numbers and switches", [*numbers, *demands])]
    for gate in GATES:
        title = f"Criteria of gate {gate} {Gate(str(gate)).label}"
        parts.append(Part(title, compare_criteria(one.criteria_for(gate), other.criteria_for(gate))))
    return parts


def line_of(name: str, one: str, other: str) -> Line:
    """A rule on both sides."""
    return Line(name, one, other, SAME if one == other else CHANGED)


def compare_criteria(one: Sequence[CriterionTemplate], other: Sequence[CriterionTemplate]) -> list[Line]:
    """The criteria of a gate on both sides. The same name is the same criterion: answers find it again by that."""
    before, after = ({key_of(criterion): criterion for criterion in side} for side in (one, other))
    lines = []
    for key in {**before, **after}:
        was, is_now = before.get(key), after.get(key)
        change = DROPPED if is_now is None else ADDED if was is None else SAME if was == is_now else CHANGED
        named = is_now or was
        assert named is not None  # noqa: S101 - the key is of one of them
        lines.append(Line(named.name, criterion_words(was), criterion_words(is_now), change))
    return lines


def criterion_words(one: CriterionTemplate | None) -> str:
    """A criterion in a sentence: what kind it is, how it is judged, what sinks it."""
    if one is None:
        return ""
    if one.kind == Kind.SHOULD:
        anchors = f"; 0 {one.anchors[0]}, 5 {one.anchors[1]}, 10 {one.anchors[2]}" if any(one.anchors) else ""
        return f"Should meet, weight {one.weight.normalize():f}{anchors}"
    fatal = ", fatal" if one.is_fatal else ""
    words = f" ({one.help})" if one.help else ""
    return f"Must meet{fatal}: {judged_by(one)}{words}"


def judged_by(one: CriterionTemplate) -> str:
    """How a must-meet is judged."""
    if not one.measure:
        return "people say yes or no"
    found = measure_named(one.measure)
    label = found.label if found else one.measure
    if one.comparator == Comparator.IS_TRUE:
        return f"{label} is so"
    return f"{label} {Comparator(one.comparator).label} {amount(one.measure, one.threshold)}"


def criteria_changes(before: PolicyRules, after: PolicyRules) -> list[str]:
    """What became of the criteria, gate by gate: "Criteria of gate 1: 2 added; changed: Enough of them will use it"."""
    found = []
    for gate in GATES:
        lines = compare_criteria(before.criteria_for(gate), after.criteria_for(gate))
        parts = [in_short(change, [line.name for line in lines if line.change == change]) for change in (ADDED, DROPPED, CHANGED)]
        if words := "; ".join(part for part in parts if part):
            found.append(f"Criteria of gate {gate}: {words}")
        elif before.criteria_for(gate) != after.criteria_for(gate):
            found.append(f"Criteria of gate {gate}: in another order")
    return found


def in_short(change: str, names: Sequence[str]) -> str:
    """A few criteria by name, many by their number."""
    return f"{change}: {', '.join(names)}" if 0 < len(names) <= FEW else f"{len(names)} {change}" if names else ""
