"""What is known of a user: traits, each with the moment at which it was told. The newest counts, whatever comes in last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from customers.models import Company
from usage.items import GROUP, IDENTIFY, Item
from usage.models import ProductUser

MOST_TRAITS = 200
EMAIL_LENGTH = 254
OFTEN_ENOUGH = timedelta(days=1)
UNKNOWN_TIME = 0.0
"""Traits that were told before moments were kept are older than any told since, and firmer than what is said only for a start."""


def tell(user: ProductUser, item: Item) -> bool:
    """Keep what an item says of its user. Answers whether anything is new."""
    seconds = item.at.timestamp()
    said = told(user, item.traits, seconds) if item.traits else False
    return (told(user, item.once, -seconds) if item.once else False) or said


def told(user: ProductUser, traits: dict[str, Any], seconds: float) -> bool:
    """Keep traits as of a moment; one that is known as of a later moment stays."""
    changed = False
    for name, value in traits.items():
        if name in user.traits:
            if seconds < user.trait_times.get(name, UNKNOWN_TIME):
                continue
        elif len(user.traits) >= MOST_TRAITS:
            continue
        if user.traits.get(name, ...) != value or user.trait_times.get(name) != seconds:
            user.traits, user.trait_times = user.traits | {name: value}, user.trait_times | {name: seconds}
            changed = True
    if changed and "email" in traits:
        user.email = email_in(user.traits)
    return changed


def email_in(traits: dict[str, Any]) -> str:
    """The e-mail address among traits, in small letters; none if it is not one."""
    email = traits.get("email")
    email = email.strip().lower() if isinstance(email, str) else ""
    return email if "@" in email and len(email) <= EMAIL_LENGTH else ""


def place(user: ProductUser, item: Item, company: Company | None) -> bool:
    """Tie a user to the company that an item names, unless a newer one named another. Answers whether anything is new."""
    if company is None or (user.company_told_at is not None and item.at < user.company_told_at):
        return False
    is_new = company.pk != user.company_id
    # Each event may name the company: that it is still the same one need not be written with each.
    since = user.company_told_at
    is_news = is_new or since is None or item.kind in (IDENTIFY, GROUP) or item.at - since > OFTEN_ENOUGH
    if is_news:
        user.company, user.company_told_at = company, item.at
    return is_news


def both_told(gone: ProductUser, stays: ProductUser) -> None:
    """What is known of two users who turned out to be one: of each trait the newest, and the company named last."""
    for name, value in gone.traits.items():
        at = gone.trait_times.get(name, UNKNOWN_TIME)
        if name not in stays.traits or at > stays.trait_times.get(name, UNKNOWN_TIME):
            stays.traits, stays.trait_times = stays.traits | {name: value}, stays.trait_times | {name: at}
    stays.email = email_in(stays.traits)
    stays.first_seen_at = min(stays.first_seen_at, gone.first_seen_at)
    stays.is_identified = stays.is_identified or gone.is_identified
    if gone.company_id and (not stays.company_id or as_of(gone) > as_of(stays)):
        stays.company_id, stays.company_told_at = gone.company_id, gone.company_told_at


def as_of(user: ProductUser) -> float:
    """When a user's company was named last."""
    return user.company_told_at.timestamp() if user.company_told_at else UNKNOWN_TIME
