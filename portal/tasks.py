"""Mail to customers, sent from the outbox, and the sweeping-up of what has ended."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import Organisation
from portal.actions import entry, statuses
from portal.codes import link_secret
from portal.mailing import unfollow_token
from portal.models import Follower, Portal, Publication, SignInLink


@shared_task(name="portal.mail_sign_in_link")
def mail_sign_in_link(pk: int) -> bool:
    """Mail the link to come in by, unless it was used or ended in the meantime."""
    link = SignInLink.objects.select_related("portal").filter(pk=pk).first()
    if link is None or not link.is_open:
        return False
    address = settings.PUBLIC_URL + reverse("portal:entry", args=[link.portal.slug, link_secret(link.nonce)])
    context = {"link": link, "portal": link.portal, "address": address, "organisation": Organisation.objects.get()}
    send(f"Your link to {link.portal}", "portal/mail/sign_in.txt", context, link.email)
    return True


@shared_task(name="portal.mail_follower")
def mail_follower(pk: int, status: str) -> bool:
    """Tell one follower of a new status, unless they unfollowed, or it changed again."""
    follower = Follower.objects.select_related("publication__idea", "contact").filter(pk=pk).first()
    if follower is None or not follower.contact.email or follower.publication.status != status:
        return False
    publication = follower.publication
    portal = Portal.objects.open().filter(product=publication.product_id).first()
    if portal is None or not publication.is_standing or status not in portal.shown:
        return False
    stop = settings.PUBLIC_URL + reverse("portal:unfollow", args=[unfollow_token(follower)])
    context: dict[str, Any] = {
        "publication": publication, "portal": portal, "contact": follower.contact, "stop": stop,
        "address": settings.PUBLIC_URL + publication.address_on(portal), "organisation": Organisation.objects.get(),
    }  # fmt: skip
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = f"{publication.get_status_display()}: {publication.title}"
    send(subject, "portal/mail/status.txt", context, follower.contact.email, headers)
    return True


@shared_task(name="portal.tell_followers")
def tell_followers(pk: int, status: str) -> int:
    """Have everybody who follows a publication told of its new status."""
    return statuses.tell_followers(Publication.objects.get(pk=pk), status=status)


@shared_task(name="portal.tidy")
def tidy() -> int:
    """Forget links and visits that ended a while ago."""
    return entry.forget_old()


def send(subject: str, template: str, context: dict[str, Any], to: str, headers: dict[str, str] | None = None) -> None:
    """Send one plain mail. A subject is one line, whatever was typed."""
    EmailMessage(" ".join(subject.split()), render_to_string(template, context), None, [to], headers=headers).send()
