"""What salespeople submit for their deals, and what product managers make of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from feedback import actions as feedback
from line.demo.making.stage import Stage, dice
from line.demo.making.talk import AGES, LIFECYCLES, OWNERS, PRODUCTS
from line.demo.words import ASKS, Ask
from roadmap import actions as roadmap

LEFT_WAITING = 6


def lay_deals(stage: Stage) -> None:
    """Each request on its day: open deals lately, closed ones before they closed."""
    for number, ask in enumerate(ASKS):
        roll = dice("deal", ask.company, ask.topic)
        day = ask.closes - 30 - 20 * roll.random() if ask.closes < 0 else -4 - 84 * roll.random()
        if number % 8 == 3 and ask.closes > 0:
            day = -1 - LEFT_WAITING * roll.random()
        if LIFECYCLES[ask.company] == "trial":
            day = max(day, -31)
        stage.on(max(day, 8 - AGES[ask.topic]), lambda ask=ask: submit(stage, ask), hour=10 + 6 * roll.random())


def submit(stage: Stage, ask: Ask) -> None:
    """One salesperson's request: whose deal, how much, how firm, and the need behind it."""
    closed = ask.stage in ("won", "lost")
    request = feedback.submit_request(
        company=stage.companies[ask.company], contact=stage.contact(ask.company, ask.speaker), text=ask.text, need=ask.need,
        opportunity=ask.opportunity, amount=Decimal(ask.amount), stage="evaluating" if closed else ask.stage,
        close_date=stage.date(ask.closes), firmness=ask.firmness, product=stage.products[PRODUCTS[ask.topic]],
        actor=stage.as_(ask.seller),
    )  # fmt: skip
    roll = dice("answer", ask.company, ask.topic)
    moment = request.feedback.said_at + timedelta(days=1 + 4 * roll.random())
    if moment < stage.now - timedelta(days=1):
        stage.at(moment, lambda: link(stage, ask, request))
    if closed:
        stage.on(ask.closes, lambda: feedback.change_request(request, actor=stage.as_(ask.seller), stage=ask.stage), hour=16)


def link(stage: Stage, ask: Ask, request: Any) -> None:
    """The idea's owner ties the words to the idea."""
    start = ask.text.index(ask.excerpt)
    roadmap.link_insight(
        request.feedback, stage.ideas[ask.topic], actor=stage.as_(OWNERS[ask.topic]), start=start, end=start + len(ask.excerpt),
        importance=ask.importance,
    )  # fmt: skip
