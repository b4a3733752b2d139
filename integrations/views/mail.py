"""The web door of mail that comes in: where products listen, what came, and the door for the mail services themselves."""

from __future__ import annotations

import hashlib
import logging

from anymail.exceptions import AnymailError
from anymail.signals import AnymailInboundEvent, inbound
from anymail.utils import get_request_basic_auth
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoInboundWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView
from anymail.webhooks.postal import PostalInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history import clock
from history.actor import Role, Via, system
from integrations import actions
from integrations.forms import ChangeAddressForm, MailAddressForm
from integrations.mail.letters import LARGEST, Letter, letter_of
from integrations.models import MailAddress, ReceivedMail

logger = logging.getLogger(__name__)
KEEPERS = (Role.ADMIN, Role.PRODUCT)
SERVICES: dict[str, type[AnymailBaseWebhookView]] = {
    "brevo": BrevoInboundWebhookView, "mailgun": MailgunInboundWebhookView, "mailjet": MailjetInboundWebhookView,
    "postal": PostalInboundWebhookView, "postmark": PostmarkInboundWebhookView, "sendgrid": SendGridInboundWebhookView,
    "sparkpost": SparkPostInboundWebhookView,
}  # fmt: skip
UNREADABLE = (
    SuspiciousOperation, AnymailError, ValueError, KeyError, TypeError, AttributeError, LookupError, RecursionError,
)  # fmt: skip
TOO_LARGE = "a mail has at most 25 MB. The customer may send it again without its files."
POSTMAN = system("the mail door", via=Via.API)


@door(*KEEPERS)
def mail_settings(request: HttpRequest) -> HttpResponse:
    """At which address each product listens, and the mail that came."""
    actor = actor_of(request)
    addresses = MailAddress.objects.visible_to(actor).select_related("product")
    mails = paged(request, ReceivedMail.objects.visible_to(actor).select_related("feedback", "product"))
    is_open = bool(settings.ANYMAIL.get("WEBHOOK_SECRET"))
    hook = f"{settings.PUBLIC_URL}/mail/in/postmark/"
    return page(request, "integrations/mail.html", addresses=addresses, mails=mails, is_open=is_open, hook=hook)


@door(*KEEPERS)
def new_address(request: HttpRequest) -> HttpResponse:
    """Let a product listen at an address."""
    actor = actor_of(request)
    form = MailAddressForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_mail_address(actor=actor, **form.cleaned_data))):
        toast(request, f"Mail to {made} becomes feedback on {made.product}.")
        return redirect("integrations:mail")
    return page(request, "integrations/mail_address.html", form=form, status=422 if form.is_bound else 200)


@door(*KEEPERS)
def edit_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an address, or stop listening."""
    actor = actor_of(request)
    found = find(MailAddress.objects.visible_to(actor).select_related("product"), pk)
    initial = {"address": found.address, "is_on": found.is_on, "version": found.version}
    form = ChangeAddressForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_mail_address(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['address']}.")
        return redirect("integrations:mail")
    return page(request, "integrations/mail_address.html", form=form, found=found, status=422 if form.is_bound else 200)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
@door(public="mail services come with the secret that they were given")
def inbox_of_service(request: HttpRequest, service: str) -> HttpResponse:
    """The door for a mail service. Without a secret in the settings it is shut. What a service brings and we cannot take is
    answered with why, and listed among the mail, where admins look."""
    view = SERVICES.get(service)
    if view is None or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST * 2:
        mark = f"{service}-{length[:20]}-{clock.today()}"  # unread, so its size is all that tells it from another
        return refused(request, service, mark, f"{service} sent {length[:20]} bytes; {TOO_LARGE}", 413)
    if request.method == "POST" and not knows_the_secret(request):
        logger.warning("somebody at the door for mail of %s did not know the secret", service)
        return HttpResponse("The secret is wrong.", status=400, content_type="text/plain")
    try:
        held = request._body = request.read(int(length))  # past Django's own bound, which is for forms: letters hold files
        return view.as_view()(request)
    except RequestDataTooBig:
        return refused(request, service, sealed(held), f"{service} sent the mail unparsed in one field; {TOO_LARGE}", 413)
    except UnreadablePostError:
        return HttpResponse("The connection broke. Send it again.", status=400, content_type="text/plain")
    except UNREADABLE as error:
        logger.warning("a request of %s could not be read: %s", service, type(error).__name__)
        return refused(request, service, sealed(held), f"This is not what {service} sends, so it could not be read.", 400)


inbox_of_service.reads_itself = True  # type: ignore[attr-defined]


def knows_the_secret(request: HttpRequest) -> bool:
    """Whether the service says the secret: before a byte of what it brings is read."""
    told, secrets = get_request_basic_auth(request) or "", settings.ANYMAIL["WEBHOOK_SECRET"]
    return any(constant_time_compare(told, one) for one in ([secrets] if isinstance(secrets, str) else secrets))


def sealed(body: bytes) -> str:
    """By what the same request is known again."""
    return hashlib.sha256(body).hexdigest()


def refused(request: HttpRequest, service: str, mark: str, why: str, status: int) -> HttpResponse:
    """Say why, and list it among the mail if it was the service that came; once, however often it tries again."""
    if knows_the_secret(request):
        letter = Letter(f"unread-{mark}", sender=service, subject="A mail that could not be read", refusal=why)
        actions.receive_mail(letter, actor=POSTMAN)
    return HttpResponse(why, status=status, content_type="text/plain")


def take_in(sender: object, event: AnymailInboundEvent, esp_name: str, **_: object) -> None:
    """A mail service brought a letter. (The one signal of the house: the library speaks by it.)"""
    message = event.message
    letter = letter_of(message, recipients=tuple(one for one in (message.envelope_recipient,) if one))
    if message.spam_detected:
        letter.refusal = letter.refusal or "The mail service holds it for spam."
    actions.receive_mail(letter, actor=POSTMAN)


inbound.connect(take_in, dispatch_uid="integrations.take_in")
