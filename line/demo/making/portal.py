"""The customers' portal: opened, filled, voted on, written to."""

from __future__ import annotations

from line.demo.making.stage import Stage
from line.demo.portal import GREETING, LETTERS, NOTICES, OPENED, PRODUCT, TITLE, Letter, Notice
from portal import actions as portal
from portal.models import Portal, Publication
from roadmap.models import Vote

YESTERDAY = -1
"""Votes come last: whoever had voted through a colleague by then needs none of their own."""


def lay_portal(stage: Stage) -> None:
    """Open it on its day; what is published then keeps step with the roadmap by itself."""
    stage.on(OPENED, lambda: open_it(stage), hour=10)
    for notice in NOTICES:
        stage.on(notice.day, lambda notice=notice: publish(stage, notice), hour=11)
        stage.on(YESTERDAY, lambda notice=notice: take_part(stage, notice), hour=18)
    for letter in LETTERS:
        stage.on(letter.day, lambda letter=letter: write(stage, letter), hour=16)


def open_it(stage: Stage) -> None:
    """A product manager opens the portal to everybody."""
    portal.make_portal(
        stage.products[PRODUCT], actor=stage.as_("tomasz"), title=TITLE, greeting=GREETING, audience="public"
    )  # fmt: skip


def publish(stage: Stage, notice: Notice) -> None:
    """One idea in words for customers."""
    portal.publish_idea(stage.ideas[notice.idea], actor=stage.as_("tomasz"), title=notice.title, text=notice.text)


def take_part(stage: Stage, notice: Notice) -> None:
    """Its customers vote, each for a company that has not, and follow."""
    published = Publication.objects.select_related("idea__duplicate_of").get(idea=stage.ideas[notice.idea])
    voted = set(Vote.objects.standing().filter(idea=published.idea).values_list("company_id", flat=True))
    for company in notice.voters:
        if stage.companies[company].pk not in voted:
            portal.vote_here(published, contact=stage.contact(company))
    for company in notice.followers:
        portal.follow(published, contact=stage.contact(company))


def write(stage: Stage, letter: Letter) -> None:
    """One customer says what they need."""
    there = Portal.objects.get(product=stage.products[PRODUCT])
    about = Publication.objects.get(idea=stage.ideas[letter.about]) if letter.about else None
    contact = stage.contact(letter.company)
    portal.submit(there, contact=contact, text=letter.text, title=letter.title, publication=about)
