"""What becomes of a row: one way for the run and for the dry run, which differ in their hands only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from customers.models import Company, Contact
from feedback.models import Becomes, Channel, Feedback, FeedbackState, ImportBatch, RowOutcome
from history.refusals import NotAllowed, NotPossible
from integrations.drafts import Draft
from integrations.exports import own_statuses
from integrations.hands import Hands, was_undone
from integrations.models import ImportedIdea
from integrations.statuses import meaning_of
from roadmap.models import Importance

UNFIT = (ValidationError, NotPossible, NotAllowed)


@dataclass
class Taken:
    """The outcome of a row, why, and what came of it."""

    outcome: str
    reason: str = ""
    feedback: Feedback | None = None
    made: dict[str, Any] | None = None


def sentence_of(error: Exception) -> str:
    """What an error says, in one line."""
    if isinstance(error, ValidationError):
        named = getattr(error, "error_dict", None)
        if named:
            parts = [f"{name.replace('_', ' ')}: {' '.join(one.messages)}" for name, ones in named.items() for one in ones]
            return " ".join(parts)[:500]
        return " ".join(error.messages)[:500]
    return str(error)[:500]


def take(draft: Draft, hands: Hands) -> Taken:
    """Take a draft in. Raises one of ``UNFIT`` where it cannot be."""
    hands.begin_row()
    taken = (take_post if hands.batch.becomes == Becomes.IDEAS else take_words)(draft, hands)
    taken.made = hands.end_row()
    return taken


def take_words(draft: Draft, hands: Hands) -> Taken:
    """A row that becomes feedback."""
    here = hands.feedback(draft.source_id)
    if here is not None and was_undone(here) and here.state == FeedbackState.ARCHIVED:
        return Taken(RowOutcome.CREATED, "Brought back from an import that was undone.", hands.bring_back(here))
    if here is not None:
        return Taken(RowOutcome.SKIPPED, f"Here already{as_key(here)}.")
    company, contact = who(draft, hands, make_company=False)
    return Taken(RowOutcome.CREATED, "", give(draft, hands, company, contact))


def take_post(draft: Draft, hands: Hands) -> Taken:
    """A row that becomes an idea: its author's words as feedback with an insight, its voters' companies as votes."""
    known = hands.idea(draft.source_id)
    reason = ""
    if known is not None and was_undone(known) and known.idea.is_archived:
        known, reason = hands.bring_back_idea(known), "Brought back from an import that was undone."
        is_new = True
    else:
        is_new = known is None
    if known is None:
        if draft.product is None:
            raise ValidationError("An idea belongs to a product. Choose the one for rows that name none.")
        known = hands.new_idea(draft, (draft.title or draft.text.split("\n")[0])[:200])
    feedback = None
    if is_new:
        feedback = speak(draft, hands, known)
    votes = cast_votes(draft, hands, known)
    if is_new:
        meaning = meaning_of(draft.status, hands.batch.statuses, own_statuses(hands.batch.export))
        hands.settle(known, meaning, settled_words(draft, hands.batch))
        return Taken(RowOutcome.CREATED, reason, feedback)
    if votes:
        return Taken(RowOutcome.CREATED, f"Here already{as_idea(known)}; its new voters were added.")
    return Taken(RowOutcome.SKIPPED, f"Here already{as_idea(known)}.")


def speak(draft: Draft, hands: Hands, known: ImportedIdea) -> Feedback:
    """The author's words and the comments, as feedback linked to the idea."""
    company, contact = who(draft, hands, make_company=True)
    here = hands.feedback(draft.source_id)
    if here is None:
        here = give(draft, hands, company, contact)
    elif here.state == FeedbackState.ARCHIVED and was_undone(here):
        here = hands.bring_back(here)
    if here.state != FeedbackState.ARCHIVED:
        hands.insight(here, known.idea)
    for number, words in enumerate(draft.comment_texts, start=1):
        source_id = f"{draft.source_id}/comment/{number}"[:200]
        said = hands.feedback(source_id)
        if said is None:
            values = {"text": words[:20_000], "product": draft.product, "channel": Channel.COMMUNITY, "said_at": draft.said_at}
            said = hands.new_feedback(source_id, **values)
            hands.count("comments", said.pk)
        elif said.state == FeedbackState.ARCHIVED and was_undone(said):
            said = hands.bring_back(said)
            hands.count("comments", said.pk)
        if said.state != FeedbackState.ARCHIVED:
            hands.insight(said, known.idea, Importance.NICE_TO_HAVE)
    return here


def cast_votes(draft: Draft, hands: Hands, known: ImportedIdea) -> int:
    """The author's and the voters' companies vote for the idea, each through its person. Says how many votes were new."""
    idea = known.idea
    if idea.is_archived or idea.duplicate_of_id:
        return 0
    before = len(hands.row.get("votes", []))
    for name, email in [(draft.contact, draft.email.lower()), *draft.voters]:
        if "@" not in email or hands.colleague(email):
            continue
        company = hands.company_of(email, make=True)
        contact = hands.contact(name, email, company)
        company = contact.company if contact is not None and contact.company is not None else company
        if company is not None:
            hands.vote(idea, company, contact)
    return len(hands.row.get("votes", [])) - before


def who(draft: Draft, hands: Hands, *, make_company: bool) -> tuple[Company | None, Contact | None]:
    """Who said it. One of us is no customer; an address says of which company it is."""
    email = draft.email.strip().lower()
    company = hands.company_named(draft.company) if draft.company else None
    if hands.colleague(email):
        return company, None
    if company is None and email:
        company = hands.company_of(email, make=make_company)
    contact = hands.contact(draft.contact, email, company)
    return (contact.company if contact is not None and contact.company is not None else company), contact


def give(draft: Draft, hands: Hands, company: Company | None, contact: Contact | None) -> Feedback:
    """The words, by whoever said them."""
    return hands.new_feedback(
        draft.source_id, text=draft.text, title=draft.title, product=draft.product, channel=draft.channel, contact=contact,
        company=company, said_at=draft.said_at, tags=draft.tags, source_url=draft.source_url,
    )  # fmt: skip


def settled_words(draft: Draft, batch: ImportBatch) -> str:
    """Why an idea that came in is not to be done, or archived at once."""
    words = f"“{draft.status}” in {batch.source} when it was imported."
    return f"{words} {draft.response}".strip() if draft.response else words


def as_key(feedback: Feedback) -> str:
    """The short name of what is here; in a dry run the row that would make it has none yet."""
    return f" as {feedback.key}" if feedback.pk else ": an earlier row has the same id"


def as_idea(known: ImportedIdea) -> str:
    """The same for an idea."""
    return f" as {known.idea.key}" if known.idea.pk else " from an earlier row"
