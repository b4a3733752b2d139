"""The verbs of the widget: words that come in from a page, and that a survey was put before somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import IntegrityError, transaction
from django.db.models import F

from customers.actions import contact_known_as
from customers.models import Company, Contact
from feedback.actions import edit_feedback, give_feedback
from feedback.models import Channel, Feedback
from feedback.rules import may_triage
from history import clock
from history.actor import Actor
from history.refusals import NotPossible, require
from people.models import Product
from surveys import rules
from surveys.models import Showing, Survey, WidgetClaim
from surveys.respondents import Respondent
from usage.actions.companies import companies_known_as
from usage.models import ProductUser

MOST_WORDS = 5000


@dataclass(frozen=True)
class Claimed:
    """Who a page says that it speaks for. Signed with the widget's secret it is proven, and the words are that contact's and
    company's. Unsigned it is a claim: kept as one beside the feedback, and linked to nobody until a colleague believes it."""

    user: str = ""
    company: str = ""
    email: str = ""
    is_signed: bool = False
    typed: str = ""

    def contact(self, actor: Actor) -> Contact | None:
        """The contact of a signed address, made where there is none; an address that is none is passed over."""
        return contact_of(self.email, actor) if self.is_signed else None

    def known_company(self, product: Product) -> Company | None:
        """A signed user's company by the product's events, else one of ours by CRM id, domain or name. None is made."""
        if not self.is_signed:
            return None
        users = ProductUser.objects.filter(product=product, user_key=self.user).exclude(user_key="")
        user = users.select_related("company").first()
        return (user.company if user is not None else None) or company_called(self.company)

    def noted_on(self, feedback: Feedback) -> None:
        """Keep what was said of the user, as it was said."""
        said = {"user": self.user, "company": self.company, "email": self.email or self.typed}
        if any(said.values()):
            WidgetClaim.objects.create(feedback=feedback, is_signed=self.is_signed, **said)


def contact_of(email: str, actor: Actor) -> Contact | None:
    """The contact with an address, made where there is none."""
    try:
        validate_email(email)
    except ValidationError:
        return None
    return contact_known_as(name="", email=email, company=None, actor=actor)


def company_called(name: str) -> Company | None:
    """The company of ours with this CRM id, domain or name."""
    return companies_known_as([name]).get(name.lower()) if name else None


@transaction.atomic
def believe_claim(claim: WidgetClaim, *, actor: Actor) -> Feedback:
    """Take a page at its word: the feedback is of whom it named."""
    require(may_triage(actor, claim.feedback))
    contact = contact_of(claim.email, actor)
    company = (contact.company if contact is not None else None) or company_called(claim.company)
    if contact is None and company is None:
        raise NotPossible("What the page said names nobody that we know.")
    return edit_feedback(claim.feedback, actor=actor, contact=contact, company=company)


@transaction.atomic
def take_words(
    product: Product, *, text: str, claimed: Claimed, actor: Actor, once: str = "", page: str = ""
) -> Feedback:  # fmt: skip
    """Take in what somebody wrote in the product: feedback at once. Sent twice (by ``once``), it is there once."""
    require(rules.may_see(actor, product))
    if not text.strip():
        raise ValidationError({"text": "Write something first."})
    if len(text) > MOST_WORDS:
        raise ValidationError({"text": f"Write at most {MOST_WORDS:,} characters."})
    source_id = f"{product.pk}:{once}" if once else ""
    said = Feedback.objects.filter(source="widget", source_id=source_id).exclude(source_id="")
    if there := said.first():
        return there
    contact = claimed.contact(actor)
    company = (contact.company if contact is not None else None) or claimed.known_company(product)
    try:
        with transaction.atomic():
            feedback = give_feedback(
                text=text, product=product, channel=Channel.WIDGET, contact=contact, company=company, actor=actor,
                source="widget", source_id=source_id, source_url=address(page),
            )  # fmt: skip
            claimed.noted_on(feedback)
            return feedback
    except IntegrityError:  # the same words were sent twice at the same moment
        return said.get()


def address(page: str) -> str:
    """The page that somebody wrote from, without what follows its path: that may hold what is nobody's business."""
    page = page.partition("?")[0].partition("#")[0]
    try:
        URLValidator(schemes=["http", "https"])(page)
    except ValidationError:
        return ""
    return page if len(page) <= 500 else ""


@transaction.atomic
def note_shown(survey: Survey, who: Respondent, *, actor: Actor) -> Showing:
    """Remember that a survey was put before somebody, so that it is not put before them again at once.

    This is a fact about a page, not a deed of ours: history would hold one line for each time a page was opened.
    """
    require(rules.may_see(actor, survey.product))
    showing, is_new = Showing.objects.get_or_create(survey=survey, respondent=who.key)
    if not is_new:
        Showing.objects.filter(pk=showing.pk).update(times=F("times") + 1, last_at=clock.now())
    return showing
