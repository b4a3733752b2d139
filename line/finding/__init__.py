"""Finding anything: by its words, by filters, by its short name; slips of the finger forgiven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists

from experiments.models import Experiment
from feedback.models import Feedback
from gates.models import Decision
from history.actor import Actor
from history.telling import address_of
from line.finding.asking import Question, question
from line.finding.highlighting import Piece, excerpt, marked
from line.finding.kinds import KINDS, Kind, faults_of
from line.finding.spelling import corrected
from people.models import Organisation
from roadmap.models import Idea, Initiative

SHORT_NAME = re.compile(r"^(F|IDEA|INIT|EXP|DEC)-?(\d{1,12})$", re.IGNORECASE)
BY_PREFIX: dict[str, type[Any]] = {"F": Feedback, "IDEA": Idea, "INIT": Initiative, "EXP": Experiment, "DEC": Decision}
READ_OF_A_TEXT = 20_000


@dataclass(frozen=True)
class Found:
    """One record that fits, with the words that tell it apart, and the part of its text that was hit."""

    kind: str
    icon: str
    title: str
    sub: str
    url: str
    pk: int
    marked_title: tuple[Piece, ...] = ()
    told: tuple[Piece, ...] = ()

    @property
    def excerpt(self) -> str:
        """The part of its text, plain."""
        return "".join(piece.text for piece in self.told)


@dataclass(frozen=True)
class Group:
    """What was found of one kind; ``has_more`` where only the first are here."""

    kind: Kind
    found: list[Found]
    has_more: bool

    @property
    def narrower(self) -> str:
        """The filter that shows this kind alone."""
        return f"kind:{self.kind.name}"


@dataclass(frozen=True)
class Answer:
    """What was looked for and what was found. ``instead_of`` are the words as typed, where slips in them were mended."""

    asked: Question
    groups: list[Group]
    faults: list[str]
    instead_of: str = ""

    @property
    def found(self) -> list[Found]:
        """Everything, each record once."""
        return list({(one.kind, one.pk): one for group in self.groups for one in group.found}.values())


def look_for(typed: str, *, actor: Actor, each: int = 20, is_exact: bool = False) -> Answer:
    """What fits what was typed, at most ``each`` of a kind; a short name such as IDEA-41 finds that very record first.

    Slips of the finger are mended where the words as typed find nothing and the mended ones do, unless ``is_exact``: so a
    mended word is one that its reader may see.
    """
    asked = question(typed)
    faults = faults_of(asked)
    if asked.is_empty:
        return Answer(asked, [], faults)
    groups = by_short_name(asked.words, actor)
    mended = asked if is_exact or groups else replace(asked, words=corrected(asked.words))
    if mended != asked:
        as_typed, as_mended = kinds_that_fit([asked, mended], actor)
        if as_mended and not as_typed:
            return Answer(mended, of_kinds(as_mended, mended, actor, each), faults, instead_of=asked.words)
        return Answer(asked, of_kinds(as_typed, asked, actor, each), faults)
    return Answer(asked, groups + of_kinds(KINDS, asked, actor, each), faults)


def kinds_that_fit(questions: list[Question], actor: Actor) -> list[list[Kind]]:
    """For each of the questions, the kinds of which anything fits: all of it in one look."""
    asked = [(place, kind) for place, one in enumerate(questions) for kind in KINDS if kind.understands(one)]
    looks = [Exists(kind.rows(questions[place], actor).order_by()) for place, kind in asked]
    answers = Organisation.objects.values_list(*looks).first() or ()
    fits = [one for one, is_there in zip(asked, answers, strict=False) if is_there]
    return [[kind for at, kind in fits if at == place] for place in range(len(questions))]


def of_kinds(kinds: Sequence[Kind], asked: Question, actor: Actor, each: int) -> list[Group]:
    """What fits, kind by kind."""
    groups = (of_kind(kind, asked, actor, each) for kind in kinds if kind.understands(asked))
    return [group for group in groups if group.found]


def of_kind(kind: Kind, asked: Question, actor: Actor, each: int) -> Group:
    """What fits of one kind."""
    rows = list(kind.rows(asked, actor)[: each + 1])
    return Group(kind, [as_found(kind, row, asked.words) for row in rows[:each]], len(rows) > each)


def by_short_name(words: str, actor: Actor) -> list[Group]:
    """The record of a short name."""
    match = SHORT_NAME.match(words)
    if match is None:
        return []
    model = BY_PREFIX[match[1].upper()]
    kind = next(kind for kind in KINDS if kind.model is model)
    rows: Iterable[Any] = model.objects.visible_to(actor).select_related(*kind.joined).filter(pk=int(match[2]))
    return [Group(kind, [as_found(kind, row, "") for row in rows], has_more=False)]


def as_found(kind: Kind, row: Any, words: str) -> Found:
    """A row as it is listed."""
    told = " ".join(getattr(row, name) for name in kind.told if getattr(row, name))[:READ_OF_A_TEXT]
    return Found(
        kind.word, kind.icon, str(row), kind.sub(row), address_of(row._meta.label_lower, row.pk), row.pk,
        tuple(marked(str(row), words)), tuple(excerpt(told, words)) if words else (),
    )  # fmt: skip
