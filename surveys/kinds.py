"""The four kinds of survey: what each asks, which answers it takes, and what an answer is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class SurveyKind(models.TextChoices):
    """What a survey measures."""

    NPS = "nps", "NPS"
    CSAT = "csat", "CSAT"
    CES = "ces", "CES"
    ELLIS = "ellis", "Ellis"


@dataclass(frozen=True)
class Scale:
    """How a kind asks: its question, its answers with the words for them, and the words at both ends."""

    question: str
    follow_up: str
    answers: tuple[tuple[int, str], ...]
    ends: tuple[str, str] = ("", "")
    measures: str = ""

    @property
    def scores(self) -> tuple[int, ...]:
        """The answers that there are."""
        return tuple(score for score, _ in self.answers)

    def said(self, score: int) -> str:
        """An answer in words: "9 of 10", or what its button says."""
        label = dict(self.answers)[score]
        return f"{label} of {self.scores[-1]}" if label == str(score) else label


def numbered(low: int, high: int) -> tuple[tuple[int, str], ...]:
    """Answers that are called by their number."""
    return tuple((score, str(score)) for score in range(low, high + 1))


NO_LONGER = 0
VERY_DISAPPOINTED = 3
SCALES: dict[str, Scale] = {
    SurveyKind.NPS: Scale(
        "How likely are you to recommend {product} to a friend or colleague?", "What is the main reason for your answer?",
        numbered(0, 10), ("Not at all likely", "Extremely likely"),
        "Net promoter score: would they recommend it?",
    ),
    SurveyKind.CSAT: Scale(
        "How satisfied are you with {product}?", "What could we do better?",
        numbered(1, 5), ("Very dissatisfied", "Very satisfied"),
        "Customer satisfaction: how many are satisfied?",
    ),
    SurveyKind.CES: Scale(
        "{product} made it easy for me to do what I came for.", "What made it easy or hard?",
        numbered(1, 7), ("Strongly disagree", "Strongly agree"),
        "Customer effort: how many found it easy?",
    ),
    SurveyKind.ELLIS: Scale(
        "How would you feel if you could no longer use {product}?", "What would you miss most, or what should change?",
        (
            (VERY_DISAPPOINTED, "Very disappointed"), (2, "Somewhat disappointed"), (1, "Not disappointed"),
            (NO_LONGER, "I no longer use it"),
        ),
        measures="Product-market fit: how many would be very disappointed without it?",
    ),
}  # fmt: skip
