"""Notifications by mail: at once, and once a day. Each is claimed before it is sent, so that none is sent twice.

What somebody may see is asked when the mail is written, not when the thing happened: who lost access reads nothing.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import unescape

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from conversation.models import Means, Notice
from history import clock
from history.actor import Actor
from history.telling import tell
from people.models import Organisation, Person

signer = Signer(salt="conversation.stop")
OLD_NEWS = timedelta(days=3)
DIGEST_AT = 7
MOST = 100


def mail_at_once(event: int) -> int:
    """Mail an event to whoever wants it at once. One that fails does not hold up the others, and is tried again."""
    count, failed = 0, None
    for notice in Notice.objects.to_mail(Means.MAIL).filter(event=event).select_related("person").order_by("id"):
        try:
            count += send(notice.person, [notice.pk], f"notice-{notice.pk}")
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed
    return count


def mail_digest(person: Person, day: date) -> int:
    """Mail somebody what is new since their last daily mail; nothing when nothing is."""
    waiting = Notice.objects.to_mail(Means.DIGEST).filter(person=person).order_by("-id")
    return send(person, list(waiting.values_list("pk", flat=True)[:MOST]), f"digest-{person.pk}-{day:%Y%m%d}")


def send(person: Person, keys: list[int], name: str) -> int:
    """Claim the notifications, and mail those that the person may see and that are no old news."""
    claimed_at = clock.now()
    if not person.is_active or not Notice.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=claimed_at):
        return 0
    mine = Notice.objects.filter(pk__in=keys, mailed_at=claimed_at, at__gte=claimed_at - OLD_NEWS)
    seen = list(mine.visible_to(Actor(person=person)).for_pages())
    if not seen:
        return 0
    try:
        letter(person, seen, name).send()
    except Exception:
        Notice.objects.filter(pk__in=keys, mailed_at=claimed_at).update(mailed_at=None)
        raise
    return 1


def letter(person: Person, notices: list[Notice], name: str) -> EmailMessage:
    """The mail: what happened, where, and how to get no more of it."""
    stop = settings.PUBLIC_URL + reverse("conversation:stop", args=[signer.sign(str(person.pk))])
    told = [(words_of(notice), notice.snippet, settings.PUBLIC_URL + notice.address) for notice in notices]
    context = {
        "person": person, "told": told, "organisation": Organisation.objects.first(), "stop": stop,
        "settings_address": settings.PUBLIC_URL + reverse("conversation:preferences"), "is_digest": name.startswith("digest"),
    }  # fmt: skip
    subject = told[0][0] if len(told) == 1 else f"{len(told)} things are new for you"
    host = settings.PUBLIC_URL.split("//")[-1].split("/")[0].split(":")[0]
    headers = {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Message-ID": f"<{name}@{host}>",
    }  # fmt: skip
    text = render_to_string("conversation/mail/notices.txt", context)
    return EmailMessage(" ".join(subject.split())[:200], text, None, [person.email], headers=headers)


def words_of(notice: Notice) -> str:
    """What happened, in one line without markup."""
    return unescape(strip_tags(tell(notice.event).sentence))


def person_for(token: str) -> Person | None:
    """Whose mail a link stops; None for a forged one."""
    try:
        return Person.objects.filter(pk=int(signer.unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def day_of_digest(moment: datetime) -> date | None:
    """The day whose mail is due by now where the organisation is; None before its hour."""
    organisation = Organisation.objects.first()
    there = moment.astimezone(zoneinfo.ZoneInfo(organisation.time_zone if organisation else "UTC"))
    return there.date() if there.hour >= DIGEST_AT else None


def who_waits() -> Iterable[int]:
    """Everybody for whom something waits for the daily mail."""
    rows = Notice.objects.to_mail(Means.DIGEST).filter(person__is_active=True)
    return rows.order_by("person").values_list("person", flat=True).distinct()
