"""Bringing feedback in, and putting right what we wrote about it. The customer's own words are never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.actions import company_named, contact_known_as
from customers.models import Company, Contact
from feedback import rules
from feedback.actions.moving import locked
from feedback.actions.sorting import retag, tags_named
from feedback.events import FeedbackEvent
from feedback.models import Channel, Feedback, Follow, ImportBatch
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import change
from people.models import Product

EDITABLE = ("title", "product", "company", "contact", "channel", "source_url")


@transaction.atomic
def give_feedback(
    *, text: str, actor: Actor, title: str = "", product: Product | None = None, channel: str = Channel.OTHER,
    company: Company | None = None, contact: Contact | None = None, company_name: str = "", contact_name: str = "",
    contact_email: str = "", said_at: datetime | None = None, tags: Iterable[str] = (), source: str = "", source_id: str = "",
    source_url: str = "", batch: ImportBatch | None = None,
) -> Feedback:  # fmt: skip
    """Bring in what somebody said, in their words. Who they are is found by name, or made on the spot.

    Whoever brings it in follows it, unless it came in a batch.
    """
    require(rules.may_give(actor, product))
    if company is None and company_name.strip():
        company = company_named(company_name, actor=actor)
    if contact is None:
        contact = contact_known_as(name=contact_name, email=contact_email, company=company, actor=actor)
    feedback = Feedback(
        text=plain_lines(text), title=" ".join(title.split()), product=product, channel=channel, contact=contact,
        company=company_for(company, contact), said_at=said_at or clock.now(), submitted_by=actor.person,
        source=source.strip(), source_id=source_id.strip(), source_url=source_url.strip(), batch=batch,
    )  # fmt: skip
    check_not_in_future(feedback.said_at)
    feedback.full_clean(exclude=["product", "company", "contact", "submitted_by", "batch"])
    feedback.save()
    if named := tags_named(tags):
        feedback.tags.set(named)
    if actor.person is not None and batch is None:
        Follow.objects.create(feedback=feedback, person=actor.person)
    record(FeedbackEvent.GIVEN, feedback, actor=actor, channel=channel, company=feedback.company_id)
    return feedback


@transaction.atomic
def edit_feedback(feedback: Feedback, *, actor: Actor, version: int | None = None, **values: Any) -> Feedback:
    """Put right what we wrote about a feedback: title, product, company, contact, channel, link, tags."""
    feedback = locked(feedback)
    require(rules.may_edit(actor, feedback))
    tags, company_name, contact_name = values.pop("tags", None), values.pop("company_name", ""), values.pop("contact_name", "")
    if company_name.strip() and values.get("company") is None:
        values["company"] = company_named(company_name, actor=actor)
    if contact_name.strip() and values.get("contact") is None:
        company = values.get("company", feedback.company)
        values["contact"] = contact_known_as(name=contact_name, email="", company=company, actor=actor)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "product" in values:
        require(rules.may_see_product(actor, values["product"]))
    if "title" in values:
        values["title"] = " ".join(values["title"].split())
    if {"company", "contact"} & set(values):
        contact = values.get("contact", feedback.contact)
        values["company"] = company_for(values.get("company", feedback.company), contact)
    were = {f"was_{name}": getattr(feedback, f"{name}_id") for name in ("product", "company", "contact") if name in values}
    changes = change(feedback, values, version=version)
    if changes:
        record(FeedbackEvent.EDITED, feedback, actor=actor, changes=changes, **were)
    if tags is not None:
        retag(feedback, set(feedback.tags.all()), set(tags_named(tags)), actor=actor)
    return feedback


def plain_lines(text: str) -> str:
    """The words with line ends as everybody counts them; not a letter is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def company_for(company: Company | None, contact: Contact | None) -> Company | None:
    """The company of a feedback: the one named, which must be the contact's own if both are."""
    theirs = contact.company if contact is not None else None
    if company is not None and theirs is not None and company != theirs:
        raise ValidationError({"contact": f"{contact} is at {theirs}, not at {company}."})
    return company or theirs


def check_not_in_future(said_at: datetime) -> None:
    """Nobody said it tomorrow; a clock may be a little ahead."""
    if said_at > clock.now() + timedelta(hours=26):
        raise ValidationError({"said_at": "This day lies in the future."})
