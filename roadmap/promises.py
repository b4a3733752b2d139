"""Commitments held against what has happened since: the deal's result, the idea's fate, the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from customers.models import DealStatus
from doors.formats import day
from history import clock
from roadmap.models import Commitment, Stage

FIRM_TONES = {"hearsay": "outline", "quote": "", "tied": "warn", "written": "bad"}


@dataclass(frozen=True)
class Word:
    """What has happened that asks for a word on a commitment."""

    text: str
    tone: str = "warn"


def words_on(commitment: Commitment) -> list[Word]:
    """What speaks for saying now what became of it; nothing once that is said. Give it with deal and idea joined."""
    if not commitment.is_open:
        return []
    deal, idea = commitment.deal, commitment.idea
    words = []
    if deal is not None and deal.status == DealStatus.WON:
        words.append(Word(f"The deal “{deal}” was won: this is owed", "bad"))
    if deal is not None and deal.status == DealStatus.LOST:
        words.append(Word(f"The deal “{deal}” was lost: withdraw it, unless it still holds"))
    if idea is not None and idea.stage == Stage.DONE:
        words.append(Word(f"{idea.key} is done: was it kept?", "good"))
    if idea is not None and idea.stage in (Stage.NOT_DOING, Stage.FAILED_EXPERIMENT):
        words.append(Word(f"{idea.key} is {idea.get_stage_display().lower()}: tell them", "bad"))
    if commitment.due_on is not None and commitment.due_on < clock.today():
        words.append(Word(f"Was due {day(commitment.due_on)}", "bad"))
    return words


def with_words(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Each with what asks for a word, and with the tone of its firmness."""
    rows = list(commitments)
    for row in rows:
        row.asks, row.firm_tone = words_on(row), FIRM_TONES[row.firmness]
    return rows
