"""The verbs of interviews: note a conversation down, and put its frame right. The words are the customer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from customers.actions import company_named, contact_known_as
from customers.models import Company, Contact
from feedback import rules
from feedback.actions.intake import check_not_in_future, company_for, give_feedback
from feedback.actions.moving import Changes, locked
from feedback.events import FeedbackEvent, InterviewEvent
from feedback.models import Channel, Consent, Feedback, Interview
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import change
from people.models import Person, Product

FRAME = ("guide", "interviewer", "consent", "consent_on")
OF_FEEDBACK = ("title", "product", "said_at")
MOST = 8


@transaction.atomic
def record_interview(
    *, title: str, text: str, participants: Sequence[Contact | str], consent: str, actor: Actor,
    interviewer: Person | None = None, consent_on: date | None = None, guide: str = "", company: Company | None = None,
    company_name: str = "", said_at: datetime | None = None, product: Product | None = None, tags: Sequence[str] = (),
) -> Interview:  # fmt: skip
    """Note a conversation down. Who took part is named, or known already; their company follows from the first of them."""
    require(rules.may_interview(actor, product))
    if company is None and company_name.strip():
        company = company_named(company_name, actor=actor)
    people = known(participants, company, actor)
    feedback = give_feedback(
        text=text, title=checked_title(title), product=product, channel=Channel.INTERVIEW, contact=people[0],
        company=company_of(company, people[0]), said_at=said_at, tags=tags, actor=actor,
    )  # fmt: skip
    interview = Interview(
        feedback=feedback, guide=guide.strip(), interviewer=interviewer or actor.person, consent=consent,
        consent_on=asked_on(consent, consent_on, feedback.said_at),
    )  # fmt: skip
    interview.full_clean(exclude=["feedback", "interviewer"])
    interview.save()
    interview.participants.set(people)
    facts: dict[str, Any] = {
        "consent": consent,
        "participants": [one.pk for one in people],
        "interviewer": interview.interviewer_id,
    }
    record(InterviewEvent.RECORDED, interview, actor=actor, about=feedback, **facts)
    return interview


@transaction.atomic
def edit_interview(interview: Interview, *, actor: Actor, version: int | None = None, **values: Any) -> Interview:
    """Put the frame right: title, day, product, who took part, who asked, guide, consent. Never the words."""
    feedback = locked(interview.feedback)
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    interview.feedback = feedback
    require(rules.may_edit_interview(actor, interview))
    named, participants = company_among(values, actor), values.pop("participants", None)
    if unknown := set(values) - {*FRAME, *OF_FEEDBACK}:
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    before = interview.people
    people = before if participants is None else known(participants, named.get("company", feedback.company), actor)
    theirs = {name: values[name] for name in OF_FEEDBACK if name in values} | who(feedback, people, named)
    check_theirs(theirs, actor)
    own = {name: values[name] for name in FRAME if name in values}
    if {"consent", "consent_on"} & set(own):
        consent, day = own.get("consent", interview.consent), own.get("consent_on", interview.consent_on)
        own["consent_on"] = asked_on(consent, day, theirs.get("said_at") or feedback.said_at)
    changes = change(interview, own, version=version)
    changes |= change_feedback(feedback, theirs, actor)
    if set(people) != set(before):
        interview.participants.set(people)
        changes["participants"] = [", ".join(map(str, before)), ", ".join(map(str, people))]
    tell(interview, changes, own=set(own), actor=actor)
    return interview


def tell(interview: Interview, changes: Changes, *, own: set[str], actor: Actor) -> None:
    """Write down what changed; a change of consent is a sentence of its own."""
    if changes and not own & set(changes):  # only what is kept elsewhere changed: an editor who saw less must still notice
        Interview.objects.filter(pk=interview.pk).update(version=F("version") + 1)
        interview.version += 1
    agreed: Changes = {name: changes.pop(name) for name in ("consent", "consent_on") if name in changes}
    if agreed:
        consent = interview.consent
        record(InterviewEvent.CONSENT, interview, actor=actor, about=interview.feedback, changes=agreed, consent=consent)
    if changes:
        record(InterviewEvent.EDITED, interview, actor=actor, about=interview.feedback, changes=changes)


def change_feedback(feedback: Feedback, values: dict[str, Any], actor: Actor) -> Changes:
    """Change what the feedback keeps of the frame; who watches its product, company or contact hears of it."""
    were = {f"was_{name}": getattr(feedback, f"{name}_id") for name in ("product", "company", "contact") if name in values}
    changes = change(feedback, values)
    if {"product", "company", "contact"} & set(changes):
        record(FeedbackEvent.EDITED, feedback, actor=actor, changes=changes, **were)
    return changes


def company_among(values: dict[str, Any], actor: Actor) -> dict[str, Company | None]:
    """The company that an edit names, if it names one or none."""
    name = values.pop("company_name", None)
    if "company" not in values and name is None:
        return {}
    company = values.pop("company", None)
    return {"company": company or (company_named(name, actor=actor) if (name or "").strip() else None)}


def who(feedback: Feedback, people: Sequence[Contact], named: dict[str, Company | None]) -> dict[str, Any]:
    """The contact and the company that follow from who took part."""
    first = people[0]
    if named:
        return {"contact": first, "company": company_of(named["company"], first)}
    return {"contact": first, "company": first.company or feedback.company}


def check_theirs(values: dict[str, Any], actor: Actor) -> None:
    """The title is there, the day has come, the product is one's own to see."""
    if "title" in values:
        values["title"] = checked_title(values["title"])
    if "said_at" in values:
        check_not_in_future(values["said_at"])
    if "product" in values:
        require(rules.may_see_product(actor, values["product"]))


def known(participants: Sequence[Contact | str], company: Company | None, actor: Actor) -> list[Contact]:
    """Each of them once, in their order. A name is found at the company, or made on the spot."""
    people: dict[int, Contact] = {}
    for one in participants:
        if isinstance(one, str):
            at = company or next((other.company for other in people.values()), None)
            found = contact_known_as(name=" ".join(one.split()), email="", company=at, actor=actor)
        else:
            found = one
        if found is not None:
            people.setdefault(found.pk, found)
    if not people:
        raise ValidationError({"participants": "Name at least one person who took part."})
    if len(people) > MOST:
        raise ValidationError({"participants": f"Name at most {MOST} people; the others may stand in the text."})
    return list(people.values())


def company_of(company: Company | None, first: Contact) -> Company | None:
    """The company follows from the first of them; another one named beside it is a slip."""
    try:
        return company_for(company, first)
    except ValidationError as error:
        raise ValidationError({"company": error.messages}) from error


def checked_title(title: str) -> str:
    """On one line, and there: without one, lists and files would show the words instead."""
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": "Give it a title."})
    return title


def asked_on(consent: str, day: date | None, said_at: datetime) -> date | None:
    """The day on which they were asked: that of the conversation, unless another one is named."""
    if day is not None and day > clock.today() + timedelta(days=1):
        raise ValidationError({"consent_on": "This day lies in the future."})
    return day or (None if consent == Consent.NO else timezone.localdate(said_at))
