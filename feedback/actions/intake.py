"""Bringing feedback in, and putting right what we wrote about it. The customer's own words are never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from customers.actions import company_named, contact_known_as
from customers.models import Company, Contact
from feedback import rules
from feedback.actions.moving import locked, retag, write
from feedback.actions.sorting import retagged, tags_named
from feedback.events import FeedbackEvent
from feedback.models import Channel, Feedback, ImportBatch, Interview
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
    """Bring in what somebody said, in their words. Who they are is found by name, or made on the spot."""
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
    feedback.clean_fields(exclude=["product", "company", "contact", "submitted_by", "batch", "merged_into"])  # in our hands
    check_is_new(feedback)
    feedback.save(force_insert=True)
    retag([(feedback, set(), set(tags_named(tags)))])
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
    check_frame(feedback, values)
    were = {f"was_{name}": getattr(feedback, f"{name}_id") for name in ("product", "company", "contact") if name in values}
    changes = change(feedback, values, version=version)
    if changes:
        record(FeedbackEvent.EDITED, feedback, actor=actor, changes=changes, **were)
    step = retagged(feedback, set(feedback.tags.all()), set(tags_named(tags))) if tags is not None else None
    if step is not None:
        write([step], actor=actor)
    return feedback


def check_is_new(feedback: Feedback) -> None:
    """What bears an id of the system that it came from comes in once. The database holds to it; this says so in words.

    Django's own check of the constraints builds its SQL anew each time: half of what an imported row would cost.
    """
    there = Feedback.objects.filter(~Q(source_id=""), source=feedback.source, source_id=feedback.source_id)  # as its index is
    if feedback.source_id and there.exists():
        raise ValidationError({"source_id": "This came in already, under the same id of the same source."})


def plain_lines(text: str) -> str:
    """The words with line ends as everybody counts them; not a letter is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_frame(feedback: Feedback, values: dict[str, Any]) -> None:
    """What an interview's frame says is edited there, so that the two never differ."""
    if not Interview.objects.filter(feedback=feedback).exists():
        return
    if not values.get("title", True):
        raise ValidationError({"title": "An interview needs a title."})
    for name in ("company", "contact", "channel"):
        if name in values and values[name] != getattr(feedback, name):
            raise ValidationError({name: "This is an interview: say on its own page who took part."})


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
