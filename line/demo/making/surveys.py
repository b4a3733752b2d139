"""Surveys that run, their answers over the weeks, and words that came through the widget."""

from __future__ import annotations

from line.demo.making.stage import Stage, dice
from line.demo.making.use import User, users
from line.demo.surveys import (
    ELLIS_ANSWERS,
    ELLIS_STARTED,
    ELLIS_WORDS,
    MAKER,
    NOTES,
    NPS_ANSWERS,
    NPS_STARTED,
    NPS_WORDS,
    PRODUCT,
    SITES,
    Note,
)
from surveys import actions
from surveys.actions.widget import Claimed
from surveys.events import ANSWERER, WIDGET
from surveys.models import Survey

NPS_SCORES = (10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 6, 5, 3)
ELLIS_SCORES = (3, 3, 3, 2, 2, 2, 1)
KNOWN_FOR = 130
"""Asked are people who have been there so many days: the events have told of them by then."""


def lay_surveys(stage: Stage) -> None:
    """Start both, let them be answered day by day, and put the widget's words among them."""
    asked = [user for user in users() if user.product == PRODUCT and user.since < -KNOWN_FOR and user.until > -1]
    dice("surveys").shuffle(asked)
    stage.on(NPS_STARTED, lambda: start(stage, "nps", "NPS of Rounds"), hour=9)
    stage.on(ELLIS_STARTED, lambda: start(stage, "ellis", "How would you feel without Rounds?"), hour=9)
    lay_answers(stage, "nps", asked[:NPS_ANSWERS], (NPS_STARTED + 1, -1), NPS_SCORES)
    lay_answers(stage, "ellis", asked[NPS_ANSWERS : NPS_ANSWERS + ELLIS_ANSWERS], (ELLIS_STARTED + 1, -26), ELLIS_SCORES)
    for kind, words, some in (("nps", NPS_WORDS, asked[-3:]), ("ellis", ELLIS_WORDS, asked[-4:-3])):
        for said, user in zip(words, some, strict=True):
            stage.on(said.day, lambda kind=kind, said=said, user=user: answer(kind, user, said.score, said.text), hour=15)
    for note in NOTES:
        stage.on(note.day, lambda note=note: write(stage, note), hour=14)


def lay_answers(stage: Stage, kind: str, some: list[User], days: tuple[int, int], scores: tuple[int, ...]) -> None:
    """Answers without words, spread over the days; a company's people answer somewhat alike."""
    for user in some:
        roll = dice("answer", kind, user.key)
        mood = dice("mood", user.company).randrange(len(scores))
        score = scores[(mood if roll.random() < 0.3 else roll.randrange(len(scores)))]
        day = days[0] + (days[1] - days[0]) * roll.random()
        stage.on(day, lambda user=user, score=score: answer(kind, user, score), hour=8 + 9 * roll.random())


def start(stage: Stage, kind: str, name: str) -> None:
    """A product manager makes a survey, and starts it; with the first one, a key of the widget."""
    actor, product = stage.as_(MAKER), stage.products[PRODUCT]
    if kind == "nps":
        actions.make_widget_key(product=product, name="Rounds, web app", origins=SITES, actor=actor)
    actions.start_survey(actions.create_survey(product=product, name=name, kind=kind, actor=actor), actor=actor)


def answer(kind: str, user: User, score: int, words: str = "") -> None:
    """One user answers in the product."""
    survey = Survey.objects.get(kind=kind)
    actions.respond(survey, score=score, words=words, user_key=user.key, actor=ANSWERER)


def write(stage: Stage, note: Note) -> None:
    """Somebody writes in the widget, and leaves the address by which we know them."""
    contact = stage.contact(note.company)
    claimed = Claimed(email=contact.email, company=contact.company.name)
    actions.take_words(stage.products[PRODUCT], text=note.text, claimed=claimed, page=note.page, actor=WIDGET)
