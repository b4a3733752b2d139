"""Writing down for a customer what they said, while one talks with them: feedback, a vote, or both in one step."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.actions import company_named, contact_known_as
from customers.models import Company, Contact
from feedback.actions import give_feedback
from feedback.models import Channel, Feedback
from history.actor import Actor
from history.refusals import NotPossible
from people.models import Product
from roadmap.actions.votes import vote
from roadmap.models import Idea, Vote


@transaction.atomic
def capture(
    *, actor: Actor, text: str = "", idea: Idea | None = None, company: Company | None = None, company_name: str = "",
    contact: Contact | None = None, contact_name: str = "", product: Product | None = None, channel: str = Channel.CALL,
    title: str = "", source_url: str = "",
) -> tuple[Feedback | None, Vote | None]:  # fmt: skip
    """Keep a customer's words as feedback; with an idea, their company votes for it too. All of it or nothing."""
    if not text.strip() and idea is None:
        raise ValidationError({"text": "What did they say? Or choose the idea that they want."})
    if company is None and company_name.strip():
        company = company_named(company_name, actor=actor)
    if contact is None:
        contact = contact_known_as(name=contact_name, email="", company=company, actor=actor)
    company = company or (contact.company if contact is not None else None)
    feedback = None
    if text.strip():
        feedback = give_feedback(
            text=text, title=title, product=product, channel=channel, company=company, contact=contact, source_url=source_url,
            actor=actor,
        )  # fmt: skip
    if idea is None:
        return feedback, None
    if company is None:
        raise ValidationError({"company_name": "Whose vote is it? Name the company."})
    try:
        return feedback, vote(idea, company=company, contact=contact, words=text[:2000], actor=actor)
    except NotPossible as refusal:
        raise ValidationError({"idea_words": str(refusal)}) from refusal
