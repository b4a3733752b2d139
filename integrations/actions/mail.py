"""The verbs of mail that comes in: say at which address a product listens, and take a letter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from customers.actions import company_by_email, contact_known_as
from customers.models import Contact
from feedback.actions import attach, give_feedback
from feedback.models import Channel, Feedback
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from history.versions import change
from integrations import rules
from integrations.drafts import MOST_WORDS, name_of
from integrations.events import MailEvent
from integrations.mail.letters import Letter
from integrations.mail.words import Said, said_in
from integrations.models import MailAddress, MailOutcome, ReceivedMail
from people.models import Person, Product

WHOLE = "The whole letter.txt"


@transaction.atomic
def add_mail_address(*, product: Product, address: str, actor: Actor, is_on: bool = True) -> MailAddress:
    """Let a product listen at an address."""
    require(rules.may_keep_mail(actor, product))
    made = MailAddress(product=product, address=address.strip().lower(), is_on=is_on)
    made.full_clean()
    made.save()
    record(MailEvent.ADDRESS_ADDED, made, actor=actor, is_on=is_on)
    return made


@transaction.atomic
def change_mail_address(listener: MailAddress, *, actor: Actor, version: int | None = None, **values: Any) -> MailAddress:
    """Change the address at which a product listens, or stop and start listening."""
    listener = MailAddress.objects.select_for_update(of=("self",)).select_related("product").get(pk=listener.pk)
    require(rules.may_keep_mail(actor, listener.product))
    if unknown := set(values) - {"address", "is_on"}:
        raise ValidationError(dict.fromkeys(unknown, "This cannot be changed."))
    if "address" in values:
        values["address"] = values["address"].strip().lower()
    if changes := change(listener, values, version=version):
        record(MailEvent.ADDRESS_CHANGED, listener, actor=actor, changes=changes)
    return listener


@transaction.atomic
def receive_mail(letter: Letter, *, actor: Actor, product: Product | None = None) -> ReceivedMail:
    """Take a letter as feedback, or refuse it into the log. One that was here before is answered as then.

    ``product`` is said where the letter's own address does not matter, as with a mailbox file.
    """
    require(rules.may_receive(actor))
    known = ReceivedMail.objects.select_for_update().filter(message_id=letter.message_id).first()
    if known is not None:
        return known
    said = said_in(letter.text, letter.subject)
    mail = ReceivedMail(
        message_id=letter.message_id, sender=said.sender or letter.sender, forwarded_by=letter.sender if said.sender else "",
        subject=letter.subject, recipient=", ".join(letter.recipients)[:254], product=product, outcome=MailOutcome.REFUSED,
    )  # fmt: skip
    try:
        mail.product = product or listening(letter)
        mail.reason = letter.refusal
        if not mail.reason:
            with transaction.atomic():
                mail.feedback = words_of(letter, said, mail.product, actor)
            mail.outcome, mail.reason = MailOutcome.TAKEN, keep_files(mail.feedback, letter, said, actor)
    except (ValidationError, NotPossible, NotAllowed) as error:
        why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        mail.reason = (letter.refusal or why)[:500]
    mail.save()
    record(MailEvent.TAKEN if mail.feedback else MailEvent.REFUSED, mail, actor=actor, about=mail.feedback, reason=mail.reason)
    return mail


def listening(letter: Letter) -> Product:
    """The product that listens at one of the letter's addresses."""
    found = MailAddress.objects.filter(address__in=letter.recipients).select_related("product").order_by("-is_on", "pk").first()
    if found is None:
        raise NotPossible("No product listens at this address.")
    if not found.is_on or found.product.archived_at is not None:
        raise NotPossible(f"{found.product} takes no mail at {found.address} now.")
    return found.product


def words_of(letter: Letter, said: Said, product: Product | None, actor: Actor) -> Feedback:
    """The letter as feedback of whoever wrote it, or of whoever wrote what it forwards."""
    text = (said.text or letter.subject)[:MOST_WORDS]
    if not text.strip():
        raise NotPossible("It holds no words.")
    contact = writer(said.sender or letter.sender, said.sender_name if said.sender else letter.sender_name, actor)
    when = letter.sent_at if letter.sent_at is not None and letter.sent_at <= clock.now() and not said.sender else clock.now()
    return give_feedback(
        text=text, title=name_of(letter.subject), product=product, channel=Channel.EMAIL, contact=contact, said_at=when,
        source="mail", source_id=letter.message_id[:200], actor=actor,
    )  # fmt: skip


def writer(address: str, name: str, actor: Actor) -> Contact | None:
    """The contact who wrote, known by the address, at the company that its domain says. One of us is no customer."""
    if not address or Person.objects.filter(email__iexact=address).exists():
        return None
    return contact_known_as(name=name_of(name), email=address, company=company_by_email(address), actor=actor)


def keep_files(feedback: Feedback, letter: Letter, said: Said, actor: Actor) -> str:
    """Keep the files that may be kept; says of the others why they were not. Words too long for a feedback are kept as a file."""
    files, left = list(letter.files), []
    if len(said.text) > MOST_WORDS:
        files.insert(0, (WHOLE, said.text.encode()))
        left.append(f"The words have {len(said.text):,} characters: the first {MOST_WORDS:,} are here, all of them in “{WHOLE}”.")
    for name, content in files:
        try:
            with transaction.atomic():
                attach(feedback, file=ContentFile(content), name=name or "file", actor=actor)
        except (ValidationError, NotPossible) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            left.append(f"{name[:60] or 'A file'} was left out: {why}")
    return " ".join(left)[:500]
